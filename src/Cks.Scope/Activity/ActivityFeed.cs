using System.Runtime.CompilerServices;
using Cks.Core;
using Cks.QueryBuilder;
using Cks.Rbac;

namespace Cks.Scope;

/// <summary>Reads feeds by the model in a <see cref="SnapshotStore{T}"/>. Thread-safe.</summary>
internal sealed class ActivityFeed(SnapshotStore<ScopeModel> models, IPolicyPlanner planner, QueryReader reader, SqlDatabase database, ScopeCursors cursors, TimeProvider time) : IActivityFeed
{
    // Of each range, so that a long feed is neither held in memory nor locked whole.
    private const int DismissedAtOnce = 500;

    private static readonly Table Dismissals = ActivityTables.Dismissals;

    // The first page of all who have a strategy, where the source leaves open who looks. It ends with the strategy, so with the model.
    private static readonly ConditionalWeakTable<CompiledStrategy, Query> FirstPages = [];

    public async ValueTask<ActivityPage?> ReadAsync(Subject me, string? after = null, int limit = ActivityPage.Size, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(me);
        var key = after is null ? null : cursors.Read(CursorPlace.OfFeed(me), after, key => key is [DateTimeOffset, string]);
        if (after is not null && key is null)
            return null;
        var model = models.Current.Value;
        var source = model.ActivitySource;
        if (Viewer.Of(me, model, planner, time, source.Open) is not { } viewer)
            return new([], null);
        var rows = await reader.Of(model, me).ReadListAsync(Page(source, viewer, key), source.Read, cancellationToken).ConfigureAwait(false);
        // Read is a whole page whatever is asked for: one text for the database.
        var most = Math.Clamp(limit, 1, ActivityPage.Size);
        var heard = rows.DistinctBy(r => r.Id).ToArray();
        var shown = heard[..Math.Min(most, heard.Length)];
        var sight = new ActivitySight(me, model, viewer.Sight, await SeenAsync(viewer, model, shown, cancellationToken).ConfigureAwait(false));
        var next = heard.Length > most || rows.Count > ActivityPage.Size ? cursors.Write(CursorPlace.OfFeed(me), shown[^1].At, shown[^1].Id) : null;
        return new([.. shown.Select(sight.Item).OfType<ActivityItem>()], next);
    }

