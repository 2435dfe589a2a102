using System.Text;
using Cks.Core;

namespace Cks.HubConfig.Tests;

public sealed class WidgetLayerTests
{
    private const string Widgets = """
        [{ "id": "t", "type": "tabs", "children": [
            { "id": "s", "type": "stats-card", "endpoint": "stats", "requires": "jobs:view", "options": { "unit": "jobs", "threshold": 1 } },
            { "id": "u", "use": "shared" }] },
         { "id": "f", "type": "activity-feed", "endpoint": "activity" }]
        """;

    private const string Definitions = """[{ "id": "shared", "type": "stats-card", "compatible": "^2", "endpoint": "stats", "requires": "jobs:view", "feature": "on" }]""";

    private static string Hub { get; } = WidgetWorld.Hub(Widgets, Definitions, """ "features": { "on": { "enabled": true } },""");

    [Theory]
    [InlineData("""[{ "id": "s", "endpoint": "jobs" }]""", "CKS425")]
    [InlineData("""[{ "id": "s", "endpoint": null, "options": {} }]""", "CKS425")]
    [InlineData("""[{ "id": "s", "endpoint": null, "plugin": "x" }]""", "CKS425")]
    [InlineData("""[{ "id": "s", "$patch": "replace", "type": "text", "options": { "text": "x" }, "requires": "jobs:view", "area": { "row": 1, "column": 1, "rows": 1, "columns": 1 } }]""", "CKS425")]
    [InlineData("""[{ "id": "s", "plugin": "x", "options": { "unit": "x" } }]""", "CKS440")]
    [InlineData("""[{ "id": "s", "requires": null }]""", "CKS425")]
    [InlineData("""[{ "id": "s", "requires": "scope:view" }]""", "CKS425")]
    [InlineData("""[{ "id": "s", "$patch": "replace", "type": "stats-card", "endpoint": "stats", "area": { "row": 1, "column": 1, "rows": 1, "columns": 1 } }]""", "CKS425")]
    [InlineData("""[{ "id": "s", "type": "activity-feed" }]""", "CKS421")]
    [InlineData("""[{ "id": "s", "$patch": "replace", "type": "activity-feed", "endpoint": "stats", "requires": "jobs:view", "area": { "row": 1, "column": 1, "rows": 1, "columns": 1 } }]""", "CKS440")]
    [InlineData("""[{ "id": "n", "type": "stats-card", "endpoint": "other", "area": { "row": 9, "column": 1, "rows": 1, "columns": 1 } }]""", "CKS425")]
    [InlineData("""[{ "id": "n", "type": "stats-card", "endpoint": "activity", "area": { "row": 9, "column": 1, "rows": 1, "columns": 1 } }]""", "CKS440")]
    [InlineData("""[{ "id": "u", "use": null, "type": "stats-card", "endpoint": "stats" }]""", "CKS425")]
    [InlineData("""[{ "id": "u", "use": "other" }]""", "CKS425")]
    [InlineData("""[{ "id": "u", "endpoint": "activity" }]""", "CKS401")]
    [InlineData("""[{ "id": "s", "options": { "render": "x" } }]""", "CKS441")]
    [InlineData("""[{ "id": "s", "options": { "key": { "$secretRef": "kv:x" } } }]""", "CKS425")]
    [InlineData("""[{ "id": "s", "renderer": "x" }]""", "CKS115")]
    [InlineData("""[{ "id": "s", "dataSources": ["/api/contractor/jobs"] }]""", "CKS115")]
    public void S22_Layer_of_a_tenant_reaches_nothing_new_by_a_widget_in_a_container(string children, string code)
    {
        var codes = WidgetWorld.TenantCodes(Hub, $$"""{ "schemaVersion": 2, "dashboard": { "widgets": [{ "id": "t", "children": {{children}} }] } }""");
        Assert.Contains(code, codes);
    }

