using System.Data.Common;
using Cks.Tests.Database;

namespace Cks.Tests.Oracle;

/// <summary>The feed of every viewer of a tenant as the tables are when it is read.</summary>
public sealed class FeedOracle
{
    /// <summary>The columns of an activity in the order in which <see cref="Read"/> takes them.</summary>
    internal const string Columns =
        "a.tenant_id, a.activity_id, a.is_test, a.type, a.actor_id, a.actor_role, a.target_id, a.target_type, a.description, a.ids, a.created_at";

    private const string Audience =
        $"""
        SELECT w.audience, w.is_test, {Columns}
        FROM activity_audience w JOIN activities a ON a.tenant_id = w.tenant_id AND a.activity_id = w.activity_id
        WHERE w.tenant_id = @tenant
        """;

    private const string Dismissals = "SELECT viewer, activity_id FROM activity_dismissals WHERE tenant_id = @tenant";

    private readonly ILookup<(string Audience, bool IsTest), OracleEvent> _events;
    private readonly HashSet<(string Viewer, string Id)> _dismissed;

    private FeedOracle(ILookup<(string, bool), OracleEvent> events, HashSet<(string, string)> dismissed) => (_events, _dismissed) = (events, dismissed);

    public static async Task<FeedOracle> ReadAsync(DbDataSource source, string tenant)
    {
        var rows = await source.RowsAsync(Audience, r => (Audience: r.GetString(0), IsTest: r.GetBoolean(1), Event: Read(r, 2)), ("@tenant", tenant));
        var dismissed = await source.RowsAsync(Dismissals, r => (r.GetString(0), r.GetString(1)), ("@tenant", tenant));
        return new(rows.Where(r => r.IsTest == r.Event.IsTest).ToLookup(r => (r.Audience, r.IsTest), r => r.Event), [.. dismissed]);
    }

    /// <summary>What the viewer's feed shows, all pages of it, newest first.</summary>
    public IReadOnlyList<OracleEvent> FeedOf(OracleViewer viewer) => viewer.IsArchived
        ? []
        : [.. NewestFirst(_events[(viewer.Code, viewer.IsTest)]
            .Concat(_events[($"role:{viewer.Role}", viewer.IsTest)])
            .DistinctBy(e => e.Id)
            .Where(e => !e.IsHidden && !_dismissed.Contains((viewer.Code, e.Id))))];

    public static IEnumerable<OracleEvent> NewestFirst(IEnumerable<OracleEvent> events) =>
        events.OrderByDescending(e => e.CreatedAt).ThenByDescending(e => e.Id, StringComparer.Ordinal);

    internal static OracleEvent Read(DbDataReader r, int first) => new(
        r.GetString(first),
        r.GetString(first + 1),
        r.GetBoolean(first + 2),
        r.GetString(first + 3),
        r.GetString(first + 4),
        r.GetString(first + 5),
        r.GetString(first + 6),
        r.GetString(first + 7),
        r.GetString(first + 8),
        r.GetString(first + 9),
        r.Instant(first + 10));
}
