using System.Text;

namespace Cks.Core.Tests;

/// <summary>Schemas and documents from text.</summary>
internal static class Schemas
{
    public static LoadResult<JsonSchema> Load(string schema, JsonSchemaOptions? options = null) => JsonSchema.Load("s.json", Encoding.UTF8.GetBytes(schema), options);

    public static JsonSchema Of(string schema, JsonSchemaOptions? options = null) => Load(schema, options).GetOrThrow();

    public static bool IsValid(this JsonSchema schema, string document) => schema.IsValid(Encoding.UTF8.GetBytes(document));

    /// <summary>The findings as text; that the quick answer is the same is asserted.</summary>
    public static IReadOnlyList<string> Findings(this JsonSchema schema, string document)
    {
        var findings = schema.Validate("d.json", Encoding.UTF8.GetBytes(document));
        Assert.Equal(schema.IsValid(document), findings.Count == 0);
        return [.. findings.Select(f => f.ToString())];
    }
}
