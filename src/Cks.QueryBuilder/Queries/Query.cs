namespace Cks.QueryBuilder;

/// <summary>
/// What to read. Immutable: every method returns another query and shares the rest, so a query may be kept and built upon by several threads.
/// Conditions are joined by AND; OR exists only inside <see cref="Where(Func{ConditionGroup, ConditionGroup})"/>, so nothing that is added later can widen what was there.
/// </summary>
public sealed partial class Query
{
    /// <summary>Most values in a list: 1,000.</summary>
    public const int LongestList = 1_000;

    /// <summary>Most characters in a text that is searched for: 4,096.</summary>
    public const int LongestSearchText = 4_096;

    /// <summary>Most parts (joins, conditions, order columns, limit), sub-queries included: 256.</summary>
    public const int MostParts = 256;

    // What both databases take in one statement.
    private const int MostValues = 32_766;

    // And in one row.
    private const int MostColumns = 1_664;

    /// <summary>Most levels of groups and sub-queries: 16.</summary>
    public const int DeepestNesting = 16;

    /// <summary>The table that is read; where others are joined, the first.</summary>
    public Table Table
    {
        get
        {
            var root = this;
            while (root._parent is not null)
                root = root._parent;
            return root.SourceTable;
        }
    }

    /// <summary>
    /// The columns of a result row, in order: those that were chosen, else all of <see cref="Table"/>, also where other tables are joined.
    /// None for <see cref="Count"/>, whose only value is a 64-bit integer.
    /// </summary>
    public IReadOnlyList<Column> Columns => IsCount ? [] : Chosen;

    /// <summary>Whether it asks for the number of rows.</summary>
    public bool IsCount => Has(QueryPart.Count);

    /// <summary>
    /// Whether it can be seen without a database that no row matches; such a query is never sent.
    /// Sums and the like over all rows are one row also where nothing matches, so a query that asks for them is sent.
    /// </summary>
    public bool IsFalse => (_state & (State.False | State.EarlierMayMatch)) == State.False && (_state & (State.Aggregates | State.Grouped)) != State.Aggregates;

    internal Column[] Chosen => Find(QueryPart.Select) is { } select ? (Column[])select._value! : Table.AllColumns;

    /// <summary>All columns and all rows of a table.</summary>
    public static Query From(Table table)
    {
        ArgumentNullException.ThrowIfNull(table);
        return table.AllRows;
    }

    /// <summary>Chooses the columns, at least one; replaces an earlier choice.</summary>
    /// <exception cref="ArgumentException">A column is of no table that is read.</exception>
    /// <exception cref="QueryRefusedException">There are more columns than a database returns.</exception>
    public Query Select(params ReadOnlySpan<Column> columns)
    {
        if (columns.IsEmpty)
            throw new ArgumentException("Choose at least one column.", nameof(columns));
        CheckWidth(columns.Length);
        foreach (var column in columns)
            CheckChosen(column);
        RefuseCount();
        if (columns.SequenceEqual(Table.AllColumns) && !IsBound) // one spelling for one meaning, so that it has one shape
            return Without(QueryPart.Select, QueryPart.Select);
        return Append(QueryPart.Select, null, columns.ToArray());
    }

    /// <summary>
    /// Returns each row of the chosen columns once. What it is ordered by must be among them. A JSON path or an aggregate cannot be among them: select those
    /// in a query of its own and use that as a table.
    /// </summary>
    /// <exception cref="InvalidOperationException">It is a count already, whose columns are gone.</exception>
    public Query Distinct()
    {
        RefuseCount();
        return Append(QueryPart.Distinct, null, null);
    }

    /// <summary>Makes a row of each group of rows with equal values of the column, and of all other columns that are grouped by. Then only these and <see cref="Aggregate"/>s can be chosen.</summary>
    /// <exception cref="ArgumentException">The column is computed or holds JSON.</exception>
    public Query GroupBy(params ReadOnlySpan<Column> columns)
    {
        var query = IsCount ? Without(QueryPart.Select, QueryPart.Select) : this; // as if it were counted last
        foreach (var column in columns)
        {
            CheckChosen(column);
            if (column.Term is not null || !ColumnKinds.IsComparable(column.Kind))
                throw new ArgumentException($"{column} is computed or holds JSON; select it in a query of its own, use that as a table and group by its column.", nameof(columns));
            query = query.Append(QueryPart.GroupBy, column, null);
        }

        return query;
    }

    /// <summary>Keeps the groups whose number or value compares so.</summary>
    /// <exception cref="ArgumentException">It is no aggregate and no column that is grouped by.</exception>
    public Query Having<T>(Column<T> column, Op op, T value) => Having(group => group.Where(column, op, value));

