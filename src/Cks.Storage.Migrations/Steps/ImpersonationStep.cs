namespace Cks.Storage.Migrations;

/// <summary>The audit of acting in another's place.</summary>
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
                actor {ddl.Text} NOT NULL,
                session_id {ddl.Text} NOT NULL,
                until_at {ddl.Instant},
                detail {ddl.Text} NOT NULL
            ){ddl.TableEnd};
            {ddl.Index("impersonations", "person", "issuer, subject_id, at")}
            {ddl.UniqueIndex("impersonations", "once", "issuer, session_id, act", "act < 3")}
            """,
        ddl => $"DROP TABLE {ddl.Table("impersonations")};");
}
