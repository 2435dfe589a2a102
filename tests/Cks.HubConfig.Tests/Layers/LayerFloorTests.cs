using Cks.Core;

namespace Cks.HubConfig.Tests;

/// <summary>What narrows and what guards stays, by whatever road a later layer comes.</summary>
public sealed class LayerFloorTests
{
    private const string Killed = """{ "features": { "f": { "enabled": true, "kill": true, "limit": 10 } } }""";

    [Theory]
    [InlineData("""{ "features": { "f": { "kill": { "$patch": "replace" } } } }""")]
    [InlineData("""{ "features": { "f": { "limit": { "$patch": "replace" } } } }""")]
    [InlineData("""{ "features": { "f": { "limit": { "$patch": "replace", "x": 1 } } } }""")]
    [InlineData("""{ "features": { "f": { "limit": [] } } }""")]
    [InlineData("""{ "permissions": { "p": { "$patch": "replace" } } }""")]
    public void S09_Nothing_of_another_kind_stands_in_place_of_a_limit_a_kill_switch_or_a_permission(string layer)
    {
        var below = Killed.Replace("\"features\"", "\"permissions\": { \"p\": false }, \"features\"", StringComparison.Ordinal);
        Assert.All(
            new[] { HubLayerKind.Role, HubLayerKind.Environment, HubLayerKind.Tenant, HubLayerKind.Experiment, HubLayerKind.Preview },
            kind => Assert.Equal([CksCodes.LayerKindChange], LayerWorld.Merge((HubLayerKind.Base, below), (kind, layer)).Diagnostics.Select(d => d.Code)));
    }

    [Theory]
    [InlineData("""{ "features": { "$patch": "replace" } }""", """{ "features": { "$patch": "replace" } }""")]
    [InlineData("""{ "features": { "f": null } }""", """{ "features": null }""")]
    [InlineData("""{ "features": null }""", """{ "features": { "f": { "enabled": true } } }""")]
    [InlineData("""{ "features": null }""", """{ "features": { "$patch": "replace", "g": {} } }""")]
    public void S09_Limit_outlives_every_deletion_and_replacement_of_what_holds_it(string tenant, string experiment)
    {
        var document = LayerWorld.Merge(
            (HubLayerKind.Base, """{ "features": { "f": { "limit": 10 } } }"""), (HubLayerKind.Tenant, tenant), (HubLayerKind.Experiment, experiment),
            (HubLayerKind.Preview, """{ "features": { "f": { "limit": 500 } } }""")).GetOrThrow();
        Assert.Equal("10", document.Explain("/features/f/limit")!.Value!.Text);
    }

    [Fact]
    public void S09_Kill_switch_deeper_within_does_not_go_by_a_value_of_another_kind_around_it()
    {
        const string Below = """{ "features": { "f": { "enabled": true, "rollout": { "kill": true } } } }""";
        Assert.Equal("""{"features":{"f":{"enabled":true,"rollout":{"kill":true}}}}""", LayerWorld.Over(HubLayerKind.Tenant, Below, """{ "features": { "f": { "$patch": "replace", "enabled": true, "rollout": 1 } } }"""));
        Assert.Equal("CKS421", Single(HubLayerKind.Tenant, """{ "features": { "f": { "limit": 1 } } }""", """{ "features": { "$patch": "replace", "f": [] } }"""));
        Assert.Equal("""{"features":{"f":{"enabled":true,"rollout":{"kill":true}}}}""", LayerWorld.Over(HubLayerKind.Tenant, Below, """{ "features": { "f": { "$patch": "replace", "enabled": true } } }"""));
    }

    [Theory]
    [InlineData("""{ "features": { "f": { "rules": [{ "id": "x", "kill": true }] } } }""")]
    [InlineData("""{ "features": { "f": { "rules": [{ "id": "x", "more": { "kill": true } }] } } }""")]
    [InlineData("""{ "features": { "f": { "rules": [[{ "kill": true }]] } } }""")]
    public void S09_Kill_switch_stands_in_no_list_that_a_later_layer_replaces_whole(string layer) =>
        Assert.All(new[] { HubLayerKind.Base, HubLayerKind.Tenant }, kind => Assert.Equal("CKS422", Single(kind, "{}", layer)));

