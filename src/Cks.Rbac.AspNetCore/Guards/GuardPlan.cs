using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Authorization.Infrastructure;

namespace Cks.Rbac.AspNetCore;

/// <summary>What the guards of an endpoint's combined policy are, worked out once.</summary>
internal sealed class GuardPlan
{
    private static readonly ConditionalWeakTable<AuthorizationPolicy, GuardPlan> Plans = [];

    private GuardPlan(AuthorizationPolicy policy)
    {
        Guards = [.. policy.Requirements.OfType<GuardRequirement>()];
        IsOnlyGuards = Guards.Length > 0 && policy.Requirements.All(r => r is GuardRequirement || r.GetType() == typeof(DenyAnonymousAuthorizationRequirement));
        UsesDefaultScheme = policy.AuthenticationSchemes.Count == 0;
    }

    public GuardRequirement[] Guards { get; }

    /// <summary>Whether it asks for nothing but guards and somebody who is signed in.</summary>
    public bool IsOnlyGuards { get; }

    /// <summary>Whether it takes whoever the default scheme signed in.</summary>
    public bool UsesDefaultScheme { get; }

    public static GuardPlan Of(AuthorizationPolicy policy) => Plans.TryGetValue(policy, out var plan) ? plan : Plans.GetValue(policy, p => new(p));
}
