using System.Text.Json.Nodes;
using Cks.Core;
using Cks.HubConfig;
using Cks.Rbac;
using LoadedHubs = Cks.HubConfig.HubDocuments;

namespace Cks.Benchmarks;

/// <summary>
/// A reload without the reading of files. Ours does what <see cref="HubCatalog.TryReload"/> does with three files, and the lint besides: they are parsed, held to the schema and the references, merged with the trail of
/// every value, checked against targets and policy, analysed, and swapped in. The peer parses them as <see cref="JsonNode"/> and merges them, lists by id, and checks nothing.
/// </summary>
internal sealed class HubReload
{
    private static readonly Policy Policy = PolicyReader.Read("hub.rbac.json", """
        {
          "version": 1,
          "resources": { "jobs": { "actions": ["create", "view"] }, "crews": { "actions": ["manage", "view"] }, "financials": { "actions": ["view"] }, "profile": { "actions": ["edit"] } },
          "aliases": { "canCreateJobs": "jobs:create", "canManageCrews": "crews:manage", "canViewFinancials": "financials:view", "canEditProfile": "profile:edit" },
          "roles": { "contractor": { "permit": [{ "actions": ["jobs:*", "crews:*", "financials:view", "profile:edit"] }] } }
        }
        """u8.ToArray()).GetOrThrow();

    private static readonly HubTargets Targets = HubTargets.Empty
        .AddPage("/", HubTargets.NoCapability).AddPage("/jobs", "jobs:view").AddPage("/crews", "crews:view").AddAction("createJob", "jobs:create")
        .AddDataSource("/api/contractor/stats", HubTargets.NoCapability).AddDataSource("/api/contractor/activity", HubTargets.NoCapability).AddDataSource("/api/contractor/profile", HubTargets.NoCapability)
        .AddDataSource("/api/contractor/dashboard", HubTargets.NoCapability).AddDataSource("/api/contractor/jobs", "jobs:view");

    private readonly HubSources _sources = new() { Base = [HubSource.File("base.json")], Environment = [HubSource.File("production.json")] };
    private readonly SnapshotStore<LoadedHubs> _store = new();

    public int Ours(HubLayerTexts texts)
    {
        var hub = Load(texts).Find("contractor")!;
        return Answer(hub.Dashboard.Widgets.Count, (int)hub.Dashboard.Widgets[0].RefreshInterval!.Value.TotalSeconds, hub.Permissions["canCreateJobs"]);
    }

    /// <summary>The hubs that are in use afterwards.</summary>
    public LoadedHubs Load(HubLayerTexts texts)
    {
        var findings = new DiagnosticBag();
        HubFile[] files =
        [
            new("", "base.json", texts.Base) { Kind = HubLayerKind.Base },
            new("contractor", "contractor.json", texts.Role),
            new("", "production.json", texts.Environment) { Kind = HubLayerKind.Environment },
        ];
        var documents = new HubCompiler(_sources, Targets, Policy).Compile(files, new Dictionary<string, TenantLayers>(), findings);
        var result = LoadResult<LoadedHubs>.From(documents, findings);
        var isLinted = HubAnalyzer.Analyze(documents.Find("contractor")!, Targets, Policy).Count >= 0;
        return isLinted && _store.TryActivate(result, HubBundle.Write(files).Span, out var active) ? active.Value : throw new InvalidOperationException(string.Join('\n', result.Diagnostics));
    }

    public static int Peer(HubLayerTexts texts)
    {
        var hub = Merge(Merge(JsonNode.Parse(texts.Base)!, JsonNode.Parse(texts.Role)!), JsonNode.Parse(texts.Environment)!);
        var widgets = hub["dashboard"]!["widgets"]!.AsArray();
        return Answer(widgets.Count, widgets[0]!["refreshSeconds"]!.GetValue<int>(), hub["permissions"]!["canCreateJobs"]!.GetValue<bool>());
    }

    private static int Answer(int widgets, int seconds, bool mayCreate) => (widgets * 10_000) + (seconds * 2) + (mayCreate ? 1 : 0);

    private static JsonNode Merge(JsonNode below, JsonNode above)
    {
        switch (below, above)
        {
            case (JsonObject old, JsonObject layer):
                foreach (var (name, value) in layer.ToArray())
                {
                    layer.Remove(name);
                    old[name] = old[name] is { } known && value is not null ? Detached(old, name, Merge(known, value)) : value;
                }

                return old;
            case (JsonArray old, JsonArray layer) when layer.FirstOrDefault() is JsonObject item && item.ContainsKey("id"):
                foreach (var next in layer.ToArray())
                {
                    layer.Remove(next);
                    if (old.FirstOrDefault(o => o!["id"]!.GetValue<string>() == next!["id"]!.GetValue<string>()) is { } known)
                        Merge(known, next!);
                    else
                        old.Add(next);
                }

                return old;
            default:
                return above;
        }
    }

    // What stays where it is has a parent already.
    private static JsonNode Detached(JsonObject parent, string name, JsonNode merged)
    {
        if (merged.Parent == parent)
            parent.Remove(name);
        return merged;
    }
}
