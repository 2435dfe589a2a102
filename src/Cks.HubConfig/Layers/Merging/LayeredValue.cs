using System.Text.Json;
using Cks.Core;

namespace Cks.HubConfig;

/// <summary>
/// A value with what the layers made of it. Only what more than one layer touched, or what holds such a thing, has children of its own; everything else is as its document has it, and came with it.
/// </summary>
internal sealed class LayeredValue(SourceNode source, int layer, ValueOperation operation)
{
    /// <summary>Where the value that counts stands; of an object, where the layer that brought it in has it.</summary>
    public SourceNode Source { get; } = source;

    /// <summary>Name within the object around it. A deletion stands elsewhere where more was deleted than this.</summary>
    public string Name { get => field ?? Source.Name; init; }

    public int Layer { get; } = layer;

    public ValueOperation Operation { get; set; } = operation;

    /// <summary>Differs from that of the source for a set that is written as what is put in.</summary>
    public JsonValueKind Kind { get; init; } = source.Kind;

    /// <summary>Properties or items; <see langword="null"/>: those of the source.</summary>
    public List<LayeredValue>? Children { get; set; }

    /// <summary>What this hides, and through it everything that was hidden before.</summary>
    public LayeredValue? Hides { get; set; }

    public bool IsDeleted => Operation == ValueOperation.Deleted;

    /// <summary>Whether there is nothing to look into.</summary>
    public bool IsPlain => IsDeleted || !IsContainer(Kind) || LayerDirectives.IsSecret(Source);

    /// <summary>The children to change.</summary>
    public List<LayeredValue> Open()
    {
        if (Children is not null)
            return Children;
        var nodes = Source.Children;
        var children = new List<LayeredValue>(nodes.Length);
        foreach (var child in nodes)
            children.Add(new(child, Layer, ValueOperation.Added));
        return Children = children;
    }

    /// <summary>The children that count, without keeping what is made for the answer.</summary>
    public IEnumerable<LayeredValue> Living() => Children is { } own ? own.Where(c => !c.IsDeleted) : ChildrenOf(Source).Select(c => new LayeredValue(c, Layer, ValueOperation.Added));

    /// <summary>The value as a document has it.</summary>
    public SourceNode Build()
    {
        if (Children is null)
            return Source;
        var children = new List<SourceNode>(Children.Count);
        foreach (var child in Children)
            if (!child.IsDeleted)
                children.Add(child.Build());
        return Kind == JsonValueKind.Object ? SourceNode.ObjectOf(Source, children) : SourceNode.ArrayOf(Source, children);
    }

    private static IEnumerable<SourceNode> ChildrenOf(SourceNode node) => node.Kind == JsonValueKind.Object ? node.Properties.Values : node.Items;

    private static bool IsContainer(JsonValueKind kind) => kind is JsonValueKind.Object or JsonValueKind.Array;
}
