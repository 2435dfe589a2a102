using Cks.Core;

namespace Cks.Rbac;

/// <summary>What the roles of one subject come to under one revision of the policy.</summary>
internal sealed class Authority
{
    private readonly Subject _subject;
    private readonly CompiledRole[] _roles;
    private readonly CapabilitySet _allowed;

    public Authority(SnapshotStore<Policy> store, Snapshot<Policy> snapshot, Subject subject)
    {
        (Store, Snapshot, _subject) = (store, snapshot, subject);
        _roles = [.. subject.Roles.Distinct(StringComparer.Ordinal).Select(snapshot.Value.FindRole).OfType<CompiledRole>()];
        if (_roles.Length == 1)
        {
            _allowed = _roles[0].Allowed;
            return;
        }

        var (permitted, denied) = (snapshot.Value.NewSet(), snapshot.Value.NewSet());
        foreach (var role in _roles)
        {
            permitted.UnionWith(role.Permitted);
            denied.UnionWith(role.Denied);
            denied.UnionWith(role.DeniedWhen);
        }

        _allowed = permitted.Except(denied);
    }

    public SnapshotStore<Policy> Store { get; }

    public Snapshot<Policy> Snapshot { get; }

    public bool Allows(CapabilityId capability) => _allowed.Contains(capability);

    public Decision Decide(CapabilityId capability)
    {
        if (_allowed.Contains(capability))
            return new(Snapshot, DecisionReason.Permitted, PermitRuleFor(capability));
        if (DenyRuleFor(capability) is var rule and not 0)
            return new(Snapshot, DecisionReason.Denied, rule);
        foreach (var role in _roles)
            // Permitted here and still not allowed: on some resources it is denied.
            if (role.Permitted.Contains(capability) || role.PermittedWhen.Contains(capability))
                return new(Snapshot, DecisionReason.NeedsResource, 0);
        return NotPermitted(capability);
    }

    public Decision Decide<T>(CapabilityId capability, T resource, ResourceMap<T> map)
    {
        if (DenyRuleFor(capability) is var deny and not 0)
            return new(Snapshot, DecisionReason.Denied, deny);
        foreach (var role in _roles)
            foreach (var rule in role.DeniesWhen(capability))
                if (rule.When!.Holds(_subject, resource, map) != false)
                    return new(Snapshot, DecisionReason.Denied, rule.Number);
        if (PermitRuleFor(capability) is var permit and not 0)
            return new(Snapshot, DecisionReason.Permitted, permit);
        foreach (var role in _roles)
            foreach (var rule in role.PermitsWhen(capability))
                if (rule.When!.Holds(_subject, resource, map) == true)
                    return new(Snapshot, DecisionReason.Permitted, rule.Number);
        return NotPermitted(capability);
    }

    public ScopePlan Plan(CapabilityId capability)
    {
        if (DenyRuleFor(capability) != 0)
            return ScopePlan.Nothing;
        // Two roles may inherit one rule.
        PlanClause[] denies = [.. _roles.SelectMany(r => r.DeniesWhen(capability)).Distinct().Select(r => Clause(r.Number, r.When!.WhereNotFalse(_subject)))];
        PlanClause[] permits = PermitRuleFor(capability) is var rule and not 0
            ? [Clause(rule, [])]
            : [.. from r in _roles.SelectMany(r => r.PermitsWhen(capability)).Distinct() let terms = r.When!.WhereTrue(_subject) where terms is not null select Clause(r.Number, terms)];
        return permits.Length == 0 || denies.Any(d => d.Terms.Count == 0) ? ScopePlan.Nothing : new(permits, denies);
    }

    public FieldMask Fields(CapabilityId capability)
    {
        if (DenyRuleFor(capability) != 0)
            return FieldMask.None;
        return (_roles.Length == 1 ? _roles[0].FieldsOf(capability) : _roles.Aggregate(FieldRules.None, (all, role) => all.And(role.FieldsOf(capability)))).Effective;
    }

    private ushort PermitRuleFor(CapabilityId capability)
    {
        foreach (var role in _roles)
            if (role.PermitRuleFor(capability) is var rule and not 0)
                return rule;
        return 0;
    }

    private ushort DenyRuleFor(CapabilityId capability)
    {
        foreach (var role in _roles)
            if (role.DenyRuleFor(capability) is var rule and not 0)
                return rule;
        return 0;
    }

    private Decision NotPermitted(CapabilityId capability) => new(
        Snapshot,
        !Snapshot.Value.Declares(capability) ? DecisionReason.UnknownCapability : _roles.Length == 0 ? DecisionReason.NoRole : DecisionReason.NotPermitted,
        0);

    private PlanClause Clause(ushort rule, PlanTerm[] terms) => new(Snapshot.Value.RuleName(rule), terms);
}
