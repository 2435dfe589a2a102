using System.Globalization;
using Cks.Core;

namespace Cks.HubConfig;

/// <summary>Faults of the form: a version that is not said, two units of time, addresses in several places, actions that nothing defines.</summary>
internal static class FormChecks
{
    private const string CarryOver = "Carry the document to version 2: cks hub migrate --to 2 --write.";

    public static void Run(HubDefinition hub, HubTargets? targets, DiagnosticBag diagnostics)
    {
        if (hub.Written is { } written && hub.SchemaVersion == HubSchema.OldestVersion)
        {
            CheckVersion(hub, written, diagnostics);
            CheckUnits(written, diagnostics);
            CheckWrittenAddresses(written, diagnostics);
        }
        else
            CheckRepeatedEndpoints(hub, diagnostics);
        foreach (var (i, action) in hub.Navigation.QuickActions.Index())
            if (targets?.Actions.ContainsKey(action.Action) != true && action.Condition.Requires is null)
            {
                var place = hub.Locate("navigation", "quickActions", i.ToString(CultureInfo.InvariantCulture), "action");
                diagnostics.Add(CksCodes.HubUndefinedReference, place, $"Nothing in the document says what \"{action.Action}\" is or who may start it.", "Let the action say what it \"requires\" (version 2), and register it: AddAction.");
            }
    }

    private static void CheckVersion(HubDefinition hub, SourceNode written, DiagnosticBag diagnostics)
    {
        if (written.TryGet(HubVersion.Property, out _) || Find(written, "metadata", "version") is not { } version)
            return;
        var message = $"\"{hub.Metadata.Version}\" is the author's version of the text, and of its form the document says none: it is read as version {HubSchema.OldestVersion}.";
        diagnostics.Add(CksCodes.HubUnstatedVersion, version, message, $"Write \"{HubVersion.Property}\": {HubSchema.OldestVersion} in front of \"metadata\".");
    }

    private static void CheckUnits(SourceNode written, DiagnosticBag diagnostics)
    {
        var interval = Widgets(written).Select(w => Find(w, "refreshInterval")).FirstOrDefault(n => n is not null);
        var ttl = Find(written, "dataFetching", "caching")?.Properties.Values.Select(r => Find(r, "ttl")).FirstOrDefault(n => n is not null);
        if (interval is not null && ttl is not null)
            diagnostics.Add(CksCodes.HubMixedUnits, interval.NamePlace, $"\"{interval.Name}\" is in milliseconds, \"{ttl.Name}\" in line {ttl.Location.Line} in seconds.", CarryOver);
    }

    private static void CheckWrittenAddresses(SourceNode written, DiagnosticBag diagnostics)
    {
        var endpoints = Find(written, "dataFetching", "endpoints")?.Properties;
        foreach (var address in Widgets(written).Select(w => Find(w, "dataSource")).OfType<SourceNode>())
        {
            var message = endpoints?.FirstOrDefault(e => e.Value.Text == address.Text).Key is { } name
                ? $"The address of the endpoint \"{name}\" is repeated here."
                : $"\"{address.Text}\" is written out, although dataFetching.endpoints is where addresses stand.";
            diagnostics.Add(CksCodes.HubRepeatedEndpoint, address, message, CarryOver);
        }
    }

    private static void CheckRepeatedEndpoints(HubDefinition hub, DiagnosticBag diagnostics)
    {
        var known = new Dictionary<HubPath, string>(hub.DataFetching.Endpoints.Count);
        foreach (var (name, path) in hub.DataFetching.Endpoints)
            if (!known.TryAdd(path, name))
                diagnostics.Add(CksCodes.HubRepeatedEndpoint, hub.Locate("dataFetching", "endpoints", name), $"The address of the endpoint \"{known[path]}\" is repeated here.", $"Name \"{known[path]}\" where \"{name}\" is named, and take \"{name}\" out.");
    }

    private static IEnumerable<SourceNode> Widgets(SourceNode written) => Find(written, "dashboard", "widgets")?.Items ?? [];

    private static SourceNode? Find(SourceNode node, params ReadOnlySpan<string> steps)
    {
        foreach (var step in steps)
        {
            if (!node.TryGet(step, out var next))
                return null;
            node = next;
        }

        return node;
    }
}
