using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Cks.HubConfig.Tests;

public sealed class WidgetComposerTests
{
    private const string Tabs = """
        [{ "id": "t", "type": "tabs", "requires": "services:view", "children": [
            { "id": "s", "type": "stats-card", "endpoint": "stats" },
            { "id": "f", "type": "activity-feed", "endpoint": "activity" },
            { "id": "i", "type": "tabs", "children": [{ "id": "j", "type": "stats-card", "endpoint": "stats", "requires": "jobs:create" }] }] },
         { "id": "x", "type": "text", "options": { "text": "Hello" } }]
        """;

    [Theory]
    [InlineData("t[s f i[j]] x", "services:view", "stats:view", "activity:view", "crews:view", "jobs:create")]
    [InlineData("x", "stats:view", "activity:view", "crews:view", "jobs:create")]
    [InlineData("t[s] x", "services:view", "stats:view", "activity:view")]
    [InlineData("t[f] x", "services:view", "activity:view", "crews:view", "jobs:create")]
    [InlineData("t[s i[j]] x", "services:view", "stats:view", "jobs:create")]
    [InlineData("x", "services:view", "jobs:create")]
    [InlineData("x")]
    public void Widget_is_there_when_its_data_its_type_and_all_around_it_are_permitted(string expected, params string[] permitted) =>
        Assert.Equal(expected, WidgetWorld.Told(WidgetWorld.View(WidgetWorld.Hub(Tabs), permitted).Widgets));

    [Fact]
    public void Widget_is_found_however_deep_and_only_by_its_very_id_and_for_who_sees_it()
    {
        var view = WidgetWorld.View(WidgetWorld.Hub(Tabs), Portal.Capabilities);
        Assert.Equal(["t", "j", "x"], new[] { "t", "j", "x", "J", "" }.Select(view.FindWidget).OfType<WidgetView>().Select(w => w.Id));
        Assert.Null(WidgetWorld.View(WidgetWorld.Hub(Tabs), Portal.Capabilities.Except(["jobs:create"])).FindWidget("j"));
    }

    [Fact]
    public void What_the_hub_switches_off_is_off_for_the_types_that_need_it()
    {
        const string Feed = """[{ "id": "f", "type": "activity-feed", "endpoint": "activity" }]""";
        Assert.Equal("f", WidgetWorld.Told(WidgetWorld.View(WidgetWorld.Hub(Feed, more: """ "permissions": { "crews:view": true },"""), Portal.Capabilities).Widgets));
        Assert.Equal("", WidgetWorld.Told(WidgetWorld.View(WidgetWorld.Hub(Feed, more: """ "permissions": { "crews:view": false },"""), Portal.Capabilities).Widgets));
    }

    [Fact]
    public void Feature_of_a_definition_and_of_a_widget_must_both_be_on()
    {
        string Hub(string own, string shared) => WidgetWorld.Hub("""[{ "id": "a", "use": "d", "feature": "own" }]""", """[{ "id": "d", "type": "text", "options": { "text": "x" }, "feature": "shared" }]""",
            $$""" "features": { "own": { "enabled": {{own}} }, "shared": { "enabled": {{shared}} } },""");
        Assert.Equal(["a", "", "", ""], new[] { ("true", "true"), ("true", "false"), ("false", "true"), ("false", "false") }.Select(f => WidgetWorld.Told(WidgetWorld.View(Hub(f.Item1, f.Item2), Portal.Capabilities).Widgets)));
    }

    [Fact]
    public void S22_Only_what_the_type_marks_of_the_options_goes_to_the_browser()
    {
        var hub = WidgetWorld.Hub("""
            [{ "id": "s", "type": "stats-card", "endpoint": "stats", "options": { "unit": "jobs", "threshold": 3, "colors": ["red", "<b>"], "chart": { "kind": "bar", "query": "hidden" }, "key": { "$secretRef": "kv:maps" } } },
             { "id": "q", "type": "stats-card", "endpoint": "stats", "options": { "threshold": 3, "chart": { "query": "hidden" }, "key": { "deep": [{ "$secretRef": "kv:maps" }] } } }]
            """);
        var widgets = WidgetWorld.View(hub, Portal.Capabilities).Widgets;
        Assert.Equal("""{"chart":{"kind":"bar"},"colors":["red","\u003Cb\u003E"],"unit":"jobs"}""", WidgetWorld.Text(widgets[0].Options));
        Assert.True(widgets[1].Options.IsEmpty);
        Assert.DoesNotContain("kv:maps", Json(WidgetWorld.View(hub, Portal.Capabilities)), StringComparison.Ordinal);
    }

