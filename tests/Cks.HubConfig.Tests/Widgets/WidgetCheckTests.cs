using System.Text;
using Cks.Core;

namespace Cks.HubConfig.Tests;

public sealed class WidgetCheckTests
{
    private const string Stats = """{ "id": "s", "type": "stats-card", "endpoint": "stats" }""";

    [Theory]
    [InlineData("""{ "id": "s", "type": "stats-crad", "endpoint": "stats" }""", "CKS440", "/dashboard/widgets/0/type", "stats-card")]
    [InlineData("""{ "id": "s", "type": "stats-card", "endpoint": "stats", "compatible": "^3.0" }""", "CKS440", "/dashboard/widgets/0/compatible", "2.1.0")]
    [InlineData("""{ "id": "s", "type": "stats-card", "endpoint": "jobs" }""", "CKS440", "/dashboard/widgets/0/endpoint", "/api/*/stats")]
    [InlineData("""{ "id": "s", "type": "stats-card", "options": {} }""", "CKS440", "/dashboard/widgets/0", "no endpoint")]
    [InlineData("""{ "id": "s", "type": "text", "endpoint": "jobs", "options": { "text": "x" } }""", "CKS440", "/dashboard/widgets/0/endpoint", "/api/contractor/jobs")]
    [InlineData("""{ "id": "s", "type": "text", "options": { "text": "x" }, "children": [{ "id": "c", "type": "text", "options": { "text": "x" } }] }""", "CKS440", "/dashboard/widgets/0/children", "no container")]
    [InlineData("""{ "id": "s", "type": "stats-card", "endpoint": "stats", "options": { "thresold": 1 } }""", "CKS441", "/dashboard/widgets/0/options/thresold", "threshold")]
    [InlineData("""{ "id": "s", "type": "stats-card", "endpoint": "stats", "options": { "unit": "job" } }""", "CKS441", "/dashboard/widgets/0/options/unit", "jobs")]
    [InlineData("""{ "id": "s", "type": "stats-card", "endpoint": "stats", "options": { "colors": ["a", 1] } }""", "CKS441", "/dashboard/widgets/0/options/colors/1", "")]
    [InlineData("""{ "id": "s", "type": "text", "options": {} }""", "CKS441", "/dashboard/widgets/0/options", "\"text\" is missing")]
    [InlineData("""{ "id": "t", "type": "tabs", "children": [{ "id": "s", "type": "stats-crad", "endpoint": "stats" }] }""", "CKS440", "/dashboard/widgets/0/children/0/type", "stats-card")]
    public void Widget_that_does_not_fit_its_type_is_told_where_it_stands(string widget, string code, string pointer, string told)
    {
        var finding = Assert.Single(WidgetWorld.Findings(WidgetWorld.Hub($"[{widget}]")));
        Assert.Equal((code, pointer), (finding.Code.Id, finding.Location.Pointer));
        Assert.Contains(told, finding.Message + finding.Fix, StringComparison.Ordinal);
        Assert.True(finding.Location.Line > 1 && finding.Severity == DiagnosticSeverity.Error);
    }

    [Fact]
    public void Widget_that_fits_has_no_finding() => Assert.Empty(WidgetWorld.Findings(WidgetWorld.Hub("""
        [{ "id": "s", "type": "stats-card", "endpoint": "stats", "compatible": "^2.0", "options": { "unit": "jobs", "threshold": 3, "colors": ["red"], "chart": { "kind": "bar", "query": "x" }, "key": { "$secretRef": "kv:maps" } } },
         { "id": "t", "type": "tabs", "children": [{ "id": "x", "type": "text", "options": { "text": "Hello" } }, { "id": "f", "type": "activity-feed", "endpoint": "activity" }] }]
        """)));

