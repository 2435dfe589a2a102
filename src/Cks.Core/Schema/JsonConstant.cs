using System.Text.Json;

namespace Cks.Core;

/// <summary>A value of <c>const</c> or <c>enum</c>, ready to be compared.</summary>
internal sealed class JsonConstant
{
    private readonly byte[] _utf8;
    private readonly JsonTape _tape = new();

    private JsonConstant(byte[] utf8, JsonSchemaOptions options)
    {
        _utf8 = utf8;
        var work = int.MaxValue;
        Fault = _tape.Read(utf8, options with { MaxBytes = int.MaxValue }, ref work);
        Hash = Fault == TapeFault.None ? JsonEquality.HashOf(View, 0, ref work) : 0;
    }

    /// <summary>Why the value cannot be compared: a number with an exponent beyond all measure.</summary>
    public TapeFault Fault { get; }

    public int Hash { get; }

    public JsonView View => new(_utf8, _tape);

    /// <summary>The value as JSON.</summary>
    public ReadOnlySpan<byte> Utf8 => _utf8;

    public static JsonConstant Of(SourceNode node, JsonSchemaOptions options)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream, new JsonWriterOptions { SkipValidation = true, MaxDepth = options.MaxDepth }))
            Write(writer, node);
        return new(stream.ToArray(), options);
    }

    private static void Write(Utf8JsonWriter writer, SourceNode node)
    {
        switch (node.Kind)
        {
            case JsonValueKind.Object:
                writer.WriteStartObject();
                foreach (var (name, value) in node.Properties)
                {
                    writer.WritePropertyName(name);
                    Write(writer, value);
                }

                writer.WriteEndObject();
                break;
            case JsonValueKind.Array:
                writer.WriteStartArray();
                foreach (var item in node.Items)
                    Write(writer, item);
                writer.WriteEndArray();
                break;
            case JsonValueKind.String:
                writer.WriteStringValue(node.Text);
                break;
            case JsonValueKind.Number:
                writer.WriteRawValue(node.Text!, skipInputValidation: true);
                break;
            case JsonValueKind.Null:
                writer.WriteNullValue();
                break;
            default:
                writer.WriteBooleanValue(node.Kind == JsonValueKind.True);
                break;
        }
    }
}
