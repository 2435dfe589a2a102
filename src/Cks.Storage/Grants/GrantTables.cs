using Cks.Core;
using Cks.QueryBuilder;
using Cks.Rbac;

namespace Cks.Storage;

/// <summary>Grants, the people whose changes take turns, and the history.</summary>
internal sealed class GrantTables
{
    private const string People = "grant_people";
    private const string Grants = "grants";
    private const string History = "grant_history";
    private const string HistoryGrants = "grant_history_grants";

    public GrantTables(SqlSchema schema, StorageNames names)
    {
        var (person, record) = (schema.Table(names.Of(People)), schema.Table(names.Of(History)));
        (Person, PersonTenant, PersonIssuer, PersonSubject) = (person, person.Tenant("tenant_id"), person.Text("issuer"), person.Text("subject_id"));
        ChangedAt = person.Time("changed_at");
        (Current, Recorded) = (new(schema.Table(names.Of(Grants))), new(schema.Table(names.Of(HistoryGrants))));
        (RecordOfGrant, Place) = (Recorded.Table.Column<Guid>("record_id"), Recorded.Table.Column<int>("place"));
        (Record, Sequence, RecordId, RecordTenant) = (record, record.Column<long>("sequence"), record.Column<Guid>("record_id"), record.Tenant("tenant_id"));
        (At, Action, Reason, PolicyVersion) = (record.Time("at"), record.Stored("action", (GrantAction a) => a.ToText(), ActionOf), record.Text("reason"), record.Text("policy_version"));
        (ByIssuer, BySubject, RecordIssuer, RecordSubject) =
            (record.Text("by_issuer"), record.Text("by_subject_id"), record.Text("issuer"), record.Text("subject_id"));
    }

    /// <summary>A row for each person in a tenant who granted or was granted: whoever changes their grants holds it.</summary>
    public Table Person { get; }

    public StoredColumn<TenantId> PersonTenant { get; }

    public StoredColumn<string> PersonIssuer { get; }

    public StoredColumn<string> PersonSubject { get; }

    public StoredColumn<DateTimeOffset> ChangedAt { get; }

    public GrantColumns Current { get; }

    /// <summary>The grants of audit rows.</summary>
    public GrantColumns Recorded { get; }

    public Column<Guid> RecordOfGrant { get; }

    public Column<int> Place { get; }

    /// <summary>The audit rows.</summary>
    public Table Record { get; }

    public Column<long> Sequence { get; }

    public Column<Guid> RecordId { get; }

    public StoredColumn<TenantId> RecordTenant { get; }

    public StoredColumn<DateTimeOffset> At { get; }

    public StoredColumn<GrantAction> Action { get; }

    public StoredColumn<string> ByIssuer { get; }

    public StoredColumn<string> BySubject { get; }

    public StoredColumn<string> RecordIssuer { get; }

    public StoredColumn<string> RecordSubject { get; }

    public StoredColumn<string> Reason { get; }

    public StoredColumn<string> PolicyVersion { get; }

    public static void Declare(SqlSchemaBuilder schema, StorageNames names) => schema
        .Table(names.Of(People), t => t.Column<string>("tenant_id").Column<string>("issuer").Column<string>("subject_id").Column<DateTimeOffset>("changed_at"))
        .Table(names.Of(Grants), t => GrantColumns.Declare(t))
        .Table(names.Of(HistoryGrants), t => GrantColumns.Declare(t.Column<Guid>("record_id").Column<int>("place")))
        .Table(names.Of(History), t => t
            .Column<long>("sequence").Column<Guid>("record_id").Column<string>("tenant_id").Column<DateTimeOffset>("at").Column<string>("action")
            .Column<string>("by_issuer").Column<string>("by_subject_id").Column<string>("issuer").Column<string>("subject_id").Column<string>("reason").Column<string>("policy_version"));

    private static GrantAction ActionOf(string text) =>
        Array.Find(Enum.GetValues<GrantAction>(), a => a.ToText() == text) is var action && action.ToText() == text ? action : throw new FormatException("An audit row in the database is of an action that is not known.");
}
