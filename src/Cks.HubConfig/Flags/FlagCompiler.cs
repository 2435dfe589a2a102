using System.Text.Json;

namespace Cks.HubConfig;

/// <summary>Makes one flag of what the document says under its name: a feature, a flag, or both.</summary>
internal static class FlagCompiler
{
    private static readonly FeatureFlag Plain = new();

    public static CompiledFlag Compile(string name, HubDefinition hub)
    {
        var (feature, flag) = (hub.Features.GetValueOrDefault(name), hub.Flags.GetValueOrDefault(name) ?? Plain);
        return new(
            name, Always(feature, flag), CompiledWindow.Of(flag.Window), [.. flag.Rules.Select(r => new CompiledRule(r))],
            flag.PartsPerMillion ?? (flag.Rules.Length == 0 ? FlagHash.Parts : 0), FlagHash.Begin(flag.Seed ?? name), flag.Unit);
    }

    /// <summary>Every moment at which a window of a flag or an experiment begins or ends, in order, each once.</summary>
    public static long[] EdgesOf(HubDefinition hub)
    {
        var windows = hub.Flags.Values.SelectMany(f => f.Rules.Select(r => r.Window).Prepend(f.Window)).Concat(hub.Experiments.Values.Select(e => e.Window));
        return [.. windows.SelectMany(w => (DateTimeOffset?[])[w.From, w.To]).OfType<DateTimeOffset>().Select(t => t.UtcTicks).Distinct().Order()];
    }

    // What is killed says so, whatever else switches it off.
    private static FlagAnswer? Always(HubFeature? feature, FeatureFlag flag)
    {
        if (flag.Kill || (feature is not null && feature.Settings.TryGetValue(LayerMerge.Kill, out var kill) && kill.Kind == JsonValueKind.True))
            return new(false, FlagReason.Killed);
        if (!flag.Enabled || feature is { Enabled: false })
            return new(false, FlagReason.Disabled);
        return flag is { Prerequisites.Length: 0, Rules.Length: 0, PartsPerMillion: null or FlagHash.Parts } && flag.Window == default ? new(true, FlagReason.Everybody) : null;
    }
}
