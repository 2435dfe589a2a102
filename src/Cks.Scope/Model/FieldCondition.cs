using Cks.Core;

namespace Cks.Scope;

/// <summary>A condition of a metric or a set as the document writes it. Which column is meant is known only where the entity is.</summary>
/// <param name="Node">Where it stands.</param>
/// <param name="Field">Name of the field.</param>
/// <param name="Kind">How it is compared.</param>
/// <param name="Values">The texts of <see cref="FieldConditionKind.OneOf"/>.</param>
/// <param name="Other">The other field of <see cref="FieldConditionKind.Below"/>.</param>
internal sealed record FieldCondition(SourceNode Node, string Field, FieldConditionKind Kind, IReadOnlyList<string> Values, string? Other = null);

/// <summary>The ways in which a field is compared.</summary>
internal enum FieldConditionKind
{
    /// <summary>A text field is one of some texts.</summary>
    OneOf,

    /// <summary>A field has no value.</summary>
    Missing,

    /// <summary>A moment lies in the current day.</summary>
    OnToday,

    /// <summary>A moment lies in the current day or later.</summary>
    FromToday,

    /// <summary>A whole number is less than that of another field.</summary>
    Below,
}
