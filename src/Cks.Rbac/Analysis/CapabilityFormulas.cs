namespace Cks.Rbac;

/// <summary>What the decision point says about one capability to somebody with some rules, as formulas: with a resource, without one, and of each field.</summary>
internal sealed class CapabilityFormulas(SolverScope scope, CapabilityRules rules)
{
    /// <summary>When a resource is permitted.</summary>
    public Formula Permitted { get; } = Formula.All([Formula.Any(rules.Permits.Select(scope.Applies)), Formula.Any(rules.Denies.Select(scope.Applies)).Not()]);

    /// <summary>When it is permitted without naming a resource: there is no deny that might apply, and a permit asks for nothing (S03).</summary>
    public Formula WithoutResource { get; } = Formula.All([
        Formula.Any(rules.Permits.Where(p => p.When is null).Select(scope.Counts)), Formula.Any(rules.Denies.Select(scope.Counts)).Not()]);

    /// <summary>When the mask has a field. Masks are made without a resource, so that this is about time, obligations and break-glass alone.</summary>
    public Formula Shows(FieldUse use, string field)
    {
        var listing = rules.Permits.ToLookup(p => FieldUses.Of(p.Fields, use).Contains(field));
        Formula Counting(IEnumerable<PolicyRule> some) => Formula.Any(some.Select(scope.Counts));
        var always = Counting(rules.Permits.Where(p => p.When is null));
        var byCondition = Formula.All([always.Not(), Counting(rules.Permits), Counting(listing[false].Where(p => p.When is not null)).Not()]);
        return Formula.All([
            Formula.Any([Counting(listing[true].Where(p => p.When is null)), byCondition]),
            Counting(rules.Denies.Where(d => d.When is null)).Not(),
            Counting(rules.Hides.Where(h => FieldUses.Of(h.Hidden, use).Contains(field))).Not()]);
    }

    /// <summary>Fields that the rules treat alike, those that none of them lists left out: it is enough to ask about one of each.</summary>
    public static IEnumerable<(FieldUse Use, string[] Fields)> Groups(IReadOnlyList<CapabilityRules> of)
    {
        PolicyRule[] permits = [.. of.SelectMany(r => r.Permits)];
        PolicyRule[] hides = [.. of.SelectMany(r => r.Hides)];
        if (Array.TrueForAll(permits, p => p.Fields.IsEmpty))
            yield break;
        foreach (var use in FieldUses.All)
        {
            var sets = permits.Select(p => FieldUses.Of(p.Fields, use)).Concat(hides.Select(h => FieldUses.Of(h.Hidden, use))).ToArray();
            var fields = sets.Take(permits.Length).SelectMany(s => s.Names).Distinct(StringComparer.Ordinal);
            foreach (var group in fields.GroupBy(f => string.Concat(sets.Select(s => s.Contains(f) ? '1' : '0'))))
                yield return (use, [.. group.Order(StringComparer.Ordinal)]);
        }
    }
}
