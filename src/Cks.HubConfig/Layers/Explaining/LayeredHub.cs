using Cks.Core;

namespace Cks.HubConfig;

/// <summary>A hub made of layers, as the catalog makes it: each carried to the current version of the form and held to its schema, then merged, then read as a whole.</summary>
public static class LayeredHub
{
    /// <summary>Makes the hub. Whether its targets and permissions exist is the question of <see cref="HubValidator"/>.</summary>
    /// <returns>The document, of version <see cref="HubSchema.CurrentVersion"/>; else all findings.</returns>
    public static LoadResult<LayeredDocument> Read(IReadOnlyList<HubLayerSource> layers)
    {
        ArgumentNullException.ThrowIfNull(layers);
        var findings = new DiagnosticBag();
        HubLayer?[] read = [.. layers.Take(LayerMerger.MaxLayers + 1).Select(l => HubLayers.Read(new(l.Name, l.File, l.Utf8) { Kind = l.Kind }, findings))];
        // What is wrong with one of them is told; the others would be judged for what is not there.
        return LoadResult<LayeredDocument>.From(findings.HasErrors ? null : Make([.. read.OfType<HubLayer>()], findings), findings);
    }

    private static LayeredDocument? Make(HubLayer[] layers, DiagnosticBag findings)
    {
        HubLayer[] trusted = [.. layers.Where(l => !l.IsLimited)];
        var below = trusted.Length > 0 && trusted.Length < layers.Length && LayerMerger.Merge(trusted, HubLayers.Rules, []) is { } shared ? HubDefinitionReader.Read(shared.Root, []) : null;
        if (below is not null)
            layers = [.. layers.Select(l => l.IsLimited ? LimitedLayer.Over(l, below, findings) : l)];
        if (LayerMerger.Merge(layers, HubLayers.Rules, findings) is not { } document)
            return null;
        var hub = HubOf(document, findings);
        if (!findings.HasErrors)
            ExperimentPlan.Of(hub, new(hub, () => document.Layers, HubOf), findings);
        return document;

        HubDefinition HubOf(LayeredDocument made, DiagnosticBag own) => below is null ? HubDefinitionReader.Read(made.Root, own) : LimitedFloor.Read(made.Root, below, own);
    }
}
