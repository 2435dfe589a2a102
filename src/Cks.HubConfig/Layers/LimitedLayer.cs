using System.Globalization;
using System.Text.Json;
using Cks.Core;

namespace Cks.HubConfig;

/// <summary>
/// What of flags and experiments a layer may say that may only narrow. It declares none: what the layers below do not have is left out (CKS423), be it that somebody has tidied it away there. Of an experiment it throws the
/// kill switch and lowers shares; of anything else nothing, whatever the layers below say (CKS425).
/// </summary>
internal static class LimitedLayer
{
    private const string Experiments = "experiments", Flags = "flags", Variants = "variants", Share = "partsPerMillion";

    /// <summary>Reports what it says of experiments and may not, by itself.</summary>
    public static void Check(SourceNode layer, DiagnosticBag findings)
    {
        if (!layer.TryGet(Experiments, out var experiments))
            return;
        if (IsObject(experiments, findings))
            foreach (var experiment in experiments.Properties.Values)
                if (IsObject(experiment, findings))
                    foreach (var member in experiment.Properties.Values)
                        CheckMember(member, findings);
    }

    /// <summary>The layer as far as it counts over a hub.</summary>
    /// <param name="layer">A layer that may only narrow, in which nothing is wrong by itself.</param>
    /// <param name="below">The hub without the layers that may only narrow.</param>
    /// <param name="findings">Receives what is left out.</param>
    public static HubLayer Over(HubLayer layer, HubDefinition below, DiagnosticBag findings)
    {
        if (!layer.Root.TryGet(Experiments, out _) && !layer.Root.TryGet(Flags, out _))
            return layer;
        var root = SourceNode.ObjectOf(layer.Root, [.. layer.Root.Properties.Values.Select(s => s.Kind != JsonValueKind.Object ? s : s.Name switch
        {
            Experiments => CutExperiments(s, below, findings),
            Flags => CutFlags(s, [.. below.Flags.Keys, .. below.Features.Keys], findings),
            _ => s,
        })]);
        return layer.IsHeld ? layer.With(root).AsHeld() : layer.With(root);
    }

    private static void CheckMember(SourceNode member, DiagnosticBag findings)
    {
        if (member.Name == LayerMerge.Kill && member.Kind is JsonValueKind.True or JsonValueKind.False)
            return;
        if (member.Name != Variants || member.Kind != JsonValueKind.Array)
            Refuse(member, findings);
        else
            foreach (var item in member.Items)
                foreach (var value in item.Properties.Values.Where(v => v.Name != "id" && (v.Name != Share || v.Kind != JsonValueKind.Number)))
                    Refuse(value, findings);
    }

    private static bool IsObject(SourceNode node, DiagnosticBag findings)
    {
        if (node.Kind == JsonValueKind.Object)
            return true;
        Refuse(node, findings);
        return false;
    }

    private static void Refuse(SourceNode node, DiagnosticBag findings) =>
        findings.Add(CksCodes.LayerOverreach, node.NamePlace, $"A tenant does not change \"{node.Name}\" of an experiment.", $"Write \"{LayerMerge.Kill}\": true, or less \"{Share}\" of a variant. Experiments are declared in the base, the role's layer or that of the environment.");

    private static SourceNode CutFlags(SourceNode flags, HashSet<string> known, DiagnosticBag findings) =>
        SourceNode.ObjectOf(flags, [.. flags.Properties.Values.Where(f => LayerDirectives.IsDirective(f.Name) || f.Kind == JsonValueKind.Null || IsKnown(f.NamePlace, f.Name, known, "flag", findings))]);

    private static SourceNode CutExperiments(SourceNode experiments, HubDefinition below, DiagnosticBag findings) => SourceNode.ObjectOf(experiments,
    [
        .. experiments.Properties.Values.Where(e => IsKnown(e.NamePlace, e.Name, [.. below.Experiments.Keys], "experiment", findings))
            .Select(e => SourceNode.ObjectOf(e, [.. e.Properties.Values.Select(m => m.Name == Variants ? CutVariants(m, below.Experiments[e.Name], findings) : m)])),
    ]);

    private static SourceNode CutVariants(SourceNode variants, Experiment below, DiagnosticBag findings)
    {
        var shares = below.Variants.ToLookup(v => v.Id, v => v.PartsPerMillion, StringComparer.Ordinal);
        return SourceNode.ArrayOf(variants,
        [
            .. variants.Items.Where(v => !v.TryGet("id", out var id) || id.Text is not { } text || IsKnown(id, text, [.. below.Variants.Select(b => b.Id)], "variant", findings))
                .Select(v => v.TryGet("id", out var id) && v.TryGet(Share, out var share) && IsMore(share, shares[id.Text ?? ""].FirstOrDefault(), findings) ? SourceNode.ObjectOf(v, [id]) : v),
        ]);
    }

    private static bool IsMore(SourceNode share, int below, DiagnosticBag findings)
    {
        if (decimal.TryParse(share.Text, NumberStyles.Float, CultureInfo.InvariantCulture, out var parts) && parts <= below)
            return false;
        findings.Add(CksCodes.LayerOverruled, share, $"The layers below leave {below}, and less counts.", "Take it out, or change it there.");
        return true;
    }

    private static bool IsKnown(SourcePlace place, string name, IReadOnlyCollection<string> known, string what, DiagnosticBag findings)
    {
        if (known.Contains(name))
            return true;
        findings.AddUnknown(CksCodes.LayerMissesTarget, place, $"The layers below have no {what} \"{name}\", and a tenant adds none: it is left out.", name, known);
        return false;
    }
}
