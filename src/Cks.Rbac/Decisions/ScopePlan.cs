namespace Cks.Rbac;

/// <summary>
/// What <see cref="IPolicyDecisionPoint.CheckAsync"/> decides row by row, as a predicate: a row is permitted when at least one of <see cref="Permits"/> IS TRUE and every one of
/// <see cref="Denies"/> IS FALSE. A clause is false when one of its terms is, else unknown when an attribute is missing. Immutable.
/// </summary>
public sealed class ScopePlan
{
    internal ScopePlan(IReadOnlyList<PlanClause> permits, IReadOnlyList<PlanClause> denies) => (Permits, Denies) = (permits, denies);

    /// <summary>Whether no row is permitted; both lists are empty then.</summary>
    public bool IsNothing => Permits.Count == 0;

    /// <summary>Whether every row is permitted, whatever its attributes.</summary>
    public bool IsEverything => Denies.Count == 0 && Permits is [{ Terms.Count: 0 }];

    /// <summary>The rules that permit. A rule without a condition stands alone: whatever others permit is permitted already.</summary>
    public IReadOnlyList<PlanClause> Permits { get; }

    /// <summary>The rules that deny.</summary>
    public IReadOnlyList<PlanClause> Denies { get; }

    internal static ScopePlan Nothing { get; } = new([], []);
}
