using System.Text.Json;
using Cks.Core;

namespace Cks.HubConfig;

/// <summary>A schema for a part of a document: the same, but nothing has to be there. And what is left to ask of the whole, when all its parts were held to that.</summary>
internal static class PartialSchema
{
    private static readonly string[] Dropped = ["required", "minItems", "minProperties", "minContains", "dependentRequired"];
    private static readonly string[] Named = ["properties", "patternProperties", "$defs", "dependentSchemas"];

    private static readonly string[] Plain = ["string", "number", "integer", "boolean"];

    /// <summary>What holds for a part.</summary>
    public static byte[] Of(SourceNode schema) => Write(schema, isRest: false);

    /// <summary>What parts that are right can break together: all but what is asked of a plain value, of which each part has the whole.</summary>
    public static byte[] RestOf(SourceNode schema) => Write(schema, isRest: true);

    private static byte[] Write(SourceNode schema, bool isRest)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
            Write(schema, json, isSchema: true, isRest);
        return stream.ToArray();
    }

    private static void Write(SourceNode node, Utf8JsonWriter json, bool isSchema, bool isRest)
    {
        if (isRest && isSchema && node.TryGet("type", out var type) && Plain.Contains(type.Text))
            json.WriteBooleanValue(true);
        else if (node.Kind == JsonValueKind.Object)
        {
            json.WriteStartObject();
            foreach (var (name, value) in node.Properties)
            {
                // A property may be called "required"; a keyword may not.
                if (!isRest && isSchema && Dropped.Contains(name))
                    continue;
                json.WritePropertyName(name);
                Write(value, json, !isSchema || !Named.Contains(name), isRest);
            }

            json.WriteEndObject();
        }
        else if (node.Kind == JsonValueKind.Array)
        {
            json.WriteStartArray();
            foreach (var item in node.Items)
                Write(item, json, isSchema, isRest);
            json.WriteEndArray();
        }
        else
            node.WriteTo(json);
    }
}
