using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;
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

/// <summary>The bytes of a document and where its lines start.</summary>
internal sealed class SourceText
{
    private readonly List<int> _lines = [0];

    public SourceText(string file, ReadOnlyMemory<byte> utf8)
    {
        (File, Utf8) = (file, utf8);
        var bytes = utf8.Span;
        for (var i = 0; i < bytes.Length; i++)
            if (bytes[i] == (byte)'\n')
                _lines.Add(i + 1);
    }

    public string File { get; }

    public ReadOnlyMemory<byte> Utf8 { get; }

    public SourceLocation Locate(int offset, string pointer)
    {
        var line = _lines.BinarySearch(offset);
        if (line < 0)
            line = ~line - 1;
        return Locate(line, offset - _lines[line]) with { Pointer = pointer };
    }

    public SourceLocation Locate(int line, int bytes)
    {
        var start = _lines[Math.Min(line, _lines.Count - 1)];
        var column = Encoding.UTF8.GetCharCount(Utf8.Span[start..Math.Min(start + bytes, Utf8.Length)]) + 1;
        return new(File, line + 1, column, "");
    }
}