    [Theory]
    [InlineData("""[{ "id": "shared", "endpoint": "jobs" }]""", "CKS425")]
    [InlineData("""[{ "id": "shared", "endpoint": null }]""", "CKS425")]
    [InlineData("""[{ "id": "shared", "compatible": null }]""", "CKS425")]
    [InlineData("""[{ "id": "shared", "compatible": "^9" }]""", "CKS425")]
    [InlineData("""[{ "id": "shared", "plugin": "x" }]""", "CKS440")]
    [InlineData("""[{ "id": "shared", "requires": null }]""", "CKS425")]
    [InlineData("""[{ "id": "shared", "feature": null }]""", "CKS425")]
    [InlineData("""[{ "id": "shared", "type": "activity-feed" }]""", "CKS421")]
    [InlineData("""[{ "id": "shared", "renderer": "x" }]""", "CKS115")]
    public void S22_Layer_of_a_tenant_takes_nothing_off_a_definition(string definitions, string code) =>
        Assert.Contains(code, WidgetWorld.TenantCodes(Hub, $$"""{ "schemaVersion": 2, "dashboard": { "definitions": {{definitions}} } }"""));

    /// <summary>Also where no type says what a widget may read.</summary>
    [Theory]
    [InlineData("""{ "widgets": [{ "id": "t", "children": [{ "id": "s", "endpoint": null, "options": {} }] }] }""")]
    [InlineData("""{ "widgets": [{ "id": "f", "endpoint": null, "options": {}, "plugin": "x" }] }""")]
    [InlineData("""{ "definitions": [{ "id": "shared", "endpoint": null }], "widgets": [{ "id": "t", "children": [{ "id": "u", "endpoint": "activity" }] }] }""")]
    [InlineData("""{ "definitions": [{ "id": "shared", "$patch": "replace", "type": "stats-card", "compatible": "^2", "requires": "jobs:view", "feature": "on" }], "widgets": [{ "id": "t", "children": [{ "id": "u", "endpoint": "activity" }] }] }""")]
    public void S22_Layer_of_a_tenant_takes_the_endpoint_off_no_widget(string dashboard)
    {
        var catalog = WidgetWorld.Catalog(Hub, Portal.Targets, $$"""{ "schemaVersion": 2, "dashboard": {{dashboard}} }""");
        Assert.Equal(TenantLayerState.Denied, catalog.Current("contractor", "main")!.State);
        Assert.Equal(["CKS425"], catalog.TenantFaults.SelectMany(f => f.Findings).Select(f => f.Code.Id).Distinct());
    }

    [Fact]
    public void Layer_of_a_tenant_may_take_a_widget_out_whole() =>
        Assert.Empty(WidgetWorld.TenantCodes(Hub, """{ "schemaVersion": 2, "dashboard": { "widgets": [{ "id": "t", "children": [{ "id": "s", "$patch": "delete" }] }, { "id": "f", "$patch": "delete" }] } }"""));

    [Fact]
    public void S22_Renderer_comes_from_code_and_from_no_document()
    {
        Assert.Equal(["CKS106"], WidgetWorld.Codes(WidgetWorld.Hub("""[{ "id": "s", "type": "stats-card", "endpoint": "stats", "renderer": "evil" }]""")));
        Assert.Equal("stats", Assert.Single(WidgetWorld.View(WidgetWorld.Hub("""[{ "id": "s", "type": "stats-card", "endpoint": "stats" }]"""), Portal.Capabilities).Widgets).Renderer);
    }

