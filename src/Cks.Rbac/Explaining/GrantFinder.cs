namespace Cks.Rbac;

/// <summary>Finds the smallest grant that would make a refusal a permit.</summary>
internal sealed class GrantFinder(EffectivePermissions permissions, CapabilityId capability, DecisionContext context, ConditionFacts? facts)
{
    private readonly Policy _policy = permissions.Snapshot.Value;

    /// <summary>The rules of roles that could be added: what they ask of the resource has to be known first.</summary>
    public static IEnumerable<PolicyRule> Candidates(Policy policy, CapabilityId capability) => policy.Rules.Where(r => r.Capabilities.Contains(capability));

    public NearestGrant? Find(Decision decision) => decision.Reason switch
    {
        DecisionReason.Denied => new(NearestGrantKind.None, Rule: decision.Rule),
        DecisionReason.Ceiling or DecisionReason.BeyondCredential or DecisionReason.BeyondActor => new(NearestGrantKind.None),
        DecisionReason.NotPermitted or DecisionReason.NoRole => BrokenGlass() ?? Role() ?? new(NearestGrantKind.Permit, capability.Name, OnSomeResources: MayBeDenied(permissions.RulesOf(capability))),
        _ => null,
    };

    private NearestGrant? BrokenGlass()
    {
        // Whoever acts for the person, or by a key of theirs, never has it broken.
        if (context is not { Actor: "", Credential: "" })
            return null;
        var closed = RuleExplainer.SpeakingOf(permissions, capability).Except(permissions.RulesOf(capability)).Where(r => r.IsActive(permissions.At));
        return Permitting([.. closed.Concat(permissions.RulesOf(capability))], canBreakGlass: true) is { } rule
            ? new(NearestGrantKind.BreakGlass, Rule: rule.Id, OnSomeResources: IsOnSome(rule, permissions.RulesOf(capability)))
            : null;
    }

    private NearestGrant? Role()
    {
        var byRole = Candidates(_policy, capability).Where(r => r.IsActive(permissions.At)).ToLookup(r => r.Role, StringComparer.Ordinal);
        var has = permissions.Rules.Where(r => !r.IsDeny).SelectMany(r => r.Capabilities).ToHashSet();
        NearestGrant? nearest = null;
        foreach (var role in _policy.AllRoles.Except(permissions.Roles))
        {
            PolicyRule[] rules = [.. role.Lineage.SelectMany(l => byRole[l])];
            if (Permitting(rules, canBreakGlass: false) is not { } rule || _policy.KeepsApart(permissions.Roles, role))
                continue;
            var adds = role.Rules.Where(r => !r.IsDeny && !r.IsBreakGlass && r.IsActive(permissions.At)).SelectMany(r => r.Capabilities).Distinct().Count(c => c != capability && !has.Contains(c));
            var found = new NearestGrant(NearestGrantKind.Role, role.Name, rule.Id, adds, IsOnSome(rule, rules));
            if (nearest is null || (found.OnSomeResources, found.Adds).CompareTo((nearest.OnSomeResources, nearest.Adds)) < 0)
                nearest = found;
        }

        return nearest;
    }

    /// <summary>The first of the rules that permits, unless one of them denies; on some resources, where none is in hand.</summary>
    private PolicyRule? Permitting(IReadOnlyList<PolicyRule> rules, bool canBreakGlass)
    {
        if (rules.Any(r => r is { IsDeny: true, HidesFields: false } && (r.When is null || (facts is not null && facts.TruthOf(r.When) != Truth.False))))
            return null;
        return rules.Where(r => !r.IsDeny && (canBreakGlass || !r.IsBreakGlass) && r.Obligations.All(permissions.IsMet)).OrderBy(r => r.When is not null)
            .FirstOrDefault(r => r.When is null || facts is null || facts.TruthOf(r.When) == Truth.True);
    }

    private bool IsOnSome(PolicyRule permit, IEnumerable<PolicyRule> rules) => facts is null && (permit.When is not null || MayBeDenied(rules) || MayBeDenied(permissions.RulesOf(capability)));

    private bool MayBeDenied(IEnumerable<PolicyRule> rules) => facts is null && rules.Any(r => r is { IsDeny: true, HidesFields: false, When: not null });
}
