using Cks.Core;

namespace Cks.HubConfig;

/// <summary>
/// What of the options of a widget type goes to a browser: what its schema marks, and nothing besides. A mark counts where it holds for a value whatever the value is: along <c>properties</c>, <c>additionalProperties</c>,
/// <c>allOf</c> and references. Immutable.
/// </summary>
internal sealed class OptionVisibility
{
    public const string Keyword = "x-hub-visibility", Client = "client";

    private readonly SourceNode _schema;

    // All schemas that hold at the place.
    private readonly HashSet<SourceNode> _parts = new(ReferenceEqualityComparer.Instance);

    private OptionVisibility(SourceNode schema, IEnumerable<SourceNode> places)
    {
        _schema = schema;
        foreach (var place in places)
            Collect(place);
        IsClient = _parts.Any(IsMarked);
    }

    /// <summary>Whether all of it goes, but references to secrets.</summary>
    public bool IsClient { get; }

    /// <summary>The members that are named.</summary>
    public IReadOnlyList<string> Names => [.. _parts.SelectMany(p => Members(p, "properties")).Select(m => m.Name).Distinct(StringComparer.Ordinal)];

    /// <summary>The schemas that hold at the place.</summary>
    public IReadOnlyCollection<SourceNode> Parts => _parts;

    public static OptionVisibility Of(SourceNode schema) => new(schema, [schema]);

    /// <summary>What of a member goes. What is named goes as it is marked there; where names are told apart by patterns, nothing else does.</summary>
    public OptionVisibility Of(string name)
    {
        if (IsClient)
            return this;
        SourceNode[] named = [.. _parts.SelectMany(p => Members(p, "properties")).Where(m => m.Name == name)];
        return new(_schema, named.Length > 0 ? named : _parts.Any(p => p.TryGet("patternProperties", out _)) ? [] : _parts.SelectMany(p => Member(p, "additionalProperties")));
    }

    /// <summary>Whether the schema lets something of a place go that is not marked itself.</summary>
    public bool IsClientWithin() => IsClientWithin(new(ReferenceEqualityComparer.Instance));

    /// <summary>The schema that a reference names within its document; <see langword="null"/> where it is not followed.</summary>
    public static SourceNode? Resolve(SourceNode schema, string? reference)
    {
        if (reference is not ("#" or ['#', '/', ..]))
            return null;
        var node = schema;
        foreach (var step in reference.Split('/').Skip(1))
            if (!node.TryGet(Uri.UnescapeDataString(step).Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal), out node))
                return null;
        return node;
    }

    private static bool IsMarked(SourceNode schema) => schema.TryGet(Keyword, out var word) && word is { Kind: System.Text.Json.JsonValueKind.String, Text: Client };

    private bool IsClientWithin(HashSet<SourceNode> seen)
    {
        if (IsClient)
            return true;
        SourceNode[] fresh = [.. _parts.Where(seen.Add)];
        return fresh.Length > 0 && (Names.Any(n => Of(n).IsClientWithin(seen)) || new OptionVisibility(_schema, _parts.Any(p => p.TryGet("patternProperties", out _)) ? [] : _parts.SelectMany(p => Member(p, "additionalProperties"))).IsClientWithin(seen));
    }

    private void Collect(SourceNode place)
    {
        if (!_parts.Add(place))
            return;
        foreach (var reference in Member(place, "$ref"))
            if (Resolve(_schema, reference.Text) is { } target)
                Collect(target);
        foreach (var all in Member(place, "allOf"))
            foreach (var part in all.Items)
                Collect(part);
    }

    private static IEnumerable<SourceNode> Members(SourceNode schema, string keyword) => schema.TryGet(keyword, out var members) ? members.Properties.Values : [];

    private static SourceNode[] Member(SourceNode schema, string keyword) => schema.TryGet(keyword, out var member) ? [member] : [];
}
