using Cks.QueryBuilder;
using Cks.Rbac;

namespace Cks.Scope;

/// <summary>
/// What is sent for a viewer, as the services send it: the one place from which the tools have their queries. What is known to match nothing is not sent, and not here either.
/// </summary>
internal sealed class ScopeStatements
{
    private readonly ScopeModel _model;
    private readonly Viewer _viewer;

    // Lists and single rows are kept for all who look in the same way.
    private readonly Viewer _open;

    private readonly Viewer _listener;

    private readonly Func<CompiledStrategy, string, Viewer?> _inspected;

    private ScopeStatements(ScopeModel model, Viewer viewer, Viewer open, Viewer listener, Func<CompiledStrategy, string, Viewer?> inspected) =>
        (_model, _viewer, _open, _listener, _inspected) = (model, viewer, open, listener, inspected);

    /// <summary>Rows of a page, as hosts ask for them.</summary>
    public const int PageSize = 50;

    private CompiledStrategy Strategy => _viewer.Strategy;

    /// <summary>Who looks.</summary>
    public Viewer Viewer => _viewer;

    /// <summary>The statements of a subject; <see langword="null"/> when no role of it has a strategy, or it has no tenant or code.</summary>
    public static ScopeStatements? Of(Subject me, ScopeModel model, IPolicyPlanner planner, TimeProvider clock) =>
        Viewer.Of(me, model, planner, clock) is { } viewer && Viewer.Of(me, model, planner, clock, ViewerTerms.Open) is { } open && Viewer.Of(me, model, planner, clock, model.ActivitySource.Open) is { } listener
            ? new(model, viewer, open, listener, (strategy, code) => ScopeInspector.TargetOf(me, strategy, code, model, planner, clock))
            : null;

    /// <summary>The sets and lists of the strategy, and what it includes whole.</summary>
    public IEnumerable<string> Listed => [.. Strategy.Sets.Concat(Strategy.Lists).Select(s => s.Name), .. Strategy.All.Select(e => e.Name)];

    /// <summary>The entities of which a single row can be asked for.</summary>
    public IEnumerable<ScopeEntity> Found => Strategy.Below.Select(r => r.Entity).Concat(Strategy.Upward.Select(u => u.From)).Concat(Strategy.All).Prepend(Strategy.Viewer).Distinct();

    /// <summary>The own record, if it is live.</summary>
    public Query Own => _viewer.Own.Select(Strategy.Viewer.Key);

    /// <summary>The whole scope; nothing where everything is included.</summary>
    public IReadOnlyList<ScopeStatement> Answer()
    {
        if (Strategy.All.Count > 0)
            return [];
        var batch = new QueryBatch();
        _ = new ScopeReading(_viewer, _viewer.Sight, batch);
        return Sent(batch.Queries);
    }

    /// <summary>A page of what can be listed, and the count of all, which is sent where it is asked for; nothing of what may not be shown.</summary>
    /// <param name="name">One of <see cref="Listed"/>.</param>
    /// <param name="after">The key of the last row before it; none for the first page.</param>
    public IReadOnlyList<ScopeStatement> List(string name, Func<ScopeEntity, object[]>? after = null)
    {
        if (_open.Listed(name) is not { } listed)
            return [];
        var members = _open.Members(listed);
        var step = ListReading.StepOf(PageSize);
        var page = after is null ? Viewer.FirstPage(listed, members, step) : listed.Order.Put(members, after(listed.Entity)).Limit(ListReading.Steps[step]);
        return Sent([_open.Bind(page), _open.Bind(Viewer.Count(listed, members, ScopeCount.Capped)!)]);
    }

    /// <summary>A field by which a list can be sorted, other than its key: the first text, of whose kind most are; <see langword="null"/> where there is none.</summary>
    public string? SortOf(string name) => _open.Listed(name) is { } listed
        ? listed.Entity.Fields.FirstOrDefault(f => f.Column is Column<string> && f.Column != listed.Entity.Key && listed.Fields.Sorts(f.Name))?.Name
        : null;

