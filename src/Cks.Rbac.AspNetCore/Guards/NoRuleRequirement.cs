using Microsoft.AspNetCore.Authorization;

namespace Cks.Rbac.AspNetCore;

/// <summary>What an endpoint asks that nobody gave a rule: nobody passes.</summary>
internal sealed record NoRuleRequirement : GuardRequirement
{
    public static AuthorizationPolicy Policy { get; } = new AuthorizationPolicyBuilder().RequireAuthenticatedUser().AddRequirements(new NoRuleRequirement()).Build();

    public override GuardRefusal? Refuse(IPolicyDecisionPoint decisions, IPolicyPlanner planner, Subject subject, bool checksLater) => new("no_rule", decisions.Check(subject, default), []);
}
