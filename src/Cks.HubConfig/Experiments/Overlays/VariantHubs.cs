using Cks.Core;

namespace Cks.HubConfig;

/// <summary>Lays variants of experiments over a hub, by the rules of layers.</summary>
/// <param name="hub">The hub without any variant.</param>
/// <param name="layers">Its layers; asked for only where a variant changes something.</param>
/// <param name="read">Reads a document and holds it to what the hub was held to.</param>
internal sealed class VariantHubs(HubDefinition hub, Func<IReadOnlyList<HubLayer>> layers, Func<LayeredDocument, DiagnosticBag, HubDefinition> read)
{
    private int _merged;

    /// <summary>How many documents were merged.</summary>
    public int Merged => Volatile.Read(ref _merged);

    /// <summary>Those of one document, whatever stands below it, and with no check of what it points at.</summary>
    public static VariantHubs Alone(HubDefinition hub) => new(
        hub,
        () => [HubLayer.Of(HubLayerKind.Base, "", hub.Source!.Location.File, default, hub.Source)],
        (document, findings) => HubDefinitionReader.Read(document.Root, findings, withPrerequisites: false));

    /// <summary>The hub with variants that somebody can have together; <see langword="null"/> when it cannot be, which is reported. What one of them says of items that are not there is told where it is alone.</summary>
    public HubDefinition? Make(IReadOnlyList<(string Experiment, ExperimentVariant Variant)> chosen, DiagnosticBag findings)
    {
        Interlocked.Increment(ref _merged);
        HubLayer[] overlays = [.. chosen.Select(c => OverlayLayer.Of(c.Experiment, c.Variant, hub.Source!, chosen.Count == 1 ? findings : []))];
        var own = new DiagnosticBag();
        var made = LayerMerger.Merge([.. layers(), .. overlays], HubLayers.Rules, own) is { } document ? read(document, own) : null;
        foreach (var finding in own.Where(f => f.Severity == DiagnosticSeverity.Error))
            findings.Add(Told(finding, overlays));
        return own.HasErrors ? null : made;
    }

    // What is wrong with the hub together with a variant is a matter of the variant, wherever it shows.
    private static Diagnostic Told(Diagnostic finding, HubLayer[] overlays)
    {
        var message = $"With {string.Join(" and ", overlays.Select(o => o.ToString()))}: {finding.Message}";
        var isOwn = overlays.Any(o => o.Root.Location is var place && place.File == finding.Location.File && finding.Location.Pointer.StartsWith(place.Pointer, StringComparison.Ordinal));
        return isOwn ? finding with { Message = message } : finding with { Message = $"{message} See {finding.Location}.", Location = overlays[^1].Root.Location, Length = 0, Suggestion = null };
    }
}
