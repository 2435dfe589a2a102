namespace Cks.Rbac;

/// <summary>Finds who can do something, of roles and of people of whom only the grants are known.</summary>
/// <param name="policy">The policy.</param>
/// <param name="capability">What for.</param>
/// <param name="facts">The resource in hand, for whoever asks; <see langword="null"/> for none.</param>
internal sealed class AccessFinder(Policy policy, CapabilityId capability, ConditionFacts? facts)
{
    public IReadOnlyList<RoleAccess> Roles(DateTimeOffset now)
    {
        var byRole = GrantFinder.Candidates(policy, capability).Where(r => r.IsActive(now)).ToLookup(r => r.Role, StringComparer.Ordinal);
        if (byRole.Count == 0)
            return [];
        var found = policy.AllRoles.Select(r => (r.Name, Access: Of([.. r.Lineage.SelectMany(l => byRole[l])], isClosed: r => r.IsBreakGlass))).Where(r => r.Access is not null);
        return [.. found.Select(r => new RoleAccess(r.Name, r.Access!.Kind, r.Access.Rules) { Obligations = r.Access.Obligations, NeedsBreakGlass = r.Access.NeedsBreakGlass })];
    }

    public PersonAccess? Person(PersonId person, EffectivePermissions permissions)
    {
        if (permissions.Decide(capability).Reason == DecisionReason.Ceiling)
            return null;
        var counted = permissions.RulesOf(capability);
        var closed = RuleExplainer.SpeakingOf(permissions, capability).Except(counted).Where(r => r.IsBreakGlass && r.IsActive(permissions.At));
        return Of([.. counted, .. closed], isClosed: r => !counted.Contains(r)) is { } access
            ? new(person, access.Kind, access.Rules) { Obligations = access.Obligations, NeedsBreakGlass = access.NeedsBreakGlass }
            : null;
    }

    private Access? Of(PolicyRule[] rules, Func<PolicyRule, bool> isClosed)
    {
        PolicyRule[] denies = [.. rules.Where(r => r is { IsDeny: true, HidesFields: false })];
        if (!denies.All(d => Holds(d, want: false, forSome: true)))
            return null;
        // What asks for the least comes first: of rules with and without a condition the latter says it all.
        PolicyRule[] permits = [.. rules.Where(r => !r.IsDeny && Holds(r, want: true, forSome: true)).OrderBy(isClosed).ThenBy(r => r.Obligations.Count > 0).ThenBy(r => !Holds(r, want: true, forSome: false))];
        if (permits is not [var easiest, ..])
            return null;
        var always = Holds(easiest, want: true, forSome: false) && denies.All(d => Holds(d, want: false, forSome: false));
        return new(always ? RoleAccessKind.Always : RoleAccessKind.Depends, [.. permits.Select(p => p.Id)], [.. easiest.Obligations.Select(o => o.Name)], isClosed(easiest));
    }

    /// <summary>Without a resource a condition may come out either way.</summary>
    private bool Holds(PolicyRule rule, bool want, bool forSome) => rule.When is null ? want : facts?.Holds(rule.When, want, forSome) ?? forSome;

    private sealed record Access(RoleAccessKind Kind, IReadOnlyList<string> Rules, IReadOnlyList<string> Obligations, bool NeedsBreakGlass);
}
