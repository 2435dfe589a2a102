using System.Text.Json;
using System.Text.Unicode;

namespace Cks.Core;

/// <summary>Reads JSON into nodes that know their line, column and pointer. All faults go to a <see cref="DiagnosticBag"/>; nothing is thrown for bad input.</summary>
public static class SourceDocument
{
    /// <summary>Reads one document.</summary>
    /// <param name="file">Name for diagnostics.</param>
    /// <param name="utf8">The bytes, UTF-8, with or without a byte order mark. They must not change while the document is in use.</param>
    /// <param name="options">Limits; see <see cref="SourceDocumentOptions"/>.</param>
    /// <param name="diagnostics">Receives CKS101 (not JSON), CKS102 (duplicate name) and CKS103 (over a limit).</param>
    /// <returns>The root, or <see langword="null"/> when the document could not be read to its end.</returns>
    public static SourceNode? Read(string file, ReadOnlyMemory<byte> utf8, SourceDocumentOptions options, DiagnosticBag diagnostics)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(diagnostics);
        if (utf8.Length > options.MaxBytes)
        {
            diagnostics.Add(CksCodes.DocumentTooLarge, SourceLocation.Whole(file), $"The document has {utf8.Length} bytes; at most {options.MaxBytes} are read.", "Split the document.");
            return null;
        }

        if (JsonFault.OfEncoding(utf8.Span) is { } encoding)
            return Refuse(new(file, utf8), encoding, diagnostics);
        if (utf8.Span.StartsWith("\uFEFF"u8))
            utf8 = utf8[3..];
        var text = new SourceText(file, utf8);
        if (!Utf8.IsValid(utf8.Span))
            return Refuse(text, JsonFault.OfBytes(utf8.Span), diagnostics);
        var builder = new SourceTableBuilder(text, options, diagnostics);
        try
        {
            return builder.Read() is { } table ? new(table, 0, null, 0) : null;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // The platform's reader stops at the fault; a second look tells what it is, and what a person would write instead.
            var fault = new JsonFaultFinder(text, options).Find() ?? new(0, 0, "The document is not JSON.", "Mend the JSON.");
            return Refuse(text, fault, diagnostics);
        }
    }

    private static SourceNode? Refuse(SourceText text, JsonFault fault, DiagnosticBag diagnostics)
    {
        var length = fault.Length == 0 ? 0 : text.Measure(fault.Offset, fault.Length);
        diagnostics.Add(CksCodes.NotJson, new SourcePlace(text.Locate(fault.Offset, ""), length), fault.Message, fault.Fix, fault.Suggestion);
        return null;
    }
}
