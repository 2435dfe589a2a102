using Cks.Core;

namespace Cks.HubConfig;

/// <summary>
/// The documents that the experiments of a hub make, one for each choice of variants that somebody can have. All are merged by the rules of layers and checked when the hub is made, so that none is found broken by somebody who looks at it.
/// </summary>
internal sealed class ExperimentPlan
{
    /// <summary>Most documents of one hub: six experiments of two screens that are independent of each other.</summary>
    public const int MostDocuments = 64;

    private readonly Factor[] _factors;
    private readonly HubDefinition?[] _documents;

    private ExperimentPlan(Factor[] factors, HubDefinition?[] documents) => (_factors, _documents) = (factors, documents);

    /// <summary>Makes the documents; <see langword="null"/> where the hub has no experiment, or one of them is broken, which is reported.</summary>
    /// <param name="hub">The hub without any variant.</param>
    /// <param name="layers">Its layers; asked for only where a variant changes something.</param>
    /// <param name="check">Holds a document to what the hub was held to.</param>
    /// <param name="findings">Receives what is wrong.</param>
    public static ExperimentPlan? Of(HubDefinition hub, Func<IReadOnlyList<HubLayer>> layers, Action<HubDefinition, DiagnosticBag> check, DiagnosticBag findings)
    {
        if (hub.Experiments.Count == 0 || hub.Source is not { } root)
            return null;
        var factors = FactorsOf(hub);
        var count = CountOf(factors);
        // The reader has told that.
        if (count > MostDocuments)
            return null;
        var documents = new HubDefinition?[count];
        if (count > 1)
        {
            var (below, own) = (layers(), new DiagnosticBag());
            var overlays = factors.SelectMany(f => f.Choices).ToDictionary(c => c, c => OverlayLayer.Of(c.Experiment, c.Variant, root, own));
            foreach (var finding in own)
                findings.Add(finding);
            // What is broken by itself, or together with another one, is told once: with more it comes later.
            var broken = new HashSet<HubLayer>(ReferenceEqualityComparer.Instance);
            for (var i = 1; i < count; i++)
            {
                HubLayer[] chosen = [.. Choices(factors, i).Select(c => overlays[c])];
                if (!chosen.Any(broken.Contains) && (documents[i] = Make(chosen, below, check, findings)) is null)
                    broken.UnionWith(chosen);
            }
        }

        return findings.HasErrors ? null : new(factors, documents);
    }

    /// <summary>The same documents, with all that an experiment does not touch as the hub has it, be it once more.</summary>
    public ExperimentPlan Under(HubDefinition hub) => new(
        _factors,
        [.. _documents.Select(d => d is null ? null : d with { Permissions = hub.Permissions, Features = hub.Features, Flags = hub.Flags, Experiments = hub.Experiments, DataFetching = hub.DataFetching })]);

    /// <summary>The document of somebody with these assignments; <see langword="null"/>: that without any variant.</summary>
    public HubDefinition? Find(IReadOnlyList<Assignment> assignments)
    {
        var (at, step) = (0, 1);
        foreach (var factor in _factors)
        {
            at += step * (1 + Array.FindIndex(factor.Choices, c => assignments.Any(a => a.Experiment == c.Experiment && a.Variant == c.Variant.Id)));
            step *= factor.Choices.Length + 1;
        }

        return _documents[at];
    }

    /// <summary>How many documents the experiments of a hub make, itself among them; no more than <see cref="int.MaxValue"/> is counted.</summary>
    public static long CountOf(HubDefinition hub) => CountOf(FactorsOf(hub));

    private static long CountOf(Factor[] factors) => factors.Aggregate(1L, (product, f) => Math.Min(product * (f.Choices.Length + 1), int.MaxValue));

    private static Factor[] FactorsOf(HubDefinition hub) =>
    [
        .. hub.Experiments.Where(e => !e.Value.Kill).OrderBy(e => e.Key, StringComparer.Ordinal)
            .GroupBy(e => e.Value.Group is { } group ? $"group {group.Name}" : e.Key, StringComparer.Ordinal)
            .Select(g => new Factor([.. from e in g from v in e.Value.Variants where v.HasOverlay select (e.Key, v)])),
    ];

    private static IEnumerable<(string Experiment, ExperimentVariant Variant)> Choices(Factor[] factors, int at)
    {
        foreach (var factor in factors)
        {
            var choice = at % (factor.Choices.Length + 1);
            at /= factor.Choices.Length + 1;
            if (choice > 0)
                yield return factor.Choices[choice - 1];
        }
    }

    private static HubDefinition? Make(HubLayer[] overlays, IReadOnlyList<HubLayer> below, Action<HubDefinition, DiagnosticBag> check, DiagnosticBag findings)
    {
        var own = new DiagnosticBag();
        HubDefinition? made = null;
        if (LayerMerger.Merge([.. below, .. overlays], HubLayers.Rules, own) is { } document)
        {
            made = HubDefinitionReader.Read(document.Root, own);
            check(made, own);
            HubLayers.CheckWhole(document, own);
        }

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

    private sealed record Factor((string Experiment, ExperimentVariant Variant)[] Choices);
}
