using Cks.Core;
using Cks.QueryBuilder;
using Cks.Rbac;

namespace Cks.Scope;

/// <summary>Reads scopes by the model in a <see cref="SnapshotStore{T}"/>. Thread-safe.</summary>
internal sealed class ScopeService(
    SnapshotStore<ScopeModel> models, IPolicyPlanner planner, IPolicyDecisionPoint decisions, QueryReader reader, ScopeCursors cursors, TimeProvider clock) : IScopeService
{
    /// <inheritdoc/>
    public async ValueTask<RoleScope?> GetScopeAsync(Subject me, CancellationToken cancellationToken = default)
    {
        var model = models.Current;
        if (Viewer.Of(me, model.Value, planner, clock) is not { Strategy.All.Count: 0 } viewer)
            return null;
        var batch = new QueryBatch();
        var reading = new ScopeReading(viewer, viewer.Sight, batch);
        await batch.ReadAsync(reader, cancellationToken).ConfigureAwait(false);
        return reading.Finish(decisions.Check(me, viewer.Strategy.Viewer.View).PolicyVersion, model.Version, cursors);
    }

    /// <inheritdoc/>
    public async ValueTask<ScopeList> ListAsync(Subject me, string set, ScopeListRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(set);
        ArgumentNullException.ThrowIfNull(request);
        if (Viewer.Of(me, models.Current.Value, planner, clock) is not { } viewer || viewer.Listed(set) is not { } listed)
            return ScopeList.NotFound(ScopeListReason.UnknownSet);
        if (Filter(listed, request.Filter) is not { } members)
            return ScopeList.NotFound(ScopeListReason.BadFilter);
        var place = new CursorPlace(me, listed.Name, listed.Entity, request.Filter);
        var after = request.After is null ? null : cursors.Read(place, request.After);
        if (after is null && request.After is not null)
            return ScopeList.NotFound(ScopeListReason.BadCursor);
        var batch = new QueryBatch();
        var reading = new ListReading(viewer, listed.Fields, listed.Entity, members, after, request.Limit, batch);
        await batch.ReadAsync(reader, cancellationToken).ConfigureAwait(false);
        return reading.Finish(last => cursors.Write(place, last)) is { } page ? ScopeList.Found(page) : ScopeList.NotFound(ScopeListReason.UnknownSet);
    }

    /// <inheritdoc/>
    public async ValueTask<Row?> FindAsync(Subject me, string entity, string code, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(entity);
        ArgumentNullException.ThrowIfNull(code);
        var model = models.Current.Value;
        if (Viewer.Of(me, model, planner, clock) is not { } viewer || !model.TryGetEntity(entity, out var of) || viewer.Sight.FieldsOf(of) is not { } fields)
            return null;
        try
        {
            var (batch, isLive, row) = (new QueryBatch(), false, (Row?)null);
            batch.Add(viewer.Own.Select(viewer.Strategy.Viewer.Key), _ => isLive = true);
            batch.Add(viewer.Row(of, of.Code?.TryNormalize(code, out var normal) == true ? normal : code).Select(fields.Columns), r => row = fields.Read(r));
            await batch.ReadAsync(reader, cancellationToken).ConfigureAwait(false);
            return isLive ? row : null;
        }
        catch (QueryRefusedException e) when (e.Reason == QueryRefusal.MalformedText)
        {
            return null; // no row has such a key
        }
    }

    /// <inheritdoc/>
    public async ValueTask<bool> CanSeeAsync(Subject me, string entity, string code, CancellationToken cancellationToken = default) =>
        await FindAsync(me, entity, code, cancellationToken).ConfigureAwait(false) is not null;

    /// <summary>The members that are as a request wants them; <see langword="null"/> when it asks for what the viewer may not ask.</summary>
    private static Query? Filter(ListedRows listed, IReadOnlyDictionary<string, string> filter)
    {
        try
        {
            var rows = listed.Members;
            foreach (var (name, value) in filter)
                if (value is not null && listed.Fields.Shows(name) && listed.Entity.FindField(name) is { Type: FieldType.Text, Column: Column<string> column })
                    rows = rows.Where(column, Op.Eq, value);
                else
                    return null;
            return rows;
        }
        catch (QueryRefusedException e) when (e.Reason == QueryRefusal.MalformedText)
        {
            return null;
        }
    }
}
