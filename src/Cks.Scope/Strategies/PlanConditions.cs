using Cks.QueryBuilder;
using Cks.Rbac;

namespace Cks.Scope;

/// <summary>Puts what a policy asks of rows on a query.</summary>
public static class PlanConditions
{
    /// <summary>
    /// Keeps the rows that a plan permits. A comparison with a column that is NULL keeps no row, as the plan wants it. What cannot be translated, an attribute without a column of its type or a relation that
    /// nobody answers, makes the whole plan permit nothing.
    /// </summary>
    /// <param name="rows">The query, on rows of the subject's tenant and test class.</param>
    /// <param name="plan">What the policy asks.</param>
    /// <param name="columnOf">The column of an attribute: a text, a whole number (<see cref="int"/> or <see cref="long"/>), a moment or a flag. <see langword="null"/> where there is none.</param>
    /// <param name="key">The column that holds what a row is called, for relations.</param>
    /// <param name="related">The keys of the rows to which the subject stands in a relation, as <see cref="IScopeQueries.Related"/> tells them.</param>
    /// <exception cref="QueryRefusedException">The conditions are more than a query may have.</exception>
    public static Query Where(this Query rows, ScopePlan plan, Func<string, Column?> columnOf, Column<string>? key = null, Func<string, Query?>? related = null)
    {
        ArgumentNullException.ThrowIfNull(rows);
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentNullException.ThrowIfNull(columnOf);
        if (plan.Where is not { } where)
            return plan.IsEverything ? rows : rows.WhereFalse();
        var translator = new PlanTranslator(columnOf, key, related);
        return where.Everything().All(n => translator.ObstacleOf(n) == PlanObstacle.None) ? rows.Where(all => translator.Put(all, where)) : rows.WhereFalse();
    }
}
