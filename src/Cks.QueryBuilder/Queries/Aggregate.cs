namespace Cks.QueryBuilder;

/// <summary>
/// Numbers and values of the rows of a group, or of all rows where a query has no group. They stand in <see cref="Query.Select"/>, in <c>Having</c> and in the order.
/// As in SQL, NULL is passed over, and of no value there is no sum, average, least or greatest: NULL.
/// </summary>
public static class Aggregate
{
    /// <summary>The number of rows.</summary>
    public static Column<long> Rows { get; } = new(new AggregateTerm(AggregateFunction.Rows, null), "count");

    /// <summary>The number of rows in which the column is not NULL.</summary>
    public static Column<long> Count(Column column) => Of<long>(AggregateFunction.Count, "count", column);

    /// <summary>The number of different values, NULL left out.</summary>
    /// <exception cref="ArgumentException">The column holds JSON.</exception>
    public static Column<long> CountDistinct(Column column)
    {
        ArgumentNullException.ThrowIfNull(column);
        return ColumnKinds.IsComparable(column.Kind) ? Of<long>(AggregateFunction.CountDistinct, "count_distinct", column) : throw Refused(column);
    }

    /// <summary>The sum. A sum beyond 64 bits is an error of the database.</summary>
    public static Column<long?> Sum(Column<int> column) => Of<long?>(AggregateFunction.Sum, "sum", column);

    /// <inheritdoc cref="Sum(Column{int})"/>
    public static Column<long?> Sum(Column<int?> column) => Of<long?>(AggregateFunction.Sum, "sum", column);

    /// <inheritdoc cref="Sum(Column{int})"/>
    public static Column<long?> Sum(Column<long> column) => Of<long?>(AggregateFunction.Sum, "sum", column);

    /// <inheritdoc cref="Sum(Column{int})"/>
    public static Column<long?> Sum(Column<long?> column) => Of<long?>(AggregateFunction.Sum, "sum", column);

    /// <summary>The sum; its last digits depend on the order in which the database adds.</summary>
    public static Column<double?> Sum(Column<double> column) => Of<double?>(AggregateFunction.Sum, "sum", column);

    /// <inheritdoc cref="Sum(Column{double})"/>
    public static Column<double?> Sum(Column<double?> column) => Of<double?>(AggregateFunction.Sum, "sum", column);

    /// <summary>The average of a column of numbers.</summary>
    /// <exception cref="ArgumentException">The column holds no numbers.</exception>
    public static Column<double?> Average(Column column)
    {
        ArgumentNullException.ThrowIfNull(column);
        return column.Kind is ColumnKind.Int32 or ColumnKind.Int64 or ColumnKind.Double ? Of<double?>(AggregateFunction.Average, "average", column) : throw Refused(column);
    }

    /// <summary>The least value; text by code point.</summary>
    /// <exception cref="ArgumentException">The column holds true and false, ids, bytes or JSON, which not every database orders.</exception>
    public static Column<T> Min<T>(Column<T> column) => Extreme(AggregateFunction.Min, "min", column);

    /// <summary>The greatest value; text by code point.</summary>
    /// <inheritdoc cref="Min"/>
    public static Column<T> Max<T>(Column<T> column) => Extreme(AggregateFunction.Max, "max", column);

    private static Column<T> Extreme<T>(AggregateFunction function, string name, Column<T> column)
    {
        ArgumentNullException.ThrowIfNull(column);
        return ColumnKinds.HasLeast(column.Kind) ? Of<T>(function, name, column) : throw Refused(column);
    }

    private static Column<T> Of<T>(AggregateFunction function, string name, Column column)
    {
        ArgumentNullException.ThrowIfNull(column);
        return new(new AggregateTerm(function, column), $"{name}_{column.Name}");
    }

    private static ArgumentException Refused(Column column) => new($"{column} is of type {column.TypeName}, of which there is none.", nameof(column));
}
