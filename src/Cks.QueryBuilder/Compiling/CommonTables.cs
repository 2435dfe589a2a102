namespace Cks.QueryBuilder;

/// <summary>
/// Holds that every common table is named before it is read. Asked of each query that has any, also of one whose text is known: two such tables may have one shape,
/// and the text would read whichever is named.
/// </summary>
internal static class CommonTables
{
    /// <exception cref="InvalidOperationException">A common table is not named around the place where it is read, or another one of its number is.</exception>
    public static void Check(Query query) => Check(query, [], null);

    // A recursive table is read by its own step, and not by a query inside that: no database walks on from there.
    private static void Check(Query query, List<Table> named, Table? walked)
    {
        if (!query.HasCommon)
            return;
        var before = named.Count;
        var chain = query.Chain();
        foreach (var part in chain)
        {
            if (part.Part != QueryPart.With)
                continue;
            var table = (Table)part.Value!;
            if (named.Exists(t => t.Number == table.Number))
                throw new InvalidOperationException($"Another common table of the number {table.Number} can be read here; give one of them another number.");
            Check(table.Definition!, named);
            named.Add(table);
        }

        if (!query.IsGroup) // whose table is that of the query around it
            Check(query.Table, named, walked);
        foreach (var part in chain)
        {
            if (QueryParts.IsJoin(part.Part))
                Check(part.SourceTable, named, walked);
            foreach (var inner in Inside(part))
                Check(inner, named, part.Part is QueryPart.Group or QueryPart.NotGroup or QueryPart.Having || QueryParts.IsJoin(part.Part) ? walked : null);
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

    private static void Check(Table table, List<Table> named, Table? walked)
    {
        if (table.Definition is not { } made)
            return;
        if (made.Kind == TableKind.Self && table != walked)
            throw new InvalidOperationException("A recursive table is read in its own step only, and not in a query inside that.");
        if (made.IsCommon && !named.Contains(table))
            throw new InvalidOperationException($"The common table {table} is not named before the query; call With on the query, or on one around it.");
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
            Check(made.Arms[i], named, self);
            if (self is not null)
                named.Remove(self);
        }
    }
}
