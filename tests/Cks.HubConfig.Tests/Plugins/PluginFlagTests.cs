using System.Buffers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Cks.Core;
using Microsoft.Extensions.Time.Testing;

namespace Cks.HubConfig.Tests;

public sealed class PluginFlagTests
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 1, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void A_flag_of_a_plugin_is_asked_as_all_others_and_explained_by_its_plugin()
    {
        using var world = PluginWorld.Start(Misdeeds.Adding["none"]);
        Assert.Equal(["bad.fast", "bad.slow", "good.fast", "good.slow", "mine"], Hub(world).Flags.Names);
        // The document says that bad.slow is enabled; that of the good plugin is as the plugin says.
        Assert.Equal("bad.fast bad.slow good.fast mine", On(world));
        Assert.Equal(["jobs", "bad-fast", "bad-mine"], world.View().Navigation.Select(n => n.Id).Where(i => !i.EndsWith(".board", StringComparison.Ordinal)));
        var of = Hub(world).Explain("/flags/good.slow/enabled")!.Winner;
        Assert.Equal(("plugin good", HubLayerKind.Defaults, "good"), (of.Layer.File, of.Layer.Kind, of.Layer.Name));
        var over = Hub(world).Explain("/flags/bad.slow/enabled")!;
        Assert.Equal((HubLayerKind.Role, "plugin bad"), (over.Winner.Layer.Kind, Assert.Single(over.Hidden).Layer.File));
    }

    [Theory]
    [InlineData("{}", "bad.fast bad.slow good.fast mine")]
    [InlineData("""{ "good.slow": { "enabled": true } }""", "bad.fast bad.slow good.fast good.slow mine")]
    [InlineData("""{ "good.fast": { "enabled": false }, "good.slow": { "enabled": true } }""", "bad.fast bad.slow mine")]
    [InlineData("""{ "bad.fast": { "kill": true } }""", "good.fast")]
    [InlineData("""{ "good.fast": null, "good.slow": null }""", "bad.fast bad.slow mine")]
    public void Documents_say_it_otherwise_by_the_rules_of_layers(string flags, string expected)
    {
        using var world = PluginWorld.Start(Misdeeds.Adding["none"], shared: $$"""{ "schemaVersion": 2, "flags": {{flags}} }""");
        Assert.Equal(expected, On(world));
    }

    [Theory]
    [InlineData("""{ "bad.fast": { "enabled": false } }""", "good.fast")]
    [InlineData("""{ "good.fast": { "kill": true } }""", "bad.fast bad.slow mine")]
    [InlineData("""{ "good.slow": { "enabled": true } }""", "bad.fast bad.slow good.fast good.slow mine")]
    [InlineData("""{ "good.slow": { "enabled": true, "prerequisites": [] }, "good.fast": { "enabled": false } }""", "bad.fast bad.slow mine")]
    [InlineData("""{ "good.more": { "enabled": true } }""", "bad.fast bad.slow good.fast mine")]
    public void A_tenant_says_it_otherwise_as_of_any_flag(string flags, string expected)
    {
        using var world = PluginWorld.Start(Misdeeds.Adding["none"], tenant: $$"""{ "schemaVersion": 2, "flags": {{flags}} }""");
        Assert.Equal((TenantLayerState.InUse, expected), (Hub(world).State, On(world)));
    }

    [Theory]
    [InlineData("""{ "good.slow": { "enabled": true } }""", TenantLayerState.Denied)]
    [InlineData("""{ "good.fast": { "enabled": true } }""", TenantLayerState.InUse)]
    public void A_lock_in_the_base_holds_it_as_any_other(string flags, TenantLayerState expected)
    {
        using var world = PluginWorld.Start(Misdeeds.Adding["none"], shared: """{ "schemaVersion": 2, "$lock": ["/flags/good.slow"] }""", tenant: $$"""{ "schemaVersion": 2, "flags": {{flags}} }""");
        Assert.Equal(expected, Hub(world).State);
    }

    /// <summary>However a plugin fails and whatever documents say: all of its flags are off, nobody's document or layer is refused, and the rest of the view is the same to the byte.</summary>
    [Fact]
    public void S21_Flags_of_a_plugin_that_fails_are_off_and_the_rest_of_every_view_stays()
    {
        var (random, clock) = (new Random(2112), new FakeTimeProvider(Noon));
        string[] misdeeds = [.. Misdeeds.Adding.Keys.Where(m => m is not ("none" or "hangs")), "off"];
        for (var i = 0; i < 60; i++)
        {
            var misdeed = misdeeds[i % misdeeds.Length];
            var (hub, shared, tenant) = (RandomHub(random), random.Next(2) == 0 ? RandomLayer(random) : null, random.Next(2) == 0 ? RandomLayer(random) : null);
            using var whole = PluginWorld.Start(Misdeeds.Adding["none"], clock: clock, hub: hub, shared: shared, tenant: tenant);
            using var hurt = PluginWorld.Start(Misdeeds.Adding[misdeed == "off" ? "none" : misdeed], misdeed == "off" ? ["good"] : null, clock: clock, hub: hub, shared: shared, tenant: tenant);
            var told = $"{i}: {misdeed}\n{hub}\n{shared}\n{tenant}";
            Assert.True(PluginWorld.Rest(whole.View()) == PluginWorld.Rest(hurt.View()), told);
            Assert.True(Hub(whole).State == Hub(hurt).State, told);
            foreach (var who in (string[])["u1", "u2", "u3"])
                Assert.True(!On(hurt, who).Split(' ').Any(n => n.StartsWith("bad", StringComparison.Ordinal)), told);
            Assert.True(On(whole).Split(' ').Where(n => n.StartsWith("good", StringComparison.Ordinal)).SequenceEqual(On(hurt).Split(' ').Where(n => n.StartsWith("good", StringComparison.Ordinal))), told);
            Assert.DoesNotContain(hurt.Catalog.Documents.Value.Find("contractor")!.Flags, f => f.Key.StartsWith("bad.", StringComparison.Ordinal) && !f.Value.Kill);
            Assert.DoesNotContain(hurt.View().Navigation, n => n.Id.StartsWith("bad", StringComparison.Ordinal));
        }
    }

    [Theory]
    [InlineData("none", "bad.fast bad.slow good.fast mine")]
    [InlineData("throws", "good.fast")]
    [InlineData("flag that is no JSON", "good.fast")]
    public void S21_A_lock_in_the_base_of_a_part_of_it_costs_nobody_anything_while_its_plugin_fails(string misdeed, string expected)
    {
        using var world = PluginWorld.Start(Misdeeds.Adding[misdeed], shared: """{ "schemaVersion": 2, "$lock": ["/flags/bad.fast/rules[id=rest]", "/flags/bad.fast", "/flags/good.slow"] }""", tenant: """{ "flags": { "good.fast": { "enabled": true } } }""");
        Assert.Equal((TenantLayerState.InUse, expected), (Hub(world).State, On(world)));
    }

    [Fact]
    public void S21_A_flag_that_is_off_with_its_plugin_is_told_as_a_warning_at_its_place()
    {
        using var world = PluginWorld.Start(Misdeeds.Adding["none"], listed: ["good"]);
        var found = world.Catalog.TryReload().Diagnostics.Where(d => d.Message.Contains("flag", StringComparison.Ordinal)).ToList();
        Assert.Equal(["CKS443", "CKS443"], found.Select(d => d.Code.Id));
        Assert.Contains("\"bad.fast\" is off", found[0].Message, StringComparison.Ordinal);
        Assert.Equal(6, found[0].Location.Line);
        Assert.Equal("plugin bad", Hub(world).Explain("/flags/bad.slow/kill")!.Winner.Layer.File);
    }

    [Theory]
    [InlineData("none")]
    [InlineData("throws")]
    public void A_flag_of_a_plugin_that_nobody_knows_is_unknown_as_before(string misdeed)
    {
        using var world = PluginWorld.Start(Misdeeds.Adding[misdeed], hub: PluginWorld.Hub.Replace("bad.fast", "other.fast", StringComparison.Ordinal));
        Assert.Equal("CKS401", Assert.Single(Assert.Throws<CksConfigurationException>(() => world.Catalog).Diagnostics, d => d.Severity == DiagnosticSeverity.Error).Code.Id);
    }

    /// <summary>A plugin is updated apart from documents, too.</summary>
    [Fact]
    public void S21_A_flag_that_a_plugin_in_use_does_not_have_is_off_with_a_warning()
    {
        using var world = PluginWorld.Start(Misdeeds.Adding["none"], hub: PluginWorld.Hub.Replace("bad.fast", "good.fats", StringComparison.Ordinal));
        Assert.Equal("bad.fast bad.slow good.fast mine", On(world));
        var told = Assert.Single(world.Catalog.TryReload().Diagnostics, d => d.Message.Contains("good.fats", StringComparison.Ordinal));
        Assert.Equal(("CKS443", "good.fast"), (told.Code.Id, told.Suggestion));
        Assert.DoesNotContain(world.View().Navigation, n => n.Id == "bad-fast");
    }

    [Theory]
    [InlineData("""{ "kill": false }""")]
    [InlineData("""{ "enabled": true }""")]
    [InlineData("""{ "partsPerMillion": 1000000 }""")]
    public void S21_A_flag_that_a_plugin_in_use_does_not_have_any_more_is_off_whatever_documents_say_of_it(string json)
    {
        var hub = PluginWorld.Hub.Replace("\"bad.slow\": { \"enabled\": true }", $"\"good.gone\": {json}", StringComparison.Ordinal).Replace("bad.fast", "good.gone", StringComparison.Ordinal);
        using var world = PluginWorld.Start(Misdeeds.Adding["none"], hub: hub);
        Assert.DoesNotContain("good.gone", On(world), StringComparison.Ordinal);
        Assert.Contains(world.Catalog.TryReload().Diagnostics, d => d.Code.Id == "CKS443" && d.Message.Contains("good.gone", StringComparison.Ordinal));
        Assert.DoesNotContain(world.View().Navigation, n => n.Id == "bad-fast");
    }

    /// <summary>What only the documents decide is no fault of the plugin's, and costs the documents nothing all the same.</summary>
    [Theory]
    [InlineData("""{ "prerequisites": ["elsewhere"] }""", false)]
    [InlineData("""{ "prerequisites": ["mine"] }""", true)]
    [InlineData("""{ "prerequisites": ["alone"] }""", false)]
    [InlineData("""{ "rules": [{ "id": "r", "roles": ["pilot"] }] }""", false)]
    public void S21_Flags_that_do_not_fit_a_hub_are_off_there_and_cost_the_documents_nothing(string json, bool fits)
    {
        MoreFlag.Json = json;
        var hub = PluginWorld.Hub.Replace("\"bad.slow\": { \"enabled\": true }", "\"alone\": { \"prerequisites\": [\"bad.more\"] }", StringComparison.Ordinal);
        using var world = PluginWorld.Start(Misdeeds.Add<MoreFlag>, hub: hub);
        Assert.Equal(HubPluginState.InUse, world.Catalog.Plugins[1].State);
        Assert.Equal(fits ? "bad.fast good.fast" : "good.fast", On(world));
        var told = world.Catalog.TryReload().Diagnostics.Where(d => d.Message.Contains("do not fit", StringComparison.Ordinal));
        Assert.Equal(fits ? 0 : 1, told.Count());
        Assert.Equal("own good1 good2 bad1 bad2", PluginWorld.Told(world.View()));
    }

    [Theory]
    [InlineData("none")]
    [InlineData("throws")]
    public void A_tool_with_the_targets_of_the_host_reads_documents_as_the_host_does(string misdeed)
    {
        using var world = PluginWorld.Start(Misdeeds.Adding[misdeed]);
        var written = Written(world.Catalog.Targets);
        var read = HubTargets.Read("targets.json", written).GetOrThrow();
        Assert.Equal(Encoding.UTF8.GetString(written), Encoding.UTF8.GetString(Written(read)));
        var hub = HubRevisionReader.Read("hubs", HubRevision.Of(new Dictionary<string, ReadOnlyMemory<byte>> { ["contractor"] = Encoding.UTF8.GetBytes(PluginWorld.Hub) }), read, Portal.Policy).GetOrThrow();
        Assert.Equal(string.Join(' ', Hub(world).Definition.Flags.Select(f => f.ToString().Split("Source", 2)[0])), string.Join(' ', hub.Find("contractor")!.Flags.Select(f => f.ToString().Split("Source", 2)[0])));
    }

    [Theory]
    [InlineData("""{ "Backlog": { "capability": "(none)" } }""")]
    [InlineData("""{ "backlog": { "capability": "none" } }""")]
    [InlineData("""{ "backlog": { "capability": "(none)", "fault": "unknown_type" } }""")]
    [InlineData("""{ "backlog": { "capability": "(none)", "flags": { "other.fast": {} } } }""")]
    [InlineData("""{ "backlog": { "capability": "(none)", "flags": { "backlog.fast": 1 } } }""")]
    [InlineData("""{ "backlog": { "capability": "(none)", "flags": { "backlog.fast": { "prerequisites": ["other.fast"] } } }, "other": { "capability": "(none)" } }""")]
    [InlineData("""{ "backlog": {} }""")]
    [InlineData("""{ "backlog": { "capability": "(none)", "navigation": [{ "id": "other.board", "label": "B", "path": "/plugins/backlog/board" }] } }""")]
    [InlineData("""{ "backlog": { "capability": "(none)", "navigation": [{ "id": "backlog.board", "label": "B", "path": "/jobs" }] } }""")]
    [InlineData("""{ "backlog": { "capability": "(none)", "navigation": [{ "id": "backlog.board", "label": "B", "path": "//evil" }] } }""")]
    [InlineData("""[]""")]
    public void Targets_with_plugins_that_are_none_are_refused(string plugins) =>
        Assert.False(HubTargets.Read("targets.json", Encoding.UTF8.GetBytes($$"""{ "plugins": {{plugins}} }""")).IsLoaded);

    private static byte[] Written(HubTargets targets)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
            targets.WriteTo(json);
        return buffer.WrittenSpan.ToArray();
    }

    private static HubSnapshot Hub(PluginWorld world) => world.Catalog.Current("contractor", "main")!;

    private static string On(PluginWorld world, string who = "u1")
    {
        var (hub, context) = (Hub(world), new FlagContext(PluginWorld.Subject(who).Context, Noon));
        return string.Join(' ', hub.Flags.Names.Union(["bad.fast", "bad.slow", "bad.more"], StringComparer.Ordinal).Order(StringComparer.Ordinal).Where(n => hub.Flags.IsOn(n, context) || hub.Screen.IsOn(n, context)));
    }

    private static string RandomHub(Random random)
    {
        var hub = JsonNode.Parse(PluginWorld.Hub)!.AsObject();
        var flags = RandomFlags(random);
        flags["mine"] = new JsonObject { ["prerequisites"] = new JsonArray("bad.slow") };
        flags["free"] = new JsonObject();
        flags["options"] = new JsonObject { ["prerequisites"] = new JsonArray("bad.never") };
        hub["experiments"] = new JsonObject
        {
            ["options"] = new JsonObject
            {
                ["flag"] = random.Next(2) == 0 ? "bad.ever" : "bad.fast",
                ["hash"] = "xxh3-64",
                ["variants"] = new JsonArray(new JsonObject { ["id"] = "a", ["partsPerMillion"] = 500_000 }),
            },
        };
        hub["flags"] = flags;
        if (random.Next(2) == 0)
            hub["features"] = new JsonObject { ["bad.fast"] = new JsonObject { ["enabled"] = true }, ["messaging"] = new JsonObject { ["enabled"] = true, ["provider"] = "x" } };
        hub["navigation"]!["quickActions"] = new JsonArray(new JsonObject { ["id"] = "create", ["label"] = "New", ["action"] = "createJob", ["feature"] = random.Next(2) == 0 ? "free" : "good.fast" });
        return hub.ToJsonString();
    }

    private static string RandomLayer(Random random) => new JsonObject
    {
        ["schemaVersion"] = 2,
        ["flags"] = RandomFlags(random),
        ["navigation"] = new JsonObject { ["sidebarItems"] = new JsonArray(new JsonObject { ["id"] = "bad-more", ["label"] = "More", ["path"] = "/jobs", ["feature"] = random.Next(2) == 0 ? "bad.fast" : "bad.slow" }) },
    }.ToJsonString();

    private static JsonObject RandomFlags(Random random)
    {
        var flags = new JsonObject();
        foreach (var name in (string[])["bad.fast", "bad.slow", "good.fast", "good.slow"])
            if (random.Next(5) is var kind and > 0 && (kind < 3 || name.EndsWith("fast", StringComparison.Ordinal)))
                flags[name] = kind switch
                {
                    1 => new JsonObject { ["enabled"] = random.Next(4) > 0 },
                    2 => new JsonObject { ["kill"] = false, ["rules"] = new JsonArray(new JsonObject { ["id"] = "r", ["subjects"] = new JsonArray("u1", "u2") }) },
                    // What is whole only together with what the plugin says.
                    3 => new JsonObject { ["partsPerMillion"] = random.Next(1_000_000) },
                    _ => new JsonObject { ["rules"] = new JsonArray(new JsonObject { ["id"] = "all", ["partsPerMillion"] = 1_000_000 }, new JsonObject { ["id"] = "rest", ["$patch"] = "delete" }) },
                };
        return flags;
    }

    private sealed class MoreFlag : FlagMisdeed<MoreFlag>, IFlagText
    {
        public static string Json { get; set; } = "{}";
    }
}
