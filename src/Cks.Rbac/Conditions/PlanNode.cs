namespace Cks.Rbac;

/// <summary>
/// A condition on rows with the subject's own values filled in: a formula of "all", "any" and comparisons, of two values and without negation. Whoever translates it needs no third value: a comparison with
/// an attribute that a row lacks is false, as a NULL is in a WHERE. Immutable.
/// </summary>
public sealed class PlanNode
{
    private PlanNode(PlanNodeKind kind, string name, IReadOnlyList<PlanNode> nodes, IReadOnlyList<AttributeValue> values) =>
        (Kind, Name, Nodes, Values) = (kind, name, nodes, values);

    /// <summary>What it asks.</summary>
    public PlanNodeKind Kind { get; }

    /// <summary>The attribute or the relation; empty for <see cref="PlanNodeKind.All"/> and <see cref="PlanNodeKind.Any"/>.</summary>
    public string Name { get; }

    /// <summary>What <see cref="PlanNodeKind.All"/> and <see cref="PlanNodeKind.Any"/> are made of; at least two in a plan.</summary>
    public IReadOnlyList<PlanNode> Nodes { get; }

    /// <summary>What the attribute is compared with: at least one value, exactly one for an order.</summary>
    public IReadOnlyList<AttributeValue> Values { get; }

    internal static PlanNode True { get; } = new(PlanNodeKind.All, "", [], []);

    internal static PlanNode False { get; } = new(PlanNodeKind.Any, "", [], []);

    /// <summary>This and all that is in it.</summary>
    public IEnumerable<PlanNode> Everything() => Nodes.SelectMany(n => n.Everything()).Prepend(this);

    /// <summary>Whether a row in memory is as the formula asks, and a WHERE made of it would keep it. A value of another kind than the policy compares is as good as none.</summary>
    /// <param name="row">The row.</param>
    public bool Holds<TRow>(TRow row)
        where TRow : IPlanRow => Kind switch
        {
            PlanNodeKind.All => Nodes.All(n => n.Holds(row)),
            PlanNodeKind.Any => Nodes.Any(n => n.Holds(row)),
            PlanNodeKind.Related => row.IsRelated(Name),
            PlanNodeKind.NotRelated => !row.IsRelated(Name),
            _ => row.Attribute(Name) is { } value && value.Kind == Values[0].Kind && Compares(value),
        };

    internal static PlanNode All(IEnumerable<PlanNode> nodes) => Combine(PlanNodeKind.All, nodes, True, False);

    internal static PlanNode Any(IEnumerable<PlanNode> nodes) => Combine(PlanNodeKind.Any, nodes, False, True);

    internal static PlanNode OneOf(string attribute, IReadOnlyList<AttributeValue> values) => values.Count == 0 ? False : new(PlanNodeKind.OneOf, attribute, [], values);

    internal static PlanNode NoneOf(string attribute, IReadOnlyList<AttributeValue> values) => new(PlanNodeKind.NoneOf, attribute, [], values);

    internal static PlanNode Compare(PlanNodeKind order, string attribute, AttributeValue value) => new(order, attribute, [], [value]);

    internal static PlanNode Related(string relation, bool isRelated) => new(isRelated ? PlanNodeKind.Related : PlanNodeKind.NotRelated, relation, [], []);

    private bool Compares(AttributeValue value) => Kind switch
    {
        PlanNodeKind.OneOf => Values.Contains(value),
        PlanNodeKind.NoneOf => !Values.Contains(value),
        PlanNodeKind.Lt => value < Values[0],
        PlanNodeKind.Le => value <= Values[0],
        PlanNodeKind.Gt => value > Values[0],
        _ => value >= Values[0],
    };

    private static PlanNode Combine(PlanNodeKind kind, IEnumerable<PlanNode> nodes, PlanNode nothing, PlanNode decided)
    {
        var rest = new List<PlanNode>();
        foreach (var node in nodes)
        {
            if (ReferenceEquals(node, decided))
                return decided;
            if (node.Kind == kind)
                rest.AddRange(node.Nodes);
            else
                rest.Add(node);
        }

        return rest switch { [] => nothing, [var only] => only, _ => new(kind, "", rest, []) };
    }
}
