using Microsoft.AspNetCore.Authorization;

namespace Cks.Rbac.AspNetCore;

/// <summary>What a guard asks of the subject.</summary>
internal abstract record GuardRequirement : IAuthorizationRequirement
{
    /// <summary>The refusal, or <see langword="null"/> when the subject passes: also where it needs the resource and the handler checks that.</summary>
    public abstract GuardRefusal? Refuse(IPolicyDecisionPoint decisions, IPolicyPlanner planner, Subject subject, bool checksInHandler);
}

/// <summary>All of the capabilities, or any of them.</summary>
internal sealed record CapabilityRequirement(IReadOnlyList<CapabilityId> Capabilities, bool Any) : GuardRequirement
{
    public override GuardRefusal? Refuse(IPolicyDecisionPoint decisions, IPolicyPlanner planner, Subject subject, bool checksInHandler)
    {
        Decision refused = default;
        foreach (var capability in Capabilities)
        {
            var decision = decisions.Check(subject, capability);
            var passes = decision.IsPermitted || (checksInHandler && decision.Reason == DecisionReason.NeedsResource);
            if (passes == Any)
            {
                if (Any)
                    return null;
                return new(decision.Reason.ToText(), decision, Capabilities);
            }

            if (!passes)
                refused = decision;
        }

        return Any ? new(refused.Reason.ToText(), refused, Capabilities) : null;
    }

    /// <summary>As the framework's own log shows it.</summary>
    public override string ToString() => $"{(Any ? "any" : "all")} of {string.Join(", ", Capabilities)}";
}

/// <summary>One of the roles, as the session has them. A role that the policy no longer knows gives nothing here either.</summary>
internal sealed record RoleRequirement(IReadOnlyList<string> Roles) : GuardRequirement
{
    public override GuardRefusal? Refuse(IPolicyDecisionPoint decisions, IPolicyPlanner planner, Subject subject, bool checksInHandler) =>
        Roles.Any(r => subject.Roles.Contains(r, StringComparer.Ordinal) && planner.PolicyOf(subject).DeclaresRole(r)) ? null : new("role_required", decisions.Check(subject, default), []);
}

/// <summary>Why a guard refused.</summary>
internal sealed record GuardRefusal(string Reason, Decision Decision, IReadOnlyList<CapabilityId> Required);
