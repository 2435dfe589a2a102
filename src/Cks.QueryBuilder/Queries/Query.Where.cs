using System.Runtime.CompilerServices;

namespace Cks.QueryBuilder;

/// <content>Conditions.</content>
public sealed partial class Query
{
    /// <summary>Keeps the rows whose column compares so with the value.</summary>
    /// <exception cref="ArgumentNullException">The value is null; use <see cref="WhereNull"/> or <see cref="WhereNotNull"/>.</exception>
    /// <exception cref="ArgumentException">The column is of no table that is read, or holds JSON, of which only paths compare.</exception>
    /// <exception cref="QueryRefusedException">The value is a malformed text, or a number that is none.</exception>
    public Query Where<T>(Column<T> column, Op op, T value) =>
        Append(QueryPart.Compare, CheckCompared(column, op), value is string text ? QueryValue.Text(text) : QueryValue.Of(value), (byte)op);

    /// <summary>Keeps the rows whose column compares so with a value that <see cref="Bind"/> gives.</summary>
    /// <exception cref="ArgumentException">The column is of no table that is read, or holds JSON, of which only paths compare.</exception>
    public Query Where<T>(Column<T> column, Op op, Parameter<T> value)
    {
        ArgumentNullException.ThrowIfNull(value);
        return Append(QueryPart.Compare, CheckCompared(column, op), value, value.IsOpaque ? (byte)((byte)op | Opaque) : (byte)op);
    }

    /// <summary>Keeps the rows whose column compares so with another column of the same type, NULL or not. Where one of them is NULL, the row does not match.</summary>
    /// <exception cref="ArgumentException">A column is of no table that is read, they are not of the same type, or they hold JSON, of which only paths compare.</exception>
    public Query Where(Column column, Op op, Column other)
    {
        CheckCompared(column, op);
        CheckCompared(other, op);
        return column.Kind == other.Kind
            ? Append(QueryPart.CompareColumn, column, other, (byte)op)
            : throw new ArgumentException($"{column} and {other} are not of the same type.", nameof(other));
    }

    /// <summary>
    /// Keeps the rows that match one of several alternatives: <c>.Where(or => or.Where(a, Op.Eq, 1).OrWhere(b, Op.Eq, 2))</c>.
    /// Parentheses stand around the whole, so it narrows the query like any other condition.
    /// </summary>
    /// <exception cref="ArgumentException">The group has no condition, or is of another query.</exception>
    public Query Where(Func<ConditionGroup, ConditionGroup> group)
    {
        var chain = Alternatives(GroupRoot(), group);
        if (chain.IsFalse)
            return WhereFalse();
        return chain.HasAlternatives ? Append(QueryPart.Group, null, chain) : AppendAll(chain);
    }

    /// <summary>Keeps the rows that match none of the alternatives. As in SQL, a row of which that is unknown, because of a NULL, does not stay.</summary>
    /// <inheritdoc cref="Where(Func{ConditionGroup, ConditionGroup})"/>
    public Query WhereNot(Func<ConditionGroup, ConditionGroup> group) => Append(QueryPart.NotGroup, null, Alternatives(GroupRoot(), group));

    /// <summary>Keeps the rows whose column is NULL.</summary>
    public Query WhereNull(Column column) => Append(QueryPart.Null, CheckOwn(column), null);

    /// <summary>Keeps the rows whose column is not NULL.</summary>
    public Query WhereNotNull(Column column) => Append(QueryPart.NotNull, CheckOwn(column), null);

    /// <summary>Keeps the rows whose column is at least the first value and at most the last one.</summary>
    /// <inheritdoc cref="Where{T}(Column{T}, Op, T)"/>
    public Query WhereBetween<T>(Column<T> column, T first, T last) =>
        Append(QueryPart.Between, CheckCompared(column, Op.Ge), new[] { QueryValue.Of(first), QueryValue.Of(last) });

