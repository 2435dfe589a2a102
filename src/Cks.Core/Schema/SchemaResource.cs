namespace Cks.Core;

/// <summary>A schema that has a URI of its own: a document, or what declares an <c>$id</c> inside of one.</summary>
internal sealed class SchemaResource(int id, string uri, SourceNode root, SchemaDialect dialect)
{
    public int Id { get; } = id;

    public string Uri { get; } = uri;

    public SourceNode Root { get; } = root;

    public SchemaDialect Dialect { get; } = dialect;

    /// <summary>What <c>$anchor</c> and <c>$dynamicAnchor</c> name.</summary>
    public Dictionary<string, SourceNode> Anchors { get; } = new(StringComparer.Ordinal);

    /// <summary>What <c>$dynamicAnchor</c> names.</summary>
    public Dictionary<string, SourceNode> DynamicAnchors { get; } = new(StringComparer.Ordinal);
}
