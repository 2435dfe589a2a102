namespace Cks.Rbac;

/// <summary>A row in memory, of which a <see cref="PlanNode"/> asks.</summary>
public interface IPlanRow
{
    /// <summary>The value of an attribute; <see langword="null"/> where the row has none, and then no comparison with it holds.</summary>
    /// <param name="name">Name of the attribute in the policy.</param>
    AttributeValue? Attribute(string name);

    /// <summary>Whether the subject of the plan stands in a relation to the row.</summary>
    /// <param name="relation">Name of the relation in the policy.</param>
    bool IsRelated(string relation);
}