    [Fact]
    public void Layers_merge_children_by_their_ids_and_options_one_by_one()
    {
        var catalog = WidgetWorld.Catalog(Hub, tenant: """
            { "schemaVersion": 2, "dashboard": { "widgets": [{ "id": "t", "children": [
                { "id": "s", "title": "Ours", "options": { "unit": "money", "colors": ["red"] } }, { "id": "u", "$patch": "delete" },
                { "id": "n", "type": "text", "options": { "text": "New" }, "area": { "row": 9, "column": 1, "rows": 1, "columns": 1 } }] }] } }
            """);
        var hub = catalog.Current("contractor", "main")!;
        Assert.Equal(TenantLayerState.InUse, hub.State);
        var tabs = hub.Definition.Dashboard.Widgets[0];
        Assert.Equal(["s", "n"], tabs.Children.Select(c => c.Id));
        Assert.Equal(["colors", "threshold", "unit"], tabs.Children[0].Options.Keys);
        Assert.Equal(("Ours", "money"), (tabs.Children[0].Title, tabs.Children[0].Options["unit"].Text));
        var why = hub.Explain("/dashboard/widgets[id=t]/children[id=s]/options/unit")!;
        Assert.Equal((HubLayerKind.Tenant, HubLayerKind.Role), (why.Winner.Layer.Kind, Assert.Single(why.Hidden).Layer.Kind));
        Assert.Equal(HubLayerKind.Tenant, hub.Explain("/dashboard/widgets[id=t]/children[id=u]")!.Winner.Layer.Kind);
    }

    [Fact]
    public void Definition_of_the_base_is_shared_by_the_hubs_over_it()
    {
        var below = $$"""{ "schemaVersion": 2, "dashboard": { "definitions": {{Definitions}} }, "features": { "on": { "enabled": true } }, "dataFetching": { "endpoints": { "stats": "/api/contractor/stats" } } }""";
        var hub = WidgetWorld.Hub("""[{ "id": "mine", "use": "shared", "options": { "unit": "money" } }]""").Replace("\"definitions\": [],", "", StringComparison.Ordinal);
        var view = WidgetWorld.View(WidgetWorld.Catalog(hub, below: below), Portal.Capabilities);
        Assert.Equal(("stats-card", """{"unit":"money"}"""), (Assert.Single(view.Widgets).Type, WidgetWorld.Text(view.Widgets[0].Options)));
    }

    [Theory]
    [InlineData("\"unit\":\"jobs\"", "\"unit\":\"money\"", "/dashboard/widgets[id=t]/children[id=s]/options/unit", HubRisk.Other)]
    [InlineData("\"requires\":\"jobs:view\",\"options\"", "\"options\"", "/dashboard/widgets[id=t]/children[id=s]/requires", HubRisk.PermissionWidened)]
    [InlineData("\"requires\": \"jobs:view\", \"feature\"", "\"feature\"", "/dashboard/widgets[id=t]/children[id=u]/definition/requires", HubRisk.PermissionWidened)]
    [InlineData(", \"feature\": \"on\" }", " }", "/dashboard/widgets[id=t]/children[id=u]/definition/feature", HubRisk.LimitLoosened)]
    [InlineData("\"id\":\"u\",\"use\":\"shared\"", "\"id\":\"u\",\"type\":\"stats-card\",\"endpoint\":\"stats\",\"requires\":\"jobs:view\",\"feature\":\"on\"", "/dashboard/widgets[id=t]/children[id=u]/use", HubRisk.Other)]
    [InlineData("\"endpoint\":\"stats\"", "\"endpoint\":\"jobs\"", "/dashboard/widgets[id=t]/children[id=s]/endpoint", HubRisk.EndpointChanged)]
    public void Difference_of_two_hubs_sees_children_options_and_definitions(string was, string now, string pointer, HubRisk risk)
    {
        Assert.Contains(was, Hub, StringComparison.Ordinal);
        var (before, after) = (Read(Hub), Read(Hub.Replace(was, now, StringComparison.Ordinal)));
        var change = HubDiff.Between(before, after).Changes.FirstOrDefault(c => c.Pointer == pointer);
        Assert.Equal(risk, Assert.IsType<HubChange>(change).Risk);
        Assert.True(HubDiff.Between(before, before).IsEmpty);
    }

