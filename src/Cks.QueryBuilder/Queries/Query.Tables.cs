namespace Cks.QueryBuilder;

/// <content>Tables that are joined, and queries that are used as tables.</content>
public sealed partial class Query
{
    /// <summary>Joins the rows of another table whose column equals one of a table that is read.</summary>
    /// <param name="table">The table; another name of one that is read already is its <see cref="Table.Alias"/>.</param>
    /// <param name="column">A column of the table.</param>
    /// <param name="other">A column of a table that is read, of the same type.</param>
    /// <exception cref="ArgumentException">A column is of another table or type, or the table is read already.</exception>
    public Query Join(Table table, Column column, Column other) => Join(QueryPart.Join, table, column, other);

    /// <summary>Joins the rows of another table for which a condition holds; it may name columns of both.</summary>
    /// <exception cref="ArgumentException">The table is read already, or the condition is empty.</exception>
    public Query Join(Table table, Func<ConditionGroup, ConditionGroup> on) => Join(QueryPart.Join, table, on);

    /// <summary>The same, and keeps the rows that find no partner, with NULL in every column of the table.</summary>
    /// <inheritdoc cref="Join(Table, Column, Column)"/>
    public Query LeftJoin(Table table, Column column, Column other) => Join(QueryPart.LeftJoin, table, column, other);

    /// <summary>The same, and keeps the rows that find no partner, with NULL in every column of the table.</summary>
    /// <inheritdoc cref="Join(Table, Func{ConditionGroup, ConditionGroup})"/>
    public Query LeftJoin(Table table, Func<ConditionGroup, ConditionGroup> on) => Join(QueryPart.LeftJoin, table, on);

    /// <summary>The same, and keeps the rows of the table that find no partner, with NULL in every other column.</summary>
    /// <inheritdoc cref="Join(Table, Column, Column)"/>
    public Query RightJoin(Table table, Column column, Column other) => Join(QueryPart.RightJoin, table, column, other);

    /// <summary>The same, and keeps the rows of the table that find no partner, with NULL in every other column.</summary>
    /// <inheritdoc cref="Join(Table, Func{ConditionGroup, ConditionGroup})"/>
    public Query RightJoin(Table table, Func<ConditionGroup, ConditionGroup> on) => Join(QueryPart.RightJoin, table, on);

    /// <summary>The same, and keeps the rows of both sides that find no partner. Only by equal columns, because PostgreSQL knows no other.</summary>
    /// <inheritdoc cref="Join(Table, Column, Column)"/>
    public Query FullJoin(Table table, Column column, Column other) => Join(QueryPart.FullJoin, table, column, other);

    /// <summary>Joins every row with every row of another table.</summary>
    /// <exception cref="ArgumentException">The table is read already.</exception>
    public Query CrossJoin(Table table) => Append(QueryPart.CrossJoin, null, new JoinOn(CheckNew(table), null));

    /// <summary>The query as a table of another one, written inside it; <see cref="Table.Column{T}(Column{T})"/> gives its columns.</summary>
    /// <param name="number">Tells the queries apart that one query uses as tables.</param>
    /// <exception cref="ArgumentOutOfRangeException">The number is not 1 to <see cref="Table.LastNumber"/>.</exception>
    /// <exception cref="ArgumentException">The query locks rows, has a tag, is bound or is a count.</exception>
    public Table AsTable(int number = 1) => Made(number, TableKind.Single, false, this);

    /// <summary>The query as a table that is named once, before the query that reads it, and may be read there several times; see <see cref="With"/>.</summary>
    /// <inheritdoc cref="AsTable"/>
    public Table AsCommonTable(int number = 1) => Made(number, TableKind.Single, true, this);

    /// <summary>
    /// A common table that begins with the rows of a query and grows by what a second one makes of the rows found last, until nothing new is found: a walk along a
    /// hierarchy. A row that was found before is not found again, so a circle in the data ends the walk.
    /// </summary>
    /// <param name="step">Makes the second query from the table itself, which it must read; it selects columns of the same types.</param>
    /// <param name="number">Tells the tables of a query apart.</param>
    /// <exception cref="ArgumentException">The second query does not read the table itself, or its columns are not of the same types.</exception>
    public Table AsRecursiveTable(Func<Table, Query> step, int number = 1)
    {
        ArgumentNullException.ThrowIfNull(step);
        Table.CheckNumber(number);
        CheckInner(this);
        var self = new Table(number, Chosen, new(TableKind.Self, true));
        var next = step(self) ?? throw new ArgumentException("The step is null.", nameof(step));
        if (!next.Reads(self))
            throw new ArgumentException("The step does not read the table that it is a step of.", nameof(step));
        if (next.IsReduced || next.HasOuterJoin || next.IsLimited || Array.Exists(next.Chain(), p => QueryParts.IsOrder(p._part) || p._part == QueryPart.With))
            throw new ArgumentException("The step is grouped, ordered, limited, has a common table of its own or joins rows without a partner; no database walks on from that.", nameof(step));
        CheckArms(TableKind.Recursive, [this, next]);
        return new(number, Chosen, new(TableKind.Recursive, true, this, next) { Self = self });
    }

