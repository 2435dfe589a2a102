using Cks.QueryBuilder;
using Cks.Rbac;

namespace Cks.Scope;

/// <summary>A subject with its strategy: what it sees, as queries.</summary>
internal sealed class Viewer
{
    private Viewer(Subject me, CompiledStrategy strategy, ScopeModel model, IPolicyPlanner planner, DateTimeOffset today)
    {
        (Me, Strategy, Build, Relations) = (me, strategy, new(me, today), new(me, model, strategy, today));
        Sight = new(me, planner, Relations);
    }

    public Subject Me { get; }

    public CompiledStrategy Strategy { get; }

    public OwnSight Sight { get; }

    public RelationQueries Relations { get; }

    /// <summary>Queries that ask for the code only: the own record must be read beside them.</summary>
    public StrategyQueries Build { get; }

    /// <summary>The first of the subject's roles that has a strategy; <see langword="null"/> when none has, and for a subject without a tenant or code.</summary>
    public static Viewer? Of(Subject me, ScopeModel model, IPolicyPlanner planner, TimeProvider clock)
    {
        ArgumentNullException.ThrowIfNull(me);
        return model.StrategyOf(me) is { } strategy ? Of(me, strategy, model, planner, clock) : null;
    }

    /// <inheritdoc cref="Of(Subject, ScopeModel, IPolicyPlanner, TimeProvider)"/>
    public static Viewer? Of(Subject me, CompiledStrategy strategy, ScopeModel model, IPolicyPlanner planner, TimeProvider clock) =>
        me.Tenant.IsNone || me.Code.Length == 0 ? null : new(me, strategy, model, planner, TodayOf(clock));

    /// <summary>Midnight at which the current day began, UTC.</summary>
    public static DateTimeOffset TodayOf(TimeProvider clock) => new(clock.GetUtcNow().UtcDateTime.Date, TimeSpan.Zero);

    /// <summary>The own record, if it is live.</summary>
    public Query Own => Build.Viewer(Strategy.Viewer);

    /// <summary>Every row of an entity that is seen in whatever way, as long as the own record is live.</summary>
    public Query Rows(ScopeEntity entity) => Sight.FieldsOf(entity) is not { } fields ? Query.From(entity.Table).WhereFalse()
        : Sight.Permitted(entity, Strategy.All.Contains(entity) ? Build.Everything(entity) : Build.Any(entity, Ends(entity, fields, Build)));

    /// <summary>The row of that key, if it is one of <see cref="Rows"/>.</summary>
    public Query Row(ScopeEntity entity, string code)
    {
        if (Sight.FieldsOf(entity) is not { } fields)
            return Query.From(entity.Table).WhereFalse();
        return Sight.Permitted(entity, Strategy.All.Contains(entity) ? Named(Build.Everything(entity)) : Build.Any(entity, [.. Apart(entity, Build).Select(Named), .. Shown(entity, fields).SelectMany(r => Build.Ends(r, code))]));

        Query Named(Query rows) => rows.Where(entity.Key, Op.Eq, code);
    }

    /// <summary><see cref="Rows"/>, with the own record being live as a condition.</summary>
    public Query RowsOfLive(ScopeEntity entity)
    {
        var own = Strategy.Viewer;
        if (entity.Tenant is { } tenant && own.Tenant is { } mine)
            return Rows(entity) is { IsFalse: false } rows ? rows.WhereIn(tenant, Own.Select(mine)) : Rows(entity);
        // Without a tenant to hold on to, each way begins at the live record.
        return Sight.FieldsOf(entity) is not { } fields ? Query.From(entity.Table).WhereFalse() : Sight.Permitted(entity, Build.Any(entity, Ends(entity, fields, Build.FromLive)));
    }

    /// <summary>What can be listed under a name; <see langword="null"/> when nothing can, or nothing of it may be shown.</summary>
    public ListedRows? Listed(string name)
    {
        if (Strategy.All.FirstOrDefault(e => e.Name == name) is { } all)
            return Sight.FieldsOf(all) is { } every ? new(name, all, every, Sight.Permitted(all, Build.Everything(all))) : null;
        var sets = Strategy.Sets.Concat(Strategy.Lists).ToArray();
        var set = Array.Find(sets, s => s.Name == name) ?? Array.Find(sets, s => s.Answer == name);
        return set is not null && Shown(Sight, set.Rows) is { } fields ? new(set.Name, set.Rows.Entity, fields, Sight.Permitted(set.Rows.Entity, Build.Members(set.Rows))) : null;
    }

    /// <summary>What is left of some rows' entity; <see langword="null"/> when nothing is, or when a hidden field filters them, which would show it.</summary>
    public static VisibleFields? Shown(ISight sight, CompiledRows rows) => sight.FieldsOf(rows.Entity) is { } fields && fields.Show(rows.Where) ? fields : null;

    private Query[] Ends(ScopeEntity entity, VisibleFields fields, StrategyQueries build) => [.. Apart(entity, build), .. Shown(entity, fields).SelectMany(build.Ends)];

    // The own record, and those above it.
    private IEnumerable<Query> Apart(ScopeEntity entity, StrategyQueries build) =>
        [.. entity == Strategy.Viewer ? [build.Viewer(entity)] : Array.Empty<Query>(), .. Strategy.Upward.Where(r => r.From == entity).Select(build.Parent)];

    private IEnumerable<CompiledRows> Shown(ScopeEntity entity, VisibleFields fields) => Strategy.Below.Where(r => r.Entity == entity && fields.Show(r.Where));
}

/// <summary>Rows that can be listed.</summary>
/// <param name="Name">Their name in the model.</param>
/// <param name="Entity">What they are.</param>
/// <param name="Fields">What is shown of them.</param>
/// <param name="Members">All of them.</param>
internal sealed record ListedRows(string Name, ScopeEntity Entity, VisibleFields Fields, Query Members);
