namespace Cks.Storage.Migrations;

/// <summary>Grants, and the history of their changes.</summary>
internal static class GrantStep
{
    public static StorageStep Step { get; } = new(
        StorageSchema.Grants,
        "grants",
        ddl => $"""
            CREATE TABLE {ddl.Table("grant_people")} (
                tenant_id {ddl.Text} NOT NULL,
                issuer {ddl.Text} NOT NULL,
                subject_id {ddl.Text} NOT NULL,
                changed_at {ddl.Instant} NOT NULL,
                PRIMARY KEY (tenant_id, issuer, subject_id)
            ){ddl.TableEnd};
            CREATE TABLE {ddl.Table("grants")} (
                {Columns(ddl, " PRIMARY KEY")}
            ){ddl.TableEnd};
            {ddl.Index("grants", "person", "issuer, subject_id, tenant_id")}
            {ddl.Index("grants", "tenant", "tenant_id, issuer, subject_id, grant_id")}
            CREATE TABLE {ddl.Table("grant_history")} (
                sequence {ddl.Numbered},
                record_id {ddl.Id} NOT NULL UNIQUE,
                tenant_id {ddl.Text} NOT NULL,
                at {ddl.Instant} NOT NULL,
                action {ddl.Text} NOT NULL,
                by_issuer {ddl.Text} NOT NULL,
                by_subject_id {ddl.Text} NOT NULL,
                issuer {ddl.Text} NOT NULL,
                subject_id {ddl.Text} NOT NULL,
                reason {ddl.Text} NOT NULL,
                policy_version {ddl.Text} NOT NULL
            ){ddl.TableEnd};
            {ddl.Index("grant_history", "tenant", "tenant_id, sequence")}
            CREATE TABLE {ddl.Table("grant_history_grants")} (
                record_id {ddl.Id} NOT NULL REFERENCES {ddl.Table("grant_history")} (record_id),
                place {ddl.Int32} NOT NULL,
                {Columns(ddl, "")},
                PRIMARY KEY (record_id, place)
            ){ddl.TableEnd};
            """,
        ddl => $"""
            DROP TABLE {ddl.Table("grant_history_grants")};
            DROP TABLE {ddl.Table("grant_history")};
            DROP TABLE {ddl.Table("grants")};
            DROP TABLE {ddl.Table("grant_people")};
            """);

    private static string Columns(StorageDdl ddl, string key) =>
        $"""
        grant_id {ddl.Text} NOT NULL{key},
            kind {ddl.Text} NOT NULL CHECK (kind IN ('role', 'permit', 'deny', 'break_glass')),
            issuer {ddl.Text} NOT NULL,
            subject_id {ddl.Text} NOT NULL,
            tenant_id {ddl.Text} NOT NULL,
            name {ddl.Text} NOT NULL,
            condition {ddl.Text},
            read_fields {ddl.Text},
            write_fields {ddl.Text},
            from_at {ddl.Instant} NOT NULL,
            until_at {ddl.Instant},
            reason {ddl.Text} NOT NULL,
            is_suspended {ddl.Flag} NOT NULL
        """;
}
