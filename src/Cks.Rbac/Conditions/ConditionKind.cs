namespace Cks.Rbac;

internal enum ConditionKind : byte
{
    /// <summary>All parts hold; without parts true.</summary>
    All,

    /// <summary>One part holds; without parts false.</summary>
    Any,

    /// <summary>The only part does not hold.</summary>
    Not,

    /// <summary>The attribute is one of the values, the document's or the subject's.</summary>
    OneOf,

    Lt,
    Le,
    Gt,
    Ge,

    /// <summary>The subject stands in the relation to the resource.</summary>
    Related,
}
