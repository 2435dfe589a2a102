namespace Cks.Core;

/// <summary>The metaschemas of 2020-12, which are in the package.</summary>
internal static class Metaschema
{
    private const string Base = "https://json-schema.org/draft/2020-12/";

    private static readonly string[] Names =
        ["schema", "meta/core", "meta/applicator", "meta/unevaluated", "meta/validation", "meta/meta-data", "meta/format-annotation", "meta/format-assertion", "meta/content"];

    /// <summary>The metaschema with a URI, or <see langword="null"/>.</summary>
    public static byte[]? Find(string uri)
    {
        if (!uri.StartsWith(Base, StringComparison.Ordinal) || !Names.Contains(uri[Base.Length..], StringComparer.Ordinal))
            return null;
        using var stream = typeof(Metaschema).Assembly.GetManifestResourceStream($"{Path.GetFileName(uri)}.json")!;
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }
}
