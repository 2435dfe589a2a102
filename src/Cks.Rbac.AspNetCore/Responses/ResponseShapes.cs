using System.Runtime.CompilerServices;
using System.Text.Json;
using Cks.Core;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc.Abstractions;
using Microsoft.Extensions.Options;

namespace Cks.Rbac.AspNetCore;

/// <summary>The shape of each endpoint that has one.</summary>
internal sealed class ResponseShapes(
    ResourceMaps maps, IPolicyDecisionPoint decisions, IPolicyPlanner planner,
    IOptions<Microsoft.AspNetCore.Http.Json.JsonOptions> json, IOptions<Microsoft.AspNetCore.Mvc.JsonOptions> ofControllers)
{
    private readonly ConditionalWeakTable<Endpoint, ResponseShape> _shapes = [];

    public static bool IsOn(Endpoint endpoint) => endpoint.Metadata.GetMetadata<IFieldMaskMetadata>() is not null || endpoint.Metadata.GetMetadata<IRowCapabilitiesMetadata>() is not null;

    public ResponseShape Of(HttpContext context) => Of(context.GetEndpoint() ?? throw new InvalidOperationException("The answer of no endpoint cannot be masked."));

    /// <exception cref="CksConfigurationException">Nothing says which fields count.</exception>
    public ResponseShape Of(Endpoint endpoint) => _shapes.GetValue(endpoint, Make);

    private ResponseShape Make(Endpoint endpoint)
    {
        var rows = endpoint.Metadata.GetOrderedMetadata<IRowCapabilitiesMetadata>();
        if (rows.Count > 1 && rows.Any(r => rows.Any(o => !ReferenceEquals(r, o) && r.Type.IsAssignableFrom(o.Type))))
            throw Mistake(endpoint, "Two lists of row capabilities stand for the same rows.", "Keep one of them.");
        if (rows.Any(r => r.Capabilities.Count == 0 || r.Capabilities.Distinct(StringComparer.Ordinal).Count() < r.Capabilities.Count || !r.Capabilities.All(CapabilityId.IsWellFormed)))
            throw Mistake(endpoint, "The row capabilities are not one or more different capabilities.", "Write them as resource:action, each once.");
        MaskedType[] masks = [.. endpoint.Metadata.GetOrderedMetadata<IFieldMaskMetadata>().Select(m => new MaskedType(m.Type, CapabilitiesOf(endpoint, m)))];
        return new(masks, rows, ApplicationOptions(endpoint), maps, decisions, planner);
    }

    private JsonSerializerOptions ApplicationOptions(Endpoint endpoint) =>
        endpoint.Metadata.GetMetadata<ActionDescriptor>() is null ? json.Value.SerializerOptions : ofControllers.Value.JsonSerializerOptions;

    private CapabilityId[] CapabilitiesOf(Endpoint endpoint, IFieldMaskMetadata mask)
    {
        string[] resources = [.. maps.ResourcesOf(mask.Type)];
        if (mask.Capability is { } named)
        {
            if (!CapabilityId.IsWellFormed(named))
                throw Mistake(endpoint, $"\"{named}\" is not a capability.", "Write resource:action, in lower case.");
            var capability = CapabilityId.Of(named);
            return resources.Length == 0 || resources.Contains(capability.Resource) ? [capability]
                : throw Mistake(endpoint, $"{mask.Type.Name} stands for \"{resources[0]}\", so the fields of \"{named}\" are not its own.", $"Name a capability of \"{resources[0]}\".");
        }

        CapabilityId[] guards = [.. endpoint.Metadata.GetOrderedMetadata<IAuthorizeData>()
            .Select(r => r.Policy is { } policy && GuardName.IsGuard(policy) ? GuardName.Parse(policy) : null)
            .OfType<CapabilityRequirement>().Where(r => !r.Any).SelectMany(r => r.Capabilities).Distinct()];
        if (resources.Length > 0)
            guards = [.. guards.Where(c => resources.Contains(c.Resource))];
        // Fields of two resources have nothing to do with each other.
        return guards.Length > 0 && Array.TrueForAll(guards, c => c.Resource == guards[0].Resource) ? guards
            : throw Mistake(endpoint, $"Nothing says which fields of {mask.Type.Name} count.", $"Name the capability: WithFieldMask<{mask.Type.Name}>(\"resource:action\").");
    }

    private static CksConfigurationException Mistake(Endpoint endpoint, string message, string fix) => new(CksCodes.InvalidSetting, endpoint.DisplayName ?? "endpoint", message, fix);
}
