namespace Cks.QueryBuilder;

/// <summary>
/// What to write to one table: a row that is added, or the rows of a query that are changed or removed. Immutable, as <see cref="Query"/> is;
/// names come from the declared schema, values are only ever parameters, and NULL stands in the text.
/// </summary>
public sealed class Write
{
    private readonly Query _rows;
    private readonly Query _assignments;
    private readonly QueryPart _kind;
    private Query? _statement;

    private Write(QueryPart kind, Query rows, Query assignments) => (_kind, _rows, _assignments) = (kind, rows, assignments);

    /// <summary>Whether it can be seen without a database that no row matches; such a write is never sent.</summary>
    internal bool IsFalse => _rows.IsFalse;

    /// <summary>The whole as one chain. Put together when it is needed, so that setting a column does not write the conditions anew.</summary>
    internal Query Statement => _statement ??= _kind == QueryPart.Delete || _assignments.Part != QueryPart.From
        ? _assignments.ToStatement(_rows, _kind)
        : throw new InvalidOperationException($"The write to {_rows.Table} sets no column.");

    /// <summary>Adds a row with the columns that are set; the others get their default.</summary>
    public static Write Insert(Table table)
    {
        ArgumentNullException.ThrowIfNull(table);
        return new(QueryPart.Insert, table.AllRows, table.AllRows);
    }

    /// <summary>Changes the rows of a query.</summary>
    /// <param name="rows">Conditions, at least one, and nothing else.</param>
    /// <exception cref="ArgumentException">The query has no condition, which would be a write to all rows, or has more than conditions.</exception>
    public static Write Update(Query rows) => To(QueryPart.Update, rows);

    /// <summary>Removes the rows of a query.</summary>
    /// <inheritdoc cref="Update"/>
    public static Write Delete(Query rows) => To(QueryPart.Delete, rows);

    /// <summary>Writes a value to a column; null as <see cref="SetNull"/> does.</summary>
    /// <exception cref="ArgumentException">The column is set already, or of another table.</exception>
    /// <exception cref="QueryRefusedException">The value is a malformed text.</exception>
    public Write Set<T>(Column<T> column, T? value) => value is null ? SetNull(column) : Assign(QueryPart.Set, column, QueryValue.Of(value));

    /// <summary>Writes NULL to a column.</summary>
    /// <exception cref="ArgumentException">The column is set already, or of another table.</exception>
    public Write SetNull(Column column) => Assign(QueryPart.SetNull, column, null);

    /// <summary>Adds to what a column holds; a negative number takes away. NULL stays NULL.</summary>
    /// <exception cref="ArgumentException">The column is set already, or of another table.</exception>
    /// <exception cref="InvalidOperationException">It is an insert.</exception>
    public Write Add(Column<long> column, long by) =>
        _kind == QueryPart.Update ? Assign(QueryPart.Add, column, by) : throw new InvalidOperationException("Only an update adds to what is there.");

    /// <summary>Leaves the table as it is when a row with one of the unique keys is there already; then 0 rows are affected.</summary>
    /// <exception cref="InvalidOperationException">It is no insert.</exception>
    public Write OrSkip() =>
        _kind is QueryPart.Insert or QueryPart.InsertOrSkip ? new(QueryPart.InsertOrSkip, _rows, _assignments) : throw new InvalidOperationException("Only an insert can be skipped.");

    private static Write To(QueryPart kind, Query rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        return rows.IsConditions() ? new(kind, rows, rows.Table.AllRows) : throw new ArgumentException("Give conditions, at least one, and nothing else.", nameof(rows));
    }

    private Write Assign(QueryPart part, Column column, object? value) =>
        _kind == QueryPart.Delete ? throw new InvalidOperationException("A delete sets no column.") : new(_kind, _rows, _assignments.Assign(part, column, value));
}
