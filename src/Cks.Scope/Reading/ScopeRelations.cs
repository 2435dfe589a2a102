using Cks.Core;
using Cks.QueryBuilder;
using Cks.Rbac;
using Microsoft.Extensions.DependencyInjection;

namespace Cks.Scope;

/// <summary>Answers <c>own</c>, <c>assigned</c> and <c>subordinate</c> by the model in use: those that it knows for some role. Thread-safe.</summary>
/// <param name="services">Asked late: decisions ask it before the host has found out whether there are a model and a database.</param>
internal sealed class ScopeRelations(IServiceProvider services) : IRelationResolver
{
    public bool Answers(string resource, string relation) =>
        services.GetService<SnapshotStore<ScopeModel>>() is { } models && models.Current.Value is var model && model.EntityOfResource(resource) is { } entity && model.Answers(entity, relation);

    public async ValueTask<IReadOnlySet<string>> ResolveAsync(Subject subject, string resource, string relation, IReadOnlyCollection<string> ids, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(subject);
        ArgumentNullException.ThrowIfNull(ids);
        var model = services.GetRequiredService<SnapshotStore<ScopeModel>>().Current.Value;
        if (model.EntityOfResource(resource) is not { } entity || !model.Answers(entity, relation))
            throw new InvalidOperationException($"The scope model does not answer the relation \"{relation}\" of \"{resource}\".");
        var found = new HashSet<string>(StringComparer.Ordinal);
        if (KeysOf(subject, model, entity, relation) is not { } keys)
            return found;
        var batch = new QueryBatch();
        // No row has a key that no column could hold.
        foreach (var some in ids.Where(id => PlanColumn.CanHold(AttributeValue.Of(id))).Chunk(Query.LongestList))
            batch.Add(keys.WhereIn(entity.Key, some), row => found.Add(row.GetString(0)));
        await batch.ReadAsync(services.GetRequiredService<QueryReader>().Of(model, subject), cancellationToken).ConfigureAwait(false);
        return found;
    }

    private Query? KeysOf(Subject subject, ScopeModel model, ScopeEntity entity, string relation) => subject.Tenant.IsNone || subject.Code.Length == 0 || model.StrategyOf(subject.Roles) is not { } strategy
        ? null
        : new RelationQueries(new(subject, Viewer.TodayOf(services.GetRequiredService<TimeProvider>())), model, strategy).Keys(entity, relation);
}
