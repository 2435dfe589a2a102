using System.Text.Json.Nodes;
using CsCheck;

namespace Cks.HubConfig.Tests;

/// <summary>Random documents with containers, definitions and options, and random policies, against a model that knows nothing of plans and readers.</summary>
public sealed class WidgetPropertyTests
{
    private const string Hidden = "never-to-be-seen";
    private static readonly (string Type, string? Endpoint)[] Leaves = [("stats-card", "stats"), ("activity-feed", "activity"), ("text", null)];
    private static readonly Dictionary<string, string[]> TypeNeeds = new() { ["stats-card"] = [], ["activity-feed"] = ["crews:view"], ["text"] = [], ["tabs"] = [] };
    private static readonly Dictionary<string, string> SourceNeeds = new() { ["stats"] = "stats:view", ["activity"] = "activity:view" };

    [Fact]
    public void View_holds_a_widget_exactly_when_every_decision_about_it_is_a_permit()
    {
        var (shown, held, fallen) = (0, 0, 0);
        Gen.Int.Sample(seed =>
        {
            var random = new Random(seed);
            var (widgets, definitions) = (new JsonArray(), new JsonArray(Enumerable.Range(0, 3).Select(i => (JsonNode)Definition(random, i)).ToArray()));
            var count = 0;
            for (var i = random.Next(1, 5); i > 0; i--)
                widgets.Add((JsonNode)Widget(random, ref count, definitions, depth: 1));
            var hub = WidgetWorld.Hub(widgets.ToJsonString(), definitions.ToJsonString(), """ "permissions": { "canCreateJobs": false },""");
            string[] permit = [.. Portal.Capabilities.Where(_ => random.Next(3) > 0)], deny = [.. Portal.Capabilities.Where(_ => random.Next(8) == 0)];
            var decisions = new Rbac.PolicyDecisionPoint(Portal.Policies(permit, deny));
            // With fewer types: those of a plugin that is off, and what rests on them.
            string[] types = [.. TypeNeeds.Keys.Where(_ => random.Next(4) > 0)];
            HubView View(IEnumerable<string> there) => new HubComposer(WidgetWorld.Catalog(hub, Plugin(there)), decisions, decisions).ComposeAsync(Portal.Subject("contractor")).AsTask().Result!;
            var (view, fewer) = (View(TypeNeeds.Keys), View(types));

            bool May(string? name) => name is null || (name != "jobs:create" && permit.Contains(name) && !deny.Contains(name));
            var byId = definitions.OfType<JsonObject>().ToDictionary(d => (string)d["id"]!);
            var expected = Naive(widgets, byId, May, [.. TypeNeeds.Keys]);
            Assert.True(expected == WidgetWorld.Told(view.Widgets), $"{hub}\n{string.Join(',', permit)} but {string.Join(',', deny)}\n{expected}\n{WidgetWorld.Told(view.Widgets)}");
            Assert.DoesNotContain(Hidden, string.Join(' ', All(view.Widgets).Select(w => WidgetWorld.Text(w.Options))), StringComparison.Ordinal);
            Assert.Equal(Naive(widgets, byId, May, types), WidgetWorld.Told(fewer.Widgets));
            Assert.Subset(All(view.Widgets).Select(w => w.Id).ToHashSet(), All(fewer.Widgets).Where(w => w.Fault is null).Select(w => w.Id).ToHashSet());
            Assert.All(All(fewer.Widgets), w => Assert.Equal(types.Contains(w.Type) ? (null, "T") : (WidgetFault.UnknownType, null), (w.Fault, w.Title)));
            Interlocked.Add(ref fallen, All(fewer.Widgets).Count(w => w.Fault is not null));
            Interlocked.Add(ref shown, All(view.Widgets).Count());
            Interlocked.Add(ref held, count - All(view.Widgets).Count());
        }, iter: 400);
        Assert.True(shown > 400 && held > 400 && fallen > 30, $"{shown} shown, {held} held back, {fallen} fallen back");
    }

    /// <summary>Whatever stands in options: it is read or refused, and what is refused by no schema reaches the browser only where the schema marks it.</summary>
    [Fact]
    public void Options_of_any_form_are_read_or_refused_and_leak_nothing()
    {
        var (good, bad) = (0, 0);
        Gen.Int.Sample(seed =>
        {
            var random = new Random(seed);
            var options = new JsonObject();
            foreach (var name in random.GetItems(["unit", "threshold", "colors", "chart", "key", "other", "kind", "query", "labels", "int-a", "$secretRef", "__proto__", ""], random.Next(4)).Distinct())
                options[name] = Any(random, 3);
            var type = random.Next(2) == 0 ? "stats-card" : "open-card";
            var hub = WidgetWorld.Hub(new JsonArray(new JsonObject { ["id"] = "s", ["type"] = type, ["endpoint"] = "stats", ["options"] = options }).ToJsonString());
            if (WidgetWorld.Findings(hub, Open).Count > 0)
            {
                Interlocked.Increment(ref bad);
                return;
            }

            Interlocked.Increment(ref good);
            var seen = Assert.Single(WidgetWorld.View(WidgetWorld.Catalog(hub, Open), Portal.Capabilities).Widgets).Options;
            var visible = seen.IsEmpty ? new JsonObject() : JsonNode.Parse(seen.Span)!.AsObject();
            Assert.All(visible, option => Assert.True(type == "stats-card" ? option.Key is "unit" or "colors" or "key" or "chart" : option.Key is "labels" or "kind"));
            Assert.DoesNotContain("kv:", visible.ToJsonString(), StringComparison.Ordinal);
            Assert.True(visible["chart"] is not JsonObject chart || chart.All(c => c.Key == "kind"));
        }, iter: 500);
        Assert.True(good > 30 && bad > 30, $"{good} good, {bad} bad");
    }