    public async ValueTask<bool> DismissAsync(Subject me, string activityId, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(me);
        ArgumentNullException.ThrowIfNull(activityId);
        if (!await HearsAsync(me, activityId, cancellationToken).ConfigureAwait(false))
            return false;
        await DismissAsync(me, heard => heard.Where(IdOf(heard), Op.Eq, activityId), cancellationToken).ConfigureAwait(false);
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

    private static Column<string> IdOf(Query heard) => (Column<string>)heard.Columns[0];

    private static Column<DateTimeOffset> AtOf(Query heard) => (Column<DateTimeOffset>)heard.Columns[1];

    // Whoever acts in the viewer's place hears of it what they hear themselves (S12).
    private static IEnumerable<Query> Heard(IActivitySource source, Viewer viewer) => viewer.Actor is not { } actor ? source.Heard(viewer)
        : source.Heard(viewer).Select(heard => actor.WhileLive(heard.WhereIn(IdOf(heard), [.. source.Heard(actor).Select(own => own.Select(IdOf(own)))])));

    private static Query Undismissed(Query heard, ViewerTerms terms) => heard.WhereNotIn(
        IdOf(heard), terms.OfCode(ActivityTables.Of(Dismissals, terms), Dismissals.Column<string>("viewer")).Select(Dismissals.Column<string>("activity_id")));

    /// <summary>A page of what a viewer hears, with the viewer's values.</summary>
    /// <param name="source">Where the events are.</param>
    /// <param name="viewer">Who looks, by the terms of the source.</param>
    /// <param name="key">The key of the last event before it; <see langword="null"/> for the first page.</param>
    internal static Query Page(IActivitySource source, Viewer viewer, object[]? key)
    {
        if (key is not null || source.Open is null || viewer.Terms != source.Open || viewer.Actor is not null)
            return viewer.Bind(Made(source, viewer, key));
        if (!FirstPages.TryGetValue(viewer.Strategy, out var page))
            FirstPages.AddOrUpdate(viewer.Strategy, page = Made(source, viewer, null));
        return viewer.Bind(page);
    }

    /// <summary>Those of some that acted whom a viewer sees.</summary>
    /// <param name="viewer">Who looks, by the terms of the source; its values are not in it.</param>
    /// <param name="entity">What they are.</param>
    /// <param name="codes">Their codes.</param>
    internal static Query Seen(Viewer viewer, ScopeEntity entity, string[] codes) => viewer.Rows(entity).WhereIn(entity.Key, codes).Select(entity.Key);

    // Each range is read no further than a page, and both are merged; nothing of it for somebody whose own record is not live. One row more than is shown tells whether there is a next page.
    private static Query Made(IActivitySource source, Viewer viewer, object[]? key)
    {
        var ranges = Heard(source, viewer).Select(range => Newest(Undismissed(range, viewer.Terms), key)).ToArray();
        var heard = ranges is [var only] ? Query.From(only.AsTable()) : ranges[0].UnionAll(ranges.AsSpan(1));
        var events = source.Events(viewer).Join(heard.Table, IdOf(heard), source.Id);
        return viewer.WhileLive(events).Select(source.Shown).OrderByDesc(AtOf(heard)).OrderByDesc(IdOf(heard)).Limit(ActivityPage.Size + 1);
    }

    private static Query Newest(Query heard, object[]? key)
    {
        var newest = heard.OrderByDesc(AtOf(heard)).OrderByDesc(IdOf(heard));
        return (key is null ? newest : newest.After(key)).Limit(ActivityPage.Size + 1);
    }

    // Who of those that acted is somebody whom the viewer sees; asked only where somebody else did, and only of the entities that they are of.
    private async Task<IReadOnlySet<string>> SeenAsync(Viewer viewer, ScopeModel model, ActivityRow[] rows, CancellationToken cancellationToken)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        Query[] arms =
        [
            .. from code in rows.Select(r => r.Actor).Distinct(StringComparer.Ordinal)
               where code != viewer.Me.Code
               group code by model.EntityOfCode(code) into kind
               where kind.Key is not null
               let rowsOfKind = Seen(viewer, kind.Key, [.. kind])
               where !rowsOfKind.IsFalse
               select rowsOfKind,
        ];
        if (arms.Length > 0)
            await reader.Of(model, viewer.Me).ReadAsync(viewer.Bind(arms is [var only] ? only : arms[0].UnionAll(arms.AsSpan(1))), row => seen.Add(row.GetString(0)), cancellationToken).ConfigureAwait(false);
        return seen;
    }

    private async Task<bool> HearsAsync(Subject me, string activityId, CancellationToken cancellationToken)
    {
        var model = models.Current.Value;
        if (Viewer.Of(me, model, planner, time) is not { } viewer)
            return false;
        var (batch, isLive, hears) = (new QueryBatch(), false, false);
        batch.Add(viewer.Own.Select(viewer.Strategy.Viewer.Key), _ => isLive = true);
        foreach (var heard in Heard(model.ActivitySource, viewer))
            batch.Add(heard.Where(IdOf(heard), Op.Eq, activityId), _ => hears = true);
        await batch.ReadAsync(reader.Of(model, me), cancellationToken).ConfigureAwait(false);
        return isLive && hears;
    }

    private async Task<int> DismissAsync(Subject me, Func<Query, Query> which, CancellationToken cancellationToken)
    {
        var model = models.Current.Value;
        if (Viewer.Of(me, model, planner, time) is not { } viewer)
            return 0;
        var transaction = await database.Of(model, me).BeginAsync(cancellationToken).ConfigureAwait(false);
        await using (transaction.ConfigureAwait(false))
        {
            var (isLive, ids) = (false, new HashSet<string>(StringComparer.Ordinal));
            await transaction.ReadAsync(viewer.Own.Select(viewer.Strategy.Viewer.Key), _ => isLive = true, cancellationToken).ConfigureAwait(false);
            foreach (var heard in isLive ? Heard(model.ActivitySource, viewer) : [])
                await transaction.ReadAsync(which(Undismissed(heard, viewer.Terms)), row => ids.Add(row.GetString(0)), cancellationToken).ConfigureAwait(false);
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
