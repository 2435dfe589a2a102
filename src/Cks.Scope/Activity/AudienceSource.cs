using System.Data.Common;
using System.Text.Json;
using Cks.QueryBuilder;

namespace Cks.Scope;

/// <summary>Events with an audience that was written with them: one range of an index for the own code and one for the role.</summary>
internal sealed class AudienceSource : IActivitySource
{
    private static readonly Table Activities = ActivityTables.Activities;
    private static readonly Table Audience = ActivityTables.Audience;
    private static readonly Column<string> Listener = Audience.Column<string>("audience");
    private static readonly Column<string> HeardId = Audience.Column<string>("activity_id");
    private static readonly Column<DateTimeOffset> HeardAt = Audience.Column<DateTimeOffset>("created_at");

    public static AudienceSource Instance { get; } = new();

    public Column<string> Id { get; } = Activities.Column<string>("activity_id");

    public Column[] Shown { get; } =
    [
        .. new[] { "activity_id", "type", "description", "actor_id", "actor_role", "target_id", "target_type", "ids" }.Select(Activities.Column<string>),
        Activities.Column<DateTimeOffset>("created_at"),
    ];

    public ViewerTerms Open => ViewerTerms.Opaque;

    public Query Events(Viewer viewer) => ActivityTables.Of(Activities, viewer.Terms);

    public IReadOnlyList<Query> Heard(Viewer viewer)
    {
        var all = ActivityTables.Of(Audience, viewer.Terms);
        return [viewer.Terms.OfCode(all, Listener).Select(HeardId, HeardAt), viewer.Terms.OfRole(all, Listener, viewer.Strategy.Strategy.Role).Select(HeardId, HeardAt)];
    }

    public ActivityRow Read(DbDataReader row)
    {
        var ids = row.GetString(7);
        return new(row.GetString(0), row.GetFieldValue<DateTimeOffset>(8).ToUniversalTime(), row.GetString(1), row.GetString(2), row.GetString(3), row.GetString(4), row.GetString(5), row.GetString(6))
        {
            Ids = name => IdOf(ids, name),
        };
    }

    private static string? IdOf(string ids, string name)
    {
        using var json = JsonDocument.Parse(ids);
        return json.RootElement.TryGetProperty(name, out var id) ? id.GetString() : null;
    }
}
