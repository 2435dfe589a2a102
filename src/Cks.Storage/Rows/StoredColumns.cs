using Cks.Core;
using Cks.QueryBuilder;

namespace Cks.Storage;

/// <summary>The forms that columns have, and their use in queries and writes as if they had none.</summary>
internal static class StoredColumns
{
    /// <summary>Any text of .NET.</summary>
    public static StoredColumn<string> Text(this Table table, string name) => table.Stored<string, string>(name, StorageText.Encode, StorageText.Decode);

    /// <inheritdoc cref="Text"/>
    public static StoredColumn<string?> TextOrNull(this Table table, string name) =>
        table.Stored<string?, string?>(name, t => t is null ? null : StorageText.Encode(t), t => t is null ? null : StorageText.Decode(t));

    /// <summary>A text of any length that is compared and never read.</summary>
    public static StoredColumn<string> Key(this Table table, string name) => table.Stored<string, string>(name, StorageText.Key, _ => throw new InvalidOperationException("A key is compared and never read."));

    public static StoredColumn<TenantId> Tenant(this Table table, string name) => table.Stored<TenantId, string>(name, t => t.Value, TenantId.Parse);

    /// <summary>An instant, in whole microseconds.</summary>
    public static StoredColumn<DateTimeOffset> Time(this Table table, string name) => table.Stored<DateTimeOffset, DateTimeOffset>(name, StorageTime.Of, t => t);

    /// <inheritdoc cref="Time"/>
    public static StoredColumn<DateTimeOffset?> TimeOrNull(this Table table, string name) => table.Stored<DateTimeOffset?, DateTimeOffset?>(name, StorageTime.Of, t => t);

    /// <summary>A form of its own.</summary>
    public static StoredColumn<T> Stored<T, TStored>(this Table table, string name, Func<T, TStored> write, Func<TStored, T> read) =>
        new StoredColumn<T, TStored>(table.Column<TStored>(name), write, read);

    public static Write Set<T>(this Write write, StoredColumn<T> column, T value) => column.Set(write, value);

    public static Query Where<T>(this Query rows, StoredColumn<T> column, Op op, T value) => column.Where(rows, op, value);

    public static Query WhereIn<T>(this Query rows, StoredColumn<T> column, IEnumerable<T> values) => column.WhereIn(rows, values);

    public static ConditionGroup OrWhere<T>(this ConditionGroup group, StoredColumn<T> column, Op op, T value) => column.OrWhere(group, op, value);
}
