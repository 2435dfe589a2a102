using Cks.Core;

namespace Cks.HubConfig;

/// <summary>
/// How layers of a document become one: read once from its JSON Schema. Lists say it by <c>x-hub-merge</c>: <c>"keyed"</c> (items with one <c>id</c> become one; or <c>{"keyed": "name"}</c> for another property),
/// <c>"set"</c> or <c>"replace"</c>, which is the default for lists of plain values. <c>x-hub-combine: "min"</c> lets the least of all layers count, and <c>x-hub-visibility: "client"</c> lets a value go to a browser.
/// Permissions, kill switches and endpoints are guarded whatever a schema says. Immutable.
/// </summary>
public sealed class LayerRules
{
    internal LayerRules(LayerRule root) => Root = root;

    internal LayerRule Root { get; }

    /// <summary>Reads the rules of a schema.</summary>
    /// <param name="file">Name of the schema for findings.</param>
    /// <param name="utf8">The schema (2020-12); references within it are followed.</param>
    /// <returns>The rules; else CKS420: a list of objects does not say how it merges, or a keyword has a value that is not known. CKS101 to CKS103 when it is not JSON.</returns>
    public static LoadResult<LayerRules> Read(string file, ReadOnlyMemory<byte> utf8)
    {
        ArgumentNullException.ThrowIfNull(file);
        var diagnostics = new DiagnosticBag();
        if (SourceDocument.Read(file, utf8, SourceDocumentOptions.ForFiles, diagnostics) is not { } schema)
            return LoadResult<LayerRules>.From(null, diagnostics);
        var root = new LayerRuleReader(schema, diagnostics).Read();
        return LoadResult<LayerRules>.From(new(root), diagnostics);
    }
}
