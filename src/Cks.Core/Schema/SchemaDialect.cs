namespace Cks.Core;

/// <summary>Which keywords mean something in a resource: the vocabularies of the metaschema that its <c>$schema</c> names.</summary>
internal sealed record SchemaDialect(bool Applies, bool Validates, bool Unevaluated, bool AssertsFormats)
{
    /// <summary>The metaschema of 2020-12.</summary>
    public const string Standard = "https://json-schema.org/draft/2020-12/schema";

    private const string Vocabulary = "https://json-schema.org/draft/2020-12/vocab/";

    private static readonly string[] Known = ["core", "applicator", "unevaluated", "validation", "meta-data", "format-annotation", "format-assertion", "content"];

    /// <summary>2020-12.</summary>
    public static SchemaDialect Default { get; } = new(true, true, true, false);

    /// <summary>The dialect of a metaschema.</summary>
    /// <param name="metaschema">The metaschema; without <c>$vocabulary</c> it has the vocabularies of 2020-12.</param>
    /// <param name="unknown">A vocabulary that must be understood and is not.</param>
    public static SchemaDialect Of(SourceNode metaschema, out string? unknown)
    {
        unknown = null;
        if (!metaschema.TryGet("$vocabulary", out var vocabularies))
            return Default;
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (uri, required) in vocabularies.Properties)
        {
            if (uri.StartsWith(Vocabulary, StringComparison.Ordinal) && Known.Contains(uri[Vocabulary.Length..], StringComparer.Ordinal))
                names.Add(uri[Vocabulary.Length..]);
            else if (required.Kind != System.Text.Json.JsonValueKind.False)
                unknown ??= uri;
        }

        return new(names.Contains("applicator"), names.Contains("validation"), names.Contains("unevaluated"), names.Contains("format-assertion"));
    }
}
