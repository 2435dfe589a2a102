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

    // An application names a few hundred capabilities and roles at most; one that puts names together from what somebody sent has any number. Past this nothing is kept, and no capability made.
    private const int MostNames = 4_096;

    private readonly ConcurrentDictionary<string, AuthorizationPolicy> _policies = new(StringComparer.Ordinal);
    private int _names;

    /// <summary>How many policies are kept.</summary>
    internal int Kept => _policies.Count;

    // The name of a guard always means the same policy, so the framework may keep what it combines for an endpoint where it might before.
    public bool AllowsCachingPolicies => others.AllowsCachingPolicies;

    public Task<AuthorizationPolicy> GetDefaultPolicyAsync() => others.GetDefaultPolicyAsync();

    public Task<AuthorizationPolicy?> GetFallbackPolicyAsync() => others.GetFallbackPolicyAsync();

    public Task<AuthorizationPolicy?> GetPolicyAsync(string policyName)
    {
        ArgumentNullException.ThrowIfNull(policyName);
        if (!GuardName.IsGuard(policyName))
            return others.GetPolicyAsync(policyName);
        if (_policies.TryGetValue(policyName, out var known))
            return Task.FromResult<AuthorizationPolicy?>(known);
        var names = policyName.AsSpan().Count(',') + 1;
        if (Volatile.Read(ref _names) + names > MostNames)
            return Task.FromResult(GuardName.IsKnown(policyName) ? Build(policyName) : null);
        if (Build(policyName) is not { } built)
            return Task.FromResult<AuthorizationPolicy?>(null);
        if (_policies.TryAdd(policyName, built))
            Interlocked.Add(ref _names, names);
        return Task.FromResult<AuthorizationPolicy?>(_policies[policyName]);
    }

    private static AuthorizationPolicy? Build(string policyName) => GuardName.Parse(policyName) is { } requirement
        ? new AuthorizationPolicyBuilder().AddRequirements(SignedIn, requirement).Build()
        : null;
}
