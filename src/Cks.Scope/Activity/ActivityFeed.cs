using System.Data.Common;
using Cks.Core;
using Cks.QueryBuilder;
using Cks.Rbac;

namespace Cks.Scope;

/// <summary>Reads feeds by the model in a <see cref="SnapshotStore{T}"/>. Thread-safe.</summary>
internal sealed class ActivityFeed(SnapshotStore<ScopeModel> models, IPolicyPlanner planner, QueryReader reader, SqlDatabase database, ScopeCursors cursors, TimeProvider time) : IActivityFeed
{
    // Of each range, so that a long feed is neither held in memory nor locked whole.
    private const int DismissedAtOnce = 500;

    private static readonly Table Activities = ActivityTables.Activities;
    private static readonly Table Audience = ActivityTables.Audience;
    private static readonly Table Dismissals = ActivityTables.Dismissals;
    private static readonly Column<string> Id = Activities.Column<string>("activity_id");
    private static readonly Column<DateTimeOffset> CreatedAt = Activities.Column<DateTimeOffset>("created_at");
    private static readonly Column<string> Actor = Activities.Column<string>("actor_id");
    private static readonly Column<string> HeardId = Audience.Column<string>("activity_id");
    private static readonly Column<DateTimeOffset> HeardAt = Audience.Column<DateTimeOffset>("created_at");

    private static readonly Column[] Shown =
    [
        Id, Activities.Column<string>("type"), Activities.Column<string>("description"), Actor, Activities.Column<string>("actor_role"),
        Activities.Column<string>("target_id"), Activities.Column<string>("target_type"), Activities.Column<string>("ids"), CreatedAt,
    ];

    public async ValueTask<ActivityPage?> ReadAsync(Subject me, string? after = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(me);
        var key = after is null ? null : cursors.Read(CursorPlace.OfFeed(me), after);
        if (after is not null && key is null)
            return null;
        if (Viewer.Of(me, models.Current.Value, planner, time) is not { } viewer)
            return new([], null);
        var (batch, isLive, found) = (new QueryBatch(), false, new List<(string Id, DateTimeOffset At, ActivityItem? Item)>());
        var (model, actors) = (models.Current.Value, new HashSet<string>(StringComparer.Ordinal));
        var sight = new ActivitySight(me, model, viewer.Sight, actors);
        batch.Add(viewer.Own.Select(viewer.Strategy.Viewer.Key), _ => isLive = true);
        // One range of the index for the own code and one for each role, each read no further than a page; and who of those that acted is somebody whom the viewer sees.
        foreach (var range in Ranges(me, viewer.Strategy.Strategy.Role))
        {
            var heard = range.OrderByDesc(HeardAt).OrderByDesc(HeardId);
            var page = (key is null ? heard : heard.After(key)).Limit(ActivityPage.Size + 1).Select(HeardId);
            foreach (var entity in model.Entities.Where(e => e.Code is not null && viewer.Sight.FieldsOf(e) is not null))
                batch.Add(viewer.Rows(entity).WhereIn(entity.Key, Ours(Activities, me).WhereIn(Id, page).Select(Actor)).Select(entity.Key), row => actors.Add(row.GetString(0)));
            batch.Add(Ours(Activities, me).WhereIn(Id, page).Select(Shown).OrderByDesc(CreatedAt).OrderByDesc(Id), row => found.Add((row.GetString(0), At(row), sight.Read(row, At(row)))));
        }

        await batch.ReadAsync(reader, cancellationToken).ConfigureAwait(false);
        if (!isLive)
            return new([], null);
        var newest = found.DistinctBy(f => f.Id).OrderByDescending(f => f.At).ThenByDescending(f => f.Id, StringComparer.Ordinal).Take(ActivityPage.Size + 1).ToArray();
        var isLast = newest.Length <= ActivityPage.Size;
        var items = isLast ? newest : newest[..^1];
        return new([.. items.Select(f => f.Item).OfType<ActivityItem>()], isLast ? null : cursors.Write(CursorPlace.OfFeed(me), items[^1].At, items[^1].Id));
    }

