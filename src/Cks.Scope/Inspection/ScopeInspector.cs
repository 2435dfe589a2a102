using Cks.Core;
using Cks.QueryBuilder;
using Cks.Rbac;

namespace Cks.Scope;

/// <summary>Inspects by the model in a <see cref="SnapshotStore{T}"/>. Thread-safe.</summary>
internal sealed class ScopeInspector(
    SnapshotStore<ScopeModel> models, IPolicyPlanner planner, IPolicyDecisionPoint decisions, QueryReader reader, IScopeAudit audit, TimeProvider clock) : IScopeInspector
{
    /// <summary>What is needed to inspect.</summary>
    internal static readonly CapabilityId Inspect = CapabilityId.Of("scope:inspect");

    /// <inheritdoc/>
    public async ValueTask<RoleScope?> GetRoleScopeAsync(Subject inspector, string code, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(code);
        models.Current.Value.RefuseGuarded("Inspections");
        var (model, decision) = (models.Current, decisions.Check(inspector, Inspect));
        if (!decision.IsPermitted || Viewer.Of(inspector, model.Value, planner, clock) is not { } viewer || TargetOf(inspector, model.Value, code) is not { } target)
            return null;

        // All of it is of one instant: who is allowed to look, at whom, and what there is.
        var (batch, inspects, isSeen) = (new QueryBatch(), false, false);
        var reading = Ask(viewer, target, batch, () => inspects = true, () => isSeen = true);
        await batch.ReadAsync(reader, cancellationToken).ConfigureAwait(false);
        if (!inspects || !isSeen || reading.Finish(decision.PolicyVersion, model.Version, cursors: null) is not { } scope)
            return null;
        await audit.InspectingAsync(inspector, scope.Role, scope.CksCode, cancellationToken).ConfigureAwait(false);
        return scope;
    }

    /// <summary>Asks whether the inspector is live and sees the other, and for what both see.</summary>
    internal static ScopeReading Ask(Viewer viewer, Viewer target, QueryBatch batch, Action onInspects, Action onSeen)
    {
        var of = target.Strategy.Viewer;
        batch.Add(viewer.Own.Select(viewer.Strategy.Viewer.Key), _ => onInspects());
        batch.Add(viewer.Rows(of).Where(of.Key, Op.Eq, target.Me.Code).Select(of.Key), _ => onSeen());
        return new(target, new InspectedSight(target.Sight, viewer), batch);
    }

    /// <summary>The other as a subject of the inspector's tenant and test class, with the role that its record stands for.</summary>
    private Viewer? TargetOf(Subject inspector, ScopeModel model, string text) =>
        model.EntityOfCode(text) is { } entity && entity.Code!.TryNormalize(text, out var code) && model.OnlyStrategyOf(entity) is { All.Count: 0 } strategy
            ? TargetOf(inspector, strategy, code, model, planner, clock)
            : null;

    /// <summary>One of a role that is inspected.</summary>
    internal static Viewer? TargetOf(Subject inspector, CompiledStrategy strategy, string code, ScopeModel model, IPolicyPlanner planner, TimeProvider clock) =>
        Viewer.Of(new Subject("", inspector.Tenant, [strategy.Strategy.Role]) { Code = code, IsTest = inspector.IsTest }, strategy, model, planner, clock);
}
