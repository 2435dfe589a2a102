namespace Cks.QueryBuilder;

/// <summary>
/// What a row is asked for: a declared column, or what <see cref="Aggregate"/> and the JSON paths make of one. Its type is not known to the compiler here;
/// in truth it is always a <see cref="Column{T}"/>. Declared columns are compared by reference.
/// </summary>
public abstract class Column
{
    private static int _lastId;

    private protected Column(Table? table, string name, ColumnKind kind, bool isNullable, string typeName, ulong key)
    {
        (Of, Name, Kind, IsNullable, TypeName, Key) = (table, name, kind, isNullable, typeName, key);
        Bare = $"\"{name}\"";
    }

    /// <summary>The table that it belongs to.</summary>
    /// <exception cref="InvalidOperationException">It is <see cref="Aggregate.Rows"/>, which belongs to none.</exception>
    public Table Table => Of ?? throw new InvalidOperationException("The number of rows is of no table.");

    /// <summary>Its name in the database, or in the result where it is computed.</summary>
    public string Name { get; }

    /// <summary>What it is in the text: two columns are written alike exactly when their keys are equal.</summary>
    internal ulong Key { get; }

    /// <summary>Its table, where it has one.</summary>
    internal Table? Of { get; }

    internal ColumnKind Kind { get; }

    internal bool IsNullable { get; }

    internal string TypeName { get; }

    /// <summary>Without its table, where the grammar knows no other name.</summary>
    internal string Bare { get; }

    /// <summary>Without its table, for SQLite.</summary>
    internal string Bracketed => field ??= $"[{Name}]";

    /// <summary>With its table: an unqualified name in a sub-select that the inner table lacks would silently mean the outer table's column.</summary>
    internal string Quoted { get; private protected init; } = "";

    /// <summary>What it computes; nothing for a column.</summary>
    internal ColumnTerm? Term { get; private protected init; }

    /// <summary>The values of the steps of a JSON path, which stand before the other values of its condition.</summary>
    internal object[] Legs { get; private protected init; } = [];

    internal bool IsAggregate => Term is AggregateTerm;

    /// <summary>What a key of the shape cache keeps of it: no value, and no table that holds one.</summary>
    internal Column Shape => Legs.Length > 0 || Of?.IsMade == true ? new ShapeColumn(this) : this;

    /// <summary><c>table.column</c>.</summary>
    public override string ToString() => Of is null ? Name : $"{Of.Name}.{Name}";

    /// <summary>The column that another table has for this one.</summary>
    internal abstract Column In(Table table, string quoted, ulong key);

    /// <summary>The column that another one takes the place of, or what is computed from that one in place of the column that this is computed from.</summary>
    internal abstract Column Over(Func<Column, Column> other);

    internal static ulong NextKey() => (ulong)Interlocked.Increment(ref _lastId);

    private sealed class ShapeColumn(Column column) : Column(null, column.Name, column.Kind, column.IsNullable, column.TypeName, column.Key)
    {
        internal override Column In(Table table, string quoted, ulong key) => throw new InvalidOperationException("A shape has no tables.");

        internal override Column Over(Func<Column, Column> other) => throw new InvalidOperationException("A shape has no tables.");
    }
}
