using System.Text;

namespace Cks.Core.Tests;

/// <summary>Reads text as a document named <c>a.json</c>.</summary>
internal static class Json
{
    public static (SourceNode? Root, DiagnosticBag Findings) Read(string text, SourceDocumentOptions? options = null) => Read(Encoding.UTF8.GetBytes(text), options);

    public static (SourceNode? Root, DiagnosticBag Findings) Read(byte[] utf8, SourceDocumentOptions? options = null)
    {
        var findings = new DiagnosticBag();
        return (SourceDocument.Read("a.json", utf8, options ?? SourceDocumentOptions.Strict, findings), findings);
    }

    public static SourceNode Root(string text)
    {
        var (root, findings) = Read(text);
        Assert.Empty(findings);
        return Assert.IsType<SourceNode>(root);
    }
}
