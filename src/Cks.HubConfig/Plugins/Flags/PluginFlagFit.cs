using Cks.Core;

namespace Cks.HubConfig;

/// <summary>
/// Makes a hub over the flags of plugins. Flags that do not go together with its documents, such as one that rests on what this hub does not have, cost their plugin its flags in this hub, and the documents nothing.
/// </summary>
/// <param name="plugins">The flags.</param>
/// <param name="mentions">What the documents name.</param>
/// <param name="make">Makes the hub over layers, without what documents say of flags of the plugins named, and finds what is wrong.</param>
internal sealed class PluginFlagFit(PluginFlagLayers plugins, IReadOnlyDictionary<string, SourcePlace> mentions, Func<HubLayer[], IReadOnlyCollection<string>, DiagnosticBag, RoleHub?> make)
{
    private readonly string[] _all = [.. plugins.Contributors];

    /// <summary>The hub with the flags of as many plugins as fit.</summary>
    public RoleHub? Find(DiagnosticBag findings)
    {
        var whole = Try([]);
        if (!whole.Findings.HasErrors || _all.Length == 0)
            return Take(whole, findings);
        // What is wrong without any of them is the documents' own fault.
        var none = Try(_all);
        if (none.Findings.HasErrors)
            return Take(none, findings);
        string[] misfits = [.. _all.Where(p => Try([.. _all.Where(o => o != p)]).Findings.HasErrors)];
        var fitting = misfits.Length == 0 ? none : Try(misfits);
        var taken = fitting.Findings.HasErrors ? none : fitting;
        var first = whole.Findings.First(f => f.Severity == DiagnosticSeverity.Error);
        foreach (var plugin in taken.LeftOut)
            findings.Add(CksCodes.HubWidgetFallback, first.Location, $"The flags of the plugin \"{plugin}\" do not fit this hub and are off here: {first.Code} {first.Message}", first.Fix);
        return Take(taken, findings);
    }

    private Attempt Try(string[] leftOut)
    {
        var found = new DiagnosticBag();
        return new(make(plugins.Below(mentions, leftOut), leftOut, found), found, leftOut);
    }

    private static RoleHub? Take(Attempt taken, DiagnosticBag findings)
    {
        foreach (var finding in taken.Findings)
            findings.Add(finding);
        return taken.Hub is { } hub ? hub with { LeftOut = taken.LeftOut } : null;
    }

    private readonly record struct Attempt(RoleHub? Hub, DiagnosticBag Findings, string[] LeftOut);
}
