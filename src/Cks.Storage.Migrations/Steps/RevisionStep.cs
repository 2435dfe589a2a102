namespace Cks.Storage.Migrations;

/// <summary>Revisions of documents, and their approvals.</summary>
internal static class RevisionStep
{
    public static StorageStep Step { get; } = new(
        StorageSchema.Revisions,
        "revisions",
        ddl => $"""
            CREATE TABLE {ddl.Table("revision_documents")} (
                document {ddl.Text} NOT NULL PRIMARY KEY,
                changed_at {ddl.Instant} NOT NULL
            ){ddl.TableEnd};
            CREATE TABLE {ddl.Table("revisions")} (
                revision_id {ddl.Id} NOT NULL PRIMARY KEY,
                document {ddl.Text} NOT NULL REFERENCES {ddl.Table("revision_documents")} (document),
                sequence {ddl.Int64} NOT NULL CHECK (sequence > 0),
                content {ddl.Bytes} NOT NULL,
                content_hash {ddl.Text} NOT NULL,
                author_issuer {ddl.Text} NOT NULL,
                author_id {ddl.Text} NOT NULL,
                at {ddl.Instant} NOT NULL,
                reason {ddl.Text} NOT NULL,
                gains {ddl.Text} NOT NULL,
                restores {ddl.Int64},
                needs_approval {ddl.Flag} NOT NULL,
                UNIQUE (document, sequence)
            ){ddl.TableEnd};
            CREATE TABLE {ddl.Table("revision_approvals")} (
                revision_id {ddl.Id} NOT NULL PRIMARY KEY REFERENCES {ddl.Table("revisions")} (revision_id),
                approver_issuer {ddl.Text} NOT NULL,
                approver_id {ddl.Text} NOT NULL,
                at {ddl.Instant} NOT NULL,
                reason {ddl.Text} NOT NULL
            ){ddl.TableEnd};
            """,
        ddl => $"""
            DROP TABLE {ddl.Table("revision_approvals")};
            DROP TABLE {ddl.Table("revisions")};
            DROP TABLE {ddl.Table("revision_documents")};
            """);
}
