using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc.Abstractions;
using Microsoft.AspNetCore.Routing;

namespace Cks.Rbac.AspNetCore;

/// <summary>
/// Tells which endpoints need a rule: what an application maps, and actions that the framework puts in place of what was mapped. Not what the framework maps beside it, and not its endpoints that refuse a method
/// or a media type. One that came after the start without a rule is closed.
/// </summary>
internal sealed class EndpointRules
{
    private readonly ConditionalWeakTable<Endpoint, Endpoint> _closed = [];
    private bool _hasAssetsOfDevelopment;
    private bool _hasComponents;

    /// <summary>Looks at what is mapped at start-up.</summary>
    public void Learn(IReadOnlyList<Endpoint> endpoints, bool isDevelopment)
    {
        _hasAssetsOfDevelopment = isDevelopment && endpoints.OfType<RouteEndpoint>().Any(StaticAssets.IsAsset);
        _hasComponents = endpoints.OfType<RouteEndpoint>().Any(FrameworkEndpoints.IsComponent);
    }

    public bool NeedsRule(Endpoint endpoint) => endpoint is RouteEndpoint routed
        ? !StaticAssets.IsAsset(routed) && !(_hasAssetsOfDevelopment && StaticAssets.IsDevelopmentFallback(routed))
            && !FrameworkEndpoints.IsUnimplementedCall(routed) && !(_hasComponents && FrameworkEndpoints.IsOpaqueRedirect(routed))
        : endpoint.Metadata.GetMetadata<ActionDescriptor>() is not null;

    /// <summary>Whether it says neither who passes nor that everybody does.</summary>
    public static bool IsWithoutRule(Endpoint endpoint) =>
        endpoint.Metadata.GetMetadata<IAuthorizeData>() is null && endpoint.Metadata.GetMetadata<IAllowAnonymous>() is null && endpoint.Metadata.GetMetadata<AuthorizationPolicy>() is null;

    /// <summary>An endpoint as findings and reports call it; never what a request says of itself.</summary>
    public static string NameOf(Endpoint endpoint)
    {
        var methods = endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods;
        return $"{(methods is { Count: > 0 } ? string.Join(',', methods) : "*")} {(endpoint is RouteEndpoint routed ? routed.RoutePattern.RawText : endpoint.DisplayName)}";
    }

    /// <summary>The endpoint, or where it needs a rule and has none one that refuses everybody.</summary>
    public Endpoint Closed(Endpoint endpoint) => IsWithoutRule(endpoint) && NeedsRule(endpoint) ? _closed.GetValue(endpoint, Close) : endpoint;

    private static Endpoint Close(Endpoint endpoint)
    {
        var metadata = new EndpointMetadataCollection([.. endpoint.Metadata, new AuthorizeAttribute(), NoRuleRequirement.Policy]);
        return endpoint is RouteEndpoint routed && routed.RequestDelegate is { } run
            ? new RouteEndpoint(run, routed.RoutePattern, routed.Order, metadata, routed.DisplayName)
            : new Endpoint(endpoint.RequestDelegate, metadata, endpoint.DisplayName);
    }
}
