using System.Collections.Immutable;
using Cks.Core;

namespace Cks.HubConfig;

/// <summary>
/// The documents that the experiments of a hub make, one for each choice of variants that somebody can have. Those of a role are all merged by the rules of layers and checked when the hub is made, so that none is found broken
/// by somebody who looks at it. Over the layer of a tenant each variant is laid by itself, and several together when somebody first has them: a tenant costs as many documents as there are variants, and not their product.
/// </summary>
internal sealed class ExperimentPlan
{
    /// <summary>Most documents of one hub: six experiments of two screens that are independent of each other.</summary>
    public const int MostDocuments = 64;

    private readonly VariantHubs _variants;
    private readonly Factor[] _factors;
    private readonly Once<HubDefinition?>[] _documents;

    private ExperimentPlan(VariantHubs variants, IReadOnlyDictionary<string, Experiment> experiments, Factor[] factors, Once<HubDefinition?>[] documents) =>
        (_variants, Experiments, _factors, _documents) = (variants, experiments, factors, documents);

    /// <summary>Those in which somebody can take part.</summary>
    public IReadOnlyDictionary<string, Experiment> Experiments { get; }

    /// <summary>How many documents were merged for it.</summary>
    public int Merged => _variants.Merged;

    /// <summary>Makes all documents; <see langword="null"/> where the hub has no experiment, or one of them is broken, which is reported.</summary>
    /// <param name="hub">The hub without any variant.</param>
    /// <param name="variants">Lays them over it.</param>
    /// <param name="findings">Receives what is wrong.</param>
    public static ExperimentPlan? Of(HubDefinition hub, VariantHubs variants, DiagnosticBag findings)
    {
        var factors = FactorsOf(hub.Experiments);
        // The reader has told of too many.
        if (hub.Experiments.Count == 0 || hub.Source is null || CountOf(factors) is not (<= MostDocuments and var count))
            return null;
        var documents = new HubDefinition?[count];
        // What is broken by itself, or together with another one, is told once: with more it comes later.
        var broken = new HashSet<(string, ExperimentVariant)>();
        for (var i = 1; i < count; i++)
        {
            var chosen = ChoicesOf(factors, i);
            if (!chosen.Any(broken.Contains) && (documents[i] = variants.Make(chosen, findings)) is null)
                broken.UnionWith(chosen);
        }

        return findings.HasErrors ? null : new(variants, hub.Experiments, factors, [.. documents.Select(d => new Once<HubDefinition?>(() => d))]);
    }

    /// <summary>The documents of a tenant. An experiment of which a variant does not fit is left out, and no other one with it; of those that do not fit together somebody who has both has neither.</summary>
    /// <param name="hub">The hub without any variant.</param>
    /// <param name="variants">Lays them over it.</param>
    /// <param name="found">Is told of what does not fit, when it is found.</param>
    public static ExperimentPlan? Over(HubDefinition hub, VariantHubs variants, Action<IReadOnlyList<Diagnostic>> found)
    {
        if (hub.Experiments.Count == 0 || hub.Source is null || CountOf(hub.Experiments) > MostDocuments)
            return null;
        var (single, left) = (new Dictionary<(string, ExperimentVariant), HubDefinition>(), new HashSet<string>(StringComparer.Ordinal));
        foreach (var choice in FactorsOf(hub.Experiments).SelectMany(f => f.Choices))
            if (Make([choice]) is { } made)
                single.Add(choice, made);
            else
                left.Add(choice.Experiment);
        var experiments = hub.Experiments.Where(e => !left.Contains(e.Key)).ToImmutableSortedDictionary(StringComparer.Ordinal);
        var factors = FactorsOf(experiments);
        return new(variants, experiments, factors, [.. Enumerable.Range(0, (int)CountOf(factors)).Select(i => ChoicesOf(factors, i)).Select(c => new Once<HubDefinition?>(() => c.Length == 1 ? single[c[0]] : Make(c)))]);

        HubDefinition? Make((string, ExperimentVariant)[] chosen)
        {
            var findings = new DiagnosticBag();
            var made = variants.Make(chosen, findings);
            if (made is null)
                found([.. findings.Where(f => f.Severity == DiagnosticSeverity.Error)]);
            return made;
        }
    }

    /// <summary>The same documents, with all that an experiment does not touch as the hub has it, be it once more.</summary>
    public ExperimentPlan Under(HubDefinition hub) => new(
        _variants,
        hub.Experiments.Where(e => Experiments.ContainsKey(e.Key)).ToImmutableSortedDictionary(StringComparer.Ordinal),
        _factors,
        [
            new(() => hub),
            .. _documents.Skip(1).Select(d => new Once<HubDefinition?>(() => d.Value is { } made
                ? made with { Permissions = hub.Permissions, Features = hub.Features, Flags = hub.Flags, Experiments = hub.Experiments, DataFetching = hub.DataFetching } : null)),
        ]);

    /// <summary>The document of somebody with these assignments; <see langword="null"/>: it cannot be made.</summary>
    public HubDefinition? Find(IReadOnlyList<Assignment> assignments)
    {
        var (at, step) = (0, 1);
        foreach (var factor in _factors)
        {
            at += step * (1 + Array.FindIndex(factor.Choices, c => assignments.Any(a => a.Experiment == c.Experiment && a.Variant == c.Variant.Id)));
            step *= factor.Choices.Length + 1;
        }

        return _documents[at].Value;
    }

    /// <summary>How many documents experiments make, the hub itself among them; no more than <see cref="int.MaxValue"/> is counted.</summary>
    public static long CountOf(IReadOnlyDictionary<string, Experiment> experiments) => CountOf(FactorsOf(experiments));

    private static long CountOf(Factor[] factors) => factors.Aggregate(1L, (product, f) => Math.Min(product * (f.Choices.Length + 1), int.MaxValue));

    private static Factor[] FactorsOf(IReadOnlyDictionary<string, Experiment> experiments) =>
    [
        .. experiments.Where(e => !e.Value.Kill).OrderBy(e => e.Key, StringComparer.Ordinal)
            .GroupBy(e => e.Value.Group is { } group ? $"group {group.Name}" : e.Key, StringComparer.Ordinal)
            .Select(g => new Factor([.. from e in g from v in e.Value.Variants where v.HasOverlay select (e.Key, v)])),
    ];

    private static (string Experiment, ExperimentVariant Variant)[] ChoicesOf(Factor[] factors, int at)
    {
        var choices = new List<(string, ExperimentVariant)>();
        foreach (var factor in factors)
        {
            var choice = at % (factor.Choices.Length + 1);
            at /= factor.Choices.Length + 1;
            if (choice > 0)
                choices.Add(factor.Choices[choice - 1]);
        }

        return [.. choices];
    }

    private sealed record Factor((string Experiment, ExperimentVariant Variant)[] Choices);
}
