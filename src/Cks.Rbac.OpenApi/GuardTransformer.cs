using System.Text.Json.Nodes;
using Cks.Rbac.AspNetCore;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.OpenApi;

namespace Cks.Rbac.OpenApi;

/// <summary>Says of an operation what its guards ask for, from the same metadata that the guards are made of.</summary>
internal sealed class GuardTransformer : IOpenApiOperationTransformer
{
    public async Task TransformAsync(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        var metadata = context.Description.ActionDescriptor.EndpointMetadata;
        var rules = metadata.OfType<IAuthorizeData>().ToArray();
        if (metadata.OfType<IAllowAnonymous>().Any() || (rules.Length == 0 && !metadata.OfType<AuthorizationPolicy>().Any()))
        {
            operation.Security = [];
            return;
        }

        var named = rules.SelectMany(r => r.AuthenticationSchemes?.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) ?? []).ToHashSet(StringComparer.Ordinal);
        List<OpenApiSecurityRequirement> taken =
        [
            .. (await DescribedSchemes.OfAsync(context.ApplicationServices).ConfigureAwait(false)).Where(s => named.Count == 0 || named.Contains(s.Name))
                .Select(s => new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference(s.Name, context.Document)] = [] }),
        ];
        // An empty list says that anybody may: where the schemes are not described, nothing is said.
        operation.Security = taken.Count > 0 ? taken : null;
        var guards = rules.Select(r => r.Policy is { } policy && GuardName.IsGuard(policy) ? GuardName.Parse(policy) : null).ToArray();
        Add(operation, "x-required-capabilities", guards.OfType<CapabilityRequirement>().Where(g => !g.Any).SelectMany(g => g.Capabilities).Select(c => c.Name).Distinct().Select(c => (JsonNode)c));
        Add(operation, "x-required-any-capability", guards.OfType<CapabilityRequirement>().Where(g => g.Any).Select(g => new JsonArray([.. g.Capabilities.Select(c => (JsonNode)c.Name)])));
        Add(operation, "x-required-roles", guards.OfType<RoleRequirement>().Select(g => new JsonArray([.. g.Roles.Select(r => (JsonNode)r)])));
        Refuse(operation, context.Document, "401", SchemeTransformer.Unauthenticated);
        // Whoever asks for nothing but a signed-in caller refuses none.
        if (rules.Any(r => r.Policy is not null || r.Roles is not null) || metadata.OfType<AuthorizationPolicy>().Any())
            Refuse(operation, context.Document, "403", SchemeTransformer.NotPermitted);
        if (metadata.OfType<IGuardedResource>().LastOrDefault() is not { } guarded)
            return;
        Refuse(operation, context.Document, "404", SchemeTransformer.OutsideScope);
        Name(operation, context.Description.RelativePath ?? "", guarded.RouteValue);
    }

    // The guard takes the value from the route, so a handler that is given the resource names no parameter for it.
    private static void Name(OpenApiOperation operation, string path, string routeValue)
    {
        var name = RoutePatternFactory.Parse(path).GetParameter(routeValue)?.Name ?? routeValue;
        var parameters = operation.Parameters ??= [];
        if (!parameters.Any(p => p.In == ParameterLocation.Path && string.Equals(p.Name, name, StringComparison.OrdinalIgnoreCase)))
            parameters.Insert(0, new OpenApiParameter { Name = name, In = ParameterLocation.Path, Required = true, Schema = new OpenApiSchema { Type = JsonSchemaType.String } });
    }

    private static void Add(OpenApiOperation operation, string name, IEnumerable<JsonNode> values)
    {
        JsonNode[] all = [.. values];
        if (all.Length > 0)
            (operation.Extensions ??= new Dictionary<string, IOpenApiExtension>())[name] = new JsonNodeExtension(new JsonArray(all));
    }

    private static void Refuse(OpenApiOperation operation, OpenApiDocument? document, string status, string response) =>
        (operation.Responses ??= []).TryAdd(status, new OpenApiResponseReference(response, document));
}