    /// <summary>A page in an order that a request asks for.</summary>
    /// <param name="name">One of <see cref="Listed"/>.</param>
    /// <param name="sort">As <see cref="SortOf"/> gives it.</param>
    /// <param name="after">The value and the key of the last row before it; none for the first page.</param>
    public IReadOnlyList<ScopeStatement> Sorted(string name, string sort, object[]? after = null) =>
        _open.Listed(name) is { } listed && ListOrder.Of(listed, sort) is { } order
            ? Sent([_open.Bind(order.Put(_open.Members(listed), after).Limit(ListReading.Steps[ListReading.StepOf(PageSize)]))])
            : [];

    /// <summary>One row, and whether it is seen.</summary>
    public IReadOnlyList<ScopeStatement> Find(ScopeEntity entity, string code)
    {
        if (_open.Sight.FieldsOf(entity) is not { } fields)
            return [];
        Query[] queries = [_open.Bind(_open.Row(entity, fields, onlyKey: false), code), _open.Bind(_open.Row(entity, fields, onlyKey: true), code)];
        return queries[0].IsFalse ? [] : [new($"row of {entity.Table}", queries[0]), new($"whether a row of {entity.Table} is seen", queries[1])];
    }

    /// <summary>A page of the feed; nothing where nobody hears of anything.</summary>
    public IReadOnlyList<ScopeStatement> Feed(object[]? after = null)
    {
        if (_model.Activities.Count == 0)
            return [];
        var page = ActivityFeed.Page(_model.ActivitySource, _listener, after);
        return page.IsFalse ? [] : [new("events", page)];
    }

    /// <summary>The second statement of the feed for who acted, entity by entity; a page that shows several kinds sends these as the arms of one union.</summary>
    public IEnumerable<(ScopeEntity Entity, ScopeStatement Statement)> Seen(string code) =>
        from entity in _model.Activities.Count == 0 ? [] : _model.Entities
        where entity.Code is not null
        let query = ActivityFeed.Seen(_listener, entity, [code])
        where !query.IsFalse
        select (entity, new ScopeStatement($"which of {entity.Table} that acted are seen", _listener.Bind(query)));

    /// <summary>What an inspection of somebody with a role sends; nothing where the role cannot be inspected. Whether the viewer may inspect at all is not asked here.</summary>
    /// <param name="role">The role of the other.</param>
    /// <param name="code">The other's code.</param>
    public IReadOnlyList<ScopeStatement> Inspection(string role, string code)
    {
        // Of whoever can never be seen nothing is learned: the rows are read and not shown.
        if (_model.Find(role) is not { All.Count: 0, Viewer: { Code: not null } of } strategy || _model.OnlyStrategyOf(of) != strategy || _viewer.Rows(of).IsFalse || _inspected(strategy, code) is not { } target)
            return [];
        var batch = new QueryBatch();
        _ = ScopeInspector.Ask(_viewer, target, batch, () => { }, () => { });
        return Sent(batch.Queries);
    }

    /// <summary>All rows of a set, to be counted without a limit.</summary>
    public Query Members(CompiledRows rows) => _viewer.Sight.Permitted(rows.Entity, _viewer.Build.Members(rows));

    /// <summary>The rows that a metric counts.</summary>
    public Query Counted(CompiledMetric metric) => _viewer.Sight.Permitted(metric.Rows!.Entity, _viewer.Build.Narrow(_viewer.Build.Members(metric.Rows), metric.Where));

    /// <summary>The record above by a relation.</summary>
    public Query Above(ScopeRelation relation) => _viewer.Sight.Permitted(relation.From, _viewer.Build.Any(relation.From, [_viewer.Build.Parent(relation)]));

    /// <summary>Everything of an entity.</summary>
    public Query Everything(ScopeEntity entity) => _viewer.Sight.Permitted(entity, _viewer.Build.Everything(entity));

    private List<ScopeStatement> Sent(IReadOnlyList<Query> queries) => [.. queries.Where(q => !q.IsFalse).Select(q => new ScopeStatement(NameOf(q), q))];

    private static string NameOf(Query query) => $"{(query.IsCount ? "count of" : "rows of")} {query.Table}";
}