    private static HubTargets Open { get; } = WidgetWorld.Targets.AddWidget(new("open-card", "1.0.0")
    {
        DataSources = ["/api/*/stats"],
        Options = """
            {
              "type": "object", "additionalProperties": {},
              "allOf": [{ "patternProperties": { "^int-": {} } }, { "$ref": "#/$defs/look" }],
              "$defs": { "look": { "properties": { "labels": { "additionalProperties": { "x-hub-visibility": "client" } }, "kind": { "x-hub-visibility": "client" } } } }
            }
            """,
    });

    private static HubTargets Plugin(IEnumerable<string> types) => types.Aggregate(Portal.Targets.AddWidget(new("other", "1.0.0")), (targets, name) =>
        targets.AddWidget(WidgetWorld.Targets.Widgets.All.Single(t => t.Name == name) with { Plugin = "p" }));

    private static JsonNode? Any(Random random, int depth) => random.Next(depth > 0 ? 8 : 5) switch
    {
        0 => "jobs",
        1 => random.Next(-1, 9),
        2 => true,
        3 => 1.5,
        4 => "bar",
        5 => new JsonArray([.. Enumerable.Range(0, random.Next(3)).Select(_ => Any(random, depth - 1))]),
        6 => new JsonObject { [random.Next(2) == 0 ? "kind" : "query"] = Any(random, depth - 1) },
        _ => new JsonObject { ["$secretRef"] = "kv:x" },
    };

    private static JsonObject Definition(Random random, int i)
    {
        var (type, endpoint) = Leaves[i];
        return Condition(random, Options(new() { ["id"] = $"d{i}", ["type"] = type, ["plugin"] = "p", ["title"] = "T" }, type, endpoint));
    }

    private static JsonObject Widget(Random random, ref int count, JsonArray definitions, int depth)
    {
        var id = $"w{count++}";
        if (depth < HubWidget.MaxDepth && random.Next(3) == 0)
        {
            var children = new JsonArray();
            for (var i = random.Next(1, 4); i > 0; i--)
                children.Add((JsonNode)Widget(random, ref count, definitions, depth + 1));
            return Condition(random, new() { ["id"] = id, ["type"] = "tabs", ["plugin"] = "p", ["title"] = "T", ["children"] = children });
        }

        if (random.Next(3) == 0)
            return Condition(random, new() { ["id"] = id, ["use"] = $"d{random.Next(definitions.Count)}" });
        var (type, endpoint) = Leaves[random.Next(Leaves.Length)];
        return Condition(random, Options(new() { ["id"] = id, ["type"] = type, ["plugin"] = "p", ["title"] = "T" }, type, endpoint));
    }

    private static JsonObject Options(JsonObject widget, string type, string? endpoint)
    {
        if (endpoint is not null)
            widget["endpoint"] = endpoint;
        if (type == "text")
            widget["options"] = new JsonObject { ["text"] = "x", ["more"] = Hidden };
        else if (type == "stats-card")
            widget["options"] = new JsonObject { ["chart"] = new JsonObject { ["kind"] = "bar", ["query"] = Hidden }, ["key"] = new JsonObject { ["$secretRef"] = $"kv:{Hidden}" } };
        return widget;
    }

    private static JsonObject Condition(Random random, JsonObject widget)
    {
        if (random.Next(3) == 0)
            widget["requires"] = Portal.Capabilities[random.Next(Portal.Capabilities.Length)];
        return widget;
    }

    private static string Naive(JsonArray widgets, IReadOnlyDictionary<string, JsonObject> definitions, Func<string?, bool> may, string[] types) => string.Join(' ', Shown(widgets, definitions, may, types).Select(w => w.Told));

    private static (string Told, bool IsThere)[] Shown(JsonArray widgets, IReadOnlyDictionary<string, JsonObject> definitions, Func<string?, bool> may, string[] types) => [.. widgets.OfType<JsonObject>().SelectMany(w =>
    {
        var definition = w["use"] is { } use ? definitions[(string)use!] : null;
        var (id, endpoint, type) = ((string)w["id"]!, (string?)(w["endpoint"] ?? definition?["endpoint"]), (string)(w["type"] ?? definition!["type"])!);
        var isThere = types.Contains(type);
        string?[] needs = [(string?)w["requires"], (string?)definition?["requires"], endpoint is null ? null : SourceNeeds[endpoint], .. isThere ? TypeNeeds[type] : []];
        if (!needs.All(may) || (!isThere && needs.All(n => n is null)))
            return [];
        if (w["children"] is not JsonArray children)
            return ((string, bool)[])[(id, isThere)];
        var within = Shown(children, definitions, may, types);
        return within.Any(c => c.IsThere) ? [(isThere ? $"{id}[{string.Join(' ', within.Select(c => c.Told))}]" : id, isThere)] : [];
    })];

    private static IEnumerable<WidgetView> All(IEnumerable<WidgetView> widgets) => widgets.SelectMany(w => All(w.Children).Prepend(w));
}
