using Cks.Core;
using Cks.QueryBuilder;

namespace Cks.Storage;

/// <summary>Security events. Only ever added to.</summary>
internal sealed class SecurityEventTable(Table table)
{
    public const string Name = "security_events";

    public Table Table { get; } = table;

    public Column<Guid> Id { get; } = table.Column<Guid>("event_id");

    public StoredColumn<DateTimeOffset> At { get; } = table.Time("at");

    public Column<string> Kind { get; } = table.Column<string>("kind");

    public StoredColumn<SecurityEventSeverity> Severity { get; } = table.Stored("severity", (SecurityEventSeverity s) => (int)s, s => (SecurityEventSeverity)s);

    public StoredColumn<string> Subject { get; } = table.Text("subject_id");

    public StoredColumn<string> Tenant { get; } = table.Text("tenant_id");

    public StoredColumn<string> Detail { get; } = table.Text("detail");

    public static void Declare(SqlSchemaBuilder schema, StorageNames names) => schema.Table(names.Of(Name), t => t
        .Column<Guid>("event_id").Column<DateTimeOffset>("at").Column<string>("kind").Column<int>("severity").Column<string>("subject_id").Column<string>("tenant_id").Column<string>("detail"));
}
