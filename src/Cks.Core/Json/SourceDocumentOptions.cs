namespace Cks.Core;

/// <summary>
/// Limits and leniency of reading a JSON document. The limits are the budget of one document (S30): what reading it may cost is known before its first byte is read;
/// the number of its findings is limited by <see cref="DiagnosticBag"/>.
/// </summary>
public sealed record SourceDocumentOptions
{
    /// <summary>The largest <see cref="MaxDepth"/>. Programs that walk a document call themselves once for each level, and no stack may end before the document does.</summary>
    public const int DeepestAllowed = 512;

    /// <summary>For documents on disk: comments and trailing commas are allowed.</summary>
    public static SourceDocumentOptions ForFiles { get; } = new() { AllowComments = true };

    /// <summary>For documents from a network: RFC 8259 and nothing else.</summary>
    public static SourceDocumentOptions Strict { get; } = new();

    /// <summary>Whether <c>//</c> and <c>/* */</c> comments and trailing commas are accepted.</summary>
    /// <value>Default: <see langword="false"/>.</value>
    public bool AllowComments { get; init; }

    /// <summary>Deepest nesting that is read, from 1 to <see cref="DeepestAllowed"/>.</summary>
    /// <value>Default: 64.</value>
    /// <exception cref="ArgumentOutOfRangeException">The value is outside of that.</exception>
    public int MaxDepth
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 1);
            ArgumentOutOfRangeException.ThrowIfGreaterThan(value, DeepestAllowed);
            field = value;
        }
    } = 64;

    /// <summary>Largest document that is read, in bytes.</summary>
    /// <value>Default: 4 MiB.</value>
    public int MaxBytes { get; init; } = 4 * 1024 * 1024;

    /// <summary>Most values that one document may hold, objects and arrays counted as well.</summary>
    /// <value>Default: 500,000.</value>
    public int MaxValues { get; init; } = 500_000;

    /// <summary>Longest name of a property, in bytes between its quotes. Names stand in the pointers and messages of all findings below them.</summary>
    /// <value>Default: 1,024.</value>
    public int MaxNameBytes { get; init; } = 1_024;
}
