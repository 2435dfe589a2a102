using System.Text;
using System.Text.Json;
using Cks.Core;
using Cks.Rbac;
using Microsoft.Extensions.Time.Testing;

namespace Cks.HubConfig.Tests;

public sealed class FlagLayerTests
{
    private const string Base = """
        { "schemaVersion": 2, "permissions": { "canEditProfile": true }, "features": { "messaging": { "enabled": true } },
          "flags": { "calendar": { "kill": true, "rules": [{ "id": "acme", "tenants": ["acme"] }] }, "messaging": { "rules": [{ "id": "acme", "tenants": ["main"], "window": { "from": "2026-12-01T12:00Z" } }] } } }
        """;

    [Theory]
    [InlineData("""{ "calendar": { "kill": false } }""")]
    [InlineData("""{ "calendar": { "kill": null } }""")]
    [InlineData("""{ "calendar": { "$patch": "replace", "enabled": true } }""")]
    [InlineData("""{ "calendar": null }""")]
    [InlineData("""{ "calendar": null }""", """{ "calendar": { "enabled": true } }""")]
    [InlineData("""{ "calendar": { "kill": null } }""", """{ "calendar": { "kill": false } }""")]
    [InlineData("null")]
    [InlineData("""{ "$patch": "replace", "calendar": {} }""")]
    [InlineData("""{ "$patch": "replace" }""", """{ "calendar": {} }""")]
    public void S09_Kill_switch_of_a_flag_is_lifted_by_no_later_layer(string flags, string? then = null) =>
        Assert.All((HubLayerKind[])[HubLayerKind.Environment, HubLayerKind.Tenant, HubLayerKind.Experiment, HubLayerKind.Preview], kind =>
        {
            byte[][] layers = [.. new[] { flags, then }.OfType<string>().Select(f => Encoding.UTF8.GetBytes($$"""{ "schemaVersion": 2, "flags": {{f}} }"""))];
            var made = LayeredHub.Read(
            [
                new(HubLayerKind.Base, "", "base.json", Encoding.UTF8.GetBytes(Base)), new(HubLayerKind.Role, "contractor", "contractor.json", Portal.Contractor), .. layers.Select(l => new HubLayerSource(kind, "acme", "later.json", l)),
            ]);
            var hub = HubDefinitionReader.Read("made.json", Written(made.GetOrThrow().Root)).GetOrThrow();
            Assert.Equal("off: Killed", HubFlags.Of(hub).Evaluate("calendar", FlagWorld.By()).ToString());
        });

    [Fact]
    public void Layers_change_rules_by_their_id()
    {
        using var folder = new LayerFolder();
        folder.Write("base.json", Base);
        folder.Tenant("acme", """{ "schemaVersion": 2, "flags": { "messaging": { "rules": [{ "id": "acme", "$patch": "delete" }, { "id": "mine", "subjects": ["u1"] }] } } }""");
        var hub = folder.Catalog().Current("contractor", "acme")!;
        Assert.Equal((TenantLayerState.InUse, "mine"), (hub.State, Assert.Single(hub.Definition.Flags["messaging"].Rules).Id));
        Assert.Equal("on: Rule, rule mine", hub.Flags.Evaluate("messaging", FlagWorld.By()).ToString());
        Assert.Same(hub.Flags, hub.Flags);
        Assert.Equal("off: NoRule", folder.Catalog().Current("contractor", "other")!.Flags.Evaluate("messaging", FlagWorld.By()).ToString());
    }

