using Cks.Auth;
using Cks.QueryBuilder;

namespace Cks.Storage;

/// <summary>Sessions, and the way of one into its row and back.</summary>
internal sealed class SessionTable(Table table)
{
    public const string Name = "sessions";

    private readonly StoredColumn<string> _tenant = table.Text("tenant_id");
    private readonly StoredColumn<DateTimeOffset> _startedAt = table.Time("started_at");
    private readonly StoredColumn<TimeSpan> _idle = table.Stored("idle_microseconds", (TimeSpan t) => t.Ticks / TimeSpan.TicksPerMicrosecond, t => TimeSpan.FromTicks(t * TimeSpan.TicksPerMicrosecond));
    private readonly StoredColumn<DateTimeOffset> _endsAt = table.Time("ends_at");
    private readonly StoredColumn<SessionEnd?> _end = table.Stored<SessionEnd?, int?>("end_reason", e => (int?)e, e => (SessionEnd?)e);

    public Table Table { get; } = table;

    public StoredColumn<string> Issuer { get; } = table.Text("issuer");

    public StoredColumn<string> Id { get; } = table.Text("session_id");

    public StoredColumn<string> Subject { get; } = table.Text("subject_id");

    public StoredColumn<string> Actor { get; } = table.Text("actor");

    public StoredColumn<DateTimeOffset> SeenAt { get; } = table.Time("seen_at");

    public StoredColumn<DateTimeOffset?> EndedAt { get; } = table.TimeOrNull("ended_at");

    public StoredColumn<DateTimeOffset> ExpiresAt { get; } = table.Time("expires_at");

    /// <summary>What <see cref="Read"/> takes.</summary>
    public Column[] All => [Issuer, Id, Subject, Actor, _tenant, _startedAt, SeenAt, _idle, _endsAt, EndedAt, _end, ExpiresAt];

    public static void Declare(SqlSchemaBuilder schema, StorageNames names) => schema.Table(names.Of(Name), t => t
        .Column<string>("issuer").Column<string>("session_id").Column<string>("subject_id").Column<string>("actor").Column<string>("tenant_id").Column<DateTimeOffset>("started_at").Column<DateTimeOffset>("seen_at").Column<long>("idle_microseconds")
        .Column<DateTimeOffset>("ends_at").Column<DateTimeOffset?>("ended_at").Column<int?>("end_reason").Column<DateTimeOffset>("expires_at"));

    /// <summary>The row of a session.</summary>
    public Query Of(SessionKey key) => Query.From(Table).Where(Issuer, Op.Eq, key.Issuer).Where(Id, Op.Eq, key.Id);

    /// <summary>The rows of a person that are not over.</summary>
    public Query Of(string issuer, string subject) => Query.From(Table).Where(Issuer, Op.Eq, issuer).Where(Subject, Op.Eq, subject).WhereNull(EndedAt);

    /// <summary>The rows in which somebody acts that are not over.</summary>
    public Query Acting(string actor) => Query.From(Table).Where(Actor, Op.Eq, actor).WhereNull(EndedAt);

    /// <summary>The rows of a person in which somebody else acted, and that ended then.</summary>
    public Query ActedAndEnded(string issuer, string subject, DateTimeOffset at) =>
        Query.From(Table).Where(Issuer, Op.Eq, issuer).Where(Subject, Op.Eq, subject).Where(EndedAt, Op.Eq, at).Where(Actor, Op.Ne, "");

    public Write Ended(Query rows, DateTimeOffset at, SessionEnd why) => Write.Update(rows).Set(EndedAt, at).Set(_end, why);

    public Write Insert(StoredSession session) => Set(Write.Insert(Table).Set(Issuer, session.Key.Issuer).Set(Id, session.Key.Id), session);

    public Write Update(StoredSession session) => Set(Write.Update(Of(session.Key)), session);

    /// <summary>The session of a row for which <see cref="All"/> was selected.</summary>
    public StoredSession Read(StoredRow row) => new()
    {
        Key = new(row.Value(Issuer), row.Value(Id)),
        Subject = row.Value(Subject),
        Actor = row.Value(Actor),
        Tenant = row.Value(_tenant),
        StartedAt = row.Value(_startedAt),
        SeenAt = row.Value(SeenAt),
        Idle = row.Value(_idle),
        EndsAt = row.Value(_endsAt),
        EndedAt = row.Value(EndedAt),
        End = row.Value(_end),
        ExpiresAt = row.Value(ExpiresAt),
    };

    private Write Set(Write write, StoredSession session) => write
        .Set(Subject, session.Subject).Set(Actor, session.Actor).Set(_tenant, session.Tenant).Set(_startedAt, session.StartedAt).Set(SeenAt, session.SeenAt).Set(_idle, session.Idle).Set(_endsAt, session.EndsAt)
        .Set(EndedAt, session.EndedAt).Set(_end, session.End).Set(ExpiresAt, session.ExpiresAt);
}
