using Cks.QueryBuilder;

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
        (Person, PersonTenant, PersonIssuer, PersonSubject) = (person, person.Column<string>("tenant_id"), person.Column<string>("issuer"), person.Column<string>("subject_id"));
        ChangedAt = person.Column<DateTimeOffset>("changed_at");
        (Current, Recorded) = (new(schema.Table(names.Of(Grants))), new(schema.Table(names.Of(HistoryGrants))));
        (RecordOfGrant, Place) = (Recorded.Table.Column<Guid>("record_id"), Recorded.Table.Column<int>("place"));
        (Record, Sequence, RecordId, RecordTenant) = (record, record.Column<long>("sequence"), record.Column<Guid>("record_id"), record.Column<string>("tenant_id"));
        (At, Action, Reason, PolicyVersion) = (record.Column<DateTimeOffset>("at"), record.Column<string>("action"), record.Column<string>("reason"), record.Column<string>("policy_version"));
        (ByIssuer, BySubject, RecordIssuer, RecordSubject) =
            (record.Column<string>("by_issuer"), record.Column<string>("by_subject_id"), record.Column<string>("issuer"), record.Column<string>("subject_id"));
    }

    /// <summary>A row for each person in a tenant who granted or was granted: whoever changes their grants holds it.</summary>
    public Table Person { get; }

    public Column<string> PersonTenant { get; }

    public Column<string> PersonIssuer { get; }

    public Column<string> PersonSubject { get; }

    public Column<DateTimeOffset> ChangedAt { get; }

    public GrantColumns Current { get; }

    /// <summary>The grants of audit rows.</summary>
    public GrantColumns Recorded { get; }

    public Column<Guid> RecordOfGrant { get; }

    public Column<int> Place { get; }

    /// <summary>The audit rows.</summary>
    public Table Record { get; }

    public Column<long> Sequence { get; }

    public Column<Guid> RecordId { get; }

    public Column<string> RecordTenant { get; }

    public Column<DateTimeOffset> At { get; }

    public Column<string> Action { get; }

    public Column<string> ByIssuer { get; }

    public Column<string> BySubject { get; }

    public Column<string> RecordIssuer { get; }

    public Column<string> RecordSubject { get; }

    public Column<string> Reason { get; }

    public Column<string> PolicyVersion { get; }

    public static void Declare(SqlSchemaBuilder schema, StorageNames names) => schema
        .Table(names.Of(People), t => t.Column<string>("tenant_id").Column<string>("issuer").Column<string>("subject_id").Column<DateTimeOffset>("changed_at"))
        .Table(names.Of(Grants), t => GrantColumns.Declare(t))
        .Table(names.Of(HistoryGrants), t => GrantColumns.Declare(t.Column<Guid>("record_id").Column<int>("place")))
        .Table(names.Of(History), t => t
            .Column<long>("sequence").Column<Guid>("record_id").Column<string>("tenant_id").Column<DateTimeOffset>("at").Column<string>("action")
            .Column<string>("by_issuer").Column<string>("by_subject_id").Column<string>("issuer").Column<string>("subject_id").Column<string>("reason").Column<string>("policy_version"));
}
