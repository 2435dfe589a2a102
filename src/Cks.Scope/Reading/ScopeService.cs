using System.Data.Common;
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
        await batch.ReadAsync(reader.Of(model.Value, me), cancellationToken).ConfigureAwait(false);
        return reading.Finish(decisions.Check(me, viewer.Strategy.Viewer.View).PolicyVersion, model.Version, cursors);
    }

    /// <inheritdoc/>
    public async ValueTask<ScopeList> ListAsync(Subject me, string set, ScopeListRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(set);
        ArgumentNullException.ThrowIfNull(request);
        var model = models.Current.Value;
        if (Viewer.Of(me, model, planner, clock, ViewerTerms.Open) is not { } viewer || viewer.Listed(set) is not { } listed)
            return ScopeList.NotFound(ScopeListReason.UnknownSet);
        if (ListOrder.Of(listed, request.Sort) is not { } order)
            return ScopeList.NotFound(ScopeListReason.BadSort);
        if (Filter(viewer.Members(listed), listed, request.Filter) is not { } members)
            return ScopeList.NotFound(ScopeListReason.BadFilter);
        var after = request.After is null ? null : cursors.Read(Place(), request.After, order.Fits);
        if (after is null && request.After is not null)
            return ScopeList.NotFound(ScopeListReason.BadCursor);
        var step = ListReading.StepOf(request.Limit);
        var page = viewer.Bind(order == listed.Order && after is null && request.Filter.Count == 0 ? Viewer.FirstPage(listed, members, step) : order.Put(members, after).Limit(ListReading.Steps[step]));
        var reading = new ListReading(listed.Fields, request);
        await reading.ReadAsync(reader.Of(model, me), page, Viewer.Count(listed, members, request.Count) is { } count ? viewer.Bind(count) : null, cancellationToken).ConfigureAwait(false);
        return reading.Finish(last => order.KeyOf(last) is var key && ListOrder.HasRoom(key) ? cursors.Write(Place(), key) : null) is { } found ? ScopeList.Found(found) : ScopeList.NotFound(ScopeListReason.BadSort);

        CursorPlace Place() => CursorPlace.OfList(me, listed.Name, listed.Entity, order.Text, request.Filter);
    }

    /// <inheritdoc/>
    public ValueTask<Row?> FindAsync(Subject me, string entity, string code, CancellationToken cancellationToken = default) =>
        ReadRowAsync<Row>(me, entity, code, onlyKey: false, static fields => fields.Read, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<bool> CanSeeAsync(Subject me, string entity, string code, CancellationToken cancellationToken = default) =>
        ReadRowAsync<bool>(me, entity, code, onlyKey: true, static _ => static _ => true, cancellationToken);

    private ValueTask<T?> ReadRowAsync<T>(Subject me, string entity, string code, bool onlyKey, Func<VisibleFields, Func<DbDataReader, T>> rowOf, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(entity);
        ArgumentNullException.ThrowIfNull(code);
        var model = models.Current.Value;
        if (Viewer.Of(me, model, planner, clock, ViewerTerms.Open) is not { } viewer || !model.TryGetEntity(entity, out var of) || viewer.Sight.FieldsOf(of) is not { } fields)
            return default;
        var (row, read, queries) = (viewer.Row(of, fields, onlyKey), rowOf(fields), reader.Of(model, me));
        var written = Bound(viewer, row, code);
        if (of.Code?.TryNormalize(code, out var normal) == true && normal != code)
            return ReadEitherAsync(queries, written, viewer.Bind(row, normal), read, cancellationToken);
        return written is null ? default : new(queries.ReadFirstAsync(written, read, cancellationToken));
    }

    // What is listed is found by the key that it has; what is not may have been written in another form.
    private static async ValueTask<T?> ReadEitherAsync<T>(QueryReader queries, Query? written, Query normal, Func<DbDataReader, T> read, CancellationToken cancellationToken)
    {
        var found = written is null ? default : await queries.ReadFirstAsync(written, read, cancellationToken).ConfigureAwait(false);
        return EqualityComparer<T>.Default.Equals(found, default) ? await queries.ReadFirstAsync(normal, read, cancellationToken).ConfigureAwait(false) : found;
    }

    // Null where no row has such a key.
    private static Query? Bound(Viewer viewer, Query row, string key)
    {
        try
        {
            return viewer.Bind(row, key);
        }
        catch (QueryRefusedException e) when (e.Reason == QueryRefusal.MalformedText)
        {
            return null;
        }
    }

    // What is more than a query may be is more than a request may ask.
    private static Query? Filter(Query members, ListedRows listed, IReadOnlyList<FieldFilter> filters)
    {
        try
        {
            return ListFilter.Narrow(members, listed, filters);
        }
        catch (QueryRefusedException)
        {
            return null;
        }
    }
}
