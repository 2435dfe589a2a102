using System.Text.Json;
using Cks.Core;

namespace Cks.HubConfig;

/// <summary>The first look at the bytes of a document or layer: JSON within the limits, and nothing that two readers of JSON could read as two things.</summary>
internal static class HubDocumentText
{
    /// <summary>The root; <see langword="null"/> when the bytes are refused, which is reported.</summary>
    public static SourceNode? Read(string file, ReadOnlyMemory<byte> utf8, DiagnosticBag diagnostics)
    {
        if (utf8.Span.StartsWith("\uFEFF"u8))
        {
            diagnostics.Add(CksCodes.NotJson, SourceLocation.Whole(file), "The document begins with a byte order mark.", "Save the file as UTF-8 without one.");
            return null;
        }

        var root = SourceDocument.Read(file, utf8, HubDefinitionReader.Options, diagnostics);
        if (root is not null && utf8.Span.IndexOf("-0"u8) >= 0)
            ReportNegativeZero(root, diagnostics);
        return root;
    }

    private static void ReportNegativeZero(SourceNode node, DiagnosticBag diagnostics)
    {
        if (node is { Kind: JsonValueKind.Number, Text: ['-', '0', .. var rest] } && rest.AsSpan() is var digits && digits[..(digits.IndexOfAny('e', 'E') is >= 0 and var exponent ? exponent : digits.Length)].IndexOfAnyInRange('1', '9') < 0)
            diagnostics.Add(CksCodes.HubDocument, node, $"{node.Text} is read as 0 by some and as less by others.", "Write 0.");
        foreach (var child in node.Children)
            ReportNegativeZero(child, diagnostics);
    }
}