    /// <summary>A mark counts where it holds for every value; everything else stays, and a reference to a secret does whatever is said of its name.</summary>
    [Theory]
    [InlineData("""{ "type": "object", "additionalProperties": false, "properties": { "labels": { "type": "object", "additionalProperties": { "type": "string", "x-hub-visibility": "client" } } } }""",
        """{ "labels": { "$secretRef": "kv:maps" } }""", null)]
    [InlineData("""{ "type": "object", "additionalProperties": { "additionalProperties": { "x-hub-visibility": "client" } } }""",
        """{ "a": { "b": "seen", "c": { "$secretRef": "kv:maps" } }, "d": { "$secretRef": "kv:maps" } }""", """{"a":{"b":"seen"}}""")]
    [InlineData("""{ "type": "object", "properties": { "pub": { "x-hub-visibility": "client" } }, "patternProperties": { "^int-": { "type": "string" } }, "additionalProperties": false }""",
        """{ "pub": 1, "int-margin": "0.4" }""", """{"pub":1}""")]
    [InlineData("""{ "type": "object", "unevaluatedProperties": false, "allOf": [{ "$ref": "#/$defs/look" }, { "properties": { "more": {} } }], "$defs": { "look": { "properties": { "color": { "x-hub-visibility": "client" }, "own": {} } } } }""",
        """{ "color": "red", "own": 1, "more": 2 }""", """{"color":"red"}""")]
    [InlineData("""{ "type": "object", "additionalProperties": { "x-hub-visibility": "client" }, "allOf": [{ "properties": { "own": { "type": "integer" } } }] }""",
        """{ "own": 1, "other": 2 }""", """{"other":2}""")]
    [InlineData("""{ "type": "object", "additionalProperties": false, "properties": { "tree": { "$ref": "#/$defs/node" } }, "$defs": { "node": { "properties": { "name": { "x-hub-visibility": "client" }, "below": { "$ref": "#/$defs/node" } } } } }""",
        """{ "tree": { "name": "a", "price": 1, "below": { "name": "b", "price": 2 } } }""", """{"tree":{"below":{"name":"b"},"name":"a"}}""")]
    public void S22_Mark_counts_where_it_holds_for_every_value(string schema, string options, string? seen)
    {
        var targets = Portal.Targets.AddWidget(new("card", "1.0.0") { Options = schema });
        var view = WidgetWorld.View(WidgetWorld.Catalog(WidgetWorld.Hub($$"""[{ "id": "c", "type": "card", "options": {{options}} }]"""), targets), Portal.Capabilities);
        Assert.Equal(seen, Assert.Single(view.Widgets).Options is { IsEmpty: false } written ? JsonNode.Parse(written.Span)!.AsObject().OrderBy(o => o.Key).Aggregate(new JsonObject(), Sorted).ToJsonString() : null);
        Assert.DoesNotContain("kv:", WidgetWorld.Text(view.Json), StringComparison.Ordinal);
    }

    private static JsonObject Sorted(JsonObject sorted, KeyValuePair<string, JsonNode?> next)
    {
        sorted[next.Key] = next.Value is JsonObject inner ? inner.OrderBy(o => o.Key).Aggregate(new JsonObject(), Sorted) : next.Value?.DeepClone();
        return sorted;
    }

    [Fact]
    public void Mark_of_the_whole_schema_is_that_of_all_options()
    {
        var targets = Portal.Targets.AddWidget(new("open", "1.0.0") { Options = """{ "type": "object", "additionalProperties": {}, "x-hub-visibility": "client" }""" });
        var view = WidgetWorld.View(WidgetWorld.Catalog(WidgetWorld.Hub("""[{ "id": "o", "type": "open", "options": { "a": { "b": [1, { "c": 1 }] }, "s": { "$secretRef": "kv:x" } } }]"""), targets), Portal.Capabilities);
        Assert.Equal("""{"a":{"b":[1,{"c":1}]}}""", WidgetWorld.Text(Assert.Single(view.Widgets).Options));
    }

    [Fact]
    public void Json_of_a_widget_has_what_the_widget_has_in_one_order()
    {
        var hub = WidgetWorld.Hub("""
            [{ "id": "t", "type": "tabs", "title": "<i>", "children": [{ "id": "s", "type": "stats-card", "endpoint": "stats", "refreshSeconds": 1.5, "maxItems": 7, "options": { "unit": "jobs" } }] },
             { "id": "w", "type": "weather", "plugin": "weather", "requires": "jobs:view", "options": { "city": "Bonn" } }]
            """);
        using var json = JsonDocument.Parse(Json(WidgetWorld.View(hub, Portal.Capabilities)));
        Assert.Equal(
            """[{"id":"t","type":"tabs","title":"\u003Ci\u003E","gridArea":"1 / 1 / 2 / 2","renderer":"tabs","children":[{"id":"s","type":"stats-card","gridArea":"1 / 1 / 2 / 2","dataSource":"/api/contractor/stats","refreshInterval":1500,"maxItems":7,"renderer":"stats","options":{"unit":"jobs"}}]},{"id":"w","type":"weather","gridArea":"2 / 1 / 3 / 2","renderer":"sorry","fault":"unknown_type"}]""",
            json.RootElement.GetProperty("widgets").GetRawText());
    }

    [Fact]
    public void Text_of_a_fault_is_its_name_and_each_has_one() =>
        Assert.Equal(["unknown_type", "incompatible_version", "unusable_options", "unusable_data_source", "no_container", "plugin_off", "plugin_refused", "plugin_failed", "plugin_slow"], Enum.GetValues<WidgetFault>().Select(WidgetViewWriter.TextOf));

    private static string Json(HubView view)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
            view.WriteTo(json);
        return Encoding.UTF8.GetString(stream.ToArray());
    }
}
