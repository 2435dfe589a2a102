using System.Runtime.CompilerServices;

namespace Cks.QueryBuilder;

/// <summary>
/// What to read from one table. Immutable: every method returns another query and shares the rest, so a query may be kept and built upon by several threads.
/// Conditions are joined by AND; OR exists only inside <see cref="Where(Func{ConditionGroup, ConditionGroup})"/>, so nothing that is added later can widen what was there.
/// </summary>
public sealed partial class Query
{
    /// <summary>Most values in a list: 1,000.</summary>
    public const int LongestList = 1_000;

    /// <summary>Most characters in a text that is searched for: 4,096.</summary>
    public const int LongestSearchText = 4_096;

    /// <summary>Most parts (conditions, order columns, limit), sub-queries included: 256.</summary>
    public const int MostParts = 256;

    /// <summary>Most levels of groups and sub-queries: 16.</summary>
    public const int DeepestNesting = 16;

    /// <summary>The table that is read.</summary>
    public Table Table => _column is not null ? _column.Table : _parent is null ? (Table)_value! : _parent.Table;

    /// <summary>The columns of a result row, in order; none for <see cref="Count"/>, whose only value is a 64-bit integer.</summary>
    public IReadOnlyList<Column> Columns => IsCount ? [] : Find(QueryPart.Select) is { } select ? (Column[])select._value! : Table.Columns;

    /// <summary>Whether it asks for the number of rows.</summary>
    public bool IsCount => _part == QueryPart.Count;

    /// <summary>Whether it can be seen without a database that no row matches; such a query is never sent.</summary>
    public bool IsFalse => (_state & (State.False | State.EarlierMayMatch)) == State.False;

    /// <summary>All columns and all rows of a table.</summary>
    public static Query From(Table table)
    {
        ArgumentNullException.ThrowIfNull(table);
        return table.AllRows;
    }

    /// <summary>Chooses the columns, at least one; replaces an earlier choice.</summary>
    public Query Select(params ReadOnlySpan<Column> columns)
    {
        if (columns.IsEmpty)
            throw new ArgumentException("Choose at least one column.", nameof(columns));
        foreach (var column in columns)
            CheckOwn(column);
        RefuseCount();
        if (columns.SequenceEqual(Table.AllColumns)) // one spelling for one meaning, so that it has one shape
            return Without(QueryPart.Select, QueryPart.Select);
        return Append(QueryPart.Select, null, columns.ToArray());
    }

    /// <summary>Keeps the rows whose column compares so with the value.</summary>
    /// <exception cref="ArgumentNullException">The value is null; use <see cref="WhereNull"/> or <see cref="WhereNotNull"/>.</exception>
    /// <exception cref="QueryRefusedException">The value is a malformed text.</exception>
    public Query Where<T>(Column<T> column, Op op, T value)
    {
        CheckOwn(column);
        if ((uint)op > (uint)Op.Ge)
            throw new ArgumentOutOfRangeException(nameof(op));
        return Append(QueryPart.Compare, column, QueryValue.Of(value), op);
    }

    /// <summary>Keeps the rows whose column compares so with another column of the same row. Where one of them is NULL, the row does not match.</summary>
    public Query Where<T>(Column<T> column, Op op, Column<T> other)
    {
        CheckOwn(column);
        if ((uint)op > (uint)Op.Ge)
            throw new ArgumentOutOfRangeException(nameof(op));
        return Append(QueryPart.CompareColumn, column, CheckOwn(other), op);
    }

    /// <summary>
    /// Keeps the rows that match one of several alternatives: <c>.Where(or => or.Where(a, Op.Eq, 1).OrWhere(b, Op.Eq, 2))</c>.
    /// Parentheses stand around the whole, so it narrows the query like any other condition.
    /// </summary>
    /// <exception cref="ArgumentException">The group has no condition, or is of another table.</exception>
    public Query Where(Func<ConditionGroup, ConditionGroup> group)
    {
        ArgumentNullException.ThrowIfNull(group);
        var chain = group(new(Table.AllRows))?.Chain ?? throw new ArgumentException("The group is null.", nameof(group));
        if (chain.Table != Table)
            throw new ArgumentException("The group is of another table.", nameof(group));
        if (chain._part == QueryPart.From)
            throw new ArgumentException("The group has no condition, which would be neither true nor false.", nameof(group));
        if (chain.IsFalse)
            return WhereFalse();
        return chain.HasAlternatives ? Append(QueryPart.Group, null, chain) : AppendAll(chain);
    }

