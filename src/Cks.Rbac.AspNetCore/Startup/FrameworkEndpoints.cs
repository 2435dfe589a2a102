using Microsoft.AspNetCore.Components.Endpoints;
using Microsoft.AspNetCore.Routing;

namespace Cks.Rbac.AspNetCore;

/// <summary>Tells what gRPC and Blazor map beside the application's own services and pages: endpoints that run nothing of the application and take no rule of it, so they need none.</summary>
internal static class FrameworkEndpoints
{
    /// <summary>Whether it only answers that there is no such gRPC method.</summary>
    public static bool IsUnimplementedCall(RouteEndpoint endpoint) =>
        endpoint.DisplayName?.StartsWith("gRPC - Unimplemented ", StringComparison.Ordinal) == true
        && endpoint.RoutePattern.GetParameter("unimplementedMethod")?.ParameterPolicies is [{ Content: "grpcunimplemented" }];

    /// <summary>Whether it is Blazor's page that carries out a redirect which the server protected; ask only where there are components.</summary>
    public static bool IsOpaqueRedirect(RouteEndpoint endpoint) =>
        endpoint.RoutePattern.RawText == "/_framework/opaque-redirect" && endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods is ["GET"];

    /// <summary>Whether the endpoint is a component's page.</summary>
    public static bool IsComponent(RouteEndpoint endpoint) => endpoint.Metadata.GetMetadata<ComponentTypeMetadata>() is not null;
}
