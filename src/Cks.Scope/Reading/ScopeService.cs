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
        if (ListOrder.Of(listed, request.Sort) is not { } order)
            return ScopeList.NotFound(ScopeListReason.BadSort);
        if (Filter(listed, request.Filter) is not { } members)
            return ScopeList.NotFound(ScopeListReason.BadFilter);
        var place = CursorPlace.OfList(me, listed.Name, listed.Entity, order.Text, request.Filter);
        var after = request.After is null ? null : cursors.Read(place, request.After, order.Fits);
        if (after is null && request.After is not null)
            return ScopeList.NotFound(ScopeListReason.BadCursor);
        members = members.WhereExists(viewer.Own.Select(viewer.Strategy.Viewer.Key));
        var page = order.Put(members.Select(listed.Fields.Columns), after).Limit(ListReading.LimitOf(request) + 1);
        var batch = new QueryBatch();
        var reading = new ListReading(listed.Fields, members, page, request, batch);
        await batch.ReadAsync(reader, cancellationToken).ConfigureAwait(false);
        return ScopeList.Found(reading.Finish(last => cursors.Write(place, order.KeyOf(last))));
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
            var row = viewer.Row(of, of.Code?.TryNormalize(code, out var normal) == true ? normal : code).WhereExists(viewer.Own.Select(viewer.Strategy.Viewer.Key));
            return await reader.ReadFirstAsync(row.Select(fields.Columns), fields.Read, cancellationToken).ConfigureAwait(false);
        }
        catch (QueryRefusedException e) when (e.Reason == QueryRefusal.MalformedText)
        {
            return null; // no row has such a key
        }
    }

    /// <inheritdoc/>
    public async ValueTask<bool> CanSeeAsync(Subject me, string entity, string code, CancellationToken cancellationToken = default) =>
        await FindAsync(me, entity, code, cancellationToken).ConfigureAwait(false) is not null;

    // What is more than a query may be is more than a request may ask.
    private static Query? Filter(ListedRows listed, IReadOnlyList<ScopeFilter> filters)
    {
        try
        {
            return ListFilter.Narrow(listed.Members, listed, filters);
        }
        catch (QueryRefusedException)
        {
            return null;
        }
    }
}
