using Microsoft.AspNetCore.Authorization;

namespace Cks.Rbac.WebAssembly;

/// <summary>Answers the names of guards; every other name, the default and the fallback are of the provider that was there before. Nothing is kept: a name may be put together from what somebody typed.</summary>
internal sealed class PermissionPolicyProvider(IAuthorizationPolicyProvider others) : IAuthorizationPolicyProvider
{
    public bool AllowsCachingPolicies => others.AllowsCachingPolicies;

    public Task<AuthorizationPolicy> GetDefaultPolicyAsync() => others.GetDefaultPolicyAsync();

    public Task<AuthorizationPolicy?> GetFallbackPolicyAsync() => others.GetFallbackPolicyAsync();

    public Task<AuthorizationPolicy?> GetPolicyAsync(string policyName)
    {
        ArgumentNullException.ThrowIfNull(policyName);
        if (!PermissionRequirement.IsGuard(policyName))
            return others.GetPolicyAsync(policyName);
        return Task.FromResult(PermissionRequirement.Parse(policyName) is { } requirement ? new AuthorizationPolicyBuilder().RequireAuthenticatedUser().AddRequirements(requirement).Build() : null);
    }
}