    /// <summary>What is killed holds off what rests on it, and a tenant does not take that away: nor by replacing, deleting or emptying, nor by a new flag for a name that nobody below declares.</summary>
    [Theory]
    [InlineData("""{ "payouts": { "prerequisites": [] } }""", true)]
    [InlineData("""{ "payouts": { "prerequisites": ["calendar"] } }""", true)]
    [InlineData("""{ "payouts": { "prerequisites": null } }""", true)]
    [InlineData("""{ "payouts": { "$patch": "replace", "enabled": true } }""", true)]
    [InlineData("""{ "payouts": null }""", true)]
    [InlineData("null", false)]
    [InlineData("""{ "$patch": "replace" }""", true)]
    [InlineData("""{ "own": {} }""", true)]
    [InlineData("""{ "own": { "rules": [] } }""", true)]
    [InlineData("""{ "payouts": { "prerequisites": ["bank", "calendar"] } }""", false)]
    [InlineData("""{ "payouts": { "enabled": false } }""", false)]
    [InlineData("""{ "messaging": { "rules": [] } }""", false)]
    [InlineData("""{ "own": { "kill": true } }""", false)]
    public void S09_Tenant_adds_prerequisites_and_flags_that_are_off_and_lifts_none(string flags, bool isRefused)
    {
        using var folder = new LayerFolder();
        folder.Write("base.json", """
            { "schemaVersion": 2, "permissions": { "canEditProfile": true }, "features": { "messaging": { "enabled": true } },
              "flags": { "calendar": {}, "bank": { "kill": true }, "payouts": { "prerequisites": ["bank"] } } }
            """);
        folder.Tenant("acme", $$"""{ "schemaVersion": 2, "flags": {{flags}} }""");
        var catalog = folder.Catalog();
        var hub = catalog.Current("contractor", "acme")!;
        Assert.Equal(isRefused ? TenantLayerState.Denied : TenantLayerState.InUse, hub.State);
        Assert.All((string[])["payouts", "own"], f => Assert.False(hub.Flags.IsOn(f, FlagWorld.By())));
        if (isRefused)
            Assert.Contains(Assert.Single(catalog.TenantFaults).Findings, f => f.Code == CksCodes.LayerOverreach);
        var made = LayeredHub.Read(
        [
            new(HubLayerKind.Base, "", "base.json", File.ReadAllBytes(Path.Combine(folder.FullName, "base.json"))), new(HubLayerKind.Role, "contractor", "contractor.json", Portal.Contractor),
            new(HubLayerKind.Tenant, "acme", "acme.json", File.ReadAllBytes(Path.Combine(folder.FullName, "tenants/acme.json"))),
        ]);
        Assert.Equal(isRefused, made.Diagnostics.Any(d => d.Code == CksCodes.LayerOverreach));
    }

    /// <summary>With several roles what the hub of any of them kills is off, and so is what rests on it: in a view, and by code.</summary>
    [Theory]
    [InlineData("contractor", "crew")]
    [InlineData("crew", "contractor")]
    public async Task S09_Kill_of_the_hub_of_any_role_holds(string first, string second)
    {
        using var folder = new LayerFolder();
        folder.Write("base.json", """
            { "schemaVersion": 2, "permissions": { "canEditProfile": true }, "features": { "messaging": { "enabled": true } }, "flags": { "messaging": {}, "calendar": { "prerequisites": ["messaging"] }, "other": {} } }
            """);
        folder.Write("production.json", """{ "schemaVersion": 2 }""");
        folder.Write("crew.v1.json", """
            { "schemaVersion": 2, "metadata": { "role": "crew", "version": "1", "displayName": "Crew", "theme": { "primaryColor": "#2563eb", "accentColor": "#0b875e" } }, "flags": { "messaging": { "kill": true } } }
            """);
        var catalog = folder.Catalog();
        var (one, both) = (FlagWorld.By(roles: ["contractor"]), FlagWorld.By(roles: [first, second]));
        Assert.Equal("on: Everybody", catalog.Evaluate(catalog.Documents, "messaging", one).ToString());
        Assert.Equal(("off: Killed", "off: PrerequisiteOff, messaging", "on: Everybody", "off: Unknown"), (Of("messaging"), Of("calendar"), Of("other"), Of("none")));
        var decisions = new PolicyDecisionPoint(folder.Policies);
        var view = (await new HubComposer(catalog, decisions, decisions).ComposeAsync(new Subject("u1", TenantId.Parse("acme"), [first, second]), TestContext.Current.CancellationToken))!;
        Assert.Equal((first, false), (view.Role, view.Features["messaging"].Enabled));
        Assert.Equal("off: Unknown", catalog.Evaluate(catalog.Documents, "other", FlagWorld.By(roles: ["nobody"])).ToString());

        string Of(string name) => catalog.Evaluate(catalog.Documents, name, both).ToString();
    }

    /// <summary>A feature without a flag says the same of a kill that only a kept layer knows of.</summary>
    [Fact]
    public void S09_Feature_that_a_kept_layer_killed_says_so()
    {
        using var folder = new LayerFolder();
        folder.Tenant("acme", """{ "schemaVersion": 2, "features": { "messaging": { "kill": true } } }""");
        var catalog = folder.Catalog();
        folder.Tenant("acme", """{ "schemaVersion": 2 }""");
        catalog.TryReload();
        Assert.True(catalog.Current("contractor", "acme")!.Flags.IsOn("messaging", FlagWorld.By()));
        folder.Tenant("acme", "{ broken");
        catalog.TryReload();
        Assert.Equal("off: Killed", catalog.Current("contractor", "acme")!.Flags.Evaluate("messaging", FlagWorld.By()).ToString());
    }