    [Fact]
    public void All_mistakes_are_told_at_once()
    {
        var codes = WidgetWorld.Codes(WidgetWorld.Hub("""
            [{ "id": "a", "type": "stats-crad", "endpoint": "stat" },
             { "id": "b", "type": "stats-card", "endpoint": "jobs", "compatible": "^9", "options": { "unit": "x", "threshold": -1 } },
             { "id": "c", "type": "tabs", "children": [{ "id": "a", "type": "text", "options": {} }] }]
            """));
        Assert.Equal(["CKS401", "CKS402", "CKS440", "CKS440", "CKS440", "CKS441", "CKS441", "CKS441"], codes.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Without_a_type_nothing_is_checked_and_no_option_goes_out()
    {
        var hub = WidgetWorld.Hub("""[{ "id": "s", "type": "anything", "endpoint": "jobs", "compatible": "^9", "options": { "a": 1 } }]""");
        Assert.Empty(WidgetWorld.Findings(hub, Portal.Targets));
        var widget = Assert.Single(WidgetWorld.View(WidgetWorld.Catalog(hub, Portal.Targets), Portal.Capabilities).Widgets);
        Assert.True(widget is { Options.IsEmpty: true, Renderer: null, Fault: null, Type: "anything" });
        // One is enough to be held to all.
        Assert.Equal(["CKS440"], WidgetWorld.Codes(hub, Portal.Targets.AddWidget(new("other", "1.0.0"))));
    }

    [Theory]
    [InlineData("5")]
    [InlineData("[]")]
    [InlineData("\"x\"")]
    [InlineData("null")]
    public void Options_that_are_no_object_are_told_and_not_taken_for_none(string options) =>
        Assert.Equal("CKS104", Assert.Single(WidgetWorld.Findings(WidgetWorld.Hub($$"""[{ "id": "s", "type": "stats-card", "endpoint": "stats", "options": {{options}} }]"""), Portal.Targets)).Code.Id);

    [Theory]
    [InlineData("""{ "type": "weather", "options": { "city": "Bonn" } }""", WidgetFault.UnknownType)]
    [InlineData("""{ "type": "forecast", "endpoint": "stats", "compatible": "^1.0" }""", WidgetFault.IncompatibleVersion)]
    [InlineData("""{ "type": "forecast", "endpoint": "stats", "options": { "unit": "x" } }""", WidgetFault.UnusableOptions)]
    [InlineData("""{ "type": "forecast", "endpoint": "activity" }""", WidgetFault.UnusableDataSource)]
    [InlineData("""{ "type": "forecast", "endpoint": "stats", "children": [{ "id": "c", "type": "text", "options": { "text": "x" } }] }""", WidgetFault.NoContainer)]
    public void Widget_of_a_plugin_that_does_not_fit_becomes_the_fallback_with_its_reason(string widget, WidgetFault fault)
    {
        var hub = WidgetWorld.Hub($$"""[{ "id": "w", "plugin": "weather", "title": "T", "requires": "jobs:view", "maxItems": 3, "refreshSeconds": 5, {{widget[1..]}}]""");
        var finding = Assert.Single(WidgetWorld.Findings(hub));
        Assert.Equal(("CKS443", DiagnosticSeverity.Warning), (finding.Code.Id, finding.Severity));
        var view = Assert.Single(WidgetWorld.View(hub, Portal.Capabilities).Widgets);
        Assert.Equal((fault, "sorry", fault == WidgetFault.UnknownType ? null : "T", "w"), (view.Fault, view.Renderer, view.Title, view.Id));
        // Nothing of what it would have shown is left.
        Assert.True(view is { Endpoint: null, DataSource.IsNone: true, Options.IsEmpty: true, Children.Count: 0, MaxItems: null, RefreshInterval: null });
        Assert.Empty(WidgetWorld.View(hub, Portal.Capabilities.Except(["jobs:view"])).Widgets);
        // A type that is there says who may see it, whatever else is wrong.
        Assert.Equal(fault == WidgetFault.UnknownType ? 1 : 0, WidgetWorld.View(hub, Portal.Capabilities.Except(["crews:view"])).Widgets.Count);
    }

    /// <summary>With the type what it requires is gone too: the document must say itself who sees that something stands there.</summary>
    [Theory]
    [InlineData("", "", "")]
    [InlineData("\"requires\": \"jobs:view\"", "w", "")]
    [InlineData("\"endpoint\": \"jobs\"", "w", "")]
    [InlineData("\"endpoint\": \"free\"", "", "")]
    [InlineData("\"feature\": \"on\"", "", "")]
    [InlineData("\"requires\": \"jobs:view\", \"children\": [{ \"id\": \"c\", \"type\": \"stats-card\", \"endpoint\": \"stats\" }]", "w", "")]
    [InlineData("\"requires\": \"scope:view\", \"children\": [{ \"id\": \"c\", \"type\": \"stats-card\", \"endpoint\": \"stats\", \"requires\": \"jobs:view\" }]", "w", "")]
    [InlineData("\"children\": [{ \"id\": \"c\", \"type\": \"stats-card\", \"endpoint\": \"stats\" }]", "", "")]
    [InlineData("\"requires\": \"scope:view\", \"children\": [{ \"id\": \"c\", \"type\": \"rain\", \"plugin\": \"weather\", \"options\": {} }]", "", "")]
    public void S21_Fallback_of_a_type_that_is_not_there_is_for_who_has_what_the_document_asks(string more, string all, string without)
    {
        var hub = WidgetWorld.Hub($$"""[{ "id": "w", "type": "deck", "plugin": "weather", "title": "Payroll: 3 open cases", "options": {}{{(more.Length > 0 ? ", " : "")}}{{more}} }]""", more: """ "features": { "on": { "enabled": true } },""")
            .Replace("\"endpoints\": { ", "\"endpoints\": { \"free\": \"/api/contractor/dashboard\", ", StringComparison.Ordinal);
        Assert.All(WidgetWorld.Findings(hub), f => Assert.Equal("CKS443", f.Code.Id));
        var view = WidgetWorld.View(hub, Portal.Capabilities);
        Assert.Equal((all, without), (WidgetWorld.Told(view.Widgets), WidgetWorld.Told(WidgetWorld.View(hub, Portal.Capabilities.Except(["jobs:view"]).Except(["stats:view"])).Widgets)));
        Assert.DoesNotContain("Payroll", WidgetWorld.Text(view.Json), StringComparison.Ordinal);
    }

    /// <summary>Only what comes with a plugin may be without it.</summary>
    [Theory]
    [InlineData("stats-card", "weather", "Take \"plugin\" out.")]
    [InlineData("forecast", "wheather", "Write \"weather\".")]
    public void S21_Plugin_that_a_type_does_not_come_with_forgives_nothing(string type, string plugin, string told)
    {
        var findings = WidgetWorld.Findings(WidgetWorld.Hub($$"""[{ "id": "s", "type": "{{type}}", "plugin": "{{plugin}}", "endpoint": "stats", "options": { "thresold": 1 } }]"""));
        Assert.Equal(["CKS440 /dashboard/widgets/0/plugin", "CKS441 /dashboard/widgets/0/options/thresold"], findings.Select(f => $"{f.Code.Id} {f.Location.Pointer}"));
        Assert.Contains(told, findings[0].Fix, StringComparison.Ordinal);
        Assert.All(findings, f => Assert.Equal(DiagnosticSeverity.Error, f.Severity));
    }

    /// <summary>What a definition gives counts with each widget that uses it, before anything is made of it; and what several have is made once.</summary>
    [Fact]
    public void S30_Options_of_a_hub_are_bounded_together_and_shared_ones_are_written_once()
    {
        static string Hub(int uses, int length) => WidgetWorld.Hub(
            $"[{string.Join(',', Enumerable.Range(0, uses).Select(i => $$"""{ "id": "w{{i}}", "use": "d", "area": { "row": {{(i / 50) + 1}}, "column": {{(i % 50) + 1}}, "rows": 1, "columns": 1 } }"""))}]",
            $$"""[{ "id": "d", "type": "text", "options": { "text": "{{new string('x', length)}}" } }]""");
        Assert.Equal(["CKS442"], WidgetWorld.Codes(Hub(499, 4_000)));
        Assert.Equal(["CKS442"], WidgetWorld.Codes(Hub(1, HubWidget.MaxOptionsLength)));
        Assert.Equal(["CKS442"], WidgetWorld.TenantCodes(Hub(499, 1), $$"""{ "schemaVersion": 2, "dashboard": { "definitions": [{ "id": "d", "options": { "text": "{{new string('x', 10_000)}}" } }] } }"""));
        var widgets = WidgetWorld.View(Hub(499, 500), Portal.Capabilities).Widgets;
        Assert.Equal(499, widgets.Count);
        Assert.All(widgets, w => Assert.True(w.Options.Equals(widgets[0].Options)));
    }

    [Fact]
    public void S30_What_is_wrong_with_options_is_explained_so_often_and_then_no_more()
    {
        var findings = WidgetWorld.Findings(WidgetWorld.Hub($"[{string.Join(',', Enumerable.Range(0, 60).Select(i => $$"""{ "id": "w{{i}}", "type": "text", "options": { "text": {{i}} } }"""))}]"));
        Assert.Equal(51, findings.Count);
        Assert.Contains("More options", findings[^1].Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Widget_of_a_definition_takes_all_of_it_but_what_it_may_say_itself()
    {
        var hub = WidgetWorld.Hub("""[{ "id": "a", "use": "shared" }, { "id": "b", "use": "shared", "title": "Mine", "maxItems": 5, "options": { "unit": "money" }, "requires": "crews:view" }]""",
            """[{ "id": "shared", "type": "stats-card", "compatible": "^2", "endpoint": "stats", "title": "Ours", "maxItems": 9, "options": { "unit": "jobs", "threshold": 7 }, "requires": "jobs:view" }]""");
        Assert.Empty(WidgetWorld.Findings(hub));
        var widgets = WidgetWorld.View(hub, Portal.Capabilities).Widgets;
        Assert.Equal(["Ours 9 {\"unit\":\"jobs\"}", "Mine 5 {\"unit\":\"money\"}"], widgets.Select(w => $"{w.Title} {w.MaxItems} {WidgetWorld.Text(w.Options)}"));
        Assert.All(widgets, w => Assert.Equal(("stats-card", "/api/contractor/stats"), (w.Type, w.DataSource.Value)));
        // Rights only narrow: the definition's stays beside the widget's own.
        Assert.Equal("a", WidgetWorld.Told(WidgetWorld.View(hub, "stats:view", "jobs:view").Widgets));
        Assert.Equal("", WidgetWorld.Told(WidgetWorld.View(hub, "stats:view", "crews:view").Widgets));
        Assert.Equal("", WidgetWorld.Told(WidgetWorld.View(hub, "jobs:view", "crews:view").Widgets));
    }

    [Theory]
    [InlineData("""{ "id": "a", "use": "shraed" }""", "/dashboard/widgets/0/use", "shared")]
    [InlineData("""{ "id": "a", "use": "shared", "type": "text" }""", "/dashboard/widgets/0/type", "definition")]
    [InlineData("""{ "id": "a", "use": "shared", "compatible": "^1" }""", "/dashboard/widgets/0/compatible", "definition")]
    [InlineData("""{ "id": "a", "use": "shared", "plugin": "p" }""", "/dashboard/widgets/0/plugin", "definition")]
    [InlineData("""{ "id": "a", "use": "shared", "endpoint": "jobs" }""", "/dashboard/widgets/0/endpoint", "definition")]
    public void Widget_of_a_definition_does_not_say_what_that_says(string widget, string pointer, string told)
    {
        var findings = WidgetWorld.Findings(WidgetWorld.Hub($"[{widget}]", $"[{Stats.Replace("\"s\"", "\"shared\"", StringComparison.Ordinal)}]"), Portal.Targets);
        var finding = Assert.Single(findings);
        Assert.Equal(("CKS401", pointer), (finding.Code.Id, finding.Location.Pointer));
        Assert.Contains(told, finding.Message + finding.Fix, StringComparison.Ordinal);
    }

    [Fact]
    public void What_a_definition_says_is_told_once_also_where_it_names_no_endpoint() =>
        Assert.Equal(["/dashboard/widgets/0/type"], WidgetWorld.Findings(WidgetWorld.Hub("""[{ "id": "a", "use": "d", "endpoint": "stats", "type": "text" }]""", """[{ "id": "d", "type": "stats-card" }]"""), Portal.Targets).Select(f => f.Location.Pointer));

    [Fact]
    public void Definition_without_an_endpoint_leaves_it_to_each_widget()
    {
        var hub = WidgetWorld.Hub("""[{ "id": "a", "use": "shared", "endpoint": "stats" }, { "id": "b", "use": "shared" }]""", """[{ "id": "shared", "type": "stats-card" }]""");
        var finding = Assert.Single(WidgetWorld.Findings(hub));
        Assert.Equal(("CKS440", "/dashboard/widgets/1"), (finding.Code.Id, finding.Location.Pointer));
    }

    [Fact]
    public void Type_of_a_definition_is_told_once_at_the_definition()
    {
        var hub = WidgetWorld.Hub("""[{ "id": "a", "use": "shared" }, { "id": "b", "use": "shared" }]""", """[{ "id": "shared", "type": "stats", "endpoint": "stats" }]""");
        Assert.Equal("/dashboard/definitions/0/type", Assert.Single(WidgetWorld.Findings(hub)).Location.Pointer);
    }

    [Fact]
    public void Definitions_are_known_from_version_2_on()
    {
        var text = Encoding.UTF8.GetString(Portal.Contractor).Replace("\"layout\": ", "\"definitions\": [], \"layout\": ", StringComparison.Ordinal);
        Assert.Equal(["CKS106"], WidgetWorld.Codes(text, Portal.Targets));
    }

    [Fact]
    public void Widgets_stand_four_deep_and_no_deeper()
    {
        static string Nested(int depth) => depth == 1 ? """{ "id": "w1", "type": "text", "options": { "text": "x" } }""" : $$"""{ "id": "w{{depth}}", "type": "tabs", "children": [{{Nested(depth - 1)}}] }""";
        var hub = WidgetWorld.Hub($"[{Nested(HubWidget.MaxDepth)}]");
        Assert.Empty(WidgetWorld.Findings(hub));
        Assert.Equal("w4[w3[w2[w1]]]", WidgetWorld.Told(WidgetWorld.View(hub, Portal.Capabilities).Widgets));
        Assert.Equal(["CKS442"], WidgetWorld.Codes(WidgetWorld.Hub($"[{Nested(HubWidget.MaxDepth + 1)}]")));
        // As deep as JSON goes at all: one finding, at the place.
        Assert.Equal("/dashboard/widgets/0/children/0/children/0/children/0/children", Assert.Single(WidgetWorld.Findings(WidgetWorld.Hub($"[{Nested(25)}]"))).Location.Pointer);
    }

    [Fact]
    public void All_widgets_of_a_hub_count_together()
    {
        static string Tabs(int i, int count) => $$"""{ "id": "t{{i}}", "type": "tabs", "children": [{{string.Join(',', Enumerable.Range(0, count).Select(c => $$"""{ "id": "w{{i}}-{{c}}", "type": "text", "options": { "text": "x" }, "area": { "row": {{(c / 50) + 1}}, "column": {{(c % 50) + 1}}, "rows": 1, "columns": 1 } }"""))}}] }""";
        Assert.Empty(WidgetWorld.Findings(WidgetWorld.Hub($"[{Tabs(1, 249)}, {Tabs(2, 249)}]")));
        Assert.Equal(["CKS442"], WidgetWorld.Codes(WidgetWorld.Hub($"[{Tabs(1, 249)}, {Tabs(2, 250)}]")));
    }

    [Fact]
    public void Children_stand_beside_each_other_and_have_ids_of_their_own()
    {
        var area = """ "area": { "row": 1, "column": 1, "rows": 1, "columns": 1 }""";
        var codes = WidgetWorld.Codes(WidgetWorld.Hub($$"""[{ "id": "t", "type": "tabs", "children": [{ "id": "a", "type": "text", "options": { "text": "x" },{{area}} }, { "id": "b", "type": "text", "options": { "text": "x" },{{area}} }] }, { "id": "b", "type": "text", "options": { "text": "x" } }]"""));
        Assert.Equal(["CKS401", "CKS402"], codes.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Finding_about_an_option_stands_in_the_layer_that_says_it()
    {
        var hub = WidgetWorld.Hub($"[{Stats[..^1]}, \"options\": {{ \"threshold\": 1 }} }}]");
        var catalog = WidgetWorld.Catalog(hub, tenant: "{\n \"schemaVersion\": 2,\n \"dashboard\": { \"widgets\": [{ \"id\": \"s\",\n  \"options\": { \"threshold\": \"many\" } }] } }");
        Assert.Equal(TenantLayerState.Denied, catalog.Current("contractor", "main")!.State);
        var finding = Assert.Single(catalog.TenantFaults.SelectMany(f => f.Findings));
        Assert.Equal(("CKS441", 4), (finding.Code.Id, finding.Location.Line));
        Assert.Contains("main", finding.Location.File, StringComparison.Ordinal);
    }
}
