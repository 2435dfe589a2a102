namespace Cks.Rbac;

/// <summary>Finds the roles that can do something, whoever has them.</summary>
internal sealed class RoleFinder(Policy policy, CapabilityId capability, ConditionFacts? facts, DateTimeOffset now)
{
    public IReadOnlyList<RoleAccess> Find()
    {
        var byRole = GrantFinder.Candidates(policy, capability).Where(r => r.IsActive(now)).ToLookup(r => r.Role, StringComparer.Ordinal);
        return byRole.Count == 0 ? [] : [.. policy.AllRoles.Select(r => AccessOf(r, [.. r.Lineage.SelectMany(l => byRole[l])])).OfType<RoleAccess>()];
    }

    private RoleAccess? AccessOf(PolicyRole role, PolicyRule[] rules)
    {
        PolicyRule[] denies = [.. rules.Where(r => r is { IsDeny: true, HidesFields: false })];
        if (!denies.All(d => Holds(d, want: false, forSome: true)))
            return null;
        // What asks for the least comes first: of rules with and without a condition the latter says it all.
        PolicyRule[] permits = [.. rules.Where(r => !r.IsDeny && Holds(r, want: true, forSome: true)).OrderBy(r => r.IsBreakGlass).ThenBy(r => r.Obligations.Count > 0).ThenBy(r => !Holds(r, want: true, forSome: false))];
        if (permits is not [var easiest, ..])
            return null;
        var always = Holds(easiest, want: true, forSome: false) && denies.All(d => Holds(d, want: false, forSome: false));
        return new(role.Name, always ? RoleAccessKind.Always : RoleAccessKind.Depends, [.. permits.Select(p => p.Id)])
        {
            Obligations = [.. easiest.Obligations.Select(o => o.Name)],
            NeedsBreakGlass = easiest.IsBreakGlass,
        };
    }

    /// <summary>Without a resource a condition may come out either way.</summary>
    private bool Holds(PolicyRule rule, bool want, bool forSome) => rule.When is null ? want : facts?.Holds(rule.When, want, forSome) ?? forSome;
}
