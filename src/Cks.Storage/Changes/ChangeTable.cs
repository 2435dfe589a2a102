using Cks.QueryBuilder;

namespace Cks.Storage;

/// <summary>The latest notices between processes, on SQLite.</summary>
internal sealed class ChangeTable(Table table)
{
    public const string Name = "changes";

    public Table Table { get; } = table;

    public Column<long> Sequence { get; } = table.Column<long>("sequence");

    public Column<string> Notice { get; } = table.Column<string>("notice");

    public static void Declare(SqlSchemaBuilder schema, StorageNames names) => schema.Table(names.Of(Name), t => t.Column<long>("sequence").Column<string>("notice"));
}
