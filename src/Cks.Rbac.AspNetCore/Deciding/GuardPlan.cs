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
        Own = OwnOf(policy);
    }

    public GuardRequirement[] Guards { get; }

    /// <summary>Whether it asks for nothing but guards and somebody who is signed in.</summary>
    public bool IsOnlyGuards { get; }

    /// <summary>
    /// The application's rules alone, as they were before there were guards beside them; <see langword="null"/> where there are no guards, or no rule that names whom it lets pass. To be signed in names nobody:
    /// groups ask for that out of habit, and it would leave a new endpoint open to all (S19).
    /// </summary>
    public AuthorizationPolicy? Own { get; }

    /// <summary>Whether it takes whoever the default scheme signed in.</summary>
    public bool UsesDefaultScheme { get; }

    /// <summary>Whether a requirement is a rule of the application that names whom it lets pass.</summary>
    public static bool IsOwn(IAuthorizationRequirement requirement) => requirement is not GuardRequirement && requirement.GetType() != typeof(DenyAnonymousAuthorizationRequirement);

    private AuthorizationPolicy? OwnOf(AuthorizationPolicy policy) => Guards.Length == 0 || Guards.Any(g => g is NoRuleRequirement) || !policy.Requirements.Any(IsOwn) ? null
        : new(policy.Requirements.Where(r => r is not GuardRequirement && !ReferenceEquals(r, GuardPolicyProvider.SignedIn)), policy.AuthenticationSchemes);

    public static GuardPlan Of(AuthorizationPolicy policy) => Plans.TryGetValue(policy, out var plan) ? plan : Plans.GetValue(policy, p => new(p));
}
