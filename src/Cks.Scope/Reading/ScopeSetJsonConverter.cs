using System.Text.Json;
using System.Text.Json.Serialization;

namespace Cks.Scope;

/// <summary>Writes a <see cref="ScopeSet"/> as <c>{items, next, count, more}</c>, without reflection. Reading back is not offered: rows come from the database only.</summary>
public sealed class ScopeSetJsonConverter : JsonConverter<ScopeSet>
{
    /// <inheritdoc/>
    public override ScopeSet Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        throw new NotSupportedException("Rows are not read from JSON.");

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, ScopeSet value, JsonSerializerOptions options)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentNullException.ThrowIfNull(value);
        ScopeJson.Write(writer, value);
    }
}
