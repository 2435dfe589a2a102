using Cks.Core;
using Cks.QueryBuilder;
using Cks.Rbac;

namespace Cks.Scope;

/// <summary>Reads scopes by the model in a <see cref="SnapshotStore{T}"/>. Thread-safe.</summary>
public sealed class ScopeService(SnapshotStore<ScopeModel> models, IPolicyPlanner planner, IPolicyDecisionPoint decisions, QueryReader reader) : IScopeService
{
    /// <inheritdoc/>
    public async ValueTask<RoleScope?> GetScopeAsync(Subject me, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(me);
        var model = models.Current;
        if (me.Tenant.IsNone || me.Code.Length == 0 || me.Roles.Select(model.Value.Find).FirstOrDefault(s => s is not null) is not { } strategy)
            return null;
        var reading = new ScopeReading(strategy, me, planner, default);
        await reader.ReadAsync(reading.Queries, reading.Take, cancellationToken).ConfigureAwait(false);
        return reading.Finish(new(decisions.Check(me, strategy.Viewer.View).PolicyVersion, model.Version));
    }
}
