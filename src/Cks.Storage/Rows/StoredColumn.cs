using System.Data.Common;
using Cks.QueryBuilder;

namespace Cks.Storage;

/// <summary>A column whose values have a form of their own in the database: written and compared in that form, and turned back when they are read. It is no <see cref="Column{T}"/>, so that no value gets past the form.</summary>
/// <typeparam name="T">What its values are outside the database.</typeparam>
internal abstract class StoredColumn<T>
{
    public abstract Column Column { get; }

    public static implicit operator Column(StoredColumn<T> column) => column.Column;

    public abstract Write Set(Write write, T value);

    public abstract Query Where(Query rows, Op op, T value);

    public abstract Query WhereIn(Query rows, IEnumerable<T> values);

    public abstract ConditionGroup OrWhere(ConditionGroup group, Op op, T value);

    public abstract T Read(DbDataReader row, int ordinal);
}
