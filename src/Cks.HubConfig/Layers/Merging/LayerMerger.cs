using Cks.Core;

namespace Cks.HubConfig;

/// <summary>Makes one document of layers. Nothing is thrown for what layers hold: every mistake is a finding with its place.</summary>
public static class LayerMerger
{
    /// <summary>Most layers of one document; those of kind <see cref="HubLayerKind.Defaults"/> are counted by themselves.</summary>
    public const int MaxLayers = 32;

    /// <summary>Largest layer, in bytes.</summary>
    public const int MaxLayerBytes = 1024 * 1024;

    /// <summary>Most bytes of all layers of one document; those of kind <see cref="HubLayerKind.Defaults"/> are counted by themselves.</summary>
    public const int MaxBytes = 4 * 1024 * 1024;

    /// <summary>Most entries of one object or list.</summary>
    public const int MaxEntries = 500;

    /// <summary>Lays the layers over each other in the order of their kinds; those of one kind in the order given.</summary>
    /// <param name="layers">The layers, all of one schema version.</param>
    /// <param name="rules">How they merge.</param>
    /// <returns>The document; else CKS406, CKS421 to CKS428 and what is wrong with single values. Warnings (CKS423, CKS426) may stand beside a document.</returns>
    public static LoadResult<LayeredDocument> Merge(IReadOnlyList<HubLayer> layers, LayerRules rules)
    {
        ArgumentNullException.ThrowIfNull(layers);
        ArgumentNullException.ThrowIfNull(rules);
        var diagnostics = new DiagnosticBag();
        return LoadResult<LayeredDocument>.From(Merge(layers, rules, diagnostics), diagnostics);
    }

    internal static LayeredDocument? Merge(IReadOnlyList<HubLayer> layers, LayerRules rules, DiagnosticBag diagnostics, bool withLocks = true)
    {
        // What the code gives takes no room from documents.
        if (!HasRoom([.. layers.Where(l => l.Kind != HubLayerKind.Defaults)], diagnostics) || !HasRoom([.. layers.Where(l => l.Kind == HubLayerKind.Defaults)], diagnostics))
            return null;

        HubLayer[] ordered = [.. layers.OrderBy(l => l.Kind)];
        if (!HaveOneVersion(ordered, diagnostics))
            return null;
        var merge = new LayerMerge(rules, diagnostics);
        for (var i = 0; i < ordered.Length; i++)
            merge.Apply(ordered, i, withLocks);
        return merge.Root is { } root && !diagnostics.HasErrors ? new(ordered, root, rules.Root) : null;
    }

    private static bool HasRoom(HubLayer[] layers, DiagnosticBag diagnostics)
    {
        if (layers.Length > MaxLayers)
            diagnostics.Add(CksCodes.LayerLimit, SourceLocation.Whole(layers[MaxLayers].File), $"There are {layers.Length} layers; at most {MaxLayers} are merged.", "Put layers together.");
        else if (layers.Sum(l => (long)l.Size) is > MaxBytes and var size)
            diagnostics.Add(CksCodes.LayerLimit, SourceLocation.Whole(layers[^1].File), $"The layers have {size} bytes; at most {MaxBytes} are merged.", "Take out what is not needed.");
        else
            return true;
        return false;
    }

    private static bool HaveOneVersion(HubLayer[] layers, DiagnosticBag diagnostics)
    {
        var first = layers.Length > 0 ? VersionOf(layers[0]) : null;
        var odd = Array.Find(layers, l => VersionOf(l) is var version && (version?.Kind, version?.Text) != (first?.Kind, first?.Text));
        if (odd is not null)
            diagnostics.Add(CksCodes.HubVersion, VersionOf(odd) ?? odd.Root, $"The layer is not of the version of {layers[0]}.", "Carry both to one version.");
        return odd is null;
    }

    private static SourceNode? VersionOf(HubLayer layer) => layer.Root.TryGet(HubVersion.Property, out var version) ? version : null;
}
