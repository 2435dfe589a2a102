using Cks.QueryBuilder;
using Cks.Rbac;

namespace Cks.Scope;

/// <summary>What a subject may see itself: the mask and the plan of each entity's capability to be seen. Where somebody acts in its place, only rows that they reach themselves (S12).</summary>
internal sealed class OwnSight(Subject me, IPolicyPlanner planner, RelationQueries relations, Viewer? actor = null) : ISight
{
    public Viewer? Actor => actor;

    public FieldMask MaskOf(ScopeEntity entity) => planner.Fields(me, entity.View);

    public VisibleFields? FieldsOf(ScopeEntity entity) => entity.FieldsUnder(MaskOf(entity));

    public Query Permitted(ScopeEntity entity, Query rows)
    {
        if (actor is not null)
            rows = rows.WhereIn(entity.Key, actor.RowsOfLive(entity).Select(entity.Key));
        return planner.Plan(me, entity.View) is var plan && plan is { IsEverything: true } ? rows : Permitted(entity, rows, plan);
    }

    private Query Permitted(ScopeEntity entity, Query rows, ScopePlan plan) => rows.Where(plan, name => entity.FindField(name)?.Column, entity.Key, relation => relations.Keys(entity, relation));
}
