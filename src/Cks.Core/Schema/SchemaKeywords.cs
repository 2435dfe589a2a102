namespace Cks.Core;

/// <summary>Where schemas stand inside of a schema.</summary>
internal static class SchemaKeywords
{
    private static readonly HashSet<string> Single = new(StringComparer.Ordinal)
    {
        "items", "contains", "additionalProperties", "propertyNames", "if", "then", "else", "not", "unevaluatedItems", "unevaluatedProperties", "contentSchema",
    };

    private static readonly HashSet<string> Lists = new(StringComparer.Ordinal) { "prefixItems", "allOf", "anyOf", "oneOf" };

    // "definitions" is what "$defs" was called before; the metaschema still knows it.
    private static readonly HashSet<string> Maps = new(StringComparer.Ordinal) { "properties", "patternProperties", "dependentSchemas", "$defs", "definitions" };

    /// <summary>The schemas directly inside of one.</summary>
    public static IEnumerable<SourceNode> Inside(SourceNode schema)
    {
        foreach (var (name, value) in schema.Properties)
        {
            if (Single.Contains(name))
                yield return value;
            var several = Lists.Contains(name) ? value.Items : Maps.Contains(name) ? value.Properties.Values : [];
            foreach (var one in several)
                yield return one;
        }
    }
}
