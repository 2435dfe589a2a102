using System.Text.Json;

namespace Cks.Core;

/// <summary>The documents of a schema and what can be referred to in them.</summary>
internal sealed class SchemaDocuments(JsonSchemaOptions options, SchemaFaults faults)
{
    // A resolver that makes a new document up for every reference would never end.
    private const int MostDocuments = 256;

    private readonly Dictionary<string, SchemaResource> _byUri = new(StringComparer.Ordinal);
    private readonly Dictionary<string, SourceNode?> _metaschemas = new(StringComparer.Ordinal);
    private readonly Dictionary<SourceNode, SchemaResource> _owners = [];
    private readonly Dictionary<string, Dictionary<int, SourceNode>> _dynamicAnchors = new(StringComparer.Ordinal);
    private int _documents;

    /// <summary>All resources, by their ids.</summary>
    public List<SchemaResource> Resources { get; } = [];

    /// <summary>Whether a schema has been seen, and in which resource.</summary>
    public SchemaResource OwnerOf(SourceNode schema) => _owners[schema];

    /// <summary>Takes a document in.</summary>
    /// <param name="uri">Where it was found, without a fragment.</param>
    /// <param name="root">What it holds.</param>
    public SchemaResource Add(string uri, SourceNode root)
    {
        _documents++;
        Walk(root, NewResource(uri, root, SchemaDialect.Default));
        return _byUri[uri] = _owners[root];
    }

    /// <summary>Finds what a reference points at, and reports it when it points at nothing.</summary>
    public SourceNode? Find(SourceNode reference, SchemaResource from)
    {
        var (document, fragment) = UriText.Split(reference.Text!);
        var uri = UriText.Resolve(from.Uri, document);
        if (Resource(uri, reference) is not { } resource)
            return null;
        fragment = Uri.UnescapeDataString(fragment);
        if (fragment.Length == 0)
            return resource.Root;
        if (fragment[0] == '/')
            return Follow(fragment, resource, reference);
        if (resource.Anchors.TryGetValue(fragment, out var anchor))
            return anchor;
        faults.Report(reference, $"\"{reference.Text}\" points at no anchor of {resource.Uri}.", fragment, resource.Anchors.Keys);
        return null;
    }

    /// <summary>What a dynamic reference means without a scope, and its anchor when a scope can change that.</summary>
    public string? DynamicAnchor(SourceNode reference, SourceNode target)
    {
        var fragment = Uri.UnescapeDataString(UriText.Split(reference.Text!).Fragment);
        return _owners[target].DynamicAnchors.TryGetValue(fragment, out var anchor) && ReferenceEquals(anchor, target) ? fragment : null;
    }

    /// <summary>What a dynamic anchor names, by the resources that have it.</summary>
    public IReadOnlyDictionary<int, SourceNode> DynamicAnchors(string anchor) => _dynamicAnchors[anchor];

    private SchemaResource? Resource(string uri, SourceNode reference)
    {
        if (_byUri.TryGetValue(uri, out var known))
            return known;
        return Fetch(uri, reference) is { } root ? Add(uri, root) : null;
    }

    private SourceNode? Fetch(string uri, SourceNode reference)
    {
        ReadOnlyMemory<byte> utf8 = Metaschema.Find(uri);
        if (utf8.IsEmpty)
        {
            if (_documents == MostDocuments)
                faults.Report(reference, $"The schema needs more than {MostDocuments} documents.");
            else if (options.Resolver is null || !Uri.TryCreate(uri, UriKind.Absolute, out var absolute) || !options.Resolver.TryResolve(absolute, out utf8))
                faults.Report(reference, $"{uri} is not there.", options.Resolver is null ? "Set JsonSchemaOptions.Resolver to give other documents, or correct the reference." : "Correct the reference, or let the resolver know it.");
            else
                return Read(uri, utf8);
            return null;
        }

        return Read(uri, utf8);
    }

    /// <summary>Reads one document of a schema.</summary>
    public SourceNode? Read(string file, ReadOnlyMemory<byte> utf8) =>
        SourceDocument.Read(file, utf8, new SourceDocumentOptions { AllowComments = options.AllowComments, MaxBytes = options.MaxBytes, MaxDepth = options.MaxDepth }, faults.Diagnostics);

