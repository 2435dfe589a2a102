using Cks.Core;
using Cks.QueryBuilder;
using Cks.Rbac;

namespace Cks.Scope;

/// <summary>The identity of subjects by the model in use.</summary>
internal sealed class ScopeIdentity(SnapshotStore<ScopeModel> models) : IScopeIdentity
{
    public SessionSettings? Of(Subject me)
    {
        ArgumentNullException.ThrowIfNull(me);
        return Of(models.Current.Value, me);
    }

    /// <summary>The identity of a subject by a model.</summary>
    public static SessionSettings? Of(ScopeModel model, Subject me) => !model.IsGuarded ? null : new(
        new("cks.tenant", me.Tenant.IsNone ? "" : me.Tenant.Value),
        new("cks.role", model.StrategyOf(me.Roles)?.Strategy.Role ?? ""),
        new("cks.code", me.Code),
        new("cks.test", me.IsTest ? "true" : "false"));
}
