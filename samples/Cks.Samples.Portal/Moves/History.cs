using System.Data.Common;
using System.Text.Json;
using Cks.Core;
using Cks.QueryBuilder;
using Cks.Rbac;
using Cks.Samples.Portal.Database;
using Cks.Samples.Portal.Work;
using Cks.Scope;

namespace Cks.Samples.Portal.Moves;

/// <summary>
/// What happened to one row. Whoever sees everything of its kind reads all of it, of archived and deleted rows too. Everybody else must see the row now and reads what they were
/// told at the time, so that a new parent learns nothing from before (S18).
/// </summary>
internal sealed class History(ScopedReader reader, IScopeQueries scope, IScopeService scopes, Reach reach, IPolicyPlanner planner, SnapshotStore<ScopeModel> model)
{
    private const int PageSize = 50;
    private static readonly Table Table = PortalTables.Activities;
    private static readonly Column<string> Id = Table.Column<string>("activity_id");
    private static readonly Column<DateTimeOffset> At = Table.Column<DateTimeOffset>("created_at");

    private static readonly Column[] Shown =
        [Id, At, .. new[] { "type", "description", "actor_id", "actor_role", "ids" }.Select(Table.Column<string>)];

    /// <summary>A page, the newest first; <paramref name="after"/> is the id of the last event of the page before.</summary>
    public async Task<Outcome<HistoryPage>> ReadAsync(Subject me, string entity, string code, string? after, CancellationToken cancellationToken)
    {
        if (!model.Current.Value.TryGetEntity(entity, out var of) || Codes.Canonical(of, code) is not { } known)
            return Refusal.Outside;
        var all = reach.IsEverything(me, of);
        if (!all && !await scopes.CanSeeAsync(me, entity, known, cancellationToken))
            return Refusal.Outside;
        var events = PortalRows.Ours(me, Table).Where(Table.Column<string>("target_id"), Op.Eq, known).Where(Table.Column<string>("target_type"), Op.Eq, entity);
        if (!all)
            events = events.WhereIn(Id, Heard(me));
        if (after is not null)
        {
            DateTimeOffset? from = null;
            if (after.Length == 32 && after.All(char.IsAsciiHexDigitLower))
                await reader.ReadAsync(me, Told(events.Where(Id, Op.Eq, after).Select(At)), row => from = row.GetFieldValue<DateTimeOffset>(0), cancellationToken);
            if (from is null)
                return Refusal.Invalid("bad_cursor", "The cursor is not one of this list.");
            events = events.OrderByDesc(At).OrderByDesc(Id).After(from.Value, after);
        }
        else
        {
            events = events.OrderByDesc(At).OrderByDesc(Id);
        }

        var rows = await reader.ReadListAsync(me, Told(events.Select(Shown).Limit(PageSize + 1)), row => Read(me, row, all), cancellationToken);
        if (rows.Count == 0 && after is null && all && !await ExistsAsync(me, of, known, cancellationToken))
            return Refusal.Outside;
        return new HistoryPage([.. rows.Take(PageSize)], rows.Count > PageSize ? rows[PageSize - 1].Id : null);

        Scoped<Query> Told(Query query) => scope.Unscoped(me, query, "events are no entity; the row that they are about was found in the actor's scope, and so was what it heard");
    }

    private static Query Heard(Subject me)
    {
        var audience = PortalTables.Audience;
        string[] who = [me.Code, .. me.Roles.Select(r => $"role:{r}")];
        return PortalRows.Ours(me, audience).WhereIn(audience.Column<string>("audience"), who).Select(audience.Column<string>("activity_id"));
    }

    private async Task<bool> ExistsAsync(Subject me, ScopeEntity entity, string code, CancellationToken cancellationToken)
    {
        var row = scope.Unscoped(me, reach.Rows(me, entity).Where(entity.Key, Op.Eq, code).Select(entity.Key), "what is archived is in nobody's scope; only of kinds of which the actor sees everything");
        return await reader.ReadFirstAsync(me, row, r => r.GetString(0), cancellationToken) is not null;
    }

    private HistoryItem Read(Subject me, DbDataReader row, bool all)
    {
        var actor = row.GetString(4);
        var knows = actor == me.Code || (model.Current.Value.EntityOfCode(actor) is { } of && !planner.Fields(me, of.View).IsEmpty);
        return new(
            row.GetString(0), row.GetFieldValue<DateTimeOffset>(1), row.GetString(2), row.GetString(3), knows ? actor : null, row.GetString(5),
            all ? JsonSerializer.Deserialize<JsonElement>(row.GetString(6)) : null);
    }
}

/// <summary>A page of what happened.</summary>
internal sealed record HistoryPage(IReadOnlyList<HistoryItem> Items, string? Next);

/// <summary>An event.</summary>
/// <param name="Id">Its id.</param>
/// <param name="At">When.</param>
/// <param name="Type">Such as <c>crew_assigned_to_center</c>.</param>
/// <param name="Description">What happened.</param>
/// <param name="Actor">Who did it; <see langword="null"/> where the reader may not know such people.</param>
/// <param name="ActorRole">As what.</param>
/// <param name="Ids">What else it is about; only for whoever sees everything of the kind.</param>
internal sealed record HistoryItem(string Id, DateTimeOffset At, string Type, string Description, string? Actor, string ActorRole, JsonElement? Ids);
