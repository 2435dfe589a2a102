using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.StaticAssets;

namespace Cks.Rbac.AspNetCore;

/// <summary>
/// Tells what MapStaticAssets adds from what an application maps. The files of the web root are published with the application for everybody, so they need no rule.
/// </summary>
internal static class StaticAssets
{
    /// <summary>Why they need no rule.</summary>
    public const string Why = "a file of the build";

    private static readonly string[] Reading = ["GET", "HEAD"];

    /// <summary>Whether the endpoint is one file of the build's manifest.</summary>
    public static bool IsAsset(RouteEndpoint endpoint) => endpoint.Metadata.GetMetadata<StaticAssetDescriptor>() is not null;

    /// <summary>
    /// Whether the endpoint is the one that MapStaticAssets adds in Development for files that came after the build. It bears no mark and takes no convention,
    /// so it is known by its form; ask only where there are assets and only in Development.
    /// </summary>
    public static bool IsDevelopmentFallback(RouteEndpoint endpoint) =>
        endpoint is { RoutePattern.RawText: "{**path:file}", Order: int.MaxValue }
        && endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods.SequenceEqual(Reading) == true;
}
