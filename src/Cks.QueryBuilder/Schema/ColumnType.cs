using System.Text.Json;

namespace Cks.QueryBuilder;

/// <summary>A type that a column may have: its name in documents, and how it is declared. Nullable where that says something; a text always may be NULL.</summary>
internal sealed class ColumnType
{
    private readonly Action<TableBuilder, string> _declare;
    private readonly Action<TableBuilder, string> _declareNullable;
    private readonly Func<Column, bool> _is;

    private ColumnType(string name, Action<TableBuilder, string> declare, Action<TableBuilder, string> declareNullable, Func<Column, bool> isOf) =>
        (Name, _declare, _declareNullable, _is) = (name, declare, declareNullable, isOf);

    public static ColumnType Text { get; } = OfReference<string>("text");

    public static ColumnType Boolean { get; } = OfValue<bool>("boolean");

    public static ColumnType Int32 { get; } = OfValue<int>("int32");

    public static ColumnType Int64 { get; } = OfValue<long>("int64");

    public static ColumnType Double { get; } = OfValue<double>("double");

    public static ColumnType Guid { get; } = OfValue<Guid>("guid");

    public static ColumnType Instant { get; } = OfValue<DateTimeOffset>("instant");

    public static ColumnType Date { get; } = OfValue<DateOnly>("date");

    public static ColumnType Bytes { get; } = OfReference<byte[]>("bytes");

    public static ColumnType Json { get; } = OfValue<JsonElement>("json");

    public static IReadOnlyList<ColumnType> All { get; } = [Text, Boolean, Int32, Int64, Double, Guid, Instant, Date, Bytes, Json];

    /// <summary>As it stands in documents.</summary>
    public string Name { get; }

    /// <summary>The type of a declared column.</summary>
    public static ColumnType Of(Column column) => All.FirstOrDefault(t => t._is(column)) ?? throw new InvalidOperationException($"{column} has a type that is not known here.");

    /// <summary>Declares a column of the type.</summary>
    public void Declare(TableBuilder table, string name, bool isNullable) => (isNullable ? _declareNullable : _declare)(table, name);

    public override string ToString() => Name;

    private static ColumnType OfValue<T>(string name)
        where T : struct => new(name, (t, n) => t.Column<T>(n), (t, n) => t.Column<T?>(n), c => c is Column<T> or Column<T?>);

    private static ColumnType OfReference<T>(string name)
        where T : class => new(name, (t, n) => t.Column<T>(n), (t, n) => t.Column<T>(n), c => c is Column<T>);
}
