namespace Cks.Storage.Migrations;

/// <summary>Sessions.</summary>
internal static class SessionStep
{
    public static StorageStep Step { get; } = new(
        StorageSchema.Sessions,
        "sessions",
        ddl => $"""
            CREATE TABLE {ddl.Table("sessions")} (
                issuer {ddl.Text} NOT NULL,
                session_id {ddl.Text} NOT NULL,
                subject_id {ddl.Text} NOT NULL,
                actor {ddl.Text} NOT NULL,
                started_at {ddl.Instant} NOT NULL,
                seen_at {ddl.Instant} NOT NULL,
                idle_microseconds {ddl.Int64} NOT NULL CHECK (idle_microseconds > 0),
                ends_at {ddl.Instant} NOT NULL,
                ended_at {ddl.Instant},
                end_reason {ddl.Int32},
                expires_at {ddl.Instant} NOT NULL,
                PRIMARY KEY (issuer, session_id),
                CHECK ((ended_at IS NULL) = (end_reason IS NULL))
            ){ddl.TableEnd};
            {ddl.Index("sessions", "subject", "issuer, subject_id")}
            {ddl.Index("sessions", "expiry", "expires_at")}
            """,
        ddl => $"DROP TABLE {ddl.Table("sessions")};");
}
