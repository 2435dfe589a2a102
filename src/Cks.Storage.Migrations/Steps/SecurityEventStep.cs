namespace Cks.Storage.Migrations;

/// <summary>Security events.</summary>
internal static class SecurityEventStep
{
    public static StorageStep Step { get; } = new(
        StorageSchema.SecurityEvents,
        "security_events",
        ddl => $"""
            CREATE TABLE {ddl.Table("security_events")} (
                event_id {ddl.Id} NOT NULL PRIMARY KEY,
                at {ddl.Instant} NOT NULL,
                kind {ddl.Text} NOT NULL,
                severity {ddl.Int32} NOT NULL,
                subject_id {ddl.Text} NOT NULL,
                tenant_id {ddl.Text} NOT NULL,
                detail {ddl.Text} NOT NULL
            ){ddl.TableEnd};
            {ddl.Index("security_events", "at", "at")}
            """,
        ddl => $"DROP TABLE {ddl.Table("security_events")};");
}
