namespace Cks.QueryBuilder;

/// <summary>What is computed from a column.</summary>
/// <param name="Of">The column; nothing for the count of rows.</param>
/// <param name="Key">See <see cref="Column.Key"/>.</param>
/// <param name="Legs">Values that it holds itself.</param>
internal abstract record ColumnTerm(Column? Of, ulong Key, object[] Legs)
{
    private const ulong Made = 1UL << 32;

    /// <summary>The key of a column of a table that is made in the query. The number names the table there.</summary>
    public static ulong KeyOfMade(int number, int ordinal, ColumnKind kind) => (1UL << 56) | ((ulong)number << 24) | ((ulong)ordinal << 8) | (ulong)kind;

    /// <summary>What is left of a key inside a greater one: the columns that a term can be of have few enough.</summary>
    protected static ulong Inner(Column column) => column.Term is null
        ? (uint)column.Key | (column.Key >> 56 == 0 ? 0 : Made)
        : throw new ArgumentException($"{column} is computed already; select it in a query of its own and use that as a table.", nameof(column));
}

/// <summary>A number or value of a group of rows.</summary>
internal sealed record AggregateTerm(AggregateFunction Function, Column? Of)
    : ColumnTerm(Of, (2UL << 56) | ((ulong)Function << 40) | (Of is null ? 0 : Inner(Of)), []);

/// <summary>What stands at a path of a JSON column.</summary>
internal sealed record JsonTerm(Column Column, ColumnKind Kind, object[] Steps)
    : ColumnTerm(Column, (3UL << 56) | ((ulong)Kind << 45) | ((ulong)Steps.Length << 41) | (Kinds(Steps) << 33) | Inner(Column), Steps)
{
    private static ulong Kinds(object[] steps)
    {
        var kinds = 0UL;
        foreach (var step in steps)
            kinds = (kinds << 1) | (step is JsonLeg { Name: null } ? 1UL : 0);
        return kinds;
    }
}
