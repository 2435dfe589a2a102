namespace Cks.Rbac;

/// <summary>A comparison, and the truth that is wanted of it.</summary>
internal readonly record struct WantedClause(Condition Clause, bool Want);

/// <summary>What conditions are held against when they are explained: one resource, and one subject or, where only a role is known, whoever has it.</summary>
/// <param name="read">Reads an attribute.</param>
/// <param name="isRelated">Whether the subject stands in a relation.</param>
/// <param name="subject">Who asks; <see langword="null"/> when that is open.</param>
internal sealed class ConditionFacts(Func<ResourceAttribute, AttributeValue?> read, Func<string, bool> isRelated, DecisionContext? subject)
{
    public AttributeValue? Read(ResourceAttribute attribute) => read(attribute);

    /// <summary>The value of a condition, for a subject that is known.</summary>
    public Truth TruthOf(Condition condition) => condition.Kind switch
    {
        ConditionKind.Not => (Truth)(Truth.True - TruthOf(condition.Parts[0])),
        ConditionKind.All => condition.Parts.Select(TruthOf).Append(Truth.True).Min(),
        ConditionKind.Any => condition.Parts.Select(TruthOf).Append(Truth.False).Max(),
        ConditionKind.Related => isRelated(condition.Name) ? Truth.True : Truth.False,
        _ => read(condition.Attribute!) is not { } actual ? Truth.Unknown : condition.Kind == ConditionKind.OneOf ? OneOf(condition, actual) : Of(Compares(condition, actual)),
    };

    /// <summary>All comparisons that have to come out as wanted for the condition to do so, and do not; of alternatives those of the one with the fewest, and of these the first. Empty when the condition does.</summary>
    public IReadOnlyList<WantedClause> Unmet(Condition condition, bool want)
    {
        if (condition.Kind == ConditionKind.Not)
            return Unmet(condition.Parts[0], !want);
        if (condition.Kind is not (ConditionKind.All or ConditionKind.Any))
            return TruthOf(condition) == Of(want) ? [] : [new(condition, want)];
        var parts = condition.Parts.Select(p => Unmet(p, want));
        return (condition.Kind == ConditionKind.All) == want ? [.. parts.SelectMany(p => p).Distinct()] : parts.MinBy(p => p.Count) ?? [];
    }

    /// <summary>Whether the condition comes out as wanted, for everybody or, where <paramref name="forSome"/>, for somebody: each comparison with the subject counts as it suits best, by itself.</summary>
    public bool Holds(Condition condition, bool want, bool forSome) => condition.Kind switch
    {
        ConditionKind.Not => Holds(condition.Parts[0], !want, forSome),
        ConditionKind.All or ConditionKind.Any => (condition.Kind == ConditionKind.All) == want
            ? condition.Parts.All(p => Holds(p, want, forSome))
            : condition.Parts.Any(p => Holds(p, want, forSome)),
        ConditionKind.Related => forSome,
        _ => read(condition.Attribute!) is { } actual && (condition.Kind != ConditionKind.OneOf ? Compares(condition, actual) == want
            : condition.Values.Contains(actual) ? want
            : condition.Subject.Count > 0 ? forSome : !want),
    };

    private Truth OneOf(Condition condition, AttributeValue actual)
    {
        string[] own = [.. condition.Subject.Select(v => SubjectValues.Of(subject!, v))];
        return condition.Values.Contains(actual) || own.Any(v => v.Length > 0 && v == actual.Text) ? Truth.True : own.Contains("") ? Truth.Unknown : Truth.False;
    }

    private static bool Compares(Condition condition, AttributeValue actual) => condition.Kind switch
    {
        ConditionKind.Lt => actual < condition.Values[0],
        ConditionKind.Le => actual <= condition.Values[0],
        ConditionKind.Gt => actual > condition.Values[0],
        _ => actual >= condition.Values[0],
    };

    private static Truth Of(bool value) => value ? Truth.True : Truth.False;
}
