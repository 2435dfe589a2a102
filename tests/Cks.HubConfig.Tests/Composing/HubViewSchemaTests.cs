using System.Text;
using System.Text.Json.Nodes;
using Cks.Core;
using Cks.Rbac;

namespace Cks.HubConfig.Tests;

/// <summary>The published schema of a view admits what is composed (as <see cref="HubTraceTests"/> shows for random worlds), and nothing beside it.</summary>
public sealed class HubViewSchemaTests
{
    private static readonly JsonSchema Schema = JsonSchema.Load("hub-view.schema.json", HubSchema.View).GetOrThrow();

    [Fact]
    public async Task S22_No_field_can_come_into_a_view_that_the_schema_does_not_name()
    {
        var (hub, decisions) = (WidgetWorld.Hub("""
            [{ "id": "t", "type": "tabs", "children": [{ "id": "s", "type": "stats-card", "endpoint": "stats", "title": "T", "refreshSeconds": 5, "maxItems": 3, "options": { "unit": "jobs" } }] }, { "id": "g", "type": "gone", "plugin": "absent", "options": {} }]
            """, more: """
            "navigation": { "sidebarItems": [{ "id": "jobs", "label": "Jobs", "path": "/jobs", "icon": "home" }], "quickActions": [{ "id": "new", "label": "New", "action": "createJob" }] },
            "experiments": { "e": { "hash": "xxh3-64", "variants": [{ "id": "all", "partsPerMillion": 1000000 }] } },
            """).Replace("\"dataFetching\": {", "\"dataFetching\": { \"caching\": { \"stats\": { \"ttlSeconds\": 30 } },", StringComparison.Ordinal), new PolicyDecisionPoint(Portal.Policies(Portal.Capabilities)));
        var view = (await new HubComposer(WidgetWorld.Catalog(hub), decisions, decisions).ComposeAsync(Portal.Subject("contractor")))!;
        Assert.True(IsValid(JsonNode.Parse(view.Json.Span)!));
        var changed = 0;
        foreach (var path in Objects(JsonNode.Parse(view.Json.Span)!).Select(o => o.GetPath()).Where(p => !p.EndsWith("options", StringComparison.Ordinal)))
        {
            Refused(o => o["x"] = new JsonObject());
            foreach (var name in At(JsonNode.Parse(view.Json.Span)!, path).Select(p => p.Key))
                Refused(o => o[name] = o[name] is JsonValue ? new JsonArray(1) : 1);

            void Refused(Action<JsonObject> change)
            {
                var copy = JsonNode.Parse(view.Json.Span)!;
                change(At(copy, path));
                Assert.False(IsValid(copy), $"{path}: {copy.ToJsonString()}");
                changed++;
            }
        }

        foreach (var name in JsonNode.Parse(view.Json.Span)!.AsObject().Select(p => p.Key).Except(["icon", "experiments"]))
        {
            var copy = JsonNode.Parse(view.Json.Span)!.AsObject();
            copy.Remove(name);
            Assert.False(IsValid(copy), name);
        }

        Assert.True(changed > 50, $"{changed}");
    }

    private static bool IsValid(JsonNode view) => Schema.IsValid(Encoding.UTF8.GetBytes(view.ToJsonString()));

    private static JsonObject At(JsonNode root, string path) => Objects(root).Single(o => o.GetPath() == path);

    private static IEnumerable<JsonObject> Objects(JsonNode? node) => node switch
    {
        JsonObject of => of.SelectMany(p => Objects(p.Value)).Prepend(of),
        JsonArray of => of.SelectMany(Objects),
        _ => [],
    };
}