    [Fact]
    public void S09_Permission_that_a_role_deletes_is_not_given_by_a_tenant_even_where_the_base_leaves_it_to_tenants()
    {
        var document = LayerWorld.Merge(
            (HubLayerKind.Base, """{ "delegable": ["p"], "permissions": { "p": true } }"""), (HubLayerKind.Role, """{ "permissions": { "p": null } }"""),
            (HubLayerKind.Tenant, """{ "permissions": { "p": true } }""")).GetOrThrow();
        Assert.Equal("""{"permissions":{}}""", LayerWorld.Text(document.Root));
    }

    [Theory]
    [InlineData("""[{ "id": "a", "requires": null }]""")]
    [InlineData("""[{ "id": "a", "feature": null }]""")]
    [InlineData("""[{ "id": "a", "requires": "other:view" }]""")]
    [InlineData("""[{ "id": "a", "requires": { "$secretRef": "kv:x" } }]""")]
    [InlineData("""[{ "id": "a", "$patch": "replace" }]""")]
    [InlineData("""[{ "id": "a", "$patch": "replace", "requires": "jobs:view" }]""")]
    [InlineData("""[{ "id": "a", "$patch": "replace", "requires": "other:view", "feature": "f" }]""")]
    public void S09_Condition_of_a_part_is_neither_taken_off_nor_changed_from_the_tenants_layer_on(string items)
    {
        const string Below = """[{ "id": "a", "requires": "jobs:view", "feature": "f" }, { "id": "b" }]""";
        foreach (var place in (string[])["dashboard.widgets", "navigation.sidebarItems", "navigation.quickActions"])
        {
            Assert.All(new[] { HubLayerKind.Tenant, HubLayerKind.Experiment, HubLayerKind.Preview }, kind => Assert.Equal("CKS425", Single(kind, At(place, Below), At(place, items))));
            Assert.Equal("CKS425", Single(HubLayerKind.Tenant, At(place, Below), At(place, items).Replace("{ \"" + place.Split('.')[1], "{ \"$patch\": \"replace\", \"" + place.Split('.')[1], StringComparison.Ordinal)));
            Assert.Equal(
                "CKS425",
                Codes(LayerWorld.Merge((HubLayerKind.Base, At(place, Below)), (HubLayerKind.Tenant, At(place, """[{ "id": "a", "$patch": "delete" }]""")), (HubLayerKind.Preview, At(place, items.Replace("null", "\"x:y\"", StringComparison.Ordinal))))));
            Assert.True(LayerWorld.Merge((HubLayerKind.Base, At(place, Below)), (HubLayerKind.Tenant, At(place, """[{ "id": "b", "requires": "jobs:view" }, { "id": "a", "$patch": "replace", "requires": "jobs:view", "feature": "f" }]"""))).IsLoaded);
            Assert.Equal("CKS425", Codes(LayerWorld.Merge((HubLayerKind.Base, At(place, Below)), (HubLayerKind.Tenant, At(place, """[{ "id": "b", "requires": "jobs:view" }]""")), (HubLayerKind.Preview, At(place, """[{ "id": "b", "requires": null }]""")))));
        }
    }

    [Fact]
    public void Layer_below_the_tenants_changes_a_condition_and_takes_it_off()
    {
        var below = At("navigation.quickActions", """[{ "id": "a", "requires": "jobs:view" }]""");
        Assert.All(
            (string[])["""[{ "id": "a", "requires": null }]""", """[{ "id": "a", "$patch": "replace" }]""", """[{ "id": "a", "$patch": "delete" }]"""],
            items => Assert.True(LayerWorld.Merge((HubLayerKind.Base, below), (HubLayerKind.Role, At("navigation.quickActions", items)), (HubLayerKind.Tenant, At("navigation.quickActions", """[{ "id": "a", "label": "A" }]"""))).IsLoaded));
    }

