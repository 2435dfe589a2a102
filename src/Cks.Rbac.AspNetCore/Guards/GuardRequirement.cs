using Microsoft.AspNetCore.Authorization;

namespace Cks.Rbac.AspNetCore;

/// <summary>What a guard asks of the subject.</summary>
internal abstract record GuardRequirement : IAuthorizationRequirement
{
    /// <summary>The refusal, or <see langword="null"/> when the subject passes: also where it needs the resource and somebody checks that later.</summary>
    public abstract GuardRefusal? Refuse(IPolicyDecisionPoint decisions, IPolicyPlanner planner, Subject subject, bool checksLater);

    /// <summary>
    /// The refusal by a ceiling or by what the credential may be used for, that alone closes the guard: no shadow lifts those. Where there is either and the decision point could not come so far as to ask it, that
    /// counts as one.
    /// </summary>
    public virtual GuardRefusal? Limit(IPolicyDecisionPoint decisions, Subject subject, bool hasCeilings) => null;

    /// <summary>The refusal once the resource is there; asked after <see cref="Refuse"/> let pass.</summary>
    public virtual ValueTask<GuardRefusal?> RefuseAsync(IPolicyDecisionPoint decisions, Subject subject, IGuardedResource guarded, object resource, CancellationToken cancellationToken) => default;
}

/// <summary>All of the capabilities, or any of them.</summary>
internal sealed record CapabilityRequirement(CapabilityId[] Capabilities, bool Any) : GuardRequirement
{
    public override GuardRefusal? Refuse(IPolicyDecisionPoint decisions, IPolicyPlanner planner, Subject subject, bool checksLater)
    {
        var (refused, missing) = (default(Decision), default(CapabilityId));
        foreach (var capability in Capabilities)
        {
            var decision = decisions.Check(subject, capability);
            var passes = decision.IsPermitted || (checksLater && decision.Reason == DecisionReason.NeedsResource);
            if (passes == Any)
                return Any ? null : Refused(decision, capability);
            if (!passes)
                (refused, missing) = (decision, capability);
        }

        return Any ? Refused(refused, missing) : null;
    }

    public override GuardRefusal? Limit(IPolicyDecisionPoint decisions, Subject subject, bool hasCeilings)
    {
        var (limit, mayBeLimited) = (default(GuardRefusal), hasCeilings || subject.CredentialCapabilities is not null || subject.Actor.Length > 0);
        foreach (var capability in Capabilities)
        {
            var decision = decisions.Check(subject, capability);
            var isLimited = decision.Reason is DecisionReason.Ceiling or DecisionReason.BeyondCredential or DecisionReason.BeyondActor
                || (mayBeLimited && decision.Reason is (DecisionReason.UnknownCapability or DecisionReason.GrantsUnknown));
            // Of several of which one is enough, one that is left is enough here as well.
            if (isLimited != Any)
                return isLimited ? Refused(decision, capability) : null;
            if (isLimited)
                limit = Refused(decision, capability);
        }

        return limit;
    }

    public override async ValueTask<GuardRefusal?> RefuseAsync(IPolicyDecisionPoint decisions, Subject subject, IGuardedResource guarded, object resource, CancellationToken cancellationToken)
    {
        var (refused, missing) = (default(Decision), default(CapabilityId));
        foreach (var capability in Capabilities)
        {
            // What no resource changes may be about another resource than the one that was loaded.
            var decision = decisions.Check(subject, capability);
            if (decision.Reason == DecisionReason.NeedsResource)
                decision = await guarded.CheckAsync(decisions, subject, capability, resource, cancellationToken).ConfigureAwait(false);
            if (decision.IsPermitted == Any)
                return Any ? null : Refused(decision, capability);
            if (!decision.IsPermitted)
                (refused, missing) = (decision, capability);
        }

        return Any ? Refused(refused, missing) : null;
    }

    /// <summary>As the framework's own log shows it.</summary>
    public override string ToString() => $"{(Any ? "any" : "all")} of {string.Join(", ", Capabilities)}";

    private GuardRefusal Refused(Decision decision, CapabilityId missing) => new(decision.Reason.ToText(), decision, Capabilities) { Missing = missing };
}

/// <summary>One of the roles, as the session has them. A role that the policy no longer knows gives nothing here either, and none gives anything to a key: that is for its capabilities (S11). Whoever acts in another's place has it as well (S12).</summary>
internal sealed record RoleRequirement(IReadOnlyList<string> Roles) : GuardRequirement
{
    public override GuardRefusal? Refuse(IPolicyDecisionPoint decisions, IPolicyPlanner planner, Subject subject, bool checksLater) =>
        subject is not { Credential: "", CredentialCapabilities: null } ? new("beyond_credential", decisions.Check(subject, default), []) { Roles = Roles }
        : RolesOf(subject, planner).Intersect(Roles, StringComparer.Ordinal).Any() ? null : new("role_required", decisions.Check(subject, default), []) { Roles = Roles };

    /// <summary>The roles of a subject by which a guard lets pass.</summary>
    public static IEnumerable<string> RolesOf(Subject subject, IPolicyPlanner planner) => subject is not { Credential: "", CredentialCapabilities: null } ? []
        : subject.Roles.Where(r => (subject.Actor.Length == 0 || subject.ActorRoles.Contains(r, StringComparer.Ordinal)) && planner.PolicyOf(subject).DeclaresRole(r));
}

/// <summary>Why a guard refused.</summary>
internal sealed record GuardRefusal(string Reason, Decision Decision, IReadOnlyList<CapabilityId> Required)
{
    /// <summary>The resource is absent or outside the subject's scope: one answer, with nothing in it that tells the two apart.</summary>
    public static GuardRefusal Outside { get; } = new("outside_scope", default, []);

    /// <summary>Nobody is signed in.</summary>
    public static GuardRefusal NotSignedIn { get; } = new("not_authenticated", default, []);

    /// <summary>The capability that was refused; of several of which one is enough the last.</summary>
    public CapabilityId Missing { get; init; }

    /// <summary>The roles that were asked for, where it was roles.</summary>
    public IReadOnlyList<string> Roles { get; init; } = [];
}
