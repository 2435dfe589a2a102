namespace Cks.Core;

/// <summary>How a <see cref="JsonSchema"/> is read and what a validation may cost.</summary>
public sealed record JsonSchemaOptions
{
    /// <summary>What holds when nothing is said.</summary>
    public static JsonSchemaOptions Default { get; } = new();

    /// <summary>
    /// Whether <c>format</c> refuses a text that does not have it: date-time, date, time, duration, email, uri, uri-reference, uuid, json-pointer, ipv4, ipv6 and regex.
    /// Other formats remain annotations.
    /// </summary>
    /// <value>Default: <see langword="false"/>, as the specification has it; a schema whose dialect has the format-assertion vocabulary asserts anyway.</value>
    public bool AssertFormats { get; init; }

    /// <summary>Whether schemas and documents may have comments and trailing commas.</summary>
    /// <value>Default: <see langword="false"/>.</value>
    public bool AllowComments { get; init; }

    /// <summary>Steps that one validation may take; about one for every value, for every schema that looks at it and for every 16 bytes of text. What takes more is refused.</summary>
    /// <value>Default: 5,000,000, at most about half a second.</value>
    public int MaxWork { get; init; } = 5_000_000;

    /// <summary>Deepest nesting of a schema or document, at most 256.</summary>
    /// <value>Default: 64.</value>
    public int MaxDepth { get; init; } = 64;

    /// <summary>Largest schema or document, in bytes.</summary>
    /// <value>Default: 4 MiB.</value>
    public int MaxBytes { get; init; } = 4 * 1024 * 1024;

    /// <summary>Time that all regular expressions of one validation may take together. What takes more is refused.</summary>
    /// <value>Default: 250 ms.</value>
    public TimeSpan RegexTimeout { get; init; } = TimeSpan.FromMilliseconds(250);

    /// <summary>Gives the schemas that a schema refers to by URI. The 2020-12 metaschemas are built in.</summary>
    /// <value>Default: <see langword="null"/>: a schema that refers to another document is refused.</value>
    public IJsonSchemaResolver? Resolver { get; init; }
}
