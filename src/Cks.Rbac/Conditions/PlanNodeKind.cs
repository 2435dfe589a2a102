namespace Cks.Rbac;

/// <summary>What a <see cref="PlanNode"/> asks. There is no "not": a plan is made so that none is needed, and a missing attribute makes every comparison with it false.</summary>
public enum PlanNodeKind : byte
{
    /// <summary>All of <see cref="PlanNode.Nodes"/> hold.</summary>
    All,

    /// <summary>At least one of <see cref="PlanNode.Nodes"/> holds.</summary>
    Any,

    /// <summary>The attribute is there and equals one of <see cref="PlanNode.Values"/>.</summary>
    OneOf,

    /// <summary>The attribute is there and equals none of <see cref="PlanNode.Values"/>.</summary>
    NoneOf,

    /// <summary>The attribute is there and less than the value.</summary>
    Lt,

    /// <summary>The attribute is there and at most the value.</summary>
    Le,

    /// <summary>The attribute is there and greater than the value.</summary>
    Gt,

    /// <summary>The attribute is there and at least the value.</summary>
    Ge,

    /// <summary>The subject stands in the relation to the row.</summary>
    Related,

    /// <summary>The subject does not stand in the relation to the row.</summary>
    NotRelated,
}
