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
        if (plan.IsEverything)
            return rows;
        var columns = new Dictionary<string, Column<string>>(StringComparer.Ordinal);
        foreach (var attribute in plan.Permits.Concat(plan.Denies).SelectMany(c => c.Terms).Select(t => t.Attribute))
            if (columnOf(attribute) is { } column)
                columns[attribute] = column;
            else
                return rows.WhereFalse();
        if (plan.IsNothing || plan.Denies.Any(d => d.Terms.Count == 0))
            return rows.WhereFalse();
        foreach (var deny in plan.Denies)
            rows = rows.Where(or => deny.Terms.Aggregate(or, (any, term) => any.OrWhere(and => IsNone(and, columns[term.Attribute], term.Values))));
        return plan.Permits.Any(p => p.Terms.Count == 0)
            ? rows
            : rows.Where(or => plan.Permits.Aggregate(or, (any, permit) => any.OrWhere(and => permit.Terms.Aggregate(and, (all, term) => IsOne(all, columns[term.Attribute], term.Values)))));
    }

    private static ConditionGroup IsOne(ConditionGroup all, Column<string> column, IReadOnlyList<string> values) =>
        values is [var value] ? all.Where(column, Op.Eq, value) : all.WhereIn(column, values);

    // Each comparison is with NULL neither true nor false, so a row without the attribute is not kept by it.
    private static ConditionGroup IsNone(ConditionGroup all, Column<string> column, IReadOnlyList<string> values) =>
        values.Aggregate(all, (none, value) => none.Where(column, Op.Ne, value));
}
