using Cks.QueryBuilder;
using Cks.Rbac;

namespace Cks.Scope;

/// <summary>
/// Turns ways into queries for one subject. Tenant and test class are ANDed to every table that is named, also to those in between (S01);
/// being archived is asked of the row itself and, where a metric says so, of the relation it is counted within.
/// </summary>
internal readonly struct StrategyQueries(Subject me, DateTimeOffset today)
{
    /// <summary>The viewer's own live record.</summary>
    public Query Viewer(ScopeEntity entity) => Live(entity).Where(entity.Key, Op.Eq, me.Code);

    /// <summary>Everything live.</summary>
    public Query Live(ScopeEntity entity) => Live(entity, Visible(entity));

    /// <summary>The live rows that at least one way leads to.</summary>
    public Query Members(CompiledRows rows)
    {
        var ends = rows.Ways is [_] ? [] : Ends(rows).ToArray();
        return Narrow(rows.Ways is [var only] ? Live(rows.Entity, Reach(only)) : Live(rows.Entity).Where(or => ends.Aggregate(or, (any, way) => any.OrWhereIn(rows.Entity.Key, way))), rows.Where);
    }

    /// <summary>The keys that each way leads to.</summary>
    public IEnumerable<Query> Ends(CompiledRows rows)
    {
        var build = this;
        return rows.Ways.Select(way => build.Reach(way).Select(rows.Entity.Key));
    }

    /// <summary>The live record directly above the viewer.</summary>
    public Query Parent(ScopeRelation relation) =>
        Live(relation.From).WhereIn(relation.From.Key, Visible(relation.To).Where(relation.To.Key, Op.Eq, me.Code).Select(relation.By!));

    /// <summary>Keeps what meets all filters.</summary>
    public Query Narrow(Query rows, IReadOnlyList<RowFilter> filters)
    {
        foreach (var filter in filters)
            rows = filter.Narrow(rows, today);
        return rows;
    }

    private Query Reach(ScopePath path) => Reach(path.Steps, path.Steps.Count, path.LiveAfter);

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
        if (count == 1)
            return on is null ? rows.Where(column, Op.Eq, me.Code) : rows.WhereIn(column, Visible(above).Where(above.Key, Op.Eq, me.Code).Select(on));
        var members = Reach(steps, count - 1, liveAfter);
        if (count - 1 == liveAfter)
            members = Live(above, members);
        return rows.WhereIn(column, members.Select(on ?? above.Key));
    }

    /// <summary>The rows of the subject's tenant and test class, archived or not.</summary>
    public Query Visible(ScopeEntity entity)
    {
        var rows = Query.From(entity.Table);
        if (entity.Tenant is { } tenant)
            rows = rows.Where(tenant, Op.Eq, me.Tenant.Value);
        return entity.Test is { } test ? rows.Where(test, Op.Eq, me.IsTest) : rows;
    }

    private static Query Live(ScopeEntity entity, Query rows) => entity.Archived is { } archived ? rows.WhereNull(archived) : rows;
}