    private SourceNode? Follow(string pointer, SchemaResource resource, SourceNode reference)
    {
        var node = resource.Root;
        foreach (var step in pointer[1..].Split('/'))
        {
            var name = step.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal);
            var next = node.Kind == JsonValueKind.Array
                ? int.TryParse(name, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var index) && index < node.Items.Count ? node.Items[index] : null
                : node.TryGet(name, out var property) ? property : null;
            if (next is null)
            {
                faults.Report(reference, $"\"{reference.Text}\" points at nothing: there is no \"{name}\".", name, node.Properties.Keys);
                return null;
            }

            node = next;
            resource = _owners.GetValueOrDefault(node, resource);
        }

        if (!_owners.ContainsKey(node))
            Walk(node, resource);
        return node;
    }

    private SchemaResource NewResource(string uri, SourceNode root, SchemaDialect dialect)
    {
        if (root.TryGet("$schema", out var schema) && schema.Kind == JsonValueKind.String)
            dialect = Dialect(UriText.Split(schema.Text!).Document, uri, root, schema);
        var resource = new SchemaResource(Resources.Count, uri, root, dialect);
        Resources.Add(resource);
        return resource;
    }

    private void Walk(SourceNode schema, SchemaResource resource)
    {
        if (schema.TryGet("$id", out var id) && Text(id) is { } name)
        {
            var (document, fragment) = UriText.Split(name);
            var uri = UriText.Resolve(resource.Uri, document);
            if (fragment.Length > 0)
                faults.Report(id, "\"$id\" must not have a fragment.", "Name a part of a schema with \"$anchor\".");
            if (uri != resource.Uri)
                resource = ReferenceEquals(resource.Root, schema) && !_byUri.ContainsKey(uri) ? Renamed(resource, uri) : NewResource(uri, schema, resource.Dialect);
            if (!_byUri.TryAdd(uri, resource) && !ReferenceEquals(_byUri[uri].Root, schema))
                faults.Report(id, $"Two schemas have the \"$id\" {uri}.");
        }

        _owners[schema] = resource;
        Anchor(schema, "$anchor", resource, isDynamic: false);
        Anchor(schema, "$dynamicAnchor", resource, isDynamic: true);
        foreach (var inside in SchemaKeywords.Inside(schema))
            Walk(inside, resource);
    }

    private SchemaResource Renamed(SchemaResource resource, string uri) => Resources[resource.Id] = new(resource.Id, uri, resource.Root, resource.Dialect);

    private void Anchor(SourceNode schema, string keyword, SchemaResource resource, bool isDynamic)
    {
        if (!schema.TryGet(keyword, out var node) || Text(node) is not { } name)
            return;
        if (name.Length == 0 || !(char.IsAsciiLetter(name[0]) || name[0] == '_') || !name.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '.' or '_'))
            faults.Report(node, $"\"{keyword}\" must start with a letter and have letters, digits, \"-\", \".\" and \"_\".");
        else if (!resource.Anchors.TryAdd(name, schema) && !ReferenceEquals(resource.Anchors[name], schema))
            faults.Report(node, $"The anchor \"{name}\" stands twice in {resource.Uri}.");
        else if (isDynamic)
        {
            resource.DynamicAnchors[name] = schema;
            if (!_dynamicAnchors.TryGetValue(name, out var all))
                _dynamicAnchors.Add(name, all = []);
            all[resource.Id] = schema;
        }
    }

    private SchemaDialect Dialect(string metaschema, string uri, SourceNode root, SourceNode place)
    {
        if (metaschema == SchemaDialect.Standard)
            return SchemaDialect.Default;
        if (metaschema.StartsWith("http://json-schema.org/draft", StringComparison.Ordinal) || metaschema.StartsWith("https://json-schema.org/draft/", StringComparison.Ordinal))
        {
            faults.Report(place, $"The schema is written for {metaschema}; only {SchemaDialect.Standard} is understood.", "Write it for 2020-12.");
            return SchemaDialect.Default;
        }

        if (!_metaschemas.TryGetValue(metaschema, out var found))
        {
            // A metaschema may name itself.
            found = metaschema == uri || (root.TryGet("$id", out var id) && id.Text == metaschema) ? root : Fetch(metaschema, place);
            _metaschemas.Add(metaschema, found);
        }

        if (found is null)
            return SchemaDialect.Default;
        var dialect = SchemaDialect.Of(found, out var unknown);
        if (unknown is not null)
            faults.Report(place, $"The metaschema {metaschema} requires the vocabulary {unknown}, which is not understood.");
        return dialect;
    }

    private string? Text(SourceNode node)
    {
        if (node.Kind == JsonValueKind.String)
            return node.Text;
        faults.Report(node, $"\"{node.Name}\" must be a text.");
        return null;
    }
}