    /// <summary>Keeps the rows whose column is NULL.</summary>
    public Query WhereNull(Column column) => Append(QueryPart.Null, CheckOwn(column), null);

    /// <summary>Keeps the rows whose column is not NULL.</summary>
    public Query WhereNotNull(Column column) => Append(QueryPart.NotNull, CheckOwn(column), null);

    /// <summary>Keeps the rows whose column is one of the values; none of them: no row. The list is copied.</summary>
    /// <exception cref="ArgumentNullException">A value is null.</exception>
    /// <exception cref="QueryRefusedException">There are more than <see cref="LongestList"/> values, or one is a malformed text.</exception>
    public Query WhereIn<T>(Column<T> column, IReadOnlyCollection<T> values)
    {
        CheckOwn(column);
        ArgumentNullException.ThrowIfNull(values);
        var list = QueryValue.List(values);
        return list.Length == 0 ? WhereFalse() : Append(QueryPart.InList, column, list);
    }

    /// <summary>Keeps the rows whose column is among what another query returns. The other query must select one column of the same type.</summary>
    /// <exception cref="ArgumentException">The other query does not select exactly one column, or one of another type.</exception>
    public Query WhereIn(Column column, Query subquery)
    {
        CheckSubquery(column, subquery);
        return subquery.IsFalse ? WhereFalse() : Append(QueryPart.InQuery, column, subquery);
    }

    /// <summary>Keeps the rows whose column is among what any of several other queries returns; none of them: no row. Each must select one column of the same type.</summary>
    /// <exception cref="ArgumentException">One of the other queries does not select exactly one column, or one of another type.</exception>
    public Query WhereIn(Column column, params ReadOnlySpan<Query> subqueries)
    {
        CheckOwn(column);
        var arms = new List<Query>(subqueries.Length);
        foreach (var subquery in subqueries)
        {
            CheckSubquery(column, subquery);
            if (!subquery.IsFalse)
                arms.Add(subquery);
        }

        return arms switch
        {
            [] => WhereFalse(),
            [var only] => Append(QueryPart.InQuery, column, only), // one spelling for one meaning
            _ => Append(QueryPart.InUnion, column, arms.ToArray()),
        };
    }

    /// <summary>
    /// Keeps the rows whose column is none of what another query returns. A NULL among that is left out of it, and a row whose column is NULL does not match.
    /// The other query must select one column of the same type.
    /// </summary>
    /// <exception cref="ArgumentException">The other query does not select exactly one column, or one of another type.</exception>
    public Query WhereNotIn(Column column, Query subquery)
    {
        CheckSubquery(column, subquery);
        if (subquery.IsFalse)
            return WhereNotNull(column);
        // With a limit the NULLs count as rows, so they are left out around it; see SqlWriter.
        var known = subquery.IsLimited ? subquery : subquery.WhereNotNull(subquery.Columns[0]);
        return WhereNotNull(column).Append(QueryPart.NotInQuery, column, known);
    }

    /// <summary>Keeps the rows whose column holds the text anywhere. Every character stands for itself; upper and lower case of A to Z are the same.</summary>
    /// <exception cref="QueryRefusedException">The text is malformed or longer than <see cref="LongestSearchText"/>.</exception>
    public Query WhereContains(Column<string> column, string text) => Append(QueryPart.Like, CheckOwn(column), QueryValue.Pattern(text, anywhere: true));

    /// <summary>Keeps the rows whose column begins with the text. Every character stands for itself; upper and lower case of A to Z are the same.</summary>
    /// <exception cref="QueryRefusedException">The text is malformed or longer than <see cref="LongestSearchText"/>.</exception>
    public Query WhereStarts(Column<string> column, string text) => Append(QueryPart.Like, CheckOwn(column), QueryValue.Pattern(text, anywhere: false));

    /// <summary>Keeps no row.</summary>
    public Query WhereFalse() => Append(QueryPart.False, null, null);

    /// <summary>Orders by a column, after earlier order columns. Text by code point, NULL last.</summary>
    public Query OrderBy(Column column) => Order(QueryPart.OrderBy, column);

