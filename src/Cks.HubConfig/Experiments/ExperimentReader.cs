using System.Collections.Immutable;
using System.Globalization;
using Cks.Core;

namespace Cks.HubConfig;

/// <summary>Reads the experiments of a hub document. Whether what a variant lays over it fits the document is found by <see cref="ExperimentPlan"/>.</summary>
internal static class ExperimentReader
{
    private const int MostVariants = 16;

    public static Experiment Read(SourceNode node, DiagnosticBag diagnostics)
    {
        FlagReader.CheckName(node.Name, node.NamePlace, diagnostics);
        var reader = SourceReader.Of(node, diagnostics);
        var experiment = new Experiment
        {
            Kill = reader.Boolean(LayerMerge.Kill),
            Flag = reader.OptionalString("flag") is { } flag ? FlagReader.CheckName(flag, reader.Optional("flag")!, diagnostics) : null,
            Audience = reader.Optional("audience") is { } audience ? Audience(audience, node.Name, diagnostics) : null,
            Window = FlagWindowReader.Read(reader.Optional("window"), diagnostics),
            Group = reader.Optional("group") is { } group ? Group(group, diagnostics) : null,
            Seed = reader.OptionalString("seed") is { } seed ? FlagReader.CheckName(seed, reader.Optional("seed")!, diagnostics) : null,
            Unit = FlagReader.Unit(reader, diagnostics),
            Variants = Variants(node, reader, diagnostics),
            Source = node,
        };
        // Who is in which variant must not depend on what a later version finds best.
        reader.Required("hash");
        FlagReader.Hash(reader, diagnostics);
        reader.Complete();
        return experiment;
    }

    /// <summary>Reports what experiments name and is not there, those of one group that meet, and more than can be kept ready.</summary>
    public static void Check(HubDefinition hub, DiagnosticBag diagnostics)
    {
        if (ExperimentPlan.CountOf(hub) is > ExperimentPlan.MostDocuments and var count)
            diagnostics.Add(
                CksCodes.HubExperimentCount, hub.LocateName("experiments"), $"The experiments make {count} different hubs; at most {ExperimentPlan.MostDocuments} are kept ready.",
                "Put experiments into one group, of which everybody takes part in one at most, or end some.");
        foreach (var (name, experiment) in hub.Experiments)
            if (experiment.Flag is { Length: > 0 } flag && !hub.Features.ContainsKey(flag) && !hub.Flags.ContainsKey(flag))
                diagnostics.AddUnknown(CksCodes.HubExperiment, hub.Locate("experiments", name, "flag"), $"\"{flag}\" is no feature or flag.", flag, [.. hub.Features.Keys, .. hub.Flags.Keys]);
        foreach (var group in hub.Experiments.Where(e => e.Value.Group is not null).GroupBy(e => e.Value.Group!.Value.Name, StringComparer.Ordinal))
        {
            var members = group.OrderBy(e => e.Value.Group!.Value.From).ToArray();
            for (var i = 1; i < members.Length; i++)
            {
                var (before, here, place) = (members[i - 1].Value.Group!.Value, members[i].Value.Group!.Value, hub.Locate("experiments", members[i].Key, "group"));
                if (here.From < before.From + before.PartsPerMillion)
                    diagnostics.Add(CksCodes.HubExperiment, place, $"\"{members[i].Key}\" and \"{members[i - 1].Key}\" have the same units of the group \"{group.Key}\".", $"Let it begin at {before.From + before.PartsPerMillion}, or give one of them less.");
                else if (members[i].Value.Unit != members[0].Value.Unit)
                    diagnostics.Add(CksCodes.HubExperiment, place, $"\"{members[i].Key}\" and \"{members[0].Key}\" are of one group and count different units.", "Write the same unit in both, or take one out of the group.");
            }
        }
    }

    private static FlagRule Audience(SourceNode node, string name, DiagnosticBag diagnostics)
    {
        var reader = SourceReader.Of(node, diagnostics);
        var audience = FlagReader.Asked(new(name), reader, diagnostics);
        reader.Complete();
        if (node.Properties.Count == 0)
            diagnostics.Add(CksCodes.HubExperiment, node, "The audience names nobody.", "Name roles, tenants, subjects or attributes, or take it out.");
        return audience;
    }

