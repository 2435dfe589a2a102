using Cks.QueryBuilder;
using Cks.Rbac;

namespace Cks.Scope;

/// <summary>
/// Turns ways into queries for one subject. Tenant and test class are ANDed to every table that is named, also to those in between (S01);
/// being archived is asked of the row itself and, where a metric says so, of the set it is counted within.
/// </summary>
internal readonly struct ScopeQueries(Subject me)
{
    /// <summary>The viewer's own live record.</summary>
    public Query Viewer(ScopeEntity entity) => Live(entity, Visible(entity).Where(entity.Key, Op.Eq, me.Code));

    /// <summary>The live rows at the end of a way.</summary>
    public Query Members(ScopePath path) => Live(path.Target, Reach(path.Steps, path.Steps.Count, path.LiveAfter));

    /// <summary>The live record directly above the viewer.</summary>
    public Query Parent(ScopeRelation relation) =>
        Live(relation.From, Visible(relation.From).WhereIn(relation.From.Key, Visible(relation.To).Where(relation.To.Key, Op.Eq, me.Code).Select(relation.By!)));

    private Query Reach(IReadOnlyList<ScopeRelation> steps, int count, int liveAfter)
    {
        var step = steps[count - 1];
        var rows = Visible(step.To);
        if (step.Link is { } link)
            return rows.WhereIn(step.To.Key, From(Visible(link.Entity), link.From, steps, count, liveAfter).Select(link.To));
        return From(rows, step.By!, steps, count, liveAfter);
    }

    /// <summary>Restricts rows to those whose column holds the key of the viewer or, further down, of a member of the set above.</summary>
    private Query From(Query rows, Column<string> column, IReadOnlyList<ScopeRelation> steps, int count, int liveAfter)
    {
        if (count == 1)
            return rows.Where(column, Op.Eq, me.Code);
        var above = Reach(steps, count - 1, liveAfter);
        var entity = steps[count - 2].To;
        if (count - 1 == liveAfter)
            above = Live(entity, above);
        return rows.WhereIn(column, above.Select(entity.Key));
    }

    private Query Visible(ScopeEntity entity)
    {
        var rows = Query.From(entity.Table);
        if (entity.Tenant is { } tenant)
            rows = rows.Where(tenant, Op.Eq, me.Tenant.Value);
        return entity.Test is { } test ? rows.Where(test, Op.Eq, me.IsTest) : rows;
    }

    private static Query Live(ScopeEntity entity, Query rows) => entity.Archived is { } archived ? rows.WhereNull(archived) : rows;
}
