using System.Text;
using Cks.Core;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Cks.HubConfig.Tests;

/// <summary>Flags of documents and tenants under the names of plugins, and plugins whose flags are others than when a tenant wrote its layer.</summary>
public sealed class PluginFlagFitTests
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 1, 12, 0, 0, TimeSpan.Zero);

    /// <summary>A plugin in use has no such flag, so the name is off: what limits a feature of that name is not left out while the feature stays.</summary>
    [Theory]
    [InlineData("""{ "kill": true }""")]
    [InlineData("""{ "enabled": false }""")]
    [InlineData("""{ "rules": [{ "id": "r", "roles": ["customer"] }] }""")]
    public void S09_a_feature_under_the_name_of_a_plugin_is_never_on_without_what_limits_it(string limit)
    {
        foreach (var name in new[] { "good.own", "other.own" })
        {
            using var one = PluginWorld.Start(Misdeeds.Adding["none"], hub: HubOf($", \"{name}\": {limit}", Feature(name)));
            Assert.False(IsOn(one, name), name);
            using var below = PluginWorld.Start(Misdeeds.Adding["none"], hub: HubOf($", \"{name}\": {limit}", ""), shared: $$"""{ "schemaVersion": 2, {{Feature(name).Trim(' ', ',')}} }""");
            Assert.False(IsOn(below, name), name);
        }
    }

    [Theory]
    [InlineData("""{ "kill": true }""")]
    [InlineData("""{ "enabled": false }""")]
    public void S09_a_tenant_switches_a_feature_under_the_name_of_a_plugin_off(string limit)
    {
        foreach (var name in new[] { "good.own", "other.own" })
        {
            using var world = PluginWorld.Start(Misdeeds.Adding["none"], hub: HubOf("", Feature(name)), tenant: $$"""{ "flags": { "{{name}}": {{limit}} } }""");
            Assert.False(IsOn(world, name), name);
            Assert.Equal(TenantLayerState.InUse, world.Catalog.Current("contractor", "main")!.State);
        }
    }

    /// <summary>A tenant wrote its layer for what the flag was before, or while the plugin was off.</summary>
    [Theory]
    [InlineData("""{ "hash": "xxh3-64" }""", """{ "bad.more": { "partsPerMillion": 500000 } }""", true)]
    [InlineData("{}", """{ "bad.more": { "partsPerMillion": 500000 } }""", false)]
    [InlineData("""{ "prerequisites": ["bad.fast"] }""", """{ "bad.fast": { "prerequisites": ["bad.more"] } }""", false)]
    [InlineData("""{ "prerequisites": ["mine"] }""", """{ "bad.slow": { "prerequisites": ["bad.more"] } }""", true)]
    [InlineData("{}", """{ "bad.more": null }""", true)]
    [InlineData("{}", """{ "bad.more": { "rules": [{ "id": "rest", "partsPerMillion": 0 }] } }""", false)]
    public void S21_flags_of_a_plugin_that_do_not_go_with_a_tenant_are_off_there_and_cost_it_nothing_else(string plugin, string flags, bool fits)
    {
        ChangedFlag.Text = plugin;
        using var world = PluginWorld.Start(Misdeeds.Add<ChangedFlag>, tenant: $$"""{ "flags": {{flags}} }""");

        var hub = world.Catalog.Current("contractor", "main")!;
        Assert.Equal(TenantLayerState.InUse, hub.State);
        if (fits)
            return;
        Assert.False(hub.Flags.IsOn("bad.more", new FlagContext(PluginWorld.Subject("u1").Context, Noon)));
        Assert.True(hub.Flags.IsOn("good.fast", new FlagContext(PluginWorld.Subject("u1").Context, Noon)));
    }

    [Theory]
    [InlineData("""{ "flags": { "bad.fast": { "enabled": true } } }""")]
    [InlineData("""{ "flags": { "bad.fast": null } }""")]
    [InlineData("""{ "flags": null }""")]
    [InlineData("""{ "flags": { "$patch": "replace" } }""")]
    public void S21_what_a_tenant_may_say_while_a_plugin_is_off_it_may_say_when_it_is_on(string tenant)
    {
        using var off = PluginWorld.Start(Misdeeds.Adding["none"], ["good"], tenant: tenant);
        using var on = PluginWorld.Start(Misdeeds.Adding["none"], tenant: tenant);

        var expected = tenant.Contains("replace", StringComparison.Ordinal) ? TenantLayerState.Denied : TenantLayerState.InUse;
        Assert.Equal((expected, expected), (off.Catalog.Current("contractor", "main")!.State, on.Catalog.Current("contractor", "main")!.State));
    }

    [Fact]
    public async Task S21_a_host_with_a_store_starts_after_a_plugin_has_changed()
    {
        var store = new InMemoryRevisionStore();
        ChangedFlag.Text = """{ "hash": "xxh3-64" }""";
        var hub = Encoding.UTF8.GetBytes("""
            { "schemaVersion": 2, "metadata": { "role": "contractor", "version": "1", "displayName": "C", "theme": { "primaryColor": "#000", "accentColor": "#000" } },
              "navigation": { "sidebarItems": [{ "id": "jobs", "label": "Jobs", "path": "/jobs" }] } }
            """);
        var content = HubRevision.Of(
            new Dictionary<string, ReadOnlyMemory<byte>> { ["contractor"] = hub },
            new() { Tenants = new Dictionary<string, ReadOnlyMemory<byte>> { ["main"] = Encoding.UTF8.GetBytes("""{ "flags": { "bad.more": { "partsPerMillion": 500000 } } }""") } });
        await using (var before = Services(store))
        {
            var outcome = await before.GetRequiredService<RevisionPublisher>().ProposeAsync(RevisionDocuments.Hubs, content, 0, new("https://login.example", "ann"), "a ramp", TestContext.Current.CancellationToken);
            Assert.True(outcome.IsAccepted, string.Join('\n', outcome.Diagnostics));
        }

        ChangedFlag.Text = "{}";
        await using var after = Services(store);
        var catalog = after.GetRequiredService<HubCatalog>();
        Assert.Equal((HubPluginState.InUse, TenantLayerState.InUse), (catalog.Plugins[0].State, catalog.Current("contractor", "main")!.State));
    }

    [Fact]
    public void Health_names_what_a_constructor_threw()
    {
        using var world = PluginWorld.Start(hubs => hubs.AddPlugin<Unmade>("bad", "jobs:view"));

        Assert.Equal("It threw FormatException.", world.Catalog.Plugins[1].Problem);
    }

    private static string Feature(string name) => $" \"features\": {{ \"{name}\": {{ \"enabled\": true }} }},";

    private static string HubOf(string flags, string features) =>
        PluginWorld.Hub.Replace("\"bad.slow\": { \"enabled\": true } },", $"\"bad.slow\": {{ \"enabled\": true }}{flags} }},{features}", StringComparison.Ordinal);

    private static bool IsOn(PluginWorld world, string name) => world.Catalog.Current("contractor", "main")!.Flags.IsOn(name, new FlagContext(PluginWorld.Subject("u1").Context, Noon));

    private static ServiceProvider Services(IRevisionStore store)
    {
        var services = new ServiceCollection().AddSingleton(store).AddSingleton(Portal.Policies(Portal.Capabilities)).AddSingleton<IChangeBus>(new InProcessChangeBus());
        services.AddLogging();
        services.AddSingleton<IConfiguration>(new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?> { ["Cks:Hub:Plugins:0"] = "bad" }).Build());
        services.AddCksRbac();
        Misdeeds.Add<ChangedFlag>(services.AddCksHubConfig().AddHubStore().AddTargets(_ => Portal.Targets));
        return services.BuildServiceProvider();
    }

    private sealed class Unmade : IHubPlugin
    {
        public Unmade() => throw new FormatException("x");

        public HubPluginManifest Manifest => null!;

        public void Contribute(HubPluginContributions contributions, CancellationToken cancellationToken)
        {
        }
    }

    private sealed class ChangedFlag : FlagMisdeed<ChangedFlag>, IFlagText
    {
        // Tests of a class follow each other.
        public static string Text { get; set; } = "{}";

        static string IFlagText.Json => Text;
    }
}