    [Theory]
    [InlineData("""{ "id": "a", "$patch": "replace", "type": "x", "endpoint": "jobs" }""", "{}")]
    [InlineData("""{ "id": "a", "endpoint": null }""", """{ "dashboard": { "widgets": [{ "id": "a", "endpoint": "jobs" }] } }""")]
    [InlineData("""{ "id": "a", "$patch": "delete" }""", """{ "dashboard": { "widgets": [{ "id": "a", "endpoint": "jobs" }] } }""")]
    [InlineData("""{ "id": "a", "$patch": "replace" }""", """{ "dashboard": { "widgets": [{ "id": "a", "endpoint": "jobs" }] } }""")]
    public void S22_Widget_is_re_pointed_by_no_road(string tenant, string preview)
    {
        const string Below = """{ "dashboard": { "widgets": [{ "id": "a", "endpoint": "stats" }] }, "dataFetching": { "endpoints": { "stats": "/stats", "jobs": "/jobs" } } }""";
        Assert.Equal("CKS425", Codes(LayerWorld.Merge((HubLayerKind.Base, Below), (HubLayerKind.Tenant, $$"""{ "dashboard": { "widgets": [{{tenant}}] } }"""), (HubLayerKind.Preview, preview))));
    }

    [Theory]
    [InlineData("""{ "id": "a", "type": null }""")]
    [InlineData("""{ "id": "a", "type": "other" }""")]
    public void Type_says_what_is_inherited_and_goes_only_with_it(string item) =>
        Assert.Equal("CKS421", Single(HubLayerKind.Tenant, At("dashboard.widgets", """[{ "id": "a", "type": "x", "title": "t" }]"""), At("dashboard.widgets", $"[{item}]")));

    [Theory]
    [InlineData("""{ "schemaVersion": 2 }""", """{ "schemaVersion": 1 }""")]
    [InlineData("""{ "schemaVersion": 2 }""", """{ "schemaVersion": null }""")]
    [InlineData("""{ "schemaVersion": 2 }""", """{ }""")]
    [InlineData("""{ "schemaVersion": 2 }""", """{ "schemaVersion": "2" }""")]
    [InlineData("""{ }""", """{ "schemaVersion": 2 }""")]
    public void Layers_of_different_versions_are_not_merged(string below, string layer)
    {
        Assert.Equal("CKS406", Single(HubLayerKind.Tenant, below, layer));
        Assert.Equal("""{"schemaVersion":2}""", LayerWorld.Over(HubLayerKind.Tenant, """{ "schemaVersion": 2 }""", """{ "schemaVersion": 2 }"""));
    }

    [Fact]
    public void Entries_that_layers_took_out_do_not_count_against_the_limit()
    {
        string Items(int from, string more) => At("dashboard.widgets", $"[{string.Join(',', Enumerable.Range(from, 300).Select(i => $$"""{ "id": "w{{i}}"{{more}} }"""))}]");
        Assert.Equal(300, LayerWorld.Merge((HubLayerKind.Base, Items(0, "")), (HubLayerKind.Role, Items(0, ", \"$patch\": \"delete\"")), (HubLayerKind.Tenant, Items(300, ""))).GetOrThrow().Root.Properties["dashboard"].Properties["widgets"].Items.Count);
        Assert.Equal("CKS428", Single(HubLayerKind.Tenant, Items(0, ""), Items(300, "")));
    }

    [Theory]
    [InlineData("/dashboard/widgets/0")]
    [InlineData("/dashboard/widgets/0/type")]
    [InlineData("/dashboard/widgets[type=a]")]
    [InlineData("/dashboard/widgets[id=a]/dataSource")]
    [InlineData("/features/f/steps/0")]
    public void Lock_that_would_lock_nothing_is_refused(string pointer) =>
        Assert.Equal("CKS422", Single(HubLayerKind.Role, """{ "features": { "f": { "steps": [1] } }, "dashboard": { "widgets": [{ "id": "a", "type": "x" }] } }""", $$"""{ "$lock": ["{{pointer}}"] }"""));

    private static string At(string place, string items) => place.Split('.') is [var section, var list] ? $$"""{ "{{section}}": { "{{list}}": {{items}} } }""" : "";

    private static string Single(HubLayerKind kind, string below, string layer) => Codes(LayerWorld.Merge((HubLayerKind.Base, below), (kind, layer)));

    private static string Codes(LoadResult<LayeredDocument> result) => result.IsLoaded ? "loaded" : string.Join(' ', result.Diagnostics.Where(d => d.Severity == DiagnosticSeverity.Error).Select(d => d.Code.Id).Distinct());
}
