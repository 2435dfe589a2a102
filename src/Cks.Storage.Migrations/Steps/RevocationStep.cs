namespace Cks.Storage.Migrations;

/// <summary>The record of revocations, and which webhooks came.</summary>
internal static class RevocationStep
{
    public static StorageStep Step { get; } = new(
        StorageSchema.Revocations,
        "revocations",
        ddl => $"""
            CREATE TABLE {ddl.Table("revocation_head")} (
                head_id {ddl.Int32} PRIMARY KEY CHECK (head_id = 1),
                last_sequence {ddl.Int64} NOT NULL CHECK (last_sequence >= 0)
            ){ddl.TableEnd};
            INSERT INTO {ddl.Table("revocation_head")} (head_id, last_sequence) VALUES (1, 0);
            CREATE TABLE {ddl.Table("revocations")} (
                sequence {ddl.Int64} PRIMARY KEY CHECK (sequence > 0),
                kind {ddl.Int32} NOT NULL,
                issuer {ddl.Text} NOT NULL,
                id {ddl.Text} NOT NULL,
                at {ddl.Instant} NOT NULL,
                expires_at {ddl.Instant}
            ){ddl.TableEnd};
            {ddl.Index("revocations", "id", "issuer, id")}
            {ddl.Index("revocations", "expiry", "expires_at")}
            CREATE TABLE {ddl.Table("webhook_deliveries")} (
                issuer {ddl.Text} NOT NULL,
                delivery_id {ddl.Text} NOT NULL,
                is_handled {ddl.Flag} NOT NULL,
                expires_at {ddl.Instant} NOT NULL,
                PRIMARY KEY (issuer, delivery_id)
            ){ddl.TableEnd};
            {ddl.Index("webhook_deliveries", "expiry", "expires_at")}
            CREATE TABLE {ddl.Table("webhook_objects")} (
                issuer {ddl.Text} NOT NULL,
                object_id {ddl.Text} NOT NULL,
                at {ddl.Instant} NOT NULL,
                expires_at {ddl.Instant} NOT NULL,
                PRIMARY KEY (issuer, object_id)
            ){ddl.TableEnd};
            {ddl.Index("webhook_objects", "expiry", "expires_at")}
            """,
        ddl => $"""
            DROP TABLE {ddl.Table("webhook_objects")};
            DROP TABLE {ddl.Table("webhook_deliveries")};
            DROP TABLE {ddl.Table("revocations")};
            DROP TABLE {ddl.Table("revocation_head")};
            """);
}
