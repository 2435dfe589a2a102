using Cks.QueryBuilder;

namespace Cks.Storage;

/// <summary>Revisions of documents and their approvals: only ever added to.</summary>
internal sealed class RevisionTables
{
    private const string Documents = "revision_documents";
    private const string Revisions = "revisions";
    private const string Approvals = "revision_approvals";

    public RevisionTables(SqlSchema schema, StorageNames names)
    {
        var (document, revision, approval) = (schema.Table(names.Of(Documents)), schema.Table(names.Of(Revisions)), schema.Table(names.Of(Approvals)));
        (Document, DocumentName, ChangedAt) = (document, document.Text("document"), document.Time("changed_at"));
        (Revision, Id, Name, Sequence) = (revision, revision.Column<Guid>("revision_id"), revision.Text("document"), revision.Column<long>("sequence"));
        (Content, Hash) = (revision.Column<byte[]>("content"), revision.Text("content_hash"));
        (AuthorIssuer, AuthorId, At) = (revision.Text("author_issuer"), revision.Text("author_id"), revision.Time("at"));
        (Reason, Gains) = (revision.Text("reason"), revision.Text("gains"));
        (Restores, NeedsApproval) = (revision.Column<long?>("restores"), revision.Column<bool>("needs_approval"));
        (Approval, ApprovedRevision, ApproverIssuer, ApproverId) =
            (approval, approval.Column<Guid>("revision_id"), approval.Text("approver_issuer"), approval.Text("approver_id"));
        (ApprovedAt, ApprovalReason) = (approval.TimeOrNull("at"), approval.Text("reason"));
    }

    /// <summary>A row for each document: whoever adds to one holds it.</summary>
    public Table Document { get; }

    public StoredColumn<string> DocumentName { get; }

    public StoredColumn<DateTimeOffset> ChangedAt { get; }

    public Table Revision { get; }

    public Column<Guid> Id { get; }

    public StoredColumn<string> Name { get; }

    public Column<long> Sequence { get; }

    public Column<byte[]> Content { get; }

    public StoredColumn<string> Hash { get; }

    public StoredColumn<string> AuthorIssuer { get; }

    public StoredColumn<string> AuthorId { get; }

    public StoredColumn<DateTimeOffset> At { get; }

    public StoredColumn<string> Reason { get; }

    public StoredColumn<string> Gains { get; }

    public Column<long?> Restores { get; }

    public Column<bool> NeedsApproval { get; }

    public Table Approval { get; }

    public Column<Guid> ApprovedRevision { get; }

    public StoredColumn<string> ApproverIssuer { get; }

    public StoredColumn<string> ApproverId { get; }

    public StoredColumn<DateTimeOffset?> ApprovedAt { get; }

    public StoredColumn<string> ApprovalReason { get; }

    public static void Declare(SqlSchemaBuilder schema, StorageNames names) => schema
        .Table(names.Of(Documents), t => t.Column<string>("document").Column<DateTimeOffset>("changed_at"))
        .Table(names.Of(Revisions), t => t
            .Column<Guid>("revision_id").Column<string>("document").Column<long>("sequence").Column<byte[]>("content").Column<string>("content_hash")
            .Column<string>("author_issuer").Column<string>("author_id").Column<DateTimeOffset>("at").Column<string>("reason").Column<string>("gains")
            .Column<long?>("restores").Column<bool>("needs_approval"))
        .Table(names.Of(Approvals), t => t
            .Column<Guid>("revision_id").Column<string>("approver_issuer").Column<string>("approver_id").Column<DateTimeOffset?>("at").Column<string>("reason"));
}
