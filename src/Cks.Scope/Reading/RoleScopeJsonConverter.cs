using System.Text.Json;
using System.Text.Json.Serialization;

namespace Cks.Scope;

/// <summary>Writes a <see cref="RoleScope"/> without reflection. Reading back is not offered: a scope comes from the database only.</summary>
public sealed class RoleScopeJsonConverter : JsonConverter<RoleScope>
{
    /// <inheritdoc/>
    public override RoleScope Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        throw new NotSupportedException("A scope is not read from JSON.");

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, RoleScope value, JsonSerializerOptions options)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentNullException.ThrowIfNull(value);
        writer.WriteStartObject();
        writer.WriteString("role"u8, value.Role);
        writer.WriteString("cksCode"u8, value.CksCode);
        writer.WriteString("policyVersion"u8, value.PolicyVersion.ToString());
        writer.WriteString("scopeVersion"u8, value.ScopeVersion.ToString());
        writer.WriteStartObject("summary"u8);
        foreach (var (name, metric) in value.Summary)
            WriteValue(writer, name, metric);
        writer.WriteEndObject();
        writer.WriteStartObject("relationships"u8);
        foreach (var (name, row) in value.Upward)
        {
            writer.WritePropertyName(name);
            WriteRow(writer, row);
        }

        foreach (var (name, set) in value.Relationships)
        {
            writer.WriteStartObject(name);
            writer.WriteStartArray("items"u8);
            foreach (var row in set.Items)
                WriteRow(writer, row);
            writer.WriteEndArray();
            writer.WriteString("next"u8, set.Next);
            writer.WriteNumber("count"u8, set.Count);
            writer.WriteBoolean("more"u8, set.More);
            writer.WriteEndObject();
        }

        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    private static void WriteRow(Utf8JsonWriter writer, Row? row)
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

    private static void WriteValue(Utf8JsonWriter writer, string name, object? value)
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
