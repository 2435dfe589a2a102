namespace Cks.Storage.Migrations;

/// <summary>API keys, and the history of their changes.</summary>
internal static class ApiKeyStep
{
    public static StorageStep Step { get; } = new(
        StorageSchema.ApiKeys,
        "api_keys",
        ddl => $"""
            CREATE TABLE {ddl.Table("api_key_owners")} (
                tenant_id {ddl.Text} NOT NULL,
                issuer {ddl.Text} NOT NULL,
                subject_id {ddl.Text} NOT NULL,
                changed_at {ddl.Instant} NOT NULL,
                PRIMARY KEY (tenant_id, issuer, subject_id)
            ){ddl.TableEnd};
            CREATE TABLE {ddl.Table("api_keys")} (
                key_id {ddl.Text} NOT NULL PRIMARY KEY,
                tenant_id {ddl.Text} NOT NULL,
                issuer {ddl.Text} NOT NULL,
                subject_id {ddl.Text} NOT NULL,
                name {ddl.Text} NOT NULL,
                is_test {ddl.Flag} NOT NULL,
                capabilities {ddl.Text} NOT NULL,
                networks {ddl.Text} NOT NULL,
                created_at {ddl.Instant} NOT NULL,
                created_by_issuer {ddl.Text} NOT NULL,
                created_by_subject_id {ddl.Text} NOT NULL,
                expires_at {ddl.Instant} NOT NULL,
                revoked_at {ddl.Instant},
                last_used_at {ddl.Instant},
                secret_number {ddl.Int32} NOT NULL CHECK (secret_number > 0),
                secret_hash {ddl.Text} NOT NULL CHECK (length(secret_hash) = 64),
                secret_until {ddl.Instant} NOT NULL,
                previous_number {ddl.Int32},
                previous_hash {ddl.Text} CHECK (length(previous_hash) = 64),
                previous_until {ddl.Instant},
                CHECK ((previous_number IS NULL) = (previous_hash IS NULL) AND (previous_number IS NULL) = (previous_until IS NULL))
            ){ddl.TableEnd};
            {ddl.Index("api_keys", "owner", "tenant_id, issuer, subject_id, key_id")}
            CREATE TABLE {ddl.Table("api_key_history")} (
                sequence {ddl.Numbered},
                tenant_id {ddl.Text} NOT NULL,
                issuer {ddl.Text} NOT NULL,
                subject_id {ddl.Text} NOT NULL,
                at {ddl.Instant} NOT NULL,
                action {ddl.Text} NOT NULL,
                by_issuer {ddl.Text} NOT NULL,
                by_subject_id {ddl.Text} NOT NULL,
                key_ids {ddl.Text} NOT NULL,
                detail {ddl.Text} NOT NULL
            ){ddl.TableEnd};
            {ddl.Index("api_key_history", "tenant", "tenant_id, sequence")}
            """,
        ddl => $"""
            DROP TABLE {ddl.Table("api_key_history")};
            DROP TABLE {ddl.Table("api_keys")};
            DROP TABLE {ddl.Table("api_key_owners")};
            """);
}
