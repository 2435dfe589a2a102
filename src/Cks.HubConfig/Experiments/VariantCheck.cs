using Cks.Core;

namespace Cks.HubConfig;

/// <summary>What is wrong with the hubs that the variants of a document make, by their form and by their meaning, where a variant says it.</summary>
internal static class VariantCheck
{
    public static void Run(HubDefinition hub, HubTargets? targets, DiagnosticBag diagnostics)
    {
        if (hub.Source is null)
            return;
        var variants = VariantHubs.Alone(hub);
        // What cannot be made together is found here, and each by itself is looked at below.
        ExperimentPlan.Of(hub, variants, diagnostics);
        foreach (var (name, experiment) in hub.Experiments)
            foreach (var variant in experiment.Variants.Where(v => v.HasOverlay))
                if (variants.Make([(name, variant)], []) is { } made)
                {
                    var own = new DiagnosticBag();
                    FormChecks.Run(made, targets, own);
                    ContrastCheck.Run(made, own);
                    foreach (var finding in own.Where(f => Says(variant.Overlay!, f.Location)))
                        diagnostics.Add(finding with { Message = $"With experiment {name}/{variant.Id}: {finding.Message}" });
                }
    }

    /// <summary>The most that the screens of an experiment do to who is in it.</summary>
    public static HubRisk RiskOf(HubDefinition hub, string name)
    {
        var (variants, risk) = (VariantHubs.Alone(hub), HubRisk.Other);
        foreach (var variant in hub.Experiments[name].Variants.Where(v => v.HasOverlay))
            // Of a screen that cannot be made nobody knows what it takes away.
            risk = Max(risk, variants.Make([(name, variant)], []) is { } made ? HubDiff.Between(hub, made).Risk ?? HubRisk.ThemeOnly : HubRisk.PermissionWidened);
        return risk;
    }

    private static HubRisk Max(HubRisk one, HubRisk other) => one > other ? one : other;

    private static bool Says(SourceNode overlay, SourceLocation place) => place.File == overlay.Location.File && place.Pointer.StartsWith($"{overlay.Location.Pointer}/", StringComparison.Ordinal);
}
