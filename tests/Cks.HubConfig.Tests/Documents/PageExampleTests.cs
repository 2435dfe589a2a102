using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Configuration;

namespace Cks.HubConfig.Tests;

/// <summary>Each JSON example of the pages about hubs is one that a host takes.</summary>
public sealed partial class PageExampleTests
{
    private const string Ground = """
        {
          "schemaVersion": 2,
          "metadata": { "role": "contractor", "version": "1", "displayName": "C", "theme": { "primaryColor": "#000", "accentColor": "#000" } }
        }
        """;

    /// <summary>What the pages name beside the targets of <see cref="Portal"/>.</summary>
    private static readonly HubTargets Targets = Portal.Targets.AddDataSource("/api/messages", "jobs:view").AddDataSource("/api/orders", "jobs:view").AddDataSource("/plugins/backlog/orders", "jobs:view");

    private static readonly string Docs = Path.Combine(Portal.Repository(), "docs");

    /// <summary>Page, and which of its examples; settings are no documents and are looked at below.</summary>
    public static TheoryData<string, int> Examples =>
        [.. Directory.EnumerateFiles(Docs, "hub*.md").Select(p => Path.GetFileName(p)).Order(StringComparer.Ordinal).SelectMany(page => BlocksOf(page).Index().Where(b => !IsSettings(b.Item)).Select(b => new TheoryDataRow<string, int>(page, b.Index)))];

    [Fact]
    public void Pages_have_examples() => Assert.Equal(7, Examples.Count);

    [Theory]
    [MemberData(nameof(Examples))]
    public void An_example_of_a_page_loads_without_a_finding(string page, int index)
    {
        var text = BlocksOf(page)[index];
        var utf8 = Encoding.UTF8.GetBytes(text);
        // Experiments and layers are of the hub of the seed; the others need no part that they do not have.
        var sources = new HubSources { Roles = [Role(page is "hub-experiments.md" or "hub-layers.md" ? Portal.Contractor : Encoding.UTF8.GetBytes(Ground))] };
        sources = text.Contains("\"metadata\": { \"role\"", StringComparison.Ordinal) ? sources with { Roles = [Role(utf8)] }
            : page == "hub-layers.md" ? sources with { Tenants = [HubSource.Memory(new Dictionary<string, ReadOnlyMemory<byte>> { ["acme"] = utf8 })] }
            : sources with { Environment = [HubSource.Memory(page, utf8)] };

        var catalog = new HubCatalog(sources, null, Targets, Portal.Policies(Portal.Capabilities), null);

        var hub = catalog.Current("contractor", "acme")!;
        Assert.Equal(sources.Tenants.Count > 0 ? "acme" : null, hub.Layers.FirstOrDefault(l => l.Kind == HubLayerKind.Tenant)?.Name);
        Assert.Empty(catalog.TenantFaults);
        Assert.Empty(catalog.ExperimentFaults);
        // What a layer of a tenant does not do to the hub below is told where they are merged alone.
        var merged = sources.Tenants.Count == 0 ? [] : LayeredHub.Read([new(HubLayerKind.Role, "contractor", "contractor", Portal.Contractor), new(HubLayerKind.Tenant, "acme", page, utf8)]).Diagnostics;
        Assert.DoesNotContain(catalog.TryReload().Diagnostics.Concat(merged), d => !d.Location.File.Contains("contractor", StringComparison.Ordinal));
    }

    /// <summary>A whole document is one that the tool finds nothing in either.</summary>
    [Fact]
    public void Nothing_is_to_be_said_of_the_document_of_the_first_page()
    {
        var hub = HubDefinitionReader.Read("hub.md", Encoding.UTF8.GetBytes(Assert.Single(BlocksOf("hub.md"))));

        Assert.Empty(hub.Diagnostics);
        Assert.Empty(HubAnalyzer.Analyze(hub.GetOrThrow(), Targets, Portal.Policy));
    }

    /// <summary>The settings are those that a host with the plugin starts by, and the part of a document shows its widget.</summary>
    [Fact]
    public void Settings_and_document_of_the_page_on_plugins_show_the_widget_of_its_plugin()
    {
        var blocks = BlocksOf("hub-plugins.md");
        var settings = new ConfigurationBuilder().AddJsonStream(new MemoryStream(Encoding.UTF8.GetBytes(Assert.Single(blocks, IsSettings)))).Build();

        using var world = PluginWorld.Start(
            hubs => hubs.AddPlugin<BacklogPlugin>("backlog", "jobs:view"),
            listed: ["good", .. settings.GetRequiredSection("Cks:Hub:Plugins").Get<string[]>() ?? []],
            hub: Ground,
            shared: Assert.Single(blocks, b => !IsSettings(b)));
        Assert.Equal("backlog", PluginWorld.Told(world.View()));
    }

    private static HubSource Role(ReadOnlyMemory<byte> utf8) => HubSource.Memory(new Dictionary<string, ReadOnlyMemory<byte>> { ["contractor"] = utf8 });

    private static bool IsSettings(string text) => text.Contains("\"Cks\"", StringComparison.Ordinal);

    /// <summary>The examples; members that stand alone as the document that they are of.</summary>
    private static string[] BlocksOf(string page) =>
    [
        .. Blocks().Matches(File.ReadAllText(Path.Combine(Docs, page)).ReplaceLineEndings("\n")).Select(m => m.Groups[1].Value)
            .Select(b => b.StartsWith('"') ? $$"""{ "schemaVersion": 2, {{b}} }""" : b),
    ];

    [GeneratedRegex("^```jsonc?\n(.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Blocks();

    /// <summary>As the page has it.</summary>
    private sealed class BacklogPlugin : IHubPlugin, IHubDataLoader
    {
        public HubPluginManifest Manifest => new("backlog", "1.2.0", Contract: "^1.0") { DocumentVersions = [2], WidgetTypes = ["backlog.list"], DataLoaders = ["orders"] };

        public void Contribute(HubPluginContributions contributions, CancellationToken cancellationToken) =>
            contributions.AddWidget(new("backlog.list", "1.0.0") { DataSources = ["/plugins/backlog/orders"] }).AddDataLoader("orders", this);

        public ValueTask<IReadOnlyDictionary<string, JsonElement>> LoadAsync(HubDataRequest request, CancellationToken cancellationToken) => throw new NotSupportedException();
    }
}
