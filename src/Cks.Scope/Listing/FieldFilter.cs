namespace Cks.Scope;

/// <summary>Keeps the rows whose field is as it says. All of it may come from outside.</summary>
/// <param name="Field">A field that the viewer may read and filter by.</param>
/// <param name="Kind">How it is compared.</param>
/// <param name="Values">
/// What with: one or more for <see cref="FieldFilterKind.OneOf"/>, none for <see cref="FieldFilterKind.Missing"/>, else one. Written as the field's type: a text as it is, a whole number in digits, <c>true</c> or <c>false</c>,
/// a moment as <c>2026-11-27</c>, which is its midnight in UTC, or <c>2026-11-27T10:30:00Z</c> with an offset and at most six digits of a second.
/// </param>
public sealed record FieldFilter(string Field, FieldFilterKind Kind, IReadOnlyList<string> Values)
{
    /// <summary>The field is this value.</summary>
    public static FieldFilter Is(string field, string value) => new(field, FieldFilterKind.OneOf, [value]);

    /// <summary>The field is one of these values.</summary>
    public static FieldFilter IsOneOf(string field, params IReadOnlyList<string> values) => new(field, FieldFilterKind.OneOf, values);

    /// <summary>The field is this value or greater.</summary>
    public static FieldFilter IsAtLeast(string field, string value) => new(field, FieldFilterKind.AtLeast, [value]);

    /// <summary>The field is less than this value.</summary>
    public static FieldFilter IsBelow(string field, string value) => new(field, FieldFilterKind.Below, [value]);

    /// <summary>The field has no value.</summary>
    public static FieldFilter IsMissing(string field) => new(field, FieldFilterKind.Missing, []);
}
