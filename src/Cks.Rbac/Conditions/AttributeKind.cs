namespace Cks.Rbac;

/// <summary>What the values of an attribute are.</summary>
public enum AttributeKind : byte
{
    /// <summary>A text, compared ordinally.</summary>
    Text,

    /// <summary>A decimal number.</summary>
    Number,

    /// <summary>A point in time (UTC).</summary>
    Time,

    /// <summary>True or false.</summary>
    Flag,
}
