using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.Json;

namespace Cks.Core;

/// <summary>A JSON value that knows where it stands. Immutable once its document has been read.</summary>
public sealed class SourceNode
{
    private readonly SourceText _text;
    private readonly int _offset;
    private readonly SourceNode? _parent;
    private readonly object _step;
    private Dictionary<string, SourceNode>? _properties;
    private List<SourceNode>? _items;
    private string? _string;

    internal SourceNode(SourceText text, int offset, SourceNode? parent, object step, JsonValueKind kind)
    {
        (_text, _offset, _parent, _step, Kind) = (text, offset, parent, step, kind);
        if (kind == JsonValueKind.Object)
            _properties = new(StringComparer.Ordinal);
        else if (kind == JsonValueKind.Array)
            _items = [];
    }

    /// <summary>What kind of JSON value this is.</summary>
    public JsonValueKind Kind { get; }

    /// <summary>Where the value starts.</summary>
    public SourceLocation Location => _text.Locate(_offset, Pointer);

    /// <summary>JSON pointer (RFC 6901) of the value; empty for the root.</summary>
    public string Pointer => _parent is null ? "" : $"{_parent.Pointer}/{Escape(_step)}";

    /// <summary>The last step of the pointer: the name of the property, or the index in the array; empty for the root.</summary>
    public string Name => Convert.ToString(_step, CultureInfo.InvariantCulture)!;

    /// <summary>Properties of an object in document order; empty for every other kind.</summary>
    public IReadOnlyDictionary<string, SourceNode> Properties => _properties ?? (IReadOnlyDictionary<string, SourceNode>)EmptyProperties;

    /// <summary>Items of an array; empty for every other kind.</summary>
    public IReadOnlyList<SourceNode> Items => _items ?? (IReadOnlyList<SourceNode>)[];

    /// <summary>The text of a string, or the digits of a number as written; <see langword="null"/> for every other kind.</summary>
    public string? Text => _string;

    /// <summary>Looks a property up by its exact name.</summary>
    public bool TryGet(string name, [NotNullWhen(true)] out SourceNode? node)
    {
        node = null;
        return _properties is not null && _properties.TryGetValue(name, out node);
    }

    internal bool TryAdd(string name, SourceNode node) => _properties!.TryAdd(name, node);

    internal void Add(SourceNode node) => _items!.Add(node);

    internal void SetText(string text) => _string = text;

    private static readonly Dictionary<string, SourceNode> EmptyProperties = [];

    private static string Escape(object step) => step is string name
        ? name.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal)
        : Convert.ToString(step, CultureInfo.InvariantCulture)!;
}