    /// <summary>Keeps the groups that match one of several alternatives.</summary>
    /// <inheritdoc cref="Where(Func{ConditionGroup, ConditionGroup})"/>
    public Query Having(Func<ConditionGroup, ConditionGroup> group) => Append(QueryPart.Having, null, Alternatives(new(this, State.OfGroups), group));

    /// <summary>Orders by a column, after earlier order columns. Text by code point.</summary>
    /// <param name="column">The column; in a grouped query one that is grouped by, or an aggregate.</param>
    /// <param name="nulls">Where NULL stands: last.</param>
    public Query OrderBy(Column column, Nulls nulls = Nulls.Greatest) => Order(QueryPart.OrderBy, column, nulls);

    /// <summary>Orders by a column from the greatest down, after earlier order columns. Text by code point.</summary>
    /// <param name="column">The column; in a grouped query one that is grouped by, or an aggregate.</param>
    /// <param name="nulls">Where NULL stands: first.</param>
    public Query OrderByDesc(Column column, Nulls nulls = Nulls.Greatest) => Order(QueryPart.OrderByDesc, column, nulls);

    /// <summary>
    /// Keeps the rows behind a key in the order of the order columns: the next page, from the last row of this one. One value for each order column, of its type.
    /// Call it after the order is complete; replaces an earlier key. The order columns must be NOT NULL in the database and together unique, or rows are left out.
    /// </summary>
    /// <exception cref="ArgumentException">There are no order columns, or the values are not one for each of them in its type; null is of none.</exception>
    /// <exception cref="InvalidOperationException">The order has a computed column, or the rows are grouped.</exception>
    /// <exception cref="QueryRefusedException">A value is a malformed text.</exception>
    public Query After(params ReadOnlySpan<object> key)
    {
        if (IsReduced)
            throw new InvalidOperationException("The rows are grouped, or each returned once; use the query as a table and page through that.");
        var order = this;
        while (QueryParts.RankOf(order._part) > QueryParts.Order)
            order = order._parent!;
        var values = new object[key.Length];
        var left = key.Length;
        for (; QueryParts.IsOrder(order._part) && left > 0; order = order._parent!)
        {
            if (order.Column.Term is not null)
                throw new InvalidOperationException($"{order.Column} is computed; a page is found by columns.");
            if (!ColumnKinds.Fits(order.Column.Kind, key[--left]))
                throw new ArgumentException($"The value {left} of the key is not of the type of {order.Column}.", nameof(key));
            values[left] = QueryValue.Of(key[left]);
        }

        if (key.IsEmpty || left > 0 || QueryParts.IsOrder(order._part))
            throw new ArgumentException("The key must have one value for each order column, and there must be one at least.", nameof(key));
        return Append(QueryPart.After, null, values);
    }