    [Theory]
    [InlineData("""{ "rules": [{ "id": "acme", "$patch": "delete" }] }""")]
    [InlineData("""{ "$patch": "replace", "rules": [] }""")]
    public void Who_takes_out_the_last_rule_leaves_nobody(string flag)
    {
        using var folder = new LayerFolder();
        folder.Write("base.json", Base);
        folder.Tenant("acme", $$"""{ "schemaVersion": 2, "flags": { "messaging": {{flag}} } }""");
        var hub = folder.Catalog().Current("contractor", "acme")!;
        Assert.Equal((TenantLayerState.InUse, "off: NoRule"), (hub.State, hub.Flags.Evaluate("messaging", FlagWorld.By()).ToString()));
    }

    [Fact]
    public void S09_Flag_that_a_kept_layer_killed_stays_off_while_the_newest_is_broken_and_all_are_off_where_nothing_is_known()
    {
        using var folder = new LayerFolder();
        folder.Write("base.json", """{ "schemaVersion": 2, "permissions": { "canEditProfile": true }, "features": { "messaging": { "enabled": true } }, "flags": { "calendar": {}, "other": {} } }""");
        folder.Tenant("acme", """{ "schemaVersion": 2, "flags": { "calendar": { "kill": true } } }""");
        var catalog = folder.Catalog();
        folder.Tenant("acme", """{ "schemaVersion": 2, "metadata": { "displayName": "Acme" } }""");
        catalog.TryReload();
        Assert.True(catalog.Current("contractor", "acme")!.Flags.IsOn("calendar", FlagWorld.By()));
        folder.Tenant("acme", "{ broken");
        catalog.TryReload();
        var kept = catalog.Current("contractor", "acme")!;
        Assert.Equal(TenantLayerState.LastKnownGood, kept.State);
        Assert.Equal((FlagReason.Killed, true), (kept.Flags.Evaluate("calendar", FlagWorld.By()).Reason, kept.Flags.IsOn("other", FlagWorld.By())));
        var denied = folder.Catalog().Current("contractor", "acme")!;
        Assert.Equal(TenantLayerState.Denied, denied.State);
        Assert.All(denied.Flags.Names, n => Assert.False(denied.Flags.IsOn(n, FlagWorld.By())));
    }

    [Fact]
    public async Task View_shows_what_the_flag_of_a_feature_lets_through_at_the_time_and_nothing_of_the_flag()
    {
        using var folder = new LayerFolder();
        folder.Write("base.json", Base);
        folder.Write("production.json", """{ "schemaVersion": 2, "navigation": { "sidebarItems": [{ "id": "jobs", "feature": "messaging" }, { "id": "crews", "feature": "calendar" }] } }""");
        var (decisions, clock) = (new PolicyDecisionPoint(folder.Policies), new FakeTimeProvider(FlagWorld.Noon.AddSeconds(-1)));
        var composer = new HubComposer(folder.Catalog(), decisions, decisions, clock);
        var before = (await composer.ComposeAsync(Portal.Subject("contractor"), TestContext.Current.CancellationToken))!;
        clock.Advance(TimeSpan.FromSeconds(1));
        var after = (await composer.ComposeAsync(Portal.Subject("contractor"), TestContext.Current.CancellationToken))!;
        var other = (await composer.ComposeAsync(new Subject("u1", TenantId.Parse("other"), ["contractor"]), TestContext.Current.CancellationToken))!;
        Assert.Equal((false, true, false), (before.Features["messaging"].Enabled, after.Features["messaging"].Enabled, other.Features["messaging"].Enabled));
        Assert.Equal(("dashboard", "dashboard jobs", "dashboard"), (Ids(before), Ids(after), Ids(other)));
        var text = Text(after);
        Assert.DoesNotContain("acme", text, StringComparison.Ordinal);
        Assert.DoesNotContain("flags", text, StringComparison.Ordinal);
        Assert.DoesNotContain("calendar", text, StringComparison.Ordinal);

        static string Ids(HubView view) => string.Join(' ', view.Navigation.Select(i => i.Id));
    }

