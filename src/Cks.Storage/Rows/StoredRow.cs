using System.Data.Common;
using Cks.QueryBuilder;

namespace Cks.Storage;

/// <summary>A row of what was selected, read by column.</summary>
/// <param name="Row">As the database hands it over.</param>
/// <param name="Columns">The columns that were selected, in their order.</param>
internal readonly record struct StoredRow(DbDataReader Row, IReadOnlyList<Column> Columns)
{
    public T? Value<T>(Column<T> column) => Row.Value(column, OrdinalOf(column));

    public T Value<T>(StoredColumn<T> column) => column.Read(Row, OrdinalOf(column));

    public bool IsNull(Column column) => Row.IsDBNull(OrdinalOf(column));

    private int OrdinalOf(Column column)
    {
        for (var i = 0; i < Columns.Count; i++)
        {
            if (ReferenceEquals(Columns[i], column))
                return i;
        }

        throw new ArgumentException($"{column} was not selected.", nameof(column));
    }
}
