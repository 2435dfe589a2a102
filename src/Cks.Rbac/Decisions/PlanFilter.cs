namespace Cks.Rbac;

/// <summary>Says of rows in memory whether a plan holds. Goes by the plan alone, as SQL does.</summary>
internal sealed class PlanFilter<T>(ResourceMap<T> map, PolicyResource resource)
{
    public bool Holds(PlanNode node, T row, ulong relations) => node.Kind switch
    {
        PlanNodeKind.All => node.Nodes.All(n => Holds(n, row, relations)),
        PlanNodeKind.Any => node.Nodes.Any(n => Holds(n, row, relations)),
        PlanNodeKind.Related => (relations & resource.RelationBit(node.Name)) != 0,
        PlanNodeKind.NotRelated => (relations & resource.RelationBit(node.Name)) == 0,
        _ => map.Read(resource.Attributes.First(a => a.Name == node.Name), row) is { } actual && Holds(node, actual),
    };

    private static bool Holds(PlanNode node, AttributeValue actual) => node.Kind switch
    {
        PlanNodeKind.OneOf => node.Values.Contains(actual),
        PlanNodeKind.NoneOf => !node.Values.Contains(actual),
        PlanNodeKind.Lt => actual < node.Values[0],
        PlanNodeKind.Le => actual <= node.Values[0],
        PlanNodeKind.Gt => actual > node.Values[0],
        _ => actual >= node.Values[0],
    };
}
