namespace Cks.Core;

/// <summary>What a value breaks. A message is written of it only at the end: most of what is noted while alternatives are tried is never told.</summary>
internal enum SchemaRule : byte
{
    Never,
    UnknownProperty,
    Type,
    Const,
    Enum,
    Minimum,
    Maximum,
    MultipleOf,
    MinLength,
    MaxLength,
    Pattern,
    Format,
    MinItems,
    MaxItems,
    UniqueItems,
    Contains,
    MaxContains,
    MinProperties,
    MaxProperties,
    Required,
    DependentRequired,
    PropertyName,
    AnyOf,
    OneOf,
    SeveralOf,
    Not,
}

/// <summary>A rule that a value breaks.</summary>
/// <param name="Rule">Which one.</param>
/// <param name="Node">The schema that says so.</param>
/// <param name="At">The value on the tape.</param>
/// <param name="Detail">The missing name, or the alternative that came nearest.</param>
/// <param name="Inner">What that alternative found.</param>
internal sealed record SchemaIssue(SchemaRule Rule, SchemaNode Node, int At, int Detail = 0, List<SchemaIssue>? Inner = null);
