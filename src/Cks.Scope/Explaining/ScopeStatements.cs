using Cks.QueryBuilder;

namespace Cks.Scope;

/// <summary>
/// What is sent for a viewer, as the services send it: the one place from which the tools have their queries. What is known to match nothing is not sent, and not here either.
/// </summary>
internal sealed class ScopeStatements(ScopeModel model, Viewer viewer)
{
    /// <summary>Rows of a page, as hosts ask for them.</summary>
    public const int PageSize = 50;

    private CompiledStrategy Strategy => viewer.Strategy;

    /// <summary>The sets and lists of the strategy, and what it includes whole.</summary>
    public IEnumerable<string> Listed => [.. Strategy.Sets.Concat(Strategy.Lists).Select(s => s.Name), .. Strategy.All.Select(e => e.Name)];

    /// <summary>The entities of which a single row can be asked for.</summary>
    public IEnumerable<ScopeEntity> Found => Strategy.Below.Select(r => r.Entity).Concat(Strategy.Upward.Select(u => u.From)).Concat(Strategy.All).Prepend(Strategy.Viewer).Distinct();

    /// <summary>The own record, if it is live.</summary>
    public Query Own => viewer.Own.Select(Strategy.Viewer.Key);

    /// <summary>The whole scope; nothing where everything is included.</summary>
    public IReadOnlyList<ScopeStatement> Answer()
    {
        if (Strategy.All.Count > 0)
            return [];
        var batch = new QueryBatch();
        _ = new ScopeReading(viewer, viewer.Sight, batch);
        return Sent(batch);
    }

    /// <summary>A page of what can be listed; nothing of what may not be shown.</summary>
    /// <param name="name">One of <see cref="Listed"/>.</param>
    /// <param name="after">The key of the last row before it; none for the first page.</param>
    public IReadOnlyList<ScopeStatement> List(string name, Func<ScopeEntity, object[]>? after = null)
    {
        if (viewer.Listed(name) is not { } listed)
            return [];
        var batch = new QueryBatch();
        _ = new ListReading(viewer, listed.Fields, listed.Entity, listed.Members, after?.Invoke(listed.Entity), PageSize, batch);
        return Sent(batch);
    }

    /// <summary>One row.</summary>
    public IReadOnlyList<ScopeStatement> Find(ScopeEntity entity, string code)
    {
        if (viewer.Sight.FieldsOf(entity) is not { } fields)
            return [];
        var batch = new QueryBatch();
        batch.Add(Own, _ => { });
        batch.Add(viewer.Row(entity, code).Select(fields.Columns), _ => { });
        return batch.Queries[1].IsFalse ? [] : Sent(batch);
    }

    /// <summary>A page of the feed; nothing where nobody hears of anything.</summary>
    public IReadOnlyList<ScopeStatement> Feed(object[]? after = null)
    {
        if (model.Activities.Count == 0)
            return [];
        var page = ActivityFeed.Page(model.ActivitySource, viewer, after);
        return page.IsFalse ? [] : [new("events", page)];
    }

    /// <summary>All rows of a set, to be counted without a limit.</summary>
    public Query Members(CompiledRows rows) => viewer.Sight.Permitted(rows.Entity, viewer.Build.Members(rows));

    /// <summary>The rows that a metric counts.</summary>
    public Query Counted(CompiledMetric metric) => viewer.Sight.Permitted(metric.Rows!.Entity, viewer.Build.Narrow(viewer.Build.Members(metric.Rows), metric.Where));

    /// <summary>The record above by a relation.</summary>
    public Query Above(ScopeRelation relation) => viewer.Sight.Permitted(relation.From, viewer.Build.Any(relation.From, [viewer.Build.Parent(relation)]));

    /// <summary>Everything of an entity.</summary>
    public Query Everything(ScopeEntity entity) => viewer.Sight.Permitted(entity, viewer.Build.Everything(entity));

    private List<ScopeStatement> Sent(QueryBatch batch) => [.. batch.Queries.Where(q => !q.IsFalse).Select(q => new ScopeStatement(NameOf(q), q))];

    private static string NameOf(Query query) => $"{(query.IsCount ? "count of" : "rows of")} {query.Table}";
}
