using System.Diagnostics.CodeAnalysis;
using Cks.Rbac.AspNetCore;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Microsoft.AspNetCore.Builder;

/// <summary>Tells a screen what its user may do.</summary>
public static class CksPermissionsEndpointRouteBuilderExtensions
{
    /// <summary>
    /// Answers a signed-in caller with <c>{"policyVersion":"...","capabilities":{"orders:view":"yes","orders:accept":"row","orders:purge":"no"},"roles":["manager"]}</c>: every capability of the policy,
    /// <c>row</c> where it depends on the row, and the caller's roles. With an ETag of the content and of who asks; who sends it back gets 304 without a body, after the same checks as any request (S23). Never stored by a shared cache. The key of the
    /// ETag is made anew with each process: another one answers in full.
    /// </summary>
    /// <param name="endpoints">Where to map it.</param>
    /// <param name="pattern">Route, such as <c>/api/me/permissions</c>.</param>
    /// <returns>The endpoint; it needs a signed-in caller already, and takes further rules.</returns>
    public static IEndpointConventionBuilder MapCksPermissions(this IEndpointRouteBuilder endpoints, [StringSyntax("Route")] string pattern)
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        ArgumentNullException.ThrowIfNull(pattern);
        var permissions = ActivatorUtilities.CreateInstance<PermissionsEndpoint>(endpoints.ServiceProvider);
        return endpoints.MapGet(pattern, (RequestDelegate)permissions.AnswerAsync).RequireAuthorization().WithDisplayName($"Permissions {pattern}");
    }
}
