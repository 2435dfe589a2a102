using System.Collections.Frozen;

namespace Cks.HubConfig;

/// <summary>How the values at one place of a document merge. Rules may refer to themselves; they do not change once they are read.</summary>
internal sealed class LayerRule
{
    // Every value of every layer is looked up.
    private FrozenDictionary<string, LayerRule>? _frozen;

    /// <summary>Where a schema says nothing: objects member by member, lists replaced.</summary>
    public static LayerRule Open { get; } = new();

    public LayerStrategy Strategy { get; set; }

    /// <summary>Property that tells the items of a keyed list apart.</summary>
    public string Key { get; set; } = "id";

    /// <summary>Whether the least of all layers counts.</summary>
    public bool IsLeast { get; set; }

    /// <summary>Whether the value may go to a browser.</summary>
    public bool IsClient { get; set; }

    public LayerGuard Guard { get; set; }

    public Dictionary<string, LayerRule> Properties { get; } = new(StringComparer.Ordinal);

    public LayerRule? Additional { get; set; }

    public LayerRule? Items { get; set; }

    /// <summary>Of an item of a keyed list: the property that tells it apart from the others.</summary>
    public string? ItemKey { get; set; }

    /// <summary>Whether the property <c>type</c> says what the others mean.</summary>
    public bool HasType => Properties.ContainsKey("type");

    /// <summary>The rule of a property; asked once all rules are read.</summary>
    public LayerRule Of(string property) => (_frozen ??= Properties.ToFrozenDictionary(StringComparer.Ordinal)).TryGetValue(property, out var rule) ? rule : Additional ?? Open;

    public LayerRule OfItems => Items ?? Open;
}