    /// <summary>Orders by a column from the greatest down, after earlier order columns. Text by code point, NULL first.</summary>
    public Query OrderByDesc(Column column) => Order(QueryPart.OrderByDesc, column);

    /// <summary>
    /// Keeps the rows behind a key in the order of the order columns: the next page, from the last row of this one. One value for each order column, of its type.
    /// Call it after the order is complete; replaces an earlier key. The order columns must be NOT NULL in the database and together unique, or rows are left out.
    /// </summary>
    /// <exception cref="ArgumentException">There are no order columns, or the values are not one for each of them in its type; null is of none.</exception>
    /// <exception cref="QueryRefusedException">A value is a malformed text.</exception>
    public Query After(params ReadOnlySpan<object> key)
    {
        var order = this;
        while (RankOf(order._part) > OrderRank)
            order = order._parent!;
        var values = new object[key.Length];
        var left = key.Length;
        for (; RankOf(order._part) == OrderRank && left > 0; order = order._parent!)
        {
            if (!ColumnKinds.Fits(order.Column.Kind, key[--left]))
                throw new ArgumentException($"The value {left} of the key is not of the type of {order.Column}.", nameof(key));
            values[left] = QueryValue.Of(key[left]);
        }

        if (key.IsEmpty || left > 0 || RankOf(order._part) == OrderRank)
            throw new ArgumentException("The key must have one value for each order column, and there must be one at least.", nameof(key));
        return Append(QueryPart.After, null, values);
    }

    /// <summary>Keeps the first rows only; replaces an earlier limit. 0 keeps none.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The number is negative.</exception>
    public Query Limit(int rows)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(rows);
        return Append(QueryPart.Limit, null, (long)rows);
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
        var rows = Without(QueryPart.Select, QueryPart.Select);
        // A key means nothing without its order; the text leaves the order out.
        return (Find(QueryPart.After) is null ? rows.Without(QueryPart.OrderBy, QueryPart.OrderByDesc) : rows).Append(QueryPart.Count, null, null);
    }

    /// <summary>
    /// Locks the rows until the transaction ends, so that nobody changes them in between; only for <see cref="SqlTransaction"/>.
    /// On SQLite it says nothing, because a transaction that may write is the only one there.
    /// </summary>
    /// <exception cref="InvalidOperationException">The query is a count.</exception>
    public Query ForUpdate() => Lock(QueryPart.ForUpdate);

    /// <summary>
    /// Keeps others from changing the rows that are found until the transaction ends, and lets others do the same: <c>FOR SHARE</c> on PostgreSQL, nothing on SQLite.
    /// Replaces <see cref="ForUpdate"/>. Only inside a <see cref="SqlTransaction"/>.
    /// </summary>
    /// <exception cref="InvalidOperationException">The query asks for a count.</exception>
    public Query ForShare() => Lock(QueryPart.ForShare);

    private Query Lock(QueryPart how) => IsCount ? throw new InvalidOperationException("A count locks no rows.") : Append(how, null, null);

    private Query Order(QueryPart direction, Column column)
    {
        CheckOwn(column);
        RefuseCount();
        if (_part >= QueryPart.After && Find(QueryPart.After) is not null)
            throw new InvalidOperationException("The key of the query has no value for another order column; call After last.");
        return Append(direction, column, null);
    }

    private void RefuseCount()
    {
        if (IsCount)
            throw new InvalidOperationException("A count has neither columns nor order.");
    }

    private void CheckSubquery(Column column, Query subquery)
    {
        CheckOwn(column);
        ArgumentNullException.ThrowIfNull(subquery);
        if (subquery.Columns is not [var selected])
            throw new ArgumentException("The sub-query must select exactly one column.", nameof(subquery));
        if (selected.Kind != column.Kind)
            throw new ArgumentException($"{selected} is not of the type of {column}.", nameof(subquery));
        if (subquery.IsLocking)
            throw new ArgumentException("A sub-query locks no rows.", nameof(subquery));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Column CheckOwn(Column column)
    {
        ArgumentNullException.ThrowIfNull(column);
        return column.Table == Table ? column : throw new ArgumentException($"{column} is not a column of {Table}.", nameof(column));
    }
}
