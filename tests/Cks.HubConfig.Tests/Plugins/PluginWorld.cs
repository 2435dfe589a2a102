using System.Text;
using System.Text.Json.Nodes;
using Cks.Core;
using Cks.Rbac;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Cks.HubConfig.Tests;

/// <summary>A host without HTTP with two plugins, of which one is whole and the other is what a test makes of it, and a hub with a widget of the application and widgets of both.</summary>
internal sealed class PluginWorld : IDisposable
{
    private readonly ServiceProvider _services;

    private PluginWorld(ServiceProvider services) => _services = services;

    public const string Hub = """
        {
          "schemaVersion": 2,
          "metadata": { "role": "contractor", "version": "1", "displayName": "C", "theme": { "primaryColor": "#000", "accentColor": "#000" } },
          "navigation": { "sidebarItems": [
            { "id": "jobs", "label": "Jobs", "path": "/jobs" },
            { "id": "bad-fast", "label": "Fast", "path": "/crews", "feature": "bad.fast" },
            { "id": "bad-mine", "label": "Mine", "path": "/centers", "feature": "mine" }] },
          "flags": { "mine": { "prerequisites": ["bad.slow"] }, "bad.slow": { "enabled": true } },
          "dashboard": { "widgets": [
            { "id": "own", "type": "stats-card", "title": "Mine", "endpoint": "stats", "area": { "row": 1, "column": 1, "rows": 1, "columns": 1 } },
            { "id": "good1", "type": "good.list", "plugin": "good", "endpoint": "good", "maxItems": 2, "area": { "row": 2, "column": 1, "rows": 1, "columns": 1 } },
            { "id": "good2", "type": "good.list", "plugin": "good", "endpoint": "good", "area": { "row": 3, "column": 1, "rows": 1, "columns": 1 } },
            { "id": "bad1", "type": "bad.list", "plugin": "bad", "title": "Secret plans", "endpoint": "bad", "area": { "row": 4, "column": 1, "rows": 1, "columns": 1 } },
            { "id": "bad2", "type": "bad.list", "endpoint": "bad", "requires": "profile:view", "area": { "row": 5, "column": 1, "rows": 1, "columns": 1 } }] },
          "dataFetching": {
            "endpoints": { "stats": "/api/contractor/stats", "good": "/plugins/good/orders", "bad": "/plugins/bad/orders" },
            "caching": { "good": { "ttlSeconds": 30 } }
          }
        }
        """;

    public HubCatalog Catalog => _services.GetRequiredService<HubCatalog>();

    public HubPluginModules Modules => _services.GetRequiredService<HubPluginModules>();

    public IHubData Data => _services.GetRequiredService<IHubData>();

    /// <summary>A host whose good and bad plugins need <c>jobs:view</c>.</summary>
    /// <param name="add">Adds the bad one.</param>
    /// <param name="listed">The ids that the configuration lists.</param>
    /// <param name="permitted">What everybody may; all by default.</param>
    /// <param name="clock">The time.</param>
    /// <param name="hub">The role's document; <see cref="Hub"/> by default.</param>
    /// <param name="shared">The base, where there is one.</param>
    /// <param name="tenant">The layer of the tenant <c>main</c>, where there is one.</param>
    public static PluginWorld Start(Action<CksHubConfigBuilder> add, string[]? listed = null, string[]? permitted = null, TimeProvider? clock = null, string? hub = null, string? shared = null, string? tenant = null)
    {
        var services = new ServiceCollection();
        services.AddLogging();
        if (clock is not null)
            services.AddSingleton(clock);
        var settings = new Dictionary<string, string?> { ["Cks:Hub:PluginSettings:good:Source:Most"] = "7", ["Cks:Hub:PluginSettings:bad:Key"] = "of bad" };
        foreach (var (i, id) in (listed ?? ["good", "bad"]).Index())
            settings[$"Cks:Hub:Plugins:{i}"] = id;
        services.AddSingleton<IConfiguration>(new ConfigurationBuilder().AddInMemoryCollection(settings).Build());
        services.AddCksRbac().AddPolicy("test.rbac.json", Portal.PolicyText(permitted ?? Portal.Capabilities, []));
        var hubs = services.AddCksHubConfig().AddRoles(HubSource.Memory(new Dictionary<string, ReadOnlyMemory<byte>> { ["contractor"] = Encoding.UTF8.GetBytes(hub ?? Hub) })).AddTargets(Portal.AddTargets)
            .AddWidget(new("stats-card", "2.1.0") { DataSources = ["/api/*/stats"] })
            .AddPluginReader<IWho>((_, me) => new Who(me.Id))
            .ConfigurePlugins(o => (o.ContributeWithin, o.LoadWithin) = (TimeSpan.FromSeconds(20), TimeSpan.FromSeconds(20)))
            .AddPlugin<GoodPlugin>("good", "jobs:view");
        if (shared is not null)
            hubs.AddBase(HubSource.Memory("base.json", Encoding.UTF8.GetBytes(shared)));
        if (tenant is not null)
            hubs.AddTenants(HubSource.Memory(new Dictionary<string, ReadOnlyMemory<byte>> { ["main"] = Encoding.UTF8.GetBytes(tenant) }));
        add(hubs);
        return new(services.BuildServiceProvider());
    }

    public HubView View(string who = "u1") => _services.GetRequiredService<IHubComposer>().ComposeAsync(Subject(who)).AsTask().Result!;

    public static Subject Subject(string who) => new(who, TenantId.Parse("main"), ["contractor"]);

    /// <summary>The JSON of a view without all that is of the bad plugin.</summary>
    public static string Rest(HubView view)
    {
        var json = JsonNode.Parse(view.Json.Span)!.AsObject();
        foreach (var list in (string[])["widgets", "navigation"])
            if (json[list] is JsonArray items)
                items.RemoveAll(i => i!["id"]!.GetValue<string>().StartsWith("bad", StringComparison.Ordinal));
        json["endpoints"]!.AsObject().Remove("bad");
        if (json["features"] is JsonObject features)
            foreach (var name in features.Select(f => f.Key).Where(n => n.StartsWith("bad", StringComparison.Ordinal)).ToArray())
                features.Remove(name);
        return json.ToJsonString();
    }

    public static string Told(HubView view) => string.Join(' ', view.Widgets.Select(w => w.Fault is { } fault ? $"{w.Id}:{fault}" : w.Id));

    public static HubPluginManifest ManifestOf(string id) => new(id, "1.2.0", "^1.0") { DocumentVersions = [1, 2], WidgetTypes = [$"{id}.list"], Navigation = [$"{id}.board"], Modules = [$"{id}.list"], DataLoaders = ["orders"], Flags = [$"{id}.fast", $"{id}.slow"] };

    public static void Contribute(string id, HubPluginContributions to, IHubDataLoader loader) =>
        to.AddWidget(new($"{id}.list", "1.0.0") { DataSources = [$"/plugins/{id}/orders"] }).AddNavigation($"{id}.board", "Board", "board").AddDataLoader("orders", loader).AddModule($"{id}.list", Encoding.UTF8.GetBytes($"export default () => '{id}';"))
            .AddFlag($"{id}.fast", """{ "hash": "xxh3-64", "rules": [{ "id": "all", "roles": ["contractor"] }, { "id": "rest", "roles": ["customer"] }] }""").AddFlag($"{id}.slow", "{ \"prerequisites\": [\"" + id + ".fast\"], \"enabled\": false }");

    public void Dispose() => _services.Dispose();

    private sealed record Who(string Id) : IWho;
}
