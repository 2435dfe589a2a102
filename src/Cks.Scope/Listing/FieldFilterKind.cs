namespace Cks.Scope;

/// <summary>How a <see cref="FieldFilter"/> compares. A row without a value is kept by <see cref="Missing"/> alone.</summary>
public enum FieldFilterKind
{
    /// <summary>The value is one of the filter's.</summary>
    OneOf,

    /// <summary>The value is at least the filter's; text by code point.</summary>
    AtLeast,

    /// <summary>The value is less than the filter's; text by code point.</summary>
    Below,

    /// <summary>There is no value.</summary>
    Missing,
}
