using Cks.QueryBuilder;
using Cks.Rbac;

namespace Cks.Scope;

/// <summary>A subject with its strategy: what it sees, as queries.</summary>
internal sealed class Viewer
{
    private readonly DateTimeOffset _today;

    private Viewer(Subject me, CompiledStrategy strategy, ScopeModel model, DateTimeOffset today, ViewerTerms? open, Func<Viewer, OwnSight> sight)
    {
        Terms = open ?? new(me, today);
        (Me, Strategy, Build, Relations, _today) = (me, strategy, new(Terms), new(Terms.IsOpen ? ViewerTerms.Open : Terms, model, strategy), today);
        Sight = sight(this);
    }

    public Subject Me { get; }

    public CompiledStrategy Strategy { get; }

    /// <summary>Whoever acts in the subject's place, by their own ways and under what the policy leaves to both (S12); <see langword="null"/> where nobody does.</summary>
    public Viewer? Actor => Sight.Actor;

    public OwnSight Sight { get; }

    public ViewerTerms Terms { get; }

    public RelationQueries Relations { get; }

    /// <summary>Queries that ask for the code only: the own record must be read beside them.</summary>
    public StrategyQueries Build { get; }

    /// <summary>The first of the subject's roles that has a strategy; <see langword="null"/> when none has, for a subject without a tenant or code, and where whoever acts in its place has no strategy or code of their own.</summary>
    /// <param name="me">The subject.</param>
    /// <param name="model">Where its strategy is.</param>
    /// <param name="planner">Decides what is shown.</param>
    /// <param name="clock">Says what day it is.</param>
    /// <param name="open">How its queries leave open who looks, until <see cref="Bind"/>; <see langword="null"/> where they hold the subject's values.</param>
    public static Viewer? Of(Subject me, ScopeModel model, IPolicyPlanner planner, TimeProvider clock, ViewerTerms? open = null)
    {
        ArgumentNullException.ThrowIfNull(me);
        return model.StrategyOf(me.Roles) is { } strategy ? Of(me, strategy, model, planner, clock, open) : null;
    }

    /// <inheritdoc cref="Of(Subject, ScopeModel, IPolicyPlanner, TimeProvider, ViewerTerms?)"/>
    public static Viewer? Of(Subject me, CompiledStrategy strategy, ScopeModel model, IPolicyPlanner planner, TimeProvider clock, ViewerTerms? open = null)
    {
        if (me.Tenant.IsNone || me.Code.Length == 0)
            return null;
        var today = TodayOf(clock);
        if (me.Actor.Length == 0)
            return new(me, strategy, model, today, open, v => new(me, planner, v.Relations));
        // Their values stand in the query, so that nothing that is kept holds them.
        return me.ActorCode.Length > 0 && model.StrategyOf(me.ActorRoles) is { } own
            ? new(me, strategy, model, today, open, v => new(me, planner, v.Relations, new(ActorOf(me), own, model, today, open: null, _ => new(me, planner, v.Relations))))
            : null;
    }

    /// <summary>Midnight at which the current day began, UTC.</summary>
    public static DateTimeOffset TodayOf(TimeProvider clock) => new(clock.GetUtcNow().UtcDateTime.Date, TimeSpan.Zero);

    /// <summary>The own record, if it is live.</summary>
    public Query Own => Build.Viewer(Strategy.Viewer);

    /// <inheritdoc cref="StrategyQueries.WhileLive"/>
    public Query WhileLive(Query rows) => Build.WhileLive(rows, Strategy.Viewer);

    /// <summary>A query with what it leaves open of the viewer, and of the row that is asked for.</summary>
    /// <exception cref="QueryRefusedException">No column could hold the key.</exception>
    public Query Bind(Query query, string key = "") => ViewerTerms.Bind(query, Me, Strategy.Strategy.Role, _today, key);

    /// <summary>The value of what a query leaves open of the viewer.</summary>
    /// <exception cref="QueryRefusedException">It is malformed.</exception>
    public ParameterValue ValueOf(Parameter open) => ViewerTerms.ValueOf(open, Me, Strategy.Strategy.Role, _today);

    /// <summary>Every row of an entity that is seen in whatever way, as long as the own record is live.</summary>
    public Query Rows(ScopeEntity entity) => Rows(entity, ofLive: false);

    /// <summary>One row, whose key is left open, if it is one of <see cref="Rows(ScopeEntity)"/> and the own record is live; for an open viewer.</summary>
    /// <param name="entity">What it is.</param>
    /// <param name="fields">What is shown of it.</param>
    /// <param name="onlyKey">Whether nothing else of it is read.</param>
    public Query Row(ScopeEntity entity, VisibleFields fields, bool onlyKey) => Sight.Permitted(entity, fields.Kept.Row(Strategy, onlyKey) ?? fields.Kept.Keep(Strategy, onlyKey, AnyRow(entity, fields, onlyKey)));

    /// <summary><see cref="Rows(ScopeEntity)"/>, with the own record being live as a condition.</summary>
    public Query RowsOfLive(ScopeEntity entity) => Rows(entity, ofLive: true);

