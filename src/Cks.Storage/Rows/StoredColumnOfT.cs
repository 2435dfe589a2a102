using System.Data.Common;
using Cks.QueryBuilder;

namespace Cks.Storage;

/// <summary>A stored column with its two ways.</summary>
/// <param name="column">The column.</param>
/// <param name="write">The form of a value.</param>
/// <param name="read">The value of a form.</param>
internal sealed class StoredColumn<T, TStored>(Column<TStored> column, Func<T, TStored> write, Func<TStored, T> read) : StoredColumn<T>
{
    public override Column Column => column;

    public override Write Set(Write to, T value) => to.Set(column, write(value));

    public override Query Where(Query rows, Op op, T value) => rows.Where(column, op, write(value));

    public override Query WhereIn(Query rows, IEnumerable<T> values) => rows.WhereIn(column, [.. values.Select(write)]);

    public override ConditionGroup OrWhere(ConditionGroup group, Op op, T value) => group.OrWhere(column, op, write(value));

    public override T Read(DbDataReader row, int ordinal) => read(row.Value(column, ordinal)!);
}
