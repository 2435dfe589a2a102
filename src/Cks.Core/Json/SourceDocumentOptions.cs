namespace Cks.Core;

/// <summary>Limits and leniency of reading a JSON document.</summary>
public sealed record SourceDocumentOptions
{
    /// <summary>For documents on disk: comments and trailing commas are allowed.</summary>
    public static SourceDocumentOptions ForFiles { get; } = new() { AllowComments = true };

    /// <summary>For documents from a network: RFC 8259 and nothing else.</summary>
    public static SourceDocumentOptions Strict { get; } = new();

    /// <summary>Whether <c>//</c> and <c>/* */</c> comments and trailing commas are accepted.</summary>
    /// <value>Default: <see langword="false"/>.</value>
    public bool AllowComments { get; init; }

    /// <summary>Deepest nesting that is read.</summary>
    /// <value>Default: 64.</value>
    public int MaxDepth { get; init; } = 64;

    /// <summary>Largest document that is read, in bytes.</summary>
    /// <value>Default: 4 MiB.</value>
    public int MaxBytes { get; init; } = 4 * 1024 * 1024;
}