    /// <summary>Whether <see cref="RowsOfLive"/> are the same query for all who look in the same way, as they are where the policy asks nothing of the rows; for an open viewer.</summary>
    public bool IsKept(ScopeEntity entity, Query rowsOfLive) => Sight.FieldsOf(entity)?.Kept.Rows(Strategy, ofLive: true) == rowsOfLive;

    /// <summary>What can be listed under a name; <see langword="null"/> when nothing can, or nothing of it may be shown.</summary>
    public ListedRows? Listed(string name)
    {
        if (Strategy.FindList(name) is not var (known, entity, rows) || Sight.FieldsOf(entity) is not { } fields)
            return null;
        if (fields.Kept.List(Strategy, rows ?? (object)entity) is { } kept)
            return kept;
        return rows is null || fields.Show(rows.Where) ? fields.Kept.Keep(Strategy, rows ?? (object)entity, new(Strategy, known, entity, fields, rows)) : null;
    }

    /// <summary>All rows of a list, as long as the own record is live; for an open viewer.</summary>
    public Query Members(ListedRows listed) => Sight.Permitted(listed.Entity, listed.Members);

    /// <summary>The number of some rows of a list; <see langword="null"/> where nobody asks.</summary>
    public static Query? Count(ListedRows listed, Query members, ScopeCount mode) => mode == ScopeCount.Capped && members == listed.Members ? listed.Counted : ListReading.CountOf(members, mode);

    /// <summary>The first rows of a list in the order of its entity; for an open viewer.</summary>
    /// <param name="listed">The list.</param>
    /// <param name="members">All of its rows.</param>
    /// <param name="step">How many, of <see cref="ListReading.Steps"/>.</param>
    public static Query FirstPage(ListedRows listed, Query members, int step) =>
        members == listed.Members ? listed.FirstPage(step) : listed.Entity.Ordered(members).Limit(ListReading.Steps[step]);

    /// <summary>What is left of some rows' entity; <see langword="null"/> when nothing is, or when a hidden field filters them, which would show it.</summary>
    public static VisibleFields? Shown(ISight sight, CompiledRows rows) => sight.FieldsOf(rows.Entity) is { } fields && fields.Show(rows.Where) ? fields : null;

    private static Subject ActorOf(Subject me) => new(me.Actor, me.Tenant, me.ActorRoles) { Code = me.ActorCode, IsTest = me.IsTest };

    private Query Rows(ScopeEntity entity, bool ofLive) => Sight.FieldsOf(entity) is not { } fields ? Query.From(entity.Table).WhereFalse()
        : Sight.Permitted(entity, !Terms.IsOpen ? Reached(entity, fields, Build, ofLive)
            : fields.Kept.Rows(Strategy, ofLive) ?? fields.Kept.KeepRows(Strategy, ofLive, Reached(entity, fields, new(ViewerTerms.Open), ofLive)));

    private Query Reached(ScopeEntity entity, VisibleFields fields, StrategyQueries build, bool ofLive)
    {
        var tenant = ofLive ? entity.Tenant : null;
        // Without a tenant to hold on to, each way begins at the live record.
        if (ofLive && (tenant is null || Strategy.Viewer.Tenant is null))
            return build.Any(entity, Ends(entity, fields, build.FromLive));
        var rows = Strategy.All.Contains(entity) ? build.Everything(entity) : build.Any(entity, Ends(entity, fields, build));
        return tenant is null || rows.IsFalse ? rows : rows.WhereIn(tenant, build.Viewer(Strategy.Viewer).Select(Strategy.Viewer.Tenant!));
    }

    // Kept for others as well, so it is open whoever looks.
    private Query AnyRow(ScopeEntity entity, VisibleFields fields, bool onlyKey)
    {
        var open = new StrategyQueries(ViewerTerms.Open);
        var rows = Strategy.All.Contains(entity) ? Named(open.Everything(entity)) : open.Any(entity, [.. Apart(entity, open).Select(Named), .. Shown(entity, fields).SelectMany(open.EndsOfKey)]);
        return open.WhileLive(rows, Strategy.Viewer).Select(onlyKey ? [entity.Key] : fields.Columns);

        Query Named(Query rows) => ViewerTerms.OfKey(rows, entity.Key);
    }

    private Query[] Ends(ScopeEntity entity, VisibleFields fields, StrategyQueries build) => [.. Apart(entity, build), .. Shown(entity, fields).SelectMany(build.Ends)];

    // The own record, and those above it.
    private IEnumerable<Query> Apart(ScopeEntity entity, StrategyQueries build) =>
        [.. entity == Strategy.Viewer ? [build.Viewer(entity)] : Array.Empty<Query>(), .. Strategy.Upward.Where(r => r.From == entity).Select(build.Parent)];

    private IEnumerable<CompiledRows> Shown(ScopeEntity entity, VisibleFields fields) => Strategy.Below.Where(r => r.Entity == entity && fields.Show(r.Where));
}