    [Fact]
    public void Widget_that_moves_into_a_container_is_neither_gone_nor_new()
    {
        var before = Read(WidgetWorld.Hub("""[{ "id": "t", "type": "tabs", "children": [] }, { "id": "x", "type": "text", "options": { "text": "x" }, "area": { "row": 1, "column": 2, "rows": 1, "columns": 1 } }]"""));
        var after = Read(WidgetWorld.Hub("""[{ "id": "t", "type": "tabs", "children": [{ "id": "x", "type": "text", "options": { "text": "x" }, "area": { "row": 1, "column": 2, "rows": 1, "columns": 1 } }] }]"""));
        var change = Assert.Single(HubDiff.Between(before, after).Changes);
        Assert.Equal(("/dashboard/widgets[id=t]/children[id=x]/within", "\"t\""), (change.Pointer, change.After));
    }

    /// <summary>What the containers around a widget ask, the widget asks as well.</summary>
    [Theory]
    [InlineData("a", "", HubRisk.PermissionWidened)]
    [InlineData("b", "", HubRisk.PermissionWidened)]
    [InlineData("c", "", HubRisk.LimitLoosened)]
    [InlineData("", "a", HubRisk.Other)]
    [InlineData("a", "d", HubRisk.Other)]
    [InlineData("d", "a", HubRisk.LimitLoosened)]
    [InlineData("a", "c", HubRisk.PermissionWidened)]
    public void Widget_that_leaves_a_container_asks_less_by_what_that_asks(string was, string now, HubRisk risk)
    {
        static string Hub(string around)
        {
            string In(string id, params string[] more) => string.Join(',', (id == around ? (string[])["""{ "id": "x", "type": "text", "options": { "text": "x" }, "area": { "row": 9, "column": 1, "rows": 1, "columns": 1 } }"""] : []).Concat(more));
            string Tabs(string id, string asks, params string[] more) => $$"""{ "id": "{{id}}", "type": "tabs", {{asks}}, "children": [{{In(id, more)}}] }""";
            string[] all = [Tabs("a", """ "requires": "jobs:view" """, Tabs("d", """ "feature": "on" """)), Tabs("b", """ "endpoint": "stats" """), Tabs("c", """ "feature": "on" """)];
            return WidgetWorld.Hub($"[{In("", all)}]", more: """ "features": { "on": { "enabled": true } },""");
        }

        Assert.Equal(risk, HubDiff.Between(Read(Hub(was)), Read(Hub(now))).Changes.Max(c => c.Risk));
    }

    [Theory]
    [InlineData("\"title\": \"A\"", true)]
    [InlineData("\"options\": { \"unit\": \"jobs\" }, \"compatible\": \"^2\", \"plugin\": \"p\"", true)]
    [InlineData("\"children\": []", false)]
    public void Document_goes_back_to_version_1_and_returns_whole_or_does_not_go(string more, bool goes)
    {
        var hub = WidgetWorld.Hub($$"""[{ "id": "s", "type": "stats-card", "endpoint": "stats", {{more}} }]""");
        var back = HubMigrator.Migrate("hub.json", Encoding.UTF8.GetBytes(hub), 1);
        Assert.Equal(goes, back.IsLoaded);
        if (!goes)
        {
            Assert.Equal("CKS407", Assert.Single(back.Diagnostics, d => d.Severity == DiagnosticSeverity.Error).Code.Id);
            return;
        }

        var again = HubMigrator.Migrate("hub.json", back.Value!.Utf8, 2).GetOrThrow();
        Assert.True(HubDiff.Between(Read(hub), Read(Encoding.UTF8.GetString(again.Utf8.Span))).IsEmpty);
    }

    /// <summary>Version 1 has no widget without data.</summary>
    [Fact]
    public void Widget_without_an_endpoint_does_not_go_back_to_version_1()
    {
        var back = HubMigrator.Migrate("hub.json", Encoding.UTF8.GetBytes(WidgetWorld.Hub("""[{ "id": "x", "type": "text", "options": { "text": "x" } }]""")), 1);
        Assert.Contains("reads no data", Assert.Single(back.Diagnostics, d => d is { Code.Id: "CKS407", Severity: DiagnosticSeverity.Error }).Message, StringComparison.Ordinal);
    }

    private static HubDefinition Read(string hub) => HubDefinitionReader.Read("hub.json", Encoding.UTF8.GetBytes(hub)).GetOrThrow();
}