    public async ValueTask<bool> DismissAsync(Subject me, string activityId, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(me);
        ArgumentNullException.ThrowIfNull(activityId);
        if (!await HearsAsync(me, activityId, cancellationToken).ConfigureAwait(false))
            return false;
        await DismissAsync(me, heard => heard.Where(HeardId, Op.Eq, activityId), cancellationToken).ConfigureAwait(false);
        return true;
    }

    public async ValueTask<int> DismissAllAsync(Subject me, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(me);
        var (all, some) = (0, 0);
        do
        {
            some = await DismissAsync(me, heard => heard.Limit(DismissedAtOnce), cancellationToken).ConfigureAwait(false);
            all += some;
        }
        while (some > 0);
        return all;
    }

    private static Query Ours(Table table, Subject me) =>
        Query.From(table).Where(table.Column<string>("tenant_id"), Op.Eq, me.Tenant.Value).Where(table.Column<bool>("is_test"), Op.Eq, me.IsTest);

    private static DateTimeOffset At(DbDataReader row) => row.GetFieldValue<DateTimeOffset>(Shown.Length - 1).ToUniversalTime();

    private static Query Heard(Subject me, string audience) => Ours(Audience, me).Where(Audience.Column<string>("audience"), Op.Eq, audience);

    private static IEnumerable<Query> Ranges(Subject me, string role)
    {
        var dismissed = Ours(Dismissals, me).Where(Dismissals.Column<string>("viewer"), Op.Eq, me.Code).Select(Dismissals.Column<string>("activity_id"));
        return [Heard(me, me.Code).WhereNotIn(HeardId, dismissed), Heard(me, AudienceFinder.Kinds.OfRole(role)).WhereNotIn(HeardId, dismissed)];
    }

    private async Task<bool> HearsAsync(Subject me, string activityId, CancellationToken cancellationToken)
    {
        if (Viewer.Of(me, models.Current.Value, planner, time) is not { } viewer)
            return false;
        var (batch, isLive, hears) = (new QueryBatch(), false, false);
        batch.Add(viewer.Own.Select(viewer.Strategy.Viewer.Key), _ => isLive = true);
        foreach (var audience in new[] { me.Code, AudienceFinder.Kinds.OfRole(viewer.Strategy.Strategy.Role) })
            batch.Add(Heard(me, audience).Where(HeardId, Op.Eq, activityId).Select(HeardId), _ => hears = true);
        await batch.ReadAsync(reader, cancellationToken).ConfigureAwait(false);
        return isLive && hears;
    }

    private async Task<int> DismissAsync(Subject me, Func<Query, Query> which, CancellationToken cancellationToken)
    {
        if (Viewer.Of(me, models.Current.Value, planner, time) is not { } viewer)
            return 0;
        var transaction = await database.BeginAsync(cancellationToken).ConfigureAwait(false);
        await using (transaction.ConfigureAwait(false))
        {
            var (isLive, ids) = (false, new HashSet<string>(StringComparer.Ordinal));
            await transaction.ReadAsync(viewer.Own.Select(viewer.Strategy.Viewer.Key), _ => isLive = true, cancellationToken).ConfigureAwait(false);
            foreach (var range in isLive ? Ranges(me, viewer.Strategy.Strategy.Role) : [])
                await transaction.ReadAsync(which(range).Select(HeardId), row => ids.Add(row.GetString(0)), cancellationToken).ConfigureAwait(false);
            var now = time.GetUtcNow();
            var at = now.AddTicks(-(now.Ticks % TimeSpan.TicksPerMicrosecond));
            await transaction.ExecuteAsync([.. ids.Select(id => Dismissal(me, id, at))], cancellationToken).ConfigureAwait(false);
            await transaction.CommitAsync(cancellationToken).ConfigureAwait(false);
            return ids.Count;
        }
    }

    private static Write Dismissal(Subject me, string id, DateTimeOffset at) => Write.Insert(Dismissals)
        .Set(Dismissals.Column<string>("tenant_id"), me.Tenant.Value)
        .Set(Dismissals.Column<bool>("is_test"), me.IsTest)
        .Set(Dismissals.Column<string>("viewer"), me.Code)
        .Set(Dismissals.Column<string>("activity_id"), id)
        .Set(Dismissals.Column<DateTimeOffset>("dismissed_at"), at)
        .OrSkip();
}
