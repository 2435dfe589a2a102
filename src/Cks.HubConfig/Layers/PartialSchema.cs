using System.Text.Json;
using Cks.Core;

namespace Cks.HubConfig;

/// <summary>A schema for a part of a document: the same, but nothing has to be there.</summary>
internal static class PartialSchema
{
    private static readonly string[] Dropped = ["required", "minItems", "minProperties", "minContains", "dependentRequired"];
    private static readonly string[] Named = ["properties", "patternProperties", "$defs", "dependentSchemas"];

    public static byte[] Of(SourceNode schema)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
            Write(schema, json, isSchema: true);
        return stream.ToArray();
    }

    private static void Write(SourceNode node, Utf8JsonWriter json, bool isSchema)
    {
        if (node.Kind == JsonValueKind.Object)
        {
            json.WriteStartObject();
            foreach (var (name, value) in node.Properties)
            {
                // A property may be called "required"; a keyword may not.
                if (isSchema && Dropped.Contains(name))
                    continue;
                json.WritePropertyName(name);
                Write(value, json, !isSchema || !Named.Contains(name));
            }

            json.WriteEndObject();
        }
        else if (node.Kind == JsonValueKind.Array)
        {
            json.WriteStartArray();
            foreach (var item in node.Items)
                Write(item, json, isSchema);
            json.WriteEndArray();
        }
        else
            node.WriteTo(json);
    }
}
