namespace Cks.Scope;

/// <summary>A strategy with its names resolved to ways through the relations.</summary>
internal sealed record CompiledStrategy(
    RoleScopeStrategy Strategy,
    ScopeEntity Viewer,
    IReadOnlyList<CompiledSet> Sets,
    IReadOnlyList<ScopeRelation> Upward,
    IReadOnlyList<CompiledMetric> Metrics);

/// <summary>The way from the viewer's record down to a set. <see cref="LiveAfter"/> is the number of steps after which members must be live as well, besides the last.</summary>
internal sealed record ScopePath(string Name, IReadOnlyList<ScopeRelation> Steps, int LiveAfter = -1)
{
    public ScopeEntity Target => Steps[^1].To;
}

/// <summary>A set, and the metric that counts exactly its rows, where there is one: then they are counted once for both.</summary>
internal sealed record CompiledSet(ScopePath Path, CountMetric? Metric);

/// <summary>A metric and, for counts, the set that is counted.</summary>
internal sealed record CompiledMetric(ScopeMetric Metric, ScopePath? Path);
