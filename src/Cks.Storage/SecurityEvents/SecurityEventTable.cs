using Cks.QueryBuilder;

namespace Cks.Storage;

/// <summary>Security events. Only ever added to.</summary>
internal sealed class SecurityEventTable(Table table)
{
    public const string Name = "security_events";

    public Table Table { get; } = table;

    public Column<Guid> Id { get; } = table.Column<Guid>("event_id");

    public Column<DateTimeOffset> At { get; } = table.Column<DateTimeOffset>("at");

    public Column<string> Kind { get; } = table.Column<string>("kind");

    public Column<int> Severity { get; } = table.Column<int>("severity");

    public Column<string> Subject { get; } = table.Column<string>("subject_id");

    public Column<string> Tenant { get; } = table.Column<string>("tenant_id");

    public Column<string> Detail { get; } = table.Column<string>("detail");

    public static void Declare(SqlSchemaBuilder schema, StorageNames names) => schema.Table(names.Of(Name), t => t
        .Column<Guid>("event_id").Column<DateTimeOffset>("at").Column<string>("kind").Column<int>("severity").Column<string>("subject_id").Column<string>("tenant_id").Column<string>("detail"));
}
