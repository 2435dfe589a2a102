namespace Cks.Storage.Migrations;

/// <summary>The audit of acting in another's place, and what of sessions is asked for it.</summary>
internal static class ImpersonationStep
{
    public static StorageStep Step { get; } = new(
        StorageSchema.Impersonations,
        "impersonations",
        ddl => $"""
            CREATE TABLE {ddl.Table("impersonations")} (
                record_id {ddl.Id} NOT NULL PRIMARY KEY,
                at {ddl.Instant} NOT NULL,
                act {ddl.Int32} NOT NULL CHECK (act BETWEEN 1 AND 3),
                issuer {ddl.Text} NOT NULL,
                subject_id {ddl.Text} NOT NULL,
                tenant_id {ddl.Text} NOT NULL,
                actor {ddl.Text} NOT NULL,
                session_id {ddl.Text} NOT NULL,
                until_at {ddl.Instant},
                detail {ddl.Text} NOT NULL
            ){ddl.TableEnd};
            {ddl.Index("impersonations", "person", "issuer, subject_id, at, act, record_id")}
            {ddl.Index("impersonations", "actor", "actor, at, act, record_id")}
            {ddl.Index("impersonations", "tenant", "tenant_id, at, act, record_id")}
            {ddl.UniqueIndex("impersonations", "once", "issuer, session_id, act, at", "act < 3")}
            ALTER TABLE {ddl.Table("sessions")} ADD COLUMN tenant_id {ddl.Text} NOT NULL DEFAULT '';
            {ddl.Index("sessions", "acting", "actor", "actor <> '' AND ended_at IS NULL")}
            """,
        ddl => $"""
            {ddl.DropIndex("sessions", "acting")}
            ALTER TABLE {ddl.Table("sessions")} DROP COLUMN tenant_id;
            DROP TABLE {ddl.Table("impersonations")};
            """);
}
