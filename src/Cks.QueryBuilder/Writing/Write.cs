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
    private readonly Column[]? _key;
    private readonly Column[]? _returned;
    private Query? _statement;

    private Write(QueryPart kind, Query rows, Query assignments, Column[]? key = null, Column[]? returned = null) =>
        (_kind, _rows, _assignments, _key, _returned) = (kind, rows, assignments, key, returned);

    /// <summary>The columns of the rows that the write returns; none unless <see cref="Returning"/> was called.</summary>
    public IReadOnlyList<Column> Returned => _returned ?? [];

    /// <summary>Whether it can be seen without a database that no row matches; such a write is never sent.</summary>
    internal bool IsFalse => _kind is QueryPart.Update or QueryPart.Delete && _rows.IsFalse;

    /// <summary>The whole as one chain. Put together when it is needed, so that setting a column does not write the conditions anew.</summary>
    internal Query Statement => _statement ??= Whole();

    /// <summary>Adds a row with the columns that are set; the others get their default.</summary>
    public static Write Insert(Table table)
    {
        ArgumentNullException.ThrowIfNull(table);
        if (table.IsMade || table.IsAlias)
            throw new ArgumentException($"{table} is no declared table.", nameof(table));
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
        IsInsert ? new(QueryPart.InsertOrSkip, _rows.Table.AllRows, _assignments, null, _returned) : throw new InvalidOperationException("Only an insert can be skipped.");

    /// <summary>Changes the row with the same key, if there is one: every column that is set and not of the key gets the new value. Else the row is added.</summary>
    /// <param name="key">The columns of a primary key or unique index; each must be set.</param>
    /// <exception cref="ArgumentException">There is no key, or it is of another table.</exception>
    /// <exception cref="InvalidOperationException">It is no insert, or has conditions of an update already.</exception>
    public Write OrUpdate(params ReadOnlySpan<Column> key) => OrUpdate(_rows.Table.AllRows, key);

    /// <summary>The same, but a row that is there is changed only if it matches: where it does not, 0 rows are affected. So a row of somebody else is not written over.</summary>
    /// <param name="rows">Conditions, at least one, and nothing else.</param>
    /// <param name="key">The columns of a primary key or unique index; each must be set.</param>
    /// <inheritdoc cref="OrUpdate(ReadOnlySpan{Column})"/>
    public Write OrUpdate(Query rows, params ReadOnlySpan<Column> key)
    {
        ArgumentNullException.ThrowIfNull(rows);
        if (!IsInsert)
            throw new InvalidOperationException("Only an insert can become an update.");
        if (_kind == QueryPart.InsertOrUpdate && !ReferenceEquals(_rows, _rows.Table.AllRows))
            throw new InvalidOperationException("The update has conditions, which another one would drop.");
        if (rows.Table != _rows.Table || !(rows.IsConditions() || ReferenceEquals(rows, _rows.Table.AllRows)))
            throw new ArgumentException("Give conditions of the table, at least one, and nothing else.", nameof(rows));
        if (key.IsEmpty)
            throw new ArgumentException("Give the columns of a key.", nameof(key));
        foreach (var column in key)
            CheckOwn(column);
        return new(QueryPart.InsertOrUpdate, rows, _assignments, key.ToArray(), _returned);
    }

    /// <summary>Returns columns of the rows that are written, as they are then, of those that are removed as they were; see <see cref="SqlTransaction.ReadAsync(Write, Action{System.Data.Common.DbDataReader}, CancellationToken)"/>.</summary>
    /// <exception cref="ArgumentException">There is no column, or one of another table.</exception>
    public Write Returning(params ReadOnlySpan<Column> columns)
    {
        if (columns.IsEmpty)
            throw new ArgumentException("Choose at least one column.", nameof(columns));
        foreach (var column in columns)
            CheckOwn(column);
        return new(_kind, _rows, _assignments, _key, columns.ToArray());
    }

    /// <summary>What <paramref name="then"/> makes of the write if the condition holds, else the write as it is.</summary>
    public Write When(bool condition, Func<Write, Write> then)
    {
        ArgumentNullException.ThrowIfNull(then);
        return condition ? then(this) : this;
    }

    private bool IsInsert => _kind is QueryPart.Insert or QueryPart.InsertOrSkip or QueryPart.InsertOrUpdate;

    private Query Whole()
    {
        var set = _assignments.Chain();
        if (_kind != QueryPart.Delete && set.Length == 0)
            throw new InvalidOperationException($"The write to {_rows.Table} sets no column.");
        if (_key is not null && !Array.TrueForAll(_key, k => Array.Exists(set, s => s.Column == k)))
            throw new InvalidOperationException($"The write to {_rows.Table} does not set its whole key.");
        if (_key is not null && Array.TrueForAll(set, s => _key.Contains(s.Column)))
            throw new InvalidOperationException($"The write to {_rows.Table} sets nothing but its key; a row that is there would not change.");
        return _assignments.ToStatement(_rows, _kind, _key, _returned);
    }

    private void CheckOwn(Column column)
    {
        ArgumentNullException.ThrowIfNull(column);
        if (column.Of != _rows.Table || column.Term is not null)
            throw new ArgumentException($"{column} is not a column of {_rows.Table}.", nameof(column));
    }

    private static Write To(QueryPart kind, Query rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        return rows.IsConditions() ? new(kind, rows, rows.Table.AllRows) : throw new ArgumentException("Give conditions, at least one, and nothing else.", nameof(rows));
    }

    private Write Assign(QueryPart part, Column column, object? value)
    {
        ArgumentNullException.ThrowIfNull(column);
        return _kind == QueryPart.Delete ? throw new InvalidOperationException("A delete sets no column.") : new(_kind, _rows, _assignments.Assign(part, column, value), _key, _returned);
    }
}
