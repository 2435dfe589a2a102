using System.Buffers;
using System.Text.Json;
using Cks.Core;

namespace Cks.HubConfig;

/// <summary>Makes a layer of what a variant says.</summary>
internal static class OverlayLayer
{
    /// <summary>The layer that lies over a document. Items that the document does not have are left out, and told of (CKS423): a tenant may have taken them out, and an experiment of the base is one of several roles.</summary>
    /// <param name="experiment">Name of the experiment.</param>
    /// <param name="variant">The variant; it has an overlay.</param>
    /// <param name="document">The document.</param>
    /// <param name="findings">Receives what is left out.</param>
    public static HubLayer Of(string experiment, ExperimentVariant variant, SourceNode document, DiagnosticBag findings)
    {
        var overlay = variant.Overlay!;
        List<SourceNode> sections = [.. overlay.Properties.Values.Select(s => Cut(s, document.TryGet(s.Name, out var below) ? below : null, findings))];
        if (document.TryGet(HubVersion.Property, out var version))
            sections.Add(version);
        var root = SourceNode.ObjectOf(overlay, sections);
        var utf8 = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(utf8))
            root.WriteTo(json);
        return HubLayer.Of(HubLayerKind.Experiment, $"{experiment}/{variant.Id}", overlay.Location.File, utf8.WrittenMemory, root);
    }

    private static SourceNode Cut(SourceNode section, SourceNode? below, DiagnosticBag findings)
    {
        if (section.Kind != JsonValueKind.Object || !section.Properties.Keys.Any(OverlayRules.IsList))
            return section;
        return SourceNode.ObjectOf(section, [.. section.Properties.Values.Select(l => OverlayRules.IsList(l.Name) ? Cut(l, IdsOf(l.Name, below), findings) : l)]);
    }

    private static SourceNode Cut(SourceNode list, HashSet<string> ids, DiagnosticBag findings)
    {
        foreach (var item in list.Items)
            if (item.TryGet("id", out var id) && id.Text is { } text && !ids.Contains(text))
                findings.AddUnknown(CksCodes.LayerMissesTarget, id, $"The hub has no \"{text}\", and the variant leaves it out.", text, ids);
        return SourceNode.ArrayOf(list, [.. list.Items.Where(i => !i.TryGet("id", out var id) || id.Text is null || ids.Contains(id.Text))]);
    }

    private static HashSet<string> IdsOf(string list, SourceNode? section) =>
        section is not null && section.TryGet(list, out var items) ? [.. items.Items.Select(i => i.TryGet("id", out var id) ? id.Text : null).OfType<string>()] : [];
}
