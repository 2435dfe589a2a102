using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc.Abstractions;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.SignalR;

namespace Cks.Rbac.AspNetCore;

/// <summary>What guards one endpoint, or one method of a hub, as it was mapped. Read once: the audit judges it, and <see cref="EndpointReport"/> shows it.</summary>
/// <param name="Place">Methods and route, such as <c>GET /orders/{id}</c>, or hub and method.</param>
internal sealed record EndpointGuards(string Place)
{
    /// <summary>The endpoint; <see langword="null"/> for a method of a hub.</summary>
    public Endpoint? Endpoint { get; private init; }

    /// <summary>The rules that name a policy or roles, or only that somebody is signed in.</summary>
    public IReadOnlyList<IAuthorizeData> Rules { get; private init; } = [];

    /// <summary>The rules that are written out.</summary>
    public IReadOnlyList<AuthorizationPolicy> Policies { get; private init; } = [];

    /// <summary>What attributes ask by themselves.</summary>
    public IReadOnlyList<IAuthorizationRequirementData> Requirements { get; private init; } = [];

    /// <summary>Which resources it is about.</summary>
    public IReadOnlyList<IGuardedResource> Resources { get; private init; } = [];

    /// <summary>Whether everybody passes.</summary>
    public bool IsAnonymous { get; private init; }

    /// <summary>Where the handler checks; <see langword="null"/> where it does not say.</summary>
    public string? ChecksInHandler { get; init; }

    /// <summary>The hub that the endpoint connects to.</summary>
    public Type? Hub { get; private init; }

    /// <summary>Whether it says neither who passes nor that everybody does.</summary>
    public bool IsWithoutRule => Rules.Count == 0 && Policies.Count == 0 && !IsAnonymous;

    /// <summary>The names of the policies that it asks for.</summary>
    public IEnumerable<string> PolicyNames => Rules.Select(r => r.Policy).OfType<string>();

    /// <summary>What guards an endpoint.</summary>
    public static EndpointGuards Of(Endpoint endpoint)
    {
        var metadata = endpoint.Metadata;
        return new(NameOf(endpoint))
        {
            Endpoint = endpoint,
            Rules = metadata.GetOrderedMetadata<IAuthorizeData>(),
            Policies = metadata.GetOrderedMetadata<AuthorizationPolicy>(),
            Requirements = metadata.GetOrderedMetadata<IAuthorizationRequirementData>(),
            Resources = metadata.GetOrderedMetadata<IGuardedResource>(),
            IsAnonymous = metadata.GetMetadata<IAllowAnonymous>() is not null,
            ChecksInHandler = metadata.GetMetadata<ChecksInHandlerMetadata>()?.Reason,
            Hub = metadata.GetMetadata<HubMetadata>()?.HubType,
        };
    }

    /// <summary>What guards the methods of a hub by themselves, beside what guards the connection. The endpoint does not carry it: the framework reads it when they are called.</summary>
    [UnconditionalSuppressMessage("Trimming", "IL2070", Justification = "MapHub<THub> demands the public methods of its hub, so a trimmed application has them.")]
    public static IEnumerable<EndpointGuards> OfMethods(Type hub) => hub.GetMethods(BindingFlags.Public | BindingFlags.Instance).Where(IsCallable).Select(method => new EndpointGuards($"{hub.Name}.{method.Name}")
    {
        Rules = [.. method.GetCustomAttributes<AuthorizeAttribute>(inherit: true)],
        Requirements = [.. method.GetCustomAttributes(inherit: true).OfType<IAuthorizationRequirementData>()],
        Resources = [.. method.GetCustomAttributes(inherit: true).OfType<IGuardedResource>()],
    });

    private static bool IsCallable(MethodInfo method) => !method.IsSpecialName && method.GetBaseDefinition().DeclaringType is { } first && first != typeof(object) && !IsHub(first);

    private static bool IsHub(Type type) => type == typeof(Hub) || (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(Hub<>));

    /// <summary>An endpoint as findings and reports call it; never what a request says of itself.</summary>
    public static string NameOf(Endpoint endpoint)
    {
        var methods = endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods;
        var route = (endpoint as RouteEndpoint)?.RoutePattern;
        // By a route of conventions many actions are reached, each by an endpoint of its own.
        var action = route?.RequiredValues.Keys.Any(k => route.GetParameter(k) is not null) == true ? endpoint.Metadata.GetMetadata<ActionDescriptor>()?.DisplayName : null;
        return $"{(methods is { Count: > 0 } ? string.Join(',', methods) : "*")} {route?.RawText ?? endpoint.DisplayName}{(action is null ? "" : $" {action}")}";
    }
}
