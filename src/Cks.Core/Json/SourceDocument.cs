using System.Text.Json;

namespace Cks.Core;

/// <summary>Reads JSON into nodes that know their line, column and pointer. All faults go to a <see cref="DiagnosticBag"/>; nothing is thrown for bad input.</summary>
public static class SourceDocument
{
    /// <summary>Reads one document.</summary>
    /// <param name="file">Name for diagnostics.</param>
    /// <param name="utf8">The bytes, UTF-8, with or without a byte order mark.</param>
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

        if (utf8.Span.StartsWith("\uFEFF"u8))
            utf8 = utf8[3..];
        var text = new SourceText(file, utf8);
        var reader = new Utf8JsonReader(utf8.Span, new JsonReaderOptions
        {
            AllowTrailingCommas = options.AllowComments,
            CommentHandling = options.AllowComments ? JsonCommentHandling.Skip : JsonCommentHandling.Disallow,
            MaxDepth = options.MaxDepth,
        });
        try
        {
            reader.Read();
            var root = ReadValue(ref reader, text, null, "", diagnostics);
            reader.Read();
            return root;
        }
        catch (JsonException e)
        {
            diagnostics.Add(CksCodes.NotJson, text.Locate(e.LineNumber ?? 0, e.BytePositionInLine ?? 0), Reason(e), "Mend the JSON at this place.");
        }
        catch (InvalidOperationException)
        {
            var location = text.Locate((int)reader.TokenStartIndex, "");
            diagnostics.Add(CksCodes.NotJson, location, "The text is not valid UTF-8, or an escape names half of a surrogate pair.", "Save the file as UTF-8.");
        }

        return null;
    }

    private static SourceNode ReadValue(ref Utf8JsonReader reader, SourceText text, SourceNode? parent, object step, DiagnosticBag diagnostics)
    {
        var node = new SourceNode(text, (int)reader.TokenStartIndex, parent, step, KindOf(reader.TokenType));
        switch (reader.TokenType)
        {
            case JsonTokenType.StartObject:
                while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
                {
                    var name = reader.GetString()!;
                    var at = (int)reader.TokenStartIndex;
                    reader.Read();
                    var value = ReadValue(ref reader, text, node, name, diagnostics);
                    if (!node.TryAdd(name, value))
                        diagnostics.Add(CksCodes.DuplicateName, text.Locate(at, value.Pointer), $"\"{name}\" stands twice in one object.", "Keep one of the two.");
                }

                break;
            case JsonTokenType.StartArray:
                for (var i = 0; reader.Read() && reader.TokenType != JsonTokenType.EndArray; i++)
                    node.Add(ReadValue(ref reader, text, node, i, diagnostics));
                break;
            case JsonTokenType.String:
                node.SetText(reader.GetString()!);
                break;
            case JsonTokenType.Number:
                node.SetText(System.Text.Encoding.ASCII.GetString(reader.ValueSpan));
                break;
        }

        return node;
    }

    private static JsonValueKind KindOf(JsonTokenType token) => token switch
    {
        JsonTokenType.StartObject => JsonValueKind.Object,
        JsonTokenType.StartArray => JsonValueKind.Array,
        JsonTokenType.String => JsonValueKind.String,
        JsonTokenType.Number => JsonValueKind.Number,
        JsonTokenType.True => JsonValueKind.True,
        JsonTokenType.False => JsonValueKind.False,
        _ => JsonValueKind.Null,
    };

    private static string Reason(JsonException e)
    {
        var cut = e.Message.IndexOf(" LineNumber:", StringComparison.Ordinal);
        return cut < 0 ? e.Message : e.Message[..cut];
    }
}
