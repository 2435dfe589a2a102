using Cks.Core;
using Cks.QueryBuilder;
using Cks.Rbac;

namespace Cks.Scope;

/// <summary>Builds queries by the model in a <see cref="SnapshotStore{T}"/>. Thread-safe.</summary>
internal sealed class ScopeQueries(SnapshotStore<ScopeModel> models, IPolicyPlanner planner, TimeProvider clock) : IScopeQueries
{
    /// <inheritdoc/>
    public Query Rows(Subject me, string entity)
    {
        ArgumentNullException.ThrowIfNull(entity);
        var model = models.Current.Value;
        if (!model.TryGetEntity(entity, out var of))
            throw new ArgumentException($"The scope model has no entity \"{entity}\".", nameof(entity));
        return Viewer.Of(me, model, planner, clock) is { } viewer ? viewer.RowsOfLive(of) : Query.From(of.Table).WhereFalse();
    }

    /// <inheritdoc/>
    public Query? Related(Subject me, string resource, string relation)
    {
        ArgumentNullException.ThrowIfNull(resource);
        ArgumentNullException.ThrowIfNull(relation);
        var model = models.Current.Value;
        if (model.EntityOfResource(resource) is not { } entity || !model.Answers(entity, relation))
            return null;
        return Viewer.Of(me, model, planner, clock) is { } viewer ? viewer.Relations.Keys(entity, relation) : Query.From(entity.Table).WhereFalse().Select(entity.Key);
    }
}
