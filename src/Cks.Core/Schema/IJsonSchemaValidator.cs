namespace Cks.Core;

/// <summary>Says whether a JSON document fits a schema. The seam behind which the validator of another library can stand; safe to use from several threads.</summary>
public interface IJsonSchemaValidator
{
    /// <summary>Whether the text is JSON and fits the schema. Anything that keeps the question from being answered is <see langword="false"/>.</summary>
    /// <param name="utf8">The document, UTF-8.</param>
    bool IsValid(ReadOnlySpan<byte> utf8);

    /// <summary>All that is wrong with a document, each finding with its place; empty when it fits the schema.</summary>
    /// <param name="file">Name of the document for the findings.</param>
    /// <param name="utf8">The document, UTF-8.</param>
    IReadOnlyList<Diagnostic> Validate(string file, ReadOnlyMemory<byte> utf8);
}
