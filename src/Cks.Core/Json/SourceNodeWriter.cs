using System.Buffers;
using System.Text.Json;

namespace Cks.Core;

/// <summary>
/// Makes a document of parts of others. Every value remembers the value that it was made of, so that a finding about it points to where a person wrote it. Not thread-safe.
/// </summary>
/// <param name="file">Name for findings about values that were made of nothing.</param>
public sealed class SourceNodeWriter(string file)
{
    private readonly ArrayBufferWriter<byte> _bytes = new(1024);
    private readonly List<SourceNode?> _origins = [];
    private Utf8JsonWriter? _json;

    private Utf8JsonWriter Json => _json ??= new(_bytes, new JsonWriterOptions { MaxDepth = SourceDocumentOptions.DeepestAllowed });

    /// <summary>Begins an object.</summary>
    /// <param name="origin">What it is made of; <see langword="null"/> for what nobody wrote: it stands where the value around it stands.</param>
    public void StartObject(SourceNode? origin)
    {
        _origins.Add(origin);
        Json.WriteStartObject();
    }

    /// <summary>Ends the object.</summary>
    public void EndObject() => Json.WriteEndObject();

    /// <summary>Begins an array.</summary>
    /// <param name="origin">What it is made of.</param>
    public void StartArray(SourceNode? origin)
    {
        _origins.Add(origin);
        Json.WriteStartArray();
    }

    /// <summary>Ends the array.</summary>
    public void EndArray() => Json.WriteEndArray();

    /// <summary>The name of the value that comes next.</summary>
    public void Name(string name) => Json.WritePropertyName(name);

    /// <summary>A text, number or literal.</summary>
    /// <param name="kind">What it is.</param>
    /// <param name="text">The text, or the digits of a number; not looked at for a literal.</param>
    /// <param name="origin">What it is made of.</param>
    public void Value(JsonValueKind kind, string? text, SourceNode? origin)
    {
        _origins.Add(origin);
        if (kind == JsonValueKind.String)
            Json.WriteStringValue(text);
        else if (kind == JsonValueKind.Number)
            Json.WriteRawValue(text!);
        else if (kind is JsonValueKind.True or JsonValueKind.False)
            Json.WriteBooleanValue(kind == JsonValueKind.True);
        else
            Json.WriteNullValue();
    }

    /// <summary>A value of another document, with everything in it.</summary>
    public void Copy(SourceNode node)
    {
        ArgumentNullException.ThrowIfNull(node);
        if (node.Kind == JsonValueKind.Object)
        {
            StartObject(node);
            foreach (var member in node.Members.Nodes)
            {
                Name(member.Name);
                Copy(member);
            }

            EndObject();
        }
        else if (node.Kind == JsonValueKind.Array)
        {
            StartArray(node);
            foreach (var item in node.Items)
                Copy(item);
            EndArray();
        }
        else
            Value(node.Kind, node.Text, node);
    }

    /// <summary>The document.</summary>
    /// <exception cref="InvalidOperationException">Something is still open, or two properties of an object have one name.</exception>
    public SourceNode Complete()
    {
        Json.Flush();
        var diagnostics = new DiagnosticBag(1);
        var options = new SourceDocumentOptions { MaxDepth = SourceDocumentOptions.DeepestAllowed, MaxValues = int.MaxValue, MaxNameBytes = int.MaxValue };
        var table = Json.CurrentDepth == 0 && _origins.Count > 0 ? new SourceTableBuilder(new(file, _bytes.WrittenMemory), options, diagnostics).Read([.. _origins]) : null;
        return table is not null && !diagnostics.HasErrors ? new(table, 0, null, 0) : throw new InvalidOperationException("The document is not complete.");
    }
}