    /// <summary>Layers of tenants, experiments and previews choose for whom a flag is on, and neither take it off a part nor put another one there.</summary>
    [Theory]
    [InlineData("null")]
    [InlineData("\"messaging\"")]
    public void S22_Flag_of_a_part_stays_with_it(string feature) =>
        Assert.All((HubLayerKind[])[HubLayerKind.Tenant, HubLayerKind.Experiment, HubLayerKind.Preview], kind =>
        {
            var below = Encoding.UTF8.GetBytes("""{ "schemaVersion": 2, "navigation": { "sidebarItems": [{ "id": "jobs", "feature": "calendar" }] } }""");
            var layer = Encoding.UTF8.GetBytes($$"""{ "schemaVersion": 2, "navigation": { "sidebarItems": [{ "id": "jobs", "feature": {{feature}} }] } }""");
            var made = LayeredHub.Read(
            [
                new(HubLayerKind.Base, "", "base.json", Encoding.UTF8.GetBytes(Base)), new(HubLayerKind.Role, "contractor", "contractor.json", Portal.Contractor), new(HubLayerKind.Environment, "", "production.json", below),
                new(kind, "acme", "later.json", layer),
            ]);
            Assert.Equal(["CKS425"], made.Diagnostics.Select(d => d.Code.Id).Distinct());
        });

    /// <summary>A flag that is on for somebody changes nothing about what they may do: neither shown nor permitted is more than without it.</summary>
    [Fact]
    public async Task S09_Flag_never_gives_a_right()
    {
        using var folder = new LayerFolder();
        folder.Write("base.json", """{ "schemaVersion": 2, "features": { "messaging": { "enabled": true } }, "flags": { "canManageCrews": {}, "canCreateJobs": {}, "messaging": {} } }""");
        folder.Write("production.json", """{ "schemaVersion": 2, "permissions": { "canCreateJobs": false }, "navigation": { "sidebarItems": [{ "id": "crews", "feature": "messaging" }] } }""");
        var catalog = folder.Catalog();
        Assert.True(catalog.Current("contractor", "main")!.Flags.IsOn("canCreateJobs", FlagWorld.By()));
        Assert.DoesNotContain("jobs:create", LayerFolder.Permitted(catalog, "main"));
        var decisions = new PolicyDecisionPoint(Portal.Policies(["jobs:view"]));
        var view = (await new HubComposer(catalog, decisions, decisions).ComposeAsync(Portal.Subject("contractor"), TestContext.Current.CancellationToken))!;
        Assert.DoesNotContain(true, view.Permissions.Values);
        Assert.DoesNotContain(view.Navigation, i => i.Id == "crews");
    }

    [Fact]
    public void Difference_of_flags_is_told_with_its_risk()
    {
        Assert.Equal(HubRisk.LimitLoosened, Risk("\"f\": { \"kill\": true }", "\"f\": {}"));
        Assert.Equal(HubRisk.LimitLoosened, Risk("\"f\": { \"hash\": \"xxh3-64\", \"partsPerMillion\": 10 }", "\"f\": { \"hash\": \"xxh3-64\", \"partsPerMillion\": 20 }"));
        Assert.Equal(HubRisk.Other, Risk("\"f\": { \"hash\": \"xxh3-64\", \"partsPerMillion\": 20 }", "\"f\": { \"hash\": \"xxh3-64\", \"partsPerMillion\": 10 }"));
        Assert.Equal(HubRisk.Other, Risk("\"f\": {}", "\"f\": { \"kill\": true }"));
        Assert.Equal(HubRisk.LimitLoosened, Risk("\"f\": { \"rules\": [{ \"id\": \"a\", \"tenants\": [\"x\"] }] }", "\"f\": { \"rules\": [{ \"id\": \"a\", \"partsPerMillion\": 1000000 }] }"));

        static HubRisk Risk(string before, string after) => Assert.Single(HubDiff.Between(FlagWorld.Read(before).GetOrThrow(), FlagWorld.Read(after).GetOrThrow()).Changes).Risk;
    }

    private static byte[] Written(SourceNode node)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
            node.WriteTo(json);
        return stream.ToArray();
    }

    private static string Text(HubView view)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
            view.WriteTo(json);
        return Encoding.UTF8.GetString(stream.ToArray());
    }
}
