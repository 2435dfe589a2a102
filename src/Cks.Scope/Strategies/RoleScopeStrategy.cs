namespace Cks.Scope;

/// <summary>
/// What a role sees, declared: the seed's section 18. Relationships are followed downward from the viewer's own record, upward relations from it to a parent, and
/// metrics are counted over the same sets.
/// </summary>
public sealed record RoleScopeStrategy
{
    /// <summary>The role.</summary>
    public required string Role { get; init; }

    /// <summary>The entity whose record the viewer is.</summary>
    public required string Entity { get; init; }

    /// <summary>Names of the sets below the viewer, such as <c>customers</c>; a name stands for a declared set, or for the nearest relation that is called so.</summary>
    public required IReadOnlyList<string> IncludeRelationships { get; init; }

    /// <summary>Entities above the viewer that are shown, such as <c>center</c> for crew; empty for most.</summary>
    public required IReadOnlyList<string> IncludeUpward { get; init; }

    /// <summary>Names of the metrics in the summary.</summary>
    public required IReadOnlyList<string> SummaryMetrics { get; init; }

    /// <summary>Names of the sets that can be listed but are not in the scope answer.</summary>
    public required IReadOnlyList<string> Lists { get; init; }

    /// <summary>Entities of which everything in the viewer's tenant and test class is seen; with any of them there is no scope answer.</summary>
    public required IReadOnlyList<string> IncludeAll { get; init; }

    /// <summary>Words for the ids of an event by which the viewer belongs to its audience, such as <c>target</c>.</summary>
    public required IReadOnlyList<string> ActivityFilters { get; init; }
}
