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
        var document = findings.HasErrors ? null : LayerMerger.Merge([.. read.OfType<HubLayer>()], HubLayers.Rules, findings);
        HubLayer[] trusted = [.. read.OfType<HubLayer>().Where(l => !l.IsLimited)];
        if (document is not null && HubDefinitionReader.Read(document.Root, findings) is var hub && !findings.HasErrors)
        {
            if (trusted.Length > 0 && trusted.Length < document.Layers.Count && LayerMerger.Merge(trusted, HubLayers.Rules, new()) is { } below)
                FlagFloor.Check(HubDefinitionReader.Read(below.Root, new()), hub, findings);
            ExperimentPlan.Of(hub, () => document.Layers, (_, _) => { }, findings);
        }

        return LoadResult<LayeredDocument>.From(document, findings);
    }
}
