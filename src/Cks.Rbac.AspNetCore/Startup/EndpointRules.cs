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

    public bool NeedsRule(Endpoint endpoint) => WhyNone(endpoint) is null;

    /// <summary>Why it needs no rule; <see langword="null"/> where it needs one.</summary>
    public string? WhyNone(Endpoint endpoint) => endpoint switch
    {
        RouteEndpoint routed when StaticAssets.IsAsset(routed) || (_hasAssetsOfDevelopment && StaticAssets.IsDevelopmentFallback(routed)) => StaticAssets.Why,
        RouteEndpoint routed when FrameworkEndpoints.IsUnimplementedCall(routed) => "answers that there is no such gRPC method",
        RouteEndpoint routed when _hasComponents && FrameworkEndpoints.IsOpaqueRedirect(routed) => "carries out a redirect that Blazor protected",
        RouteEndpoint => null,
        _ => endpoint.Metadata.GetMetadata<ActionDescriptor>() is null ? "refuses a method or a media type" : null,
    };

    // Asked for each request.
    private static bool IsWithoutRule(Endpoint endpoint) =>
        endpoint.Metadata.GetMetadata<IAuthorizeData>() is null && endpoint.Metadata.GetMetadata<IAllowAnonymous>() is null && endpoint.Metadata.GetMetadata<AuthorizationPolicy>() is null;

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
