using System.Collections.Concurrent;
using Microsoft.AspNetCore.Authorization;
using Microsoft.Extensions.Options;

namespace Cks.Rbac.AspNetCore;

/// <summary>Answers <c>cks:&lt;capability&gt;[,...]</c>, <c>cks:any:&lt;a&gt;,&lt;b&gt;</c> and <c>cks:role:&lt;role&gt;[,...]</c>; every other name is the framework's.</summary>
internal sealed class GuardPolicyProvider(IOptions<AuthorizationOptions> options) : DefaultAuthorizationPolicyProvider(options)
{
    // Names come from endpoints and attributes, never from a request, so the cache is as large as the application.
    private readonly ConcurrentDictionary<string, AuthorizationPolicy?> _policies = new(StringComparer.Ordinal);

    // A name always means the same policy, so the framework may keep what it combines for an endpoint.
    public override bool AllowsCachingPolicies => true;

    public override Task<AuthorizationPolicy?> GetPolicyAsync(string policyName)
    {
        ArgumentNullException.ThrowIfNull(policyName);
        return GuardName.IsGuard(policyName) ? Task.FromResult(_policies.GetOrAdd(policyName, Build)) : base.GetPolicyAsync(policyName);
    }

    private static AuthorizationPolicy? Build(string policyName) => GuardName.Parse(policyName) is { } requirement
        ? new AuthorizationPolicyBuilder().RequireAuthenticatedUser().AddRequirements(requirement).Build()
        : null;
}
