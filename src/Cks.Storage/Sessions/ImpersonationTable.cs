using Cks.Auth;
using Cks.QueryBuilder;

namespace Cks.Storage;

/// <summary>The audit of acting in another's place. Only ever added to.</summary>
internal sealed class ImpersonationTable(Table table)
{
    public const string Name = "impersonations";

    private readonly Column<Guid> _id = table.Column<Guid>("record_id");
    private readonly StoredColumn<DateTimeOffset> _at = table.Time("at");
    private readonly StoredColumn<ImpersonationAct> _act = table.Stored("act", (ImpersonationAct a) => (int)a, a => (ImpersonationAct)a);
    private readonly StoredColumn<string> _issuer = table.Text("issuer");
    private readonly StoredColumn<string> _subject = table.Text("subject_id");
    private readonly StoredColumn<string> _tenant = table.Text("tenant_id");
    private readonly StoredColumn<string> _actor = table.Text("actor");
    private readonly StoredColumn<string> _session = table.Text("session_id");
    private readonly StoredColumn<DateTimeOffset?> _until = table.TimeOrNull("until_at");
    private readonly StoredColumn<string> _detail = table.Text("detail");

    public static void Declare(SqlSchemaBuilder schema, StorageNames names) => schema.Table(names.Of(Name), t => t
        .Column<Guid>("record_id").Column<DateTimeOffset>("at").Column<int>("act").Column<string>("issuer").Column<string>("subject_id").Column<string>("tenant_id").Column<string>("actor").Column<string>("session_id")
        .Column<DateTimeOffset?>("until_at").Column<string>("detail"));

    /// <summary>The rows of a page, the latest first.</summary>
    public Query Of(ImpersonationQuery asked)
    {
        var rows = Query.From(table);
        if (asked.Person is { } person)
            rows = rows.Where(_issuer, Op.Eq, person.Issuer).Where(_subject, Op.Eq, person.Subject);
        if (asked.Actor is { } actor)
            rows = rows.Where(_actor, Op.Eq, actor);
        if (asked.Tenant is { } tenant)
            rows = rows.Where(_tenant, Op.Eq, tenant);
        rows = rows.Select([_id, _at, _act, _issuer, _subject, _tenant, _actor, _session, _until, _detail]).OrderByDesc(_at).OrderByDesc(_act).OrderByDesc(_id);
        return (asked.Before is { } before ? rows.After(StorageTime.Of(before.At), (int)before.Act, before.Id) : rows).Limit(CksSessions.MostListed);
    }

    public Write Insert(ImpersonationRecord record) => Write.Insert(table)
        .Set(_id, Guid.CreateVersion7(record.At)).Set(_at, record.At).Set(_act, record.Act).Set(_issuer, record.Issuer).Set(_subject, record.Subject).Set(_tenant, record.Tenant).Set(_actor, record.Actor).Set(_session, record.SessionId)
        .Set(_until, record.Until).Set(_detail, record.Detail);

    /// <summary>The record of a row of <see cref="Of"/>.</summary>
    public ImpersonationRecord Read(StoredRow row) => new()
    {
        Id = row.Value(_id),
        At = row.Value(_at),
        Act = row.Value(_act),
        Issuer = row.Value(_issuer),
        Subject = row.Value(_subject),
        Tenant = row.Value(_tenant),
        Actor = row.Value(_actor),
        SessionId = row.Value(_session),
        Until = row.Value(_until),
        Detail = row.Value(_detail),
    };
}
