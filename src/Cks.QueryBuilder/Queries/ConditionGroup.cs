namespace Cks.QueryBuilder;

/// <summary>
/// The alternatives of <see cref="Query.Where(Func{ConditionGroup, ConditionGroup})"/>. Each <c>OrWhere</c> begins a new alternative, each <c>Where</c>
/// narrows the one that was begun last. Immutable: use what a method returns.
/// </summary>
public sealed class ConditionGroup
{
    internal ConditionGroup(Query chain) => Chain = chain;

    internal Query Chain { get; }

    /// <inheritdoc cref="Query.Where{T}(Column{T}, Op, T)"/>
    public ConditionGroup Where<T>(Column<T> column, Op op, T value) => new(Chain.Where(column, op, value));

    /// <inheritdoc cref="Query.Where{T}(Column{T}, Op, Parameter{T})"/>
    public ConditionGroup Where<T>(Column<T> column, Op op, Parameter<T> value) => new(Chain.Where(column, op, value));

    /// <inheritdoc cref="Query.Where(Column, Op, Column)"/>
    public ConditionGroup Where(Column column, Op op, Column other) => new(Chain.Where(column, op, other));

    /// <inheritdoc cref="Query.Where(Func{ConditionGroup, ConditionGroup})"/>
    public ConditionGroup Where(Func<ConditionGroup, ConditionGroup> group) => new(Chain.Where(group));

    /// <inheritdoc cref="Query.WhereNot"/>
    public ConditionGroup WhereNot(Func<ConditionGroup, ConditionGroup> group) => new(Chain.WhereNot(group));

    /// <inheritdoc cref="Query.WhereNull"/>
    public ConditionGroup WhereNull(Column column) => new(Chain.WhereNull(column));

    /// <inheritdoc cref="Query.WhereNotNull"/>
    public ConditionGroup WhereNotNull(Column column) => new(Chain.WhereNotNull(column));

    /// <inheritdoc cref="Query.WhereBetween"/>
    public ConditionGroup WhereBetween<T>(Column<T> column, T first, T last) => new(Chain.WhereBetween(column, first, last));

    /// <inheritdoc cref="Query.WhereIn{T}(Column{T}, IReadOnlyCollection{T})"/>
    public ConditionGroup WhereIn<T>(Column<T> column, IReadOnlyCollection<T> values) => new(Chain.WhereIn(column, values));

    /// <inheritdoc cref="Query.WhereIn(Column, Query)"/>
    public ConditionGroup WhereIn(Column column, Query subquery) => new(Chain.WhereIn(column, subquery));

    /// <inheritdoc cref="Query.WhereIn(Column, ReadOnlySpan{Query})"/>
    public ConditionGroup WhereIn(Column column, params ReadOnlySpan<Query> subqueries) => new(Chain.WhereIn(column, subqueries));

    /// <inheritdoc cref="Query.WhereNotIn"/>
    public ConditionGroup WhereNotIn(Column column, Query subquery) => new(Chain.WhereNotIn(column, subquery));

    /// <inheritdoc cref="Query.WhereExists(Column, Query)"/>
    public ConditionGroup WhereExists(Column column, Query subquery) => new(Chain.WhereExists(column, subquery));

    /// <inheritdoc cref="Query.WhereNotExists(Column, Query)"/>
    public ConditionGroup WhereNotExists(Column column, Query subquery) => new(Chain.WhereNotExists(column, subquery));

    /// <inheritdoc cref="Query.WhereExists(Query)"/>
    public ConditionGroup WhereExists(Query subquery) => new(Chain.WhereExists(subquery));

    /// <inheritdoc cref="Query.WhereNotExists(Query)"/>
    public ConditionGroup WhereNotExists(Query subquery) => new(Chain.WhereNotExists(subquery));

    /// <inheritdoc cref="Query.WhereContains"/>
    public ConditionGroup WhereContains(Column<string> column, string text) => new(Chain.WhereContains(column, text));

    /// <inheritdoc cref="Query.WhereStarts"/>
    public ConditionGroup WhereStarts(Column<string> column, string text) => new(Chain.WhereStarts(column, text));

    /// <inheritdoc cref="Query.WhereEnds"/>
    public ConditionGroup WhereEnds(Column<string> column, string text) => new(Chain.WhereEnds(column, text));

    /// <inheritdoc cref="Query.WhereSame"/>
    public ConditionGroup WhereSame(Column<string> column, string text) => new(Chain.WhereSame(column, text));

    /// <inheritdoc cref="Query.WhereFalse"/>
    public ConditionGroup WhereFalse() => new(Chain.WhereFalse());

    /// <summary>Or: the rows whose column compares so with the value.</summary>
    public ConditionGroup OrWhere<T>(Column<T> column, Op op, T value) => new(Chain.Or().Where(column, op, value));

    /// <summary>Or: the rows whose column compares so with another column.</summary>
    public ConditionGroup OrWhere(Column column, Op op, Column other) => new(Chain.Or().Where(column, op, other));

    /// <summary>Or: the rows whose column compares so with a value that <see cref="Query.Bind"/> gives.</summary>
    public ConditionGroup OrWhere<T>(Column<T> column, Op op, Parameter<T> value) => new(Chain.Or().Where(column, op, value));

    /// <summary>Or: the rows that match a group of its own; whatever has no Or of its own goes into one.</summary>
    public ConditionGroup OrWhere(Func<ConditionGroup, ConditionGroup> group) => new(Chain.Or().Where(group));

    /// <summary>Or: the rows whose column is NULL.</summary>
    public ConditionGroup OrWhereNull(Column column) => new(Chain.Or().WhereNull(column));

    /// <summary>Or: the rows whose column is not NULL.</summary>
    public ConditionGroup OrWhereNotNull(Column column) => new(Chain.Or().WhereNotNull(column));

    /// <summary>Or: the rows whose column is one of the values.</summary>
    public ConditionGroup OrWhereIn<T>(Column<T> column, IReadOnlyCollection<T> values) => new(Chain.Or().WhereIn(column, values));

    /// <summary>Or: the rows whose column is among what another query returns.</summary>
    public ConditionGroup OrWhereIn(Column column, Query subquery) => new(Chain.Or().WhereIn(column, subquery));

    /// <summary>Or: the rows whose column is among what any of several other queries returns.</summary>
    public ConditionGroup OrWhereIn(Column column, params ReadOnlySpan<Query> subqueries) => new(Chain.Or().WhereIn(column, subqueries));

    /// <summary>Or: the rows whose column is none of what another query returns.</summary>
    public ConditionGroup OrWhereNotIn(Column column, Query subquery) => new(Chain.Or().WhereNotIn(column, subquery));

    /// <summary>Or: the rows whose column holds the text anywhere.</summary>
    public ConditionGroup OrWhereContains(Column<string> column, string text) => new(Chain.Or().WhereContains(column, text));

    /// <summary>Or: the rows whose column begins with the text.</summary>
    public ConditionGroup OrWhereStarts(Column<string> column, string text) => new(Chain.Or().WhereStarts(column, text));
}
