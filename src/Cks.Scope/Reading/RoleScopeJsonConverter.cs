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
            RowJsonConverter.WriteValue(writer, name, metric);
        writer.WriteEndObject();
        writer.WriteStartObject("relationships"u8);
        foreach (var (name, row) in value.Upward)
        {
            writer.WritePropertyName(name);
            RowJsonConverter.Write(writer, row);
        }

        foreach (var (name, set) in value.Relationships)
        {
            writer.WritePropertyName(name);
            ScopeSetJsonConverter.Write(writer, set);
        }

        writer.WriteEndObject();
        writer.WriteEndObject();
    }
}