    private static ExperimentGroup Group(SourceNode node, DiagnosticBag diagnostics)
    {
        var reader = SourceReader.Of(node, diagnostics);
        var name = reader.RequiredString("name");
        reader.Required("partsPerMillion");
        var group = new ExperimentGroup(
            name.Length > 0 ? FlagReader.CheckName(name, reader.Optional("name")!, diagnostics) : "", FlagReader.Share(reader, "from", diagnostics) ?? 0, FlagReader.Share(reader, "partsPerMillion", diagnostics) ?? 0);
        reader.Complete();
        if (group.From + group.PartsPerMillion > FlagHash.Parts)
            diagnostics.Add(CksCodes.HubExperiment, node, $"The part of the group ends at {group.From + group.PartsPerMillion}.", $"Let it end at {FlagHash.Parts} at the latest.");
        return group;
    }

    private static ImmutableArray<ExperimentVariant> Variants(SourceNode node, SourceReader experiment, DiagnosticBag diagnostics)
    {
        var items = experiment.Required("variants") is null ? [] : experiment.Items("variants");
        if (items.Count > MostVariants || (items.Count == 0 && node.TryGet("variants", out _)))
            diagnostics.Add(CksCodes.HubExperiment, experiment.Optional("variants")!, $"The experiment has {items.Count} variants.", $"Write 1 to {MostVariants}.");
        var (ids, count) = (new HashSet<string>(StringComparer.Ordinal), Math.Min(items.Count, MostVariants));
        ImmutableArray<ExperimentVariant> variants = [.. items.Take(MostVariants).Select((item, i) => Variant(item, (int)((long)i * FlagHash.Parts / count), ids, diagnostics))];
        foreach (var (i, variant) in variants.Index())
        {
            if (variant.From + variant.PartsPerMillion > FlagHash.Parts)
                diagnostics.Add(CksCodes.HubExperiment, items[i], $"The range of \"{variant.Id}\" ends at {variant.From + variant.PartsPerMillion}.", $"Let it end at {FlagHash.Parts} at the latest: write where it begins as \"from\".");
            if (variants.Take(i).FirstOrDefault(v => Meet(v, variant)) is { } other)
                diagnostics.Add(
                    CksCodes.HubExperiment, items[i], string.Create(CultureInfo.InvariantCulture, $"The ranges of \"{other.Id}\" (from {other.From}) and \"{variant.Id}\" (from {variant.From}) meet."),
                    "Give them less, or write where each begins as \"from\": what moves, moves people to another variant.");
        }

        return variants;
    }

    private static ExperimentVariant Variant(SourceNode node, int from, HashSet<string> ids, DiagnosticBag diagnostics)
    {
        var reader = SourceReader.Of(node, diagnostics);
        var id = reader.RequiredString("id");
        if (id.Length > 0 && !ids.Add(id))
            diagnostics.Add(CksCodes.HubDuplicateId, reader.Optional("id")!, $"The id \"{id}\" is taken in variants.", "Give each entry an id of its own.");
        reader.Required("partsPerMillion");
        var variant = new ExperimentVariant(id.Length > 0 ? FlagReader.CheckName(id, reader.Optional("id")!, diagnostics) : "")
        {
            From = FlagReader.Share(reader, "from", diagnostics) ?? from,
            PartsPerMillion = FlagReader.Share(reader, "partsPerMillion", diagnostics) ?? 0,
            Overlay = reader.Optional("overlay"),
        };
        reader.Complete();
        if (variant.Overlay is { } overlay)
            OverlayRules.Check(overlay, diagnostics);
        return variant;
    }

    private static bool Meet(ExperimentVariant one, ExperimentVariant other) =>
        one.PartsPerMillion > 0 && other.PartsPerMillion > 0 && one.From < other.From + other.PartsPerMillion && other.From < one.From + one.PartsPerMillion;
}
