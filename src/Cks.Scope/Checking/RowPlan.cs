using Cks.QueryBuilder;
using Cks.Rbac;

namespace Cks.Scope;

/// <summary>Whether rows in memory are as a plan asks: what <see cref="PlanConditions"/> puts on a query, and nothing where that could not be put there.</summary>
internal sealed class RowPlan(ScopePlan plan, ScopeEntity entity, ScopeModel model, RowWays ways)
{
    public bool Permits(ScopeRow row) => plan.IsEverything || (plan.Where is { } where && IsTranslated(where) && Holds(where, row));

    private bool IsTranslated(PlanNode where)
    {
        var translator = new PlanTranslator(ColumnOf, entity.Key, related: null);
        return where.Everything().All(n => n.Kind is PlanNodeKind.Related or PlanNodeKind.NotRelated ? model.Answers(entity, n.Name) : translator.ObstacleOf(n) == PlanObstacle.None);
    }

    private bool Holds(PlanNode node, ScopeRow row) => node.Kind switch
    {
        PlanNodeKind.All => node.Nodes.All(n => Holds(n, row)),
        PlanNodeKind.Any => node.Nodes.Any(n => Holds(n, row)),
        PlanNodeKind.Related => ways.IsRelated(row, node.Name),
        PlanNodeKind.NotRelated => !ways.IsRelated(row, node.Name),
        _ => row.Attribute(ColumnOf(node.Name)!, node.Values[0].Kind) is { } value && Compares(node, value),
    };

    private static bool Compares(PlanNode node, AttributeValue value) => node.Kind switch
    {
        PlanNodeKind.OneOf => node.Values.Contains(value),
        PlanNodeKind.NoneOf => !node.Values.Contains(value),
        PlanNodeKind.Lt => value < node.Values[0],
        PlanNodeKind.Le => value <= node.Values[0],
        PlanNodeKind.Gt => value > node.Values[0],
        PlanNodeKind.Ge => value >= node.Values[0],
        _ => throw new ArgumentOutOfRangeException(nameof(node), node.Kind, "No comparison."),
    };

    private Column? ColumnOf(string attribute) => entity.FindField(attribute)?.Column;
}
