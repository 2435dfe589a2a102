using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;

namespace Cks.Rbac.AspNetCore;

/// <summary>
/// Stands on a request while its endpoint's rules are asked and the resource is still to be checked, here or by the handler. Only the very requirements of the endpoint pass by it; whatever a handler asks for itself does not.
/// </summary>
internal sealed class GuardPass(AuthorizationPolicy policy)
{
    public static bool IsOn(object? resource, GuardRequirement requirement) =>
        resource is HttpContext context && context.Features.Get<GuardPass>() is { } pass && pass.Covers(requirement);

    private bool Covers(GuardRequirement requirement) => policy.Requirements.Any(r => ReferenceEquals(r, requirement));
}
