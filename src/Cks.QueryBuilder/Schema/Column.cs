namespace Cks.QueryBuilder;

/// <summary>A declared column whose type is not known to the compiler; in truth always a <see cref="Column{T}"/>. Compared by reference.</summary>
public abstract class Column
{
    private static int _lastId;

    private protected Column(Table table, string name, Type type)
    {
        Table = table;
        Name = name;
        Kind = ColumnKinds.Of(Nullable.GetUnderlyingType(type) ?? type, $"{table.Name}.{name}");
        // A column of a reference type may hold NULL for all that the type says.
        IsNullable = Kind is ColumnKind.Text or ColumnKind.Bytes || Nullable.GetUnderlyingType(type) is not null;
        TypeName = Nullable.GetUnderlyingType(type) is { } underlying ? $"{underlying.Name}?" : type.Name;
        Bare = $"\"{name}\"";
        // Always with its table: an unqualified name in a sub-select that the inner table lacks would silently mean the outer table's column.
        Quoted = $"{table.Quoted}.{Bare}";
    }

    /// <summary>The table that it belongs to.</summary>
    public Table Table { get; }

    /// <summary>Its name in the database.</summary>
    public string Name { get; }

    internal int Id { get; } = Interlocked.Increment(ref _lastId);

    internal ColumnKind Kind { get; }

    internal bool IsNullable { get; }

    internal string TypeName { get; }

    /// <summary>Without its table, where the grammar knows no other name.</summary>
    internal string Bare { get; }

    internal string Quoted { get; }

    /// <summary><c>table.column</c>.</summary>
    public override string ToString() => $"{Table.Name}.{Name}";
}