    /// <summary>Keeps the rows whose column is one of the values; none of them: no row. The list is copied.</summary>
    /// <exception cref="ArgumentNullException">A value is null.</exception>
    /// <exception cref="ArgumentException">The column holds bytes or JSON.</exception>
    /// <exception cref="QueryRefusedException">There are more than <see cref="LongestList"/> values, or one is a malformed text.</exception>
    public Query WhereIn<T>(Column<T> column, IReadOnlyCollection<T> values)
    {
        CheckCompared(column, Op.Eq);
        if (column.Kind == ColumnKind.Bytes)
            throw new ArgumentException($"{column} holds bytes; compare with each value in a group.", nameof(column));
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
    /// Keeps the rows whose column is none of what another query returns. A NULL among that is left out of it, and a row whose column is NULL does not match;
    /// <see cref="WhereNotExists(Column, Query)"/> keeps it. The other query must select one column of the same type.
    /// </summary>
    /// <exception cref="ArgumentException">The other query does not select exactly one column, or one of another type.</exception>
    public Query WhereNotIn(Column column, Query subquery) => WhereNotNull(column).WhereNotExists(column, subquery);

    /// <summary>Keeps the rows for which another query has a row with the same value in the one column that it selects; what <see cref="WhereIn(Column, Query)"/> does.</summary>
    /// <exception cref="ArgumentException">The other query does not select exactly one column, or one of another type.</exception>
    public Query WhereExists(Column column, Query subquery) => WhereIn(column, subquery);

    /// <summary>Keeps the rows for which another query has no row with the same value in the one column that it selects; for NULL it has none.</summary>
    /// <exception cref="ArgumentException">The other query does not select exactly one column, or one of another type.</exception>
    public Query WhereNotExists(Column column, Query subquery)
    {
        CheckSubquery(column, subquery);
        return subquery.IsFalse && IsNarrowed ? this : Append(QueryPart.NotInQuery, column, subquery);
    }

    /// <summary>Keeps all rows if another query has any, else none.</summary>
    public Query WhereExists(Query subquery)
    {
        CheckInner(subquery);
        return subquery.IsFalse ? WhereFalse() : Append(QueryPart.Exists, null, subquery);
    }

    /// <summary>Keeps all rows if another query has none, else none.</summary>
    public Query WhereNotExists(Query subquery)
    {
        CheckInner(subquery);
        return subquery.IsFalse && IsNarrowed ? this : Append(QueryPart.NotExists, null, subquery);
    }

    /// <summary>Keeps the rows whose column holds the text anywhere. Every character stands for itself; upper and lower case of A to Z are the same.</summary>
    /// <exception cref="QueryRefusedException">The text is malformed or longer than <see cref="LongestSearchText"/>.</exception>
    public Query WhereContains(Column<string> column, string text) => Append(QueryPart.Like, CheckOwn(column), QueryValue.Pattern("%", text, "%"));

    /// <summary>Keeps the rows whose column begins with the text. Every character stands for itself; upper and lower case of A to Z are the same.</summary>
    /// <exception cref="QueryRefusedException">The text is malformed or longer than <see cref="LongestSearchText"/>.</exception>
    public Query WhereStarts(Column<string> column, string text) => Append(QueryPart.Like, CheckOwn(column), QueryValue.Pattern("", text, "%"));

    /// <summary>Keeps the rows whose column ends with the text. Every character stands for itself; upper and lower case of A to Z are the same.</summary>
    /// <exception cref="QueryRefusedException">The text is malformed or longer than <see cref="LongestSearchText"/>.</exception>
    public Query WhereEnds(Column<string> column, string text) => Append(QueryPart.Like, CheckOwn(column), QueryValue.Pattern("%", text, ""));

    /// <summary>Keeps the rows whose column is the text, upper and lower case of A to Z being the same.</summary>
    /// <exception cref="QueryRefusedException">The text is malformed or longer than <see cref="LongestSearchText"/>.</exception>
    public Query WhereSame(Column<string> column, string text) => Append(QueryPart.Like, CheckOwn(column), QueryValue.Pattern("", text, ""));

    /// <summary>Keeps no row.</summary>
    public Query WhereFalse() => Append(QueryPart.False, null, null);

    // What is always true may be left out beside another condition only: an alternative that has none would be no alternative.
    private bool IsNarrowed => QueryParts.IsCondition(_part) && _part != QueryPart.Or;

    // Of one table the root of all its queries will do, unless it has values of its own.
    private Query GroupRoot()
    {
        var source = this;
        while (!QueryParts.IsSource(source._part))
            source = source._parent!;
        return source._value is Table { IsMade: false } table && source._part == QueryPart.From ? table.AllRows : new(this, _state & State.OfGroups);
    }

    private static Query Alternatives(Query root, Func<ConditionGroup, ConditionGroup> group)
    {
        ArgumentNullException.ThrowIfNull(group);
        var chain = group(new(root))?.Chain ?? throw new ArgumentException("The group is null.", nameof(group));
        var its = chain;
        while (its._parent is not null)
            its = its._parent;
        if (!ReferenceEquals(its, root))
            throw new ArgumentException("The group is of another query.", nameof(group));
        return chain._part is QueryPart.From or QueryPart.Or
            ? throw new ArgumentException("The group has no condition, which would be neither true nor false.", nameof(group))
            : chain;
    }

    private void CheckSubquery(Column column, Query subquery)
    {
        CheckOwn(column);
        CheckInner(subquery);
        if (subquery.Columns is not [var selected])
            throw new ArgumentException("The sub-query must select exactly one column.", nameof(subquery));
        if (selected.Kind != column.Kind || !ColumnKinds.IsComparable(column.Kind))
            throw new ArgumentException($"{selected} is not of the type of {column}, or the type does not compare.", nameof(subquery));
    }

    private static void CheckInner(Query subquery)
    {
        ArgumentNullException.ThrowIfNull(subquery);
        if (subquery.IsLocking || subquery.IsBound || subquery.IsCount || subquery.Has(QueryPart.Tag))
            throw new ArgumentException("A query inside another one locks no rows, has no tag, is no count but selects Aggregate.Rows, and its parameters are bound with those of the whole.", nameof(subquery));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Column CheckCompared(Column column, Op op)
    {
        CheckOwn(column);
        if (column.Kind == ColumnKind.Json)
            throw new ArgumentException($"{column} holds JSON; compare a path in it.", nameof(column));
        if (op != Op.Eq && (op > Op.Ge || op < Op.Eq))
            throw new ArgumentOutOfRangeException(nameof(op));
        return column;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Column CheckOwn(Column column)
    {
        ArgumentNullException.ThrowIfNull(column);
        if (column.Of is null || !(ReferenceEquals(_column?.Of, column.Of) || Reads(column.Of)))
            CheckTable(column);
        if (column.Term is not null)
            CheckTerm(column);
        return column;
    }

    private void CheckTable(Column column)
    {
        if (column.Of is not null || (_state & State.OfGroups) == 0)
            throw NotRead(column);
    }

    private void CheckTerm(Column column)
    {
        if (column.IsAggregate != ((_state & State.OfGroups) != 0) && column.IsAggregate)
            throw new ArgumentException($"{column} is of groups; ask for it in Having.", nameof(column));
    }
}
