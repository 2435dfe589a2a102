using System.Text.Json;
using Cks.Core;

namespace Cks.HubConfig;

/// <summary>What layers make together, and of every value why it is so. Immutable, safe to share between threads.</summary>
public sealed class LayeredDocument
{
    private readonly LayeredValue _root;
    private readonly LayerRule _rules;

    internal LayeredDocument(IReadOnlyList<HubLayer> layers, LayeredValue root, LayerRule rules)
    {
        (Layers, _root, _rules) = (layers, root, rules);
        Root = root.Build();
    }

    /// <summary>The layers, the first below.</summary>
    public IReadOnlyList<HubLayer> Layers { get; }

    /// <summary>The document, without directives. Every value knows the layer's place that it comes from.</summary>
    public SourceNode Root { get; }

    /// <summary>Pointers to all values, in the order of the document; the root is not among them.</summary>
    public IEnumerable<string> Pointers => PointersOf(_root, _rules, "");

    /// <summary>Why a value is what it is, or why it is not there any more.</summary>
    /// <param name="pointer">The value: <c>/dashboard/widgets[id=stats]/maxItems</c>. Items of other lists are named by their index.</param>
    /// <returns><see langword="null"/> when the pointer is none, or leads to nothing that any layer has.</returns>
    public ValueProvenance? Explain(string pointer)
    {
        ArgumentNullException.ThrowIfNull(pointer);
        if (HubPointer.Parse(pointer) is not { } steps || HubPointer.Find(_root, _rules, steps).Value is not { } value)
            return null;
        var hidden = new List<ProvenanceEntry>();
        for (var below = value.Hides; below is not null; below = below.Hides)
            hidden.Add(EntryOf(below));
        return new(pointer, EntryOf(value), hidden);
    }

    private ProvenanceEntry EntryOf(LayeredValue value) => new(Layers[value.Layer], value.Source.Location, value.Operation, value.IsDeleted ? null : value.Build());

    private static IEnumerable<string> PointersOf(LayeredValue value, LayerRule rule, string pointer)
    {
        if (value.IsPlain)
            yield break;
        foreach (var (i, child) in value.Living().Index())
        {
            var at = value.Kind == JsonValueKind.Object ? HubPointer.OfProperty(pointer, child.Name)
                : rule.Strategy == LayerStrategy.Keyed ? HubPointer.OfItem(pointer, rule.Key, HubPointer.IdOf(child, rule.Key)) : HubPointer.OfIndex(pointer, i);
            yield return at;
            foreach (var inner in PointersOf(child, value.Kind == JsonValueKind.Object ? rule.Of(child.Name) : rule.OfItems, at))
                yield return inner;
        }
    }
}
