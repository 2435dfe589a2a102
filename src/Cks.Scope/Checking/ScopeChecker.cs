using Cks.Core;
using Cks.Rbac;

namespace Cks.Scope;

/// <summary>Checks rows by the model in a <see cref="SnapshotStore{T}"/>. Thread-safe.</summary>
internal sealed class ScopeChecker(SnapshotStore<ScopeModel> models, IPolicyPlanner planner, TimeProvider clock) : IScopeChecker
{
    public bool CanSee(Subject me, string entity, string key, IScopeRows rows)
    {
        ArgumentNullException.ThrowIfNull(entity);
        ArgumentNullException.ThrowIfNull(key);
        ArgumentNullException.ThrowIfNull(rows);
        var model = models.Current.Value;
        if (Viewer.Of(me, model, planner, clock) is not { } viewer || !model.TryGetEntity(entity, out var of) || viewer.Sight.FieldsOf(of) is not { } fields)
            return false;
        (rows as ScopeRows)?.RefuseUnknown(model);
        var today = Viewer.TodayOf(clock);
        var ways = new RowWays(viewer, rows, model, today);
        var actor = viewer.Actor is null ? null : new RowWays(viewer.Actor, rows, model, today);
        var plan = new RowPlan(planner.Plan(me, of.View), of, model, ways);
        return Sees(key) || (of.Code?.TryNormalize(key, out var normal) == true && normal != key && Sees(normal));

        // Whoever acts in the subject's place sees what both see (S12).
        bool Sees(string written) => ways.Live(of, written).Any(row => ways.Reaches(row, fields) && (actor is null || actor.Reaches(row, fields)) && plan.Permits(row));
    }
}
