using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Patterns;

namespace Cks.Tests.Hardening;

/// <summary>Addresses of endpoints.</summary>
internal static class EndpointPaths
{
    /// <summary>An address of the endpoint, with a value wherever it takes one.</summary>
    public static string PathWith(this RouteEndpoint endpoint, string value) => "/" + string.Join('/', endpoint.RoutePattern.PathSegments.Select(s => string.Concat(s.Parts.Select(p => p switch
    {
        RoutePatternLiteralPart literal => literal.Content,
        RoutePatternParameterPart { IsOptional: true } => "",
        _ => value,
    }))));
}
