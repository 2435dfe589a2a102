namespace Cks.QueryBuilder;

/// <summary>What the databases would refuse, or answer in ways of their own, is refused here when a shape is met first.</summary>
internal static class QueryRules
{
    /// <exception cref="InvalidOperationException">The query has no meaning; says why.</exception>
    public static void Check(Query query, Query[] chain)
    {
        var order = Array.FindAll(chain, p => QueryParts.IsOrder(p.Part));
        Refuse(query.IsLocking && Array.Exists(chain, p => p.Part is QueryPart.RightJoin or QueryPart.FullJoin), "Where a join may leave the first table out, there is no row of it to lock.");
        if (!query.IsReduced)
        {
            Refuse(Array.Exists(order, p => p.Column.IsAggregate), "An aggregate in the order needs groups, or an aggregate that is chosen.");
            return;
        }

        Refuse(Array.Exists(chain, p => p.Part == QueryPart.After || QueryParts.IsLock(p.Part)), "Groups, and rows that are returned once, have no key and no lock; use the query as a table.");
        var groups = Array.FindAll(chain, p => p.Part == QueryPart.GroupBy);
        if (query.IsDistinct)
        {
            Refuse(groups.Length > 0 || query.HasAggregates || Array.Exists(query.Chosen, c => c.Term is not null || !ColumnKinds.IsComparable(c.Kind)),
                "Groups, computed columns and JSON cannot be returned once each; use the query as a table.");
            Refuse(Array.Exists(order, p => !Array.Exists(query.Chosen, c => c.Key == p.Column.Key)), "What is returned once must be ordered by what is chosen.");
            return;
        }

        bool IsOfGroups(Column column) => column.IsAggregate || Array.Exists(groups, g => g.Column.Key == column.Key);
        Refuse(!(query.IsCount && query.IsGrouped) && !Array.TrueForAll(query.Chosen, IsOfGroups), "Choose only aggregates and what is grouped by.");
        Refuse(!Array.TrueForAll(order, p => IsOfGroups(p.Column)), "Order groups only by aggregates and by what is grouped by.");
        Refuse(!Array.TrueForAll(chain, p => p.Part != QueryPart.Having || Holds(p.Inner, IsOfGroups)), "Ask groups only for aggregates and what is grouped by.");
    }

    private static bool Holds(Query group, Func<Column, bool> isOfGroups) => Array.TrueForAll(group.Chain(), part => part.Part switch
    {
        QueryPart.Group or QueryPart.NotGroup => Holds(part.Inner, isOfGroups),
        QueryPart.CompareColumn => isOfGroups(part.Column) && isOfGroups(part.Other),
        QueryPart.Or or QueryPart.False or QueryPart.Exists or QueryPart.NotExists => true,
        _ => isOfGroups(part.Column),
    });

    private static void Refuse(bool wrong, string why)
    {
        if (wrong)
            throw new InvalidOperationException(why);
    }
}
