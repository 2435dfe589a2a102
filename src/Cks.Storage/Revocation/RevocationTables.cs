using Cks.Auth;
using Cks.QueryBuilder;

namespace Cks.Storage;

/// <summary>The record of revocations, and which webhooks came.</summary>
internal sealed class RevocationTables
{
    private const string Heads = "revocation_head";
    private const string Entries = "revocations";
    private const string Deliveries = "webhook_deliveries";
    private const string Objects = "webhook_objects";

    public RevocationTables(SqlSchema schema, StorageNames names)
    {
        var (head, entry, delivery, seen) = (schema.Table(names.Of(Heads)), schema.Table(names.Of(Entries)), schema.Table(names.Of(Deliveries)), schema.Table(names.Of(Objects)));
        (Head, HeadId, Last) = (head, head.Column<int>("head_id"), head.Column<long>("last_sequence"));
        (Entry, Sequence, Kind) = (entry, entry.Column<long>("sequence"), entry.Stored("kind", (RevocationKind k) => (int)k, k => (RevocationKind)k));
        (Issuer, Id, At, ExpiresAt) = (entry.Text("issuer"), entry.Text("id"), entry.Time("at"), entry.TimeOrNull("expires_at"));
        (Delivery, DeliveryIssuer, DeliveryId) = (delivery, delivery.Text("issuer"), delivery.Text("delivery_id"));
        (IsHandled, DeliveryExpiresAt) = (delivery.Column<bool>("is_handled"), delivery.Time("expires_at"));
        (Seen, SeenIssuer, SeenId) = (seen, seen.Text("issuer"), seen.Key("object_id"));
        (SeenAt, SeenExpiresAt) = (seen.Time("at"), seen.Time("expires_at"));
    }

    /// <summary>One row: the highest sequence that was ever given. Whoever appends holds it to the end of the transaction.</summary>
    public Table Head { get; }

    public Column<int> HeadId { get; }

    public Column<long> Last { get; }

    public Table Entry { get; }

    public Column<long> Sequence { get; }

    public StoredColumn<RevocationKind> Kind { get; }

    public StoredColumn<string> Issuer { get; }

    public StoredColumn<string> Id { get; }

    public StoredColumn<DateTimeOffset> At { get; }

    public StoredColumn<DateTimeOffset?> ExpiresAt { get; }

    public Table Delivery { get; }

    public StoredColumn<string> DeliveryIssuer { get; }

    public StoredColumn<string> DeliveryId { get; }

    public Column<bool> IsHandled { get; }

    public StoredColumn<DateTimeOffset> DeliveryExpiresAt { get; }

    /// <summary>Of when the latest record of an object of a webhook was.</summary>
    public Table Seen { get; }

    public StoredColumn<string> SeenIssuer { get; }

    public StoredColumn<string> SeenId { get; }

    public StoredColumn<DateTimeOffset> SeenAt { get; }

    public StoredColumn<DateTimeOffset> SeenExpiresAt { get; }

    public static void Declare(SqlSchemaBuilder schema, StorageNames names) => schema
        .Table(names.Of(Heads), t => t.Column<int>("head_id").Column<long>("last_sequence"))
        .Table(names.Of(Entries), t => t
            .Column<long>("sequence").Column<int>("kind").Column<string>("issuer").Column<string>("id").Column<DateTimeOffset>("at").Column<DateTimeOffset?>("expires_at"))
        .Table(names.Of(Deliveries), t => t.Column<string>("issuer").Column<string>("delivery_id").Column<bool>("is_handled").Column<DateTimeOffset>("expires_at"))
        .Table(names.Of(Objects), t => t.Column<string>("issuer").Column<string>("object_id").Column<DateTimeOffset>("at").Column<DateTimeOffset>("expires_at"));
}
