using Cks.Core;

namespace Cks.Cli;

/// <summary>Reads a document as JSON: syntax, names that stand twice, and the limits of size and depth.</summary>
internal sealed class SyntaxCheck(string pattern) : IDocumentCheck
{
    public string Pattern => pattern;

    public IReadOnlyList<Diagnostic> Check(string file, ReadOnlyMemory<byte> utf8)
    {
        var diagnostics = new DiagnosticBag();
        SourceDocument.Read(file, utf8, SourceDocumentOptions.ForFiles, diagnostics);
        return [.. diagnostics];
    }
}
