using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Cks.Core;

/// <summary>A JSON value that knows where it stands. Immutable and safe to share between threads.</summary>
public sealed class SourceNode
{
    private readonly SourceTable _table;
    private readonly int _row;
    private readonly SourceNode? _parent;
    private readonly int _index;

    // Undefined where the row tells.
    private readonly JsonValueKind _kind;
    private string? _name;
    private string? _text;

    // SourceNode[] of an array, SourceProperties of an object.
    private object? _children;

    internal SourceNode(SourceTable table, int row, SourceNode? parent, int index) => (_table, _row, _parent, _index) = (table, row, parent, index);

    private SourceNode(SourceNode place, JsonValueKind kind, object children) : this(place._table, place._row, place._parent, place._index) => (_kind, _children) = (kind, children);

    /// <summary>What kind of JSON value this is.</summary>
    public JsonValueKind Kind => _kind != JsonValueKind.Undefined ? _kind : (JsonValueKind)_table[_row].Kind;

    /// <summary>Where the value starts.</summary>
    public SourceLocation Location => Locate(isName: false);

    /// <summary>The name in front of the value, as the place of a finding; the value itself where it has no name.</summary>
    public SourcePlace NamePlace => SourcePlace.OfName(this);

    /// <summary>JSON pointer (RFC 6901) of the value; empty for the root.</summary>
    public string Pointer => _parent is null ? "" : AppendTo(new()).ToString();

    /// <summary>The last step of the pointer: the name of the property, or the index in the array; empty for the root.</summary>
    public string Name => _name ??= _table[_row].NameLength > 0 ? _table.NameOf(_row) : _parent is null ? "" : _index.ToString(CultureInfo.InvariantCulture);

    /// <summary>Properties of an object in document order; empty for every other kind.</summary>
    public IReadOnlyDictionary<string, SourceNode> Properties => Members;

    /// <summary>Items of an array; empty for every other kind.</summary>
    public IReadOnlyList<SourceNode> Items => Kind == JsonValueKind.Array ? (SourceNode[])Content : [];

    /// <summary>The properties of an object or the items of an array, in document order; empty for every other kind.</summary>
    public ReadOnlySpan<SourceNode> Children => Kind switch
    {
        JsonValueKind.Object => Members.Nodes,
        JsonValueKind.Array => (SourceNode[])Content,
        _ => [],
    };

    /// <summary>The text of a string, or the digits of a number as written; <see langword="null"/> for every other kind.</summary>
    public string? Text => _text ??= Kind is JsonValueKind.String or JsonValueKind.Number ? _table.TextOf(_row) : null;

    /// <summary>The name of a property as bytes.</summary>
    internal ReadOnlySpan<byte> NameUtf8 => _table.NameUtf8Of(_row);

    /// <summary>The text of a string, or the digits of a number, as bytes.</summary>
    internal ReadOnlySpan<byte> TextUtf8 => _table.TextUtf8Of(_row);

    internal string File => Origin?.File ?? _table.Text.File;

    // What nobody wrote stands where the value around it does.
    private SourceNode? Origin => _table.OriginOf(_row) ?? (_table.IsMade ? _parent?.Origin : null);

    internal SourceProperties Members => Kind == JsonValueKind.Object ? (SourceProperties)Content : SourceProperties.None;

    // Of two threads that make the children at once the first wins, so that a child is one object for everybody.
    private object Content => _children ?? Interlocked.CompareExchange(ref _children, Make(), null) ?? _children!;

    /// <summary>An object of properties of several documents. Every one of them keeps its place, its name and the pointer in its own document.</summary>
    /// <param name="place">Gives the object its place, its name and its pointer.</param>
    /// <param name="properties">Properties of objects, in their new order.</param>
    /// <exception cref="ArgumentException">A property has no name, or a name stands twice.</exception>
    public static SourceNode ObjectOf(SourceNode place, IReadOnlyList<SourceNode> properties)
    {
        ArgumentNullException.ThrowIfNull(place);
        ArgumentNullException.ThrowIfNull(properties);
        var members = new SourceProperties([.. properties], hasTwins: false);
        if (!Array.TrueForAll(members.Nodes, n => n.IsNamed(isName: true)) || !members.AreDistinct)
            throw new ArgumentException("These are no properties of one object.", nameof(properties));
        return new(place, JsonValueKind.Object, members);
    }

    /// <summary>An array of values of several documents. Every one of them keeps its place and the pointer in its own document.</summary>
    /// <param name="place">Gives the array its place, its name and its pointer.</param>
    /// <param name="items">The values, in their new order.</param>
    public static SourceNode ArrayOf(SourceNode place, IReadOnlyList<SourceNode> items)
    {
        ArgumentNullException.ThrowIfNull(place);
        ArgumentNullException.ThrowIfNull(items);
        return new(place, JsonValueKind.Array, items.ToArray());
    }

    /// <summary>Looks a property up by its exact name.</summary>
    public bool TryGet(string name, [NotNullWhen(true)] out SourceNode? node) => Members.TryGetValue(name, out node);

    /// <summary>Writes the value without comments and spaces of its own; a number keeps its digits.</summary>
    public void WriteTo(Utf8JsonWriter json)
    {
        ArgumentNullException.ThrowIfNull(json);
        switch (Kind)
        {
            case JsonValueKind.Object:
                json.WriteStartObject();
                foreach (var member in Members.Nodes)
                {
                    json.WritePropertyName(member.Name);
                    member.WriteTo(json);
                }

                json.WriteEndObject();
                break;
            case JsonValueKind.Array:
                json.WriteStartArray();
                foreach (var item in Items)
                    item.WriteTo(json);
                json.WriteEndArray();
                break;
            case JsonValueKind.String:
                json.WriteStringValue(Text);
                break;
            case JsonValueKind.Number:
                json.WriteRawValue(Text!);
                break;
            case JsonValueKind.True or JsonValueKind.False:
                json.WriteBooleanValue(Kind == JsonValueKind.True);
                break;
            default:
                json.WriteNullValue();
                break;
        }
    }

    internal SourceLocation Locate(bool isName)
    {
        if (_table.IsMade)
            return Origin?.Locate(isName) ?? SourceLocation.Whole(File);
        return _table.Text.Locate(IsNamed(isName) ? _table[_row].NameStart : _table[_row].Start, Pointer);
    }

    internal int Measure(bool isName)
    {
        if (_table.IsMade)
            return Origin?.Measure(isName) ?? 0;
        ref readonly var row = ref _table[_row];
        if (IsNamed(isName))
            return _table.Text.Measure(row.NameStart, row.NameLength);
        return Kind is JsonValueKind.Object or JsonValueKind.Array ? 1 : _table.Text.Measure(row.Start, row.Length);
    }

    private bool IsNamed(bool isName) => isName && _table[_row].NameLength > 0;

    private object Make()
    {
        ref readonly var row = ref _table[_row];
        var nodes = new SourceNode[row.Length];
        for (var (i, at) = (0, _row + 1); i < nodes.Length; i++, at = _table[at].Next)
            nodes[i] = new(_table, at, this, i);
        return Kind == JsonValueKind.Object ? new SourceProperties(nodes, row.HasTwins) : nodes;
    }

    private StringBuilder AppendTo(StringBuilder pointer)
    {
        if (_parent is null)
            return pointer;
        return AppendStep(_parent.AppendTo(pointer), Name);
    }

    internal static StringBuilder AppendStep(StringBuilder pointer, string step) =>
        pointer.Append('/').Append(step.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal));
}
