namespace Cks.Rbac;

/// <summary>The rules for one capability where the resource decides.</summary>
/// <param name="denies">Denies with a condition.</param>
/// <param name="permits">All permits: those whose obligations are met first, and of these those without a condition.</param>
/// <param name="met">How many of <paramref name="permits"/> have no unmet obligation.</param>
/// <param name="relations">The relations that some of them ask for.</param>
internal sealed class ConditionalRules(PolicyRule[] denies, PolicyRule[] permits, int met, string[] relations)
{
    public PolicyRule[] Denies => denies;

    public PolicyRule[] Permits => permits;

    public int Met => met;

    public string[] Relations => relations;

    /// <summary>The rows of whoever acts in the subject's place: on others nothing is permitted (S12). <see langword="null"/> for every row.</summary>
    public PlanNode? Within { get; init; }

    /// <summary>The <see cref="BoundConditions{T}"/> of the type that was asked about last: nearly always there is only one.</summary>
    public object? Bound { get; set; }
}
