using System.Text.Json;
using System.Text.Json.Serialization;

namespace Cks.Scope;

/// <summary>Writes a <see cref="ScopeSet"/> as <c>{items, next, count, more}</c>, without the last two where nothing was counted, and without reflection. Reading back is not offered.</summary>
public sealed class ScopeSetJsonConverter : JsonConverter<ScopeSet>
{
    /// <inheritdoc/>
    public override ScopeSet Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        throw new NotSupportedException("A set is not read from JSON.");

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, ScopeSet value, JsonSerializerOptions options)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentNullException.ThrowIfNull(value);
        Write(writer, value);
    }

    internal static void Write(Utf8JsonWriter writer, ScopeSet set)
    {
        writer.WriteStartObject();
        writer.WriteStartArray("items"u8);
        foreach (var row in set.Items)
            RowJsonConverter.Write(writer, row);
        writer.WriteEndArray();
        writer.WriteString("next"u8, set.Next);
        if (set.Count is { } count)
        {
            writer.WriteNumber("count"u8, count);
            writer.WriteBoolean("more"u8, set.More);
        }

        writer.WriteEndObject();
    }
}
