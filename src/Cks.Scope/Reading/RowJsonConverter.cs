using System.Text.Json;
using System.Text.Json.Serialization;

namespace Cks.Scope;

/// <summary>Writes a <see cref="Row"/> as an object of its fields, without reflection. Reading back is not offered.</summary>
public sealed class RowJsonConverter : JsonConverter<Row>
{
    /// <inheritdoc/>
    public override Row Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        throw new NotSupportedException("A row is not read from JSON.");

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, Row value, JsonSerializerOptions options)
    {
        ArgumentNullException.ThrowIfNull(writer);
        Write(writer, value);
    }

    internal static void Write(Utf8JsonWriter writer, Row? row)
    {
        if (row is null)
        {
            writer.WriteNullValue();
            return;
        }

        writer.WriteStartObject();
        var (names, json, values) = (row.Fields.All, row.Fields.Json, row.Cells);
        for (var i = 0; i < values.Length; i++)
            if (json.Length == 0)
                WriteValue(writer, names[i], values[i]);
            else if (values[i] is string text) // as most are
                writer.WriteString(json[i], text);
            else
                WriteValue(writer, json[i], values[i]);
        writer.WriteEndObject();
    }

    internal static void WriteValue(Utf8JsonWriter writer, string name, object? value)
    {
        writer.WritePropertyName(name);
        WriteValue(writer, value);
    }

    private static void WriteValue(Utf8JsonWriter writer, JsonEncodedText name, object? value)
    {
        writer.WritePropertyName(name);
        WriteValue(writer, value);
    }

    private static void WriteValue(Utf8JsonWriter writer, object? value)
    {
        switch (value)
        {
            case null:
                writer.WriteNullValue();
                break;
            case long number:
                writer.WriteNumberValue(number);
                break;
            case bool flag:
                writer.WriteBooleanValue(flag);
                break;
            case DateTimeOffset moment:
                writer.WriteStringValue(moment);
                break;
            default:
                writer.WriteStringValue((string)value);
                break;
        }
    }
}
