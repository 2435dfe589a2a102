using Cks.Core;
using Cks.QueryBuilder;
using Cks.Rbac;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Cks.Scope;

/// <summary>Builds queries by the model in a <see cref="SnapshotStore{T}"/>. Thread-safe.</summary>
internal sealed class ScopeQueries(SnapshotStore<ScopeModel> models, IPolicyPlanner planner, IPolicyDecisionPoint decisions, TimeProvider clock, ILogger<IScopeQueries>? logger = null) : IScopeQueries
{
    private readonly ILogger _logger = logger ?? NullLogger<IScopeQueries>.Instance;

    /// <inheritdoc/>
    public Scoped<Query> Scope(Subject me, Query query) => Cut(me, query, reason: null);

    /// <inheritdoc/>
    public Scoped<Query> Unmasked(Subject me, Query query, string reason)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(reason);
        var cut = Cut(me, query, reason);
        ScopeLog.Unmasked(_logger, query.Table.Name, reason);
        return cut;
    }

    /// <inheritdoc/>
    public Scoped<Query> Unscoped(Subject me, Query query, string reason)
    {
        ArgumentNullException.ThrowIfNull(me);
        ArgumentNullException.ThrowIfNull(query);
        ArgumentException.ThrowIfNullOrWhiteSpace(reason);
        ScopeLog.Unscoped(_logger, query.Table.Name, reason);
        return new(query, me, clock) { Reason = reason };
    }

    /// <inheritdoc/>
    public Scoped<Query> Relationships(Subject me, string? role, IReadOnlyList<string> relationships, int? limit = null)
    {
        ArgumentNullException.ThrowIfNull(me);
        ArgumentNullException.ThrowIfNull(relationships);
        var model = models.Current;
        var strategy = role is null ? model.Value.StrategyOf(me.Roles) : me.Roles.Contains(role, StringComparer.Ordinal) ? model.Value.Find(role) : null;
        if (strategy is null || Viewer.Of(me, strategy, model.Value, planner, clock) is not { } viewer)
            throw new QueryRefusedException(QueryRefusal.HiddenColumn);
        var policy = PolicyOf(me, viewer);
        var rows = new RelationshipRows(model.Value, viewer);
        foreach (var name in relationships)
            rows.Include(name);
        return Scoped(new ScopedTables(model.Value, viewer).Mask(rows.Query(limit)).RestrictEach(rows.Of), me, model.Version, policy, viewer, reason: null);
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

    private Scoped<Query> Cut(Subject me, Query query, string? reason)
    {
        ArgumentNullException.ThrowIfNull(query);
        var model = models.Current;
        var viewer = Viewer.Of(me, model.Value, planner, clock);
        var policy = PolicyOf(me, viewer);
        var tables = new ScopedTables(model.Value, viewer);
        return Scoped(tables.Restrict(reason is null ? tables.Mask(query) : query), me, model.Version, policy, viewer, reason);
    }

    private Scoped<Query> Scoped(Query query, Subject me, SnapshotVersion model, SnapshotVersion policy, Viewer? viewer, string? reason) => new(query, me, clock)
    {
        PolicyVersion = policy,
        ScopeVersion = model,
        Current = reads => (PolicyOf(reads, viewer), models.Current.Version),
        Reason = reason,
    };

    // Asked before it decides about rows: a policy that comes meanwhile makes what is cut too old, never too new (S06).
    private SnapshotVersion PolicyOf(Subject me, Viewer? viewer) => viewer is null ? default : decisions.Check(me, viewer.Strategy.Viewer.View).PolicyVersion;
}