    /// <summary>Names a common table before the query, which may then read it, in its sub-queries too.</summary>
    /// <exception cref="ArgumentException">It is no common table, or one with its number is there.</exception>
    public Query With(Table common)
    {
        ArgumentNullException.ThrowIfNull(common);
        if (common.Definition is not { IsCommon: true, Kind: not TableKind.Self })
            throw new ArgumentException($"{common} is no common table.", nameof(common));
        if (Array.Exists(Chain(), p => p._part == QueryPart.With && ((Table)p._value!).Number == common.Number))
            throw new ArgumentException($"A common table of the number {common.Number} is there already; give it another one.", nameof(common));
        return Append(QueryPart.With, null, common);
    }

    /// <summary>The rows of this query and of others, each once. Columns go by their place and must be of the same types; the result is a query of one table, <see cref="Table"/>.</summary>
    /// <exception cref="ArgumentException">
    /// Columns are not of the same types, one of rows that are told apart holds JSON, or a query locks rows, has a tag, is bound or is a count.
    /// </exception>
    public Query Union(params ReadOnlySpan<Query> others) => Combine(TableKind.Union, others);

    /// <summary>The rows of this query and of others.</summary>
    /// <inheritdoc cref="Union"/>
    public Query UnionAll(params ReadOnlySpan<Query> others) => Combine(TableKind.UnionAll, others);

    /// <summary>The rows that this query and all others have, each once.</summary>
    /// <inheritdoc cref="Union"/>
    public Query Intersect(params ReadOnlySpan<Query> others) => Combine(TableKind.Intersect, others);

    /// <summary>The rows of this query that no other has, each once.</summary>
    /// <inheritdoc cref="Union"/>
    public Query Except(params ReadOnlySpan<Query> others) => Combine(TableKind.Except, others);

    private static Table Made(int number, TableKind kind, bool isCommon, params Query[] arms)
    {
        Table.CheckNumber(number);
        CheckArms(kind, arms);
        return new(number, arms[0].Chosen, new(kind, isCommon, arms));
    }

    private static void CheckArms(TableKind kind, Query[] arms)
    {
        if (kind is not (TableKind.Single or TableKind.UnionAll) && Array.Exists(arms[0].Chosen, c => !ColumnKinds.IsComparable(c.Kind)))
            throw new ArgumentException("JSON has no equality, so rows that hold it cannot be told apart; select paths in it, or use UnionAll.", nameof(arms));
        foreach (var arm in arms)
        {
            CheckInner(arm);
            if (!arm.Chosen.Select(c => c.Kind).SequenceEqual(arms[0].Chosen.Select(c => c.Kind)))
                throw new ArgumentException("The columns of the queries are not of the same types.", nameof(arms));
        }
    }

    private Query Combine(TableKind kind, ReadOnlySpan<Query> others) =>
        others.IsEmpty ? throw new ArgumentException("There is no other query.", nameof(others)) : From(Made(1, kind, false, [this, .. others]));

    private Query Join(QueryPart how, Table table, Column column, Column other)
    {
        CheckNew(table);
        ArgumentNullException.ThrowIfNull(column);
        CheckOwn(other);
        if (column.Of != table || column.Term is not null || other.Term is not null)
            throw new ArgumentException($"{column} is not a column of {table}, or one of the two is computed.", nameof(column));
        if (column.Kind != other.Kind || !ColumnKinds.IsComparable(column.Kind))
            throw new ArgumentException($"{column} and {other} are not of one type that compares.", nameof(column));
        return table.IsMade
            ? Append(how, null, new JoinOn(table, Reading(table).Append(QueryPart.CompareColumn, column, other)))
            : Append(how, column, other);
    }

    private Query Join(QueryPart how, Table table, Func<ConditionGroup, ConditionGroup> on)
    {
        CheckNew(table);
        return Append(how, null, new JoinOn(table, Alternatives(Reading(table), on)));
    }

    /// <summary>The root of a group whose conditions may name the table as well.</summary>
    private Query Reading(Table table) => new(Append(QueryPart.CrossJoin, null, new JoinOn(table, null)), State.None);

    private Table CheckNew(Table table)
    {
        ArgumentNullException.ThrowIfNull(table);
        for (var query = this; query is not null; query = query._parent)
        {
            if (QueryParts.IsSource(query._part) && query.SourceTable.Quoted == table.Quoted)
                throw new ArgumentException($"{table} is read already; give it another name or number.", nameof(table));
        }

        return table;
    }
}
