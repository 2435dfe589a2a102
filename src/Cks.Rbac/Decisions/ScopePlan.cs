namespace Cks.Rbac;

/// <summary>What <see cref="IPolicyDecisionPoint.CheckAsync{T}(Subject, CapabilityId, T, CancellationToken)"/> decides row by row, as a predicate: nothing, everything, or the rows where a formula holds. Immutable.</summary>
public sealed class ScopePlan
{
    private ScopePlan(bool everything, PlanNode? where) => (IsEverything, Where) = (everything, where);

    /// <summary>Whether no row is permitted.</summary>
    public bool IsNothing => !IsEverything && Where is null;

    /// <summary>Whether every row is permitted, whatever its attributes.</summary>
    public bool IsEverything { get; }

    /// <summary>What a permitted row fulfils; <see langword="null"/> when that is nothing or everything. A row that lacks an attribute fulfils no comparison with it.</summary>
    public PlanNode? Where { get; }

    internal static ScopePlan Nothing { get; } = new(false, null);

    internal static ScopePlan Everything { get; } = new(true, null);

    internal static ScopePlan Of(PlanNode where) => ReferenceEquals(where, PlanNode.True) ? Everything : ReferenceEquals(where, PlanNode.False) ? Nothing : new(false, where);
}
