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
        for (var i = 0; i < row.Names.Count; i++)
            WriteValue(writer, row.Names[i], row.Values[i]);
        writer.WriteEndObject();
    }

    internal static void WriteValue(Utf8JsonWriter writer, string name, object? value)
    {
        switch (value)
        {
            case null:
                writer.WriteNull(name);
                break;
            case long number:
                writer.WriteNumber(name, number);
                break;
            case bool flag:
                writer.WriteBoolean(name, flag);
                break;
            case DateTimeOffset moment:
                writer.WriteString(name, moment);
                break;
            default:
                writer.WriteString(name, (string)value);
                break;
        }
    }
}
