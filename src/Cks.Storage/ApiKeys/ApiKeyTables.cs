using Cks.Auth;
using Cks.Core;
using Cks.QueryBuilder;

namespace Cks.Storage;

/// <summary>Keys, the owners whose changes take turns, and the history.</summary>
internal sealed class ApiKeyTables
{
    private const string Owners = "api_key_owners";
    private const string Keys = "api_keys";
    private const string History = "api_key_history";

    public ApiKeyTables(SqlSchema schema, StorageNames names)
    {
        var (owner, record) = (schema.Table(names.Of(Owners)), schema.Table(names.Of(History)));
        (Owner, OwnerTenant, OwnerIssuer, OwnerSubject, ChangedAt) = (owner, owner.Tenant("tenant_id"), owner.Text("issuer"), owner.Text("subject_id"), owner.Time("changed_at"));
        Key = new(schema.Table(names.Of(Keys)));
        (Record, Sequence, RecordTenant, RecordIssuer, RecordSubject) = (record, record.Column<long>("sequence"), record.Tenant("tenant_id"), record.Text("issuer"), record.Text("subject_id"));
        (At, Action, ByIssuer, BySubject) = (record.Time("at"), record.Stored<ApiKeyAction, string>("action", TextOf, ActionOf), record.Text("by_issuer"), record.Text("by_subject_id"));
        (KeyIds, Detail) = (record.Stored<IReadOnlyList<string>, string>("key_ids", TextList.Encode, TextList.Decode), record.Text("detail"));
    }

    /// <summary>A row for each owner: whoever changes their keys holds it.</summary>
    public Table Owner { get; }

    public StoredColumn<TenantId> OwnerTenant { get; }

    public StoredColumn<string> OwnerIssuer { get; }

    public StoredColumn<string> OwnerSubject { get; }

    public StoredColumn<DateTimeOffset> ChangedAt { get; }

    public ApiKeyColumns Key { get; }

    /// <summary>The audit rows.</summary>
    public Table Record { get; }

    public Column<long> Sequence { get; }

    public StoredColumn<TenantId> RecordTenant { get; }

    public StoredColumn<string> RecordIssuer { get; }

    public StoredColumn<string> RecordSubject { get; }

    public StoredColumn<DateTimeOffset> At { get; }

    public StoredColumn<ApiKeyAction> Action { get; }

    public StoredColumn<string> ByIssuer { get; }

    public StoredColumn<string> BySubject { get; }

    public StoredColumn<IReadOnlyList<string>> KeyIds { get; }

    public StoredColumn<string> Detail { get; }

    public static void Declare(SqlSchemaBuilder schema, StorageNames names) => schema
        .Table(names.Of(Owners), t => t.Column<string>("tenant_id").Column<string>("issuer").Column<string>("subject_id").Column<DateTimeOffset>("changed_at"))
        .Table(names.Of(Keys), t => ApiKeyColumns.Declare(t))
        .Table(names.Of(History), t => t
            .Column<long>("sequence").Column<string>("tenant_id").Column<string>("issuer").Column<string>("subject_id").Column<DateTimeOffset>("at").Column<string>("action")
            .Column<string>("by_issuer").Column<string>("by_subject_id").Column<string>("key_ids").Column<string>("detail"));

    private static string TextOf(ApiKeyAction action) => action switch
    {
        ApiKeyAction.Created => "created",
        ApiKeyAction.Rotated => "rotated",
        ApiKeyAction.Revoked => "revoked",
        ApiKeyAction.AllRevoked => "all_revoked",
        _ => throw new ArgumentOutOfRangeException(nameof(action)),
    };

    private static ApiKeyAction ActionOf(string text) =>
        Array.Find(Enum.GetValues<ApiKeyAction>(), a => TextOf(a) == text) is var action && TextOf(action) == text ? action : throw new FormatException("An audit row in the database is of an action that is not known.");
}
