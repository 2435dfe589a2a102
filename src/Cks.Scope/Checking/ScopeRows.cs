using System.Collections.Concurrent;
using Cks.QueryBuilder;

namespace Cks.Scope;

/// <summary>
/// Rows by table, found by any column of text; each search of another column looks at all rows of the table once. Safe to read from several threads, not to add to meanwhile. A row that changes is neither
/// replaced nor taken out: make new ones, or keep rows in your own way behind <see cref="IScopeRows"/>.
/// </summary>
public sealed class ScopeRows : IScopeRows
{
    private readonly Dictionary<string, List<IReadOnlyDictionary<string, object?>>> _rows = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<(string Table, string Column), ILookup<string, IReadOnlyDictionary<string, object?>>> _found = [];
    private ScopeModel? _known; // has all these tables

    /// <summary>Adds a row.</summary>
    /// <param name="table">Name of its table, as the model writes it; a table that no entity of the model has is refused by the checker.</param>
    /// <param name="row">Values by the names of the columns, as <see cref="IScopeRows.Find"/> returns them. It must not change any more.</param>
    public ScopeRows Add(string table, IReadOnlyDictionary<string, object?> row)
    {
        ArgumentNullException.ThrowIfNull(table);
        ArgumentNullException.ThrowIfNull(row);
        if (!_rows.TryGetValue(table, out var rows))
            _rows.Add(table, rows = []);
        rows.Add(row);
        _found.Clear();
        _known = null;
        return this;
    }

    /// <inheritdoc/>
    public IEnumerable<IReadOnlyDictionary<string, object?>> Find(ScopeEntity entity, Column<string> column, string value)
    {
        ArgumentNullException.ThrowIfNull(entity);
        ArgumentNullException.ThrowIfNull(column);
        ArgumentNullException.ThrowIfNull(value);
        return _rows.TryGetValue(entity.Table.Name, out var rows) ? _found.GetOrAdd((entity.Table.Name, column.Name), _ => By(entity, column, rows))[value] : [];
    }

    /// <summary>A row under a name that nothing has would be a row that is missing, and under a "not" that is more than nothing.</summary>
    internal void RefuseUnknown(ScopeModel model)
    {
        if (ReferenceEquals(_known, model))
            return;
        foreach (var table in _rows.Keys)
            if (!model.Entities.Any(e => e.Table.Name == table))
                throw new InvalidOperationException($"No entity of the scope model has a table \"{table}\".");
        _known = model;
    }

    private static ILookup<string, IReadOnlyDictionary<string, object?>> By(ScopeEntity entity, Column<string> column, List<IReadOnlyDictionary<string, object?>> rows) =>
        rows.Select(row => (Text: new ScopeRow(entity, row).Text(column), Row: row)).Where(r => r.Text is not null).ToLookup(r => r.Text!, r => r.Row, StringComparer.Ordinal);
}
