namespace Cks.Scope;

/// <summary>What kind of value a field holds.</summary>
public enum FieldType
{
    /// <summary>Text.</summary>
    Text,

    /// <summary>A whole number.</summary>
    Integer,

    /// <summary>True or false.</summary>
    Boolean,

    /// <summary>A moment in UTC.</summary>
    Timestamp,
}
