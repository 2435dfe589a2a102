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

    /// <summary>Names of the sets below the viewer, such as <c>customers</c>; a name stands for the nearest relation that is called so.</summary>
    public required IReadOnlyList<string> IncludeRelationships { get; init; }

    /// <summary>Entities above the viewer that are shown, such as <c>center</c> for crew; empty for most.</summary>
    public required IReadOnlyList<string> IncludeUpward { get; init; }

    /// <summary>Names of the metrics in the summary.</summary>
    public required IReadOnlyList<string> SummaryMetrics { get; init; }
}
