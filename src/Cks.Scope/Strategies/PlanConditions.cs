using Cks.QueryBuilder;
using Cks.Rbac;

namespace Cks.Scope;

/// <summary>Puts what a policy asks of rows on a query.</summary>
public static class PlanConditions
{
    /// <summary>
    /// Keeps the rows that a plan permits: at least one permit is true and every deny is false, where a NULL makes a comparison neither.
    /// An attribute without a column makes the whole plan permit nothing.
    /// </summary>
    /// <param name="rows">The query.</param>
    /// <param name="plan">What the policy asks.</param>
    /// <param name="columnOf">The column of an attribute, or <see langword="null"/> where there is none.</param>
    public static Query Where(this Query rows, ScopePlan plan, Func<string, Column<string>?> columnOf)
    {
        ArgumentNullException.ThrowIfNull(rows);
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentNullException.ThrowIfNull(columnOf);
        if (plan.Where is not { } where)
            return plan.IsEverything ? rows : rows.WhereFalse();
        var columns = new Dictionary<string, Column<string>>(StringComparer.Ordinal);
        foreach (var node in where.Everything().Where(n => n.Kind is not (PlanNodeKind.All or PlanNodeKind.Any)))
            if (node.Kind is PlanNodeKind.OneOf or PlanNodeKind.NoneOf && node.Values.All(v => v.Kind == AttributeKind.Text) && columnOf(node.Name) is { } column)
                columns[node.Name] = column;
            else
                return rows.WhereFalse();
        return rows.Where(all => Put(all, where, columns));
    }

    private static ConditionGroup Put(ConditionGroup all, PlanNode node, Dictionary<string, Column<string>> columns)
    {
        string[] values = [.. node.Values.Select(v => v.Text)];
        return node.Kind switch
        {
            PlanNodeKind.All => node.Nodes.Aggregate(all, (group, n) => Put(group, n, columns)),
            PlanNodeKind.Any => all.Where(or => node.Nodes.Aggregate(or, (any, n) => any.OrWhere(and => Put(and, n, columns)))),
            PlanNodeKind.OneOf => values is [var value] ? all.Where(columns[node.Name], Op.Eq, value) : all.WhereIn(columns[node.Name], values),
            // Each comparison is with NULL neither true nor false, so a row without the attribute is not kept by it.
            _ => values.Aggregate(all, (none, value) => none.Where(columns[node.Name], Op.Ne, value)),
        };
    }
}
