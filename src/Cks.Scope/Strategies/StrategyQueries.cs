using Cks.QueryBuilder;

namespace Cks.Scope;

/// <summary>
/// Turns ways into queries for one subject, or for every one. Tenant and test class are ANDed to every table that is named, also to those in between (S01);
/// being archived is asked of the row itself and, where a metric says so, of the relation it is counted within.
/// </summary>
/// <param name="terms">The subject, or nobody yet.</param>
/// <param name="fromLive">Whether ways begin only at a live record. Where that record is read beside, asking for its code is enough and cheaper.</param>
internal readonly struct StrategyQueries(ViewerTerms terms, bool fromLive = false)
{
    /// <summary>The same, with ways that begin only at a live record.</summary>
    public StrategyQueries FromLive => new(terms, fromLive: true);

    /// <summary>The viewer's own live record.</summary>
    public Query Viewer(ScopeEntity entity) => Live(entity, Start(entity));

    /// <summary>The rows, as long as the viewer's own record is live; it is asked for once, not with each row.</summary>
    public Query WhileLive(Query rows, ScopeEntity viewer) => rows.WhereExists(Viewer(viewer).Select(viewer.Key));

    /// <summary>Everything live.</summary>
    public Query Everything(ScopeEntity entity) => Live(entity, Visible(entity));

    /// <summary>The live rows that at least one way leads to.</summary>
    public Query Members(CompiledRows rows) => Any(rows.Entity, Ends(rows));

    /// <summary>The rows that each way leads to, live or not.</summary>
    public Query[] Ends(CompiledRows rows)
    {
        var ends = new Query[rows.Ways.Count];
        for (var i = 0; i < ends.Length; i++)
            ends[i] = Narrow(Reach(rows.Ways[i].Steps, rows.Ways[i].Steps.Count, rows.Ways[i].LiveAfter), rows.Where);
        return ends;
    }

    /// <summary>One row, whose key is left open, as each way leads to it, live or not. Asked upward: the row by its key, then what stands above it, so that it costs the same however much the viewer sees.</summary>
    public Query[] EndsOfKey(CompiledRows rows)
    {
        var ends = new Query[rows.Ways.Count];
        for (var i = 0; i < ends.Length; i++)
            ends[i] = Narrow(Climb(rows.Ways[i], ViewerTerms.OfKey(Visible(rows.Entity), rows.Entity.Key)), rows.Where);
        return ends;
    }

    /// <summary>The live rows that are among at least one of several.</summary>
    public Query Any(ScopeEntity entity, ReadOnlySpan<Query> ends)
    {
        if (ends is [var only])
            return Live(entity, only);
        var keys = new Query[ends.Length];
        for (var i = 0; i < keys.Length; i++)
            keys[i] = ends[i].Select(entity.Key);
        return Everything(entity).WhereIn(entity.Key, keys);
    }

    /// <summary>The record directly above the viewer, live or not.</summary>
    public Query Parent(ScopeRelation relation) =>
        Visible(relation.From).WhereIn(relation.From.Key, (fromLive ? Viewer(relation.To) : Start(relation.To)).Select(relation.By!));

    /// <summary>Keeps what meets all filters.</summary>
    public Query Narrow(Query rows, IReadOnlyList<RowFilter> filters)
    {
        foreach (var filter in filters)
            rows = filter.Narrow(rows, terms);
        return rows;
    }

    /// <summary>The rows of the subject's tenant and test class, archived or not.</summary>
    public Query Visible(ScopeEntity entity) => Visible(entity, Query.From(entity.Table));

    private Query Visible(ScopeEntity entity, Query rows)
    {
        if (entity.Tenant is { } tenant)
            rows = terms.OfTenant(rows, tenant);
        return entity.Test is { } test ? terms.OfClass(rows, test) : rows;
    }

    private Query Reach(IReadOnlyList<ScopeRelation> steps, int count, int liveAfter)
    {
        var step = steps[count - 1];
        var rows = Visible(step.To);
        if (step.Link is { } link)
            return rows.WhereIn(step.To.Key, From(Visible(link.Entity), link.From, steps, count, liveAfter).Select(link.To));
        return From(rows, step.By!, steps, count, liveAfter);
    }

    /// <summary>Restricts rows to those whose column holds the key of the viewer or, further down, of a member of the set above; or what stands in another column there.</summary>
    private Query From(Query rows, Column<string> column, IReadOnlyList<ScopeRelation> steps, int count, int liveAfter)
    {
        var (above, on) = (steps[count - 1].From, steps[count - 1].On);
        if (count == 1 && on is null && !fromLive)
            return terms.OfCode(rows, column);
        var members = count > 1 ? Reach(steps, count - 1, liveAfter) : fromLive ? Viewer(above) : Start(above);
        if (count - 1 == liveAfter)
            members = Live(above, members);
        return rows.WhereIn(column, members.Select(on ?? above.Key));
    }

    private Query Climb(ScopePath way, Query rows)
    {
        var (steps, read) = (way.Steps, new HashSet<string>(StringComparer.Ordinal) { way.Target.Table.Name });
        for (var count = steps.Count; ; count--)
        {
            var (step, above) = (steps[count - 1], steps[count - 1].From);
            // Through a link table or by another column than the key there may be several above; and what is read twice would need another name. The rest of the way is then asked downward.
            if (step.By is not { } by || step.On is not null || count == 1 || !read.Add(above.Table.Name))
                return step.Link is { } link
                    ? rows.WhereIn(step.To.Key, From(Visible(link.Entity), link.From, steps, count, way.LiveAfter).Select(link.To))
                    : From(rows, step.By!, steps, count, way.LiveAfter);
            rows = Visible(above, rows.Join(above.Table, above.Key, by));
            if (count - 1 == way.LiveAfter)
                rows = Live(above, rows);
        }
    }

    private Query Start(ScopeEntity entity) => terms.OfCode(Visible(entity), entity.Key);

    private static Query Live(ScopeEntity entity, Query rows) => entity.Archived is { } archived ? rows.WhereNull(archived) : rows;
}
