namespace Cks.QueryBuilder;

/// <summary>
/// Holds that every common table is named before it is read. Asked of each query that has any, also of one whose text is known: two such tables may have one shape,
/// and the text would read whichever is named.
/// </summary>
internal static class CommonTables
{
    /// <exception cref="InvalidOperationException">A common table is not named around the place where it is read, or another one of its number is nearer.</exception>
    public static void Check(Query query) => Check(query, []);

    private static void Check(Query query, List<Table> named)
    {
        if (!query.HasCommon)
            return;
        var before = named.Count;
        var chain = query.Chain();
        foreach (var part in chain)
        {
            if (part.Part != QueryPart.With)
                continue;
            Check(((Table)part.Value!).Definition!, named);
            named.Add((Table)part.Value!);
        }

        Check(query.Table, named);
        foreach (var part in chain)
        {
            if (QueryParts.IsJoin(part.Part))
                Check(part.SourceTable, named);
            foreach (var inner in Inside(part))
                Check(inner, named);
        }

        named.RemoveRange(before, named.Count - before);
    }

    private static IEnumerable<Query> Inside(Query part) => part.Value switch
    {
        Query inner => [inner],
        Query[] arms => arms,
        JoinOn { Condition: { } on } => [on],
        _ => [],
    };

    private static void Check(Table table, List<Table> named)
    {
        if (table.Definition is not { } made)
            return;
        // The nearest of its number is what the database would read.
        if (made.IsCommon && named.FindLast(t => t.Number == table.Number) != table)
            throw new InvalidOperationException($"The common table {table} is not named before the query, or one of its number hides it; call With on the query, or on one around it.");
        if (!made.IsCommon)
            Check(made, named);
    }

    private static void Check(TableDefinition made, List<Table> named)
    {
        for (var i = 0; i < made.Arms.Length; i++)
        {
            var self = i == 1 ? made.Self : null;
            if (self is not null)
                named.Add(self);
            Check(made.Arms[i], named);
            if (self is not null)
                named.Remove(self);
        }
    }
}
