using System.Collections.Concurrent;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Authorization.Infrastructure;

namespace Cks.Rbac.AspNetCore;

/// <summary>
/// Answers <c>cks:&lt;capability&gt;[,...]</c>, <c>cks:any:&lt;a&gt;,&lt;b&gt;</c> and <c>cks:role:&lt;role&gt;[,...]</c>; every other name, the default and the fallback are of the provider that was there before:
/// the framework's, or the application's own.
/// </summary>
internal sealed class GuardPolicyProvider(IAuthorizationPolicyProvider others) : IAuthorizationPolicyProvider
{
    /// <summary>What each guard asks first. It is one instance, so that it can be told from the same demand of the application.</summary>
    public static DenyAnonymousAuthorizationRequirement SignedIn { get; } = new();

    // Names come from endpoints and attributes, never from a request, so the cache is as large as the application.
    private readonly ConcurrentDictionary<string, AuthorizationPolicy?> _policies = new(StringComparer.Ordinal);

    // The name of a guard always means the same policy, so the framework may keep what it combines for an endpoint where it might before.
    public bool AllowsCachingPolicies => others.AllowsCachingPolicies;

    public Task<AuthorizationPolicy> GetDefaultPolicyAsync() => others.GetDefaultPolicyAsync();

    public Task<AuthorizationPolicy?> GetFallbackPolicyAsync() => others.GetFallbackPolicyAsync();

    public Task<AuthorizationPolicy?> GetPolicyAsync(string policyName)
    {
        ArgumentNullException.ThrowIfNull(policyName);
        return GuardName.IsGuard(policyName) ? Task.FromResult(_policies.GetOrAdd(policyName, Build)) : others.GetPolicyAsync(policyName);
    }

    private static AuthorizationPolicy? Build(string policyName) => GuardName.Parse(policyName) is { } requirement
        ? new AuthorizationPolicyBuilder().AddRequirements(SignedIn, requirement).Build()
        : null;
}
