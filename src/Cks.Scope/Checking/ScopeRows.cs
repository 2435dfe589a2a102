using System.Collections.Concurrent;
using Cks.QueryBuilder;

namespace Cks.Scope;

/// <summary>Rows by entity, found by any column of text. Safe to read from several threads, not to add to meanwhile; a row must not change after it was added.</summary>
public sealed class ScopeRows : IScopeRows
{
    private readonly Dictionary<string, List<IReadOnlyDictionary<string, object?>>> _rows = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<(string Entity, string Column), ILookup<string, IReadOnlyDictionary<string, object?>>> _found = [];

    /// <summary>Adds a row.</summary>
    /// <param name="entity">Name of its entity in the model.</param>
    /// <param name="row">Values by the names of the columns in the database, as <see cref="IScopeRows.Find"/> returns them.</param>
    public ScopeRows Add(string entity, IReadOnlyDictionary<string, object?> row)
    {
        ArgumentNullException.ThrowIfNull(entity);
        ArgumentNullException.ThrowIfNull(row);
        if (!_rows.TryGetValue(entity, out var rows))
            _rows.Add(entity, rows = []);
        rows.Add(row);
        _found.Clear();
        return this;
    }

    /// <inheritdoc/>
    public IEnumerable<IReadOnlyDictionary<string, object?>> Find(ScopeEntity entity, Column<string> column, string value)
    {
        ArgumentNullException.ThrowIfNull(entity);
        ArgumentNullException.ThrowIfNull(column);
        ArgumentNullException.ThrowIfNull(value);
        return _rows.TryGetValue(entity.Name, out var rows) ? _found.GetOrAdd((entity.Name, column.Name), _ => By(entity, column, rows))[value] : [];
    }

    private static ILookup<string, IReadOnlyDictionary<string, object?>> By(ScopeEntity entity, Column<string> column, List<IReadOnlyDictionary<string, object?>> rows) =>
        rows.Select(row => (Text: new ScopeRow(entity, row).Text(column), Row: row)).Where(r => r.Text is not null).ToLookup(r => r.Text!, r => r.Row, StringComparer.Ordinal);
}