    /// <summary>
    /// Keeps the first rows only; replaces an earlier limit. 0 keeps none. The number stands in the text, because a database plans by it and would plan anew each time if it
    /// were a value: let a request choose among few.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The number is negative.</exception>
    public Query Limit(int rows)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(rows);
        return Append(QueryPart.Limit, null, new RowLimit(rows));
    }

    /// <summary>
    /// Asks for the number of rows instead of the rows. With <see cref="Limit"/>, before or after, counting ends there:
    /// a limit of 1,001 tells whether there are more than 1,000 at a bounded price. Columns and order are dropped and can no more be set.
    /// </summary>
    /// <exception cref="InvalidOperationException">The query locks its rows.</exception>
    public Query Count()
    {
        if (IsLocking)
            throw new InvalidOperationException("A count locks no rows.");
        // Of rows that count once, and of the one that aggregates make of all, the columns say what is counted.
        var rows = IsReduced && !IsGrouped ? this : Without(QueryPart.Select, QueryPart.Select);
        // A key means nothing without its order; the text leaves the order out.
        return (Has(QueryPart.After) ? rows.WithoutNulls() : rows.Without(QueryPart.OrderBy, QueryPart.OrderByDesc)).Append(QueryPart.Count, null, null);
    }

    /// <summary>
    /// Locks the rows of <see cref="Table"/> until the transaction ends, so that nobody changes them in between; only for <see cref="SqlTransaction"/>.
    /// On SQLite it says nothing, because a transaction that may write is the only one there.
    /// </summary>
    /// <exception cref="InvalidOperationException">The result is not rows of a declared table: a count, groups, each row once, or a query used as a table.</exception>
    public Query ForUpdate() => Lock(QueryPart.ForUpdate);

    /// <summary>
    /// Keeps others from changing the rows that are found until the transaction ends, and lets others do the same: <c>FOR SHARE</c> on PostgreSQL, nothing on SQLite.
    /// Replaces <see cref="ForUpdate"/>. Only inside a <see cref="SqlTransaction"/>.
    /// </summary>
    /// <inheritdoc cref="ForUpdate"/>
    public Query ForShare() => Lock(QueryPart.ForShare);

    /// <summary>Names the query in the text, as a comment before it, for the logs and statistics of the database; replaces an earlier tag.</summary>
    public Query Tag(SqlTag tag)
    {
        ArgumentNullException.ThrowIfNull(tag);
        return Append(QueryPart.Tag, null, tag);
    }

    /// <summary>What <paramref name="then"/> makes of the query if the condition holds, else the query as it is.</summary>
    public Query When(bool condition, Func<Query, Query> then)
    {
        ArgumentNullException.ThrowIfNull(then);
        return condition ? then(this) : this;
    }

    /// <summary>The parameters that <see cref="Bind"/> wants a value for, each once; none of a query that has its values.</summary>
    public IReadOnlyList<Parameter> Parameters => IsBound ? [] : (_template ??= new(CopyValues())).Parameters;

    /// <summary>
    /// The query with values for all its <see cref="Parameter{T}"/>s; nothing can be added to it afterwards. A parameter is sent once, wherever it stands, and the text is
    /// kept, so a query that is kept and bound anew costs least.
    /// </summary>
    /// <exception cref="ArgumentException">A parameter has no value, or a value is for no parameter of the query.</exception>
    public Query Bind(params ReadOnlySpan<ParameterValue> values)
    {
        if (IsBound)
            throw new InvalidOperationException("The query has the values of its parameters.");
        var template = _template ??= new(CopyValues());
        var all = template.Values.AsSpan().ToArray();
        var used = 0;
        foreach (var (parameter, index) in template.Open)
        {
            var given = 0;
            while (given < values.Length && !ReferenceEquals(values[given].Parameter, parameter))
                given++;
            if (given == values.Length)
                throw new ArgumentException($"The parameter {parameter} has no value.", nameof(values));
            all[index] = values[given].Value;
            used |= 1 << given;
        }

        return values.Length <= Parameter.Most && used == (1 << values.Length) - 1
            ? new(this, all)
            : throw new ArgumentException($"A value is for no parameter of the query, or there are more than {Parameter.Most}.", nameof(values));
    }

    // Where NULL stands in an order is not in the text either.
    private Query WithoutNulls()
    {
        if (_parent is null)
            return this;
        var (below, op) = (_parent.WithoutNulls(), QueryParts.IsOrder(_part) ? (byte)Nulls.Greatest : _op);
        return below == _parent && op == _op ? this : new(below, _part, op, _column, _value);
    }

    private Query Lock(QueryPart how)
    {
        if (IsCount || IsReduced || Table.IsMade)
            throw new InvalidOperationException("Only rows of a declared table can be locked.");
        return Append(how, null, null);
    }

    private Query Order(QueryPart direction, Column column, Nulls nulls)
    {
        CheckChosen(column);
        if ((uint)nulls > (uint)Nulls.Last)
            throw new ArgumentOutOfRangeException(nameof(nulls));
        if (column.Kind == ColumnKind.Json)
            throw new ArgumentException($"{column} holds JSON; order by a path in it.", nameof(column));
        RefuseCount();
        if (Has(QueryPart.After))
            throw new InvalidOperationException("The key of the query has no value for another order column; call After last.");
        // One spelling for one meaning.
        if (nulls == (direction == QueryPart.OrderBy ? Nulls.Last : Nulls.First))
            nulls = Nulls.Greatest;
        return Append(direction, column, null, (byte)nulls);
    }

    /// <summary>The key of a column of a made table has room for so many, and for no more.</summary>
    internal static void CheckWidth(int columns)
    {
        if (columns > MostColumns)
            throw new QueryRefusedException(QueryRefusal.TooComplex);
    }

    private void RefuseCount()
    {
        if (IsCount)
            throw new InvalidOperationException("A count has neither columns nor order.");
    }

    private void CheckChosen(Column column)
    {
        ArgumentNullException.ThrowIfNull(column);
        if (column.Of is not null && !ReferenceEquals(_column?.Of, column.Of) && !Reads(column.Of))
            throw NotRead(column);
    }

    private ArgumentException NotRead(Column column) => new($"{column} is not a column of {Table} or of a table that is joined to it; join first.", nameof(column));
}
