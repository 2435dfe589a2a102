using Cks.Rbac;

namespace Cks.Scope;

/// <summary>Whether rows in memory are as a plan asks: what <see cref="PlanConditions"/> puts on a query, and nothing where that could not be put there.</summary>
internal sealed class RowPlan(ScopePlan plan, ScopeEntity entity, ScopeModel model, RowWays ways)
{
    public bool Permits(ScopeRow row) => plan.IsEverything || (plan.Where is { } where && IsTranslated(where) && where.Holds(new Asked(row, ways)));

    private bool IsTranslated(PlanNode where)
    {
        var translator = new PlanTranslator(name => entity.FindField(name)?.Column, entity.Key, related: null);
        return where.Everything().All(n => n.Kind is PlanNodeKind.Related or PlanNodeKind.NotRelated ? model.Answers(entity, n.Name) : translator.ObstacleOf(n) == PlanObstacle.None);
    }

    private readonly struct Asked(ScopeRow row, RowWays ways) : IPlanRow
    {
        public AttributeValue? Attribute(string name) => row.Attribute(row.Entity.FindField(name)!.Column);

        public bool IsRelated(string relation) => ways.IsRelated(row, relation);
    }
}
