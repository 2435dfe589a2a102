namespace Cks.Scope;

/// <summary>A strategy with its names resolved to ways through the relations.</summary>
internal sealed record CompiledStrategy(RoleScopeStrategy Strategy, ScopeEntity Viewer)
{
    /// <summary>The sets of the scope answer.</summary>
    public required IReadOnlyList<CompiledSet> Sets { get; init; }

    public required IReadOnlyList<ScopeRelation> Upward { get; init; }

    public required IReadOnlyList<CompiledMetric> Metrics { get; init; }

    /// <summary>Sets that can be listed and are not in the answer.</summary>
    public required IReadOnlyList<CompiledSet> Lists { get; init; }

    /// <summary>Entities of which everything in the tenant and test class is seen; with one of them there is no scope answer.</summary>
    public required IReadOnlyList<ScopeEntity> All { get; init; }

    /// <summary>The same with ways through tables alone, where these ways go through functions of row level security.</summary>
    public CompiledStrategy Unguarded { get => field ?? this; init; }

    /// <summary>The rows that it leads down to.</summary>
    public IEnumerable<CompiledRows> Below => Sets.Concat(Lists).Select(s => s.Rows);

    /// <summary>What can be listed under a name: an entity that is included whole, a set by its name, or by its key in the answer. Rows are null for a whole entity.</summary>
    public (string Name, ScopeEntity Entity, CompiledRows? Rows)? FindList(string name)
    {
        foreach (var all in All)
            if (all.Name == name)
                return (name, all, null);
        return FindSet(name, byAnswer: false) ?? FindSet(name, byAnswer: true);
    }

    private (string, ScopeEntity, CompiledRows?)? FindSet(string name, bool byAnswer)
    {
        foreach (var sets in (ReadOnlySpan<IReadOnlyList<CompiledSet>>)[Sets, Lists])
            foreach (var set in sets)
                if ((byAnswer ? set.Answer : set.Name) == name)
                    return (set.Name, set.Rows.Entity, set.Rows);
        return null;
    }

    /// <summary>Entities of which it shows or counts rows.</summary>
    public IEnumerable<ScopeEntity> Shown =>
        Below.Select(r => r.Entity).Concat(Upward.Select(u => u.From)).Concat(Metrics.Select(m => m.Rows?.Entity).OfType<ScopeEntity>()).Concat(All);
}

/// <summary>The way from the viewer's record down to rows. <see cref="LiveAfter"/> is the number of steps after which members must be live as well, besides the last.</summary>
internal sealed record ScopePath(IReadOnlyList<ScopeRelation> Steps, int LiveAfter = -1)
{
    /// <summary>The steps as the relations say, where scope keys make a shorter way of them; else the same.</summary>
    public IReadOnlyList<ScopeRelation> Declared { get; init; } = Steps;

    public ScopeEntity Target => Steps[^1].To;
}

/// <summary>The rows of an entity that at least one way leads to and that are as the set says.</summary>
internal sealed record CompiledRows(ScopeEntity Entity, IReadOnlyList<ScopePath> Ways, IReadOnlyList<RowFilter> Where);

/// <summary>Rows under their name in the model and their key in the answer, and the metric that counts exactly them, where there is one: then they are counted once for both.</summary>
internal sealed record CompiledSet(string Name, string Answer, CompiledRows Rows, ScopeMetric? Metric = null);

/// <summary>A metric and, for counts, the rows that are counted and how they are narrowed.</summary>
internal sealed record CompiledMetric(ScopeMetric Metric, CompiledRows? Rows, IReadOnlyList<RowFilter> Where);
