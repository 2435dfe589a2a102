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
        var (shown, held) = (0, 0);
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
            var view = new HubComposer(WidgetWorld.Catalog(hub), decisions, decisions).ComposeAsync(Portal.Subject("contractor")).AsTask().Result!;

            bool May(string? name) => name is null || (name != "jobs:create" && permit.Contains(name) && !deny.Contains(name));
            var expected = Naive(widgets, definitions.OfType<JsonObject>().ToDictionary(d => (string)d["id"]!), May);
            Assert.True(expected == WidgetWorld.Told(view.Widgets), $"{hub}\n{string.Join(',', permit)} but {string.Join(',', deny)}\n{expected}\n{WidgetWorld.Told(view.Widgets)}");
            Assert.DoesNotContain(Hidden, string.Join(' ', All(view.Widgets).Select(w => WidgetWorld.Text(w.Options))), StringComparison.Ordinal);
            Interlocked.Add(ref shown, All(view.Widgets).Count());
            Interlocked.Add(ref held, count - All(view.Widgets).Count());
        }, iter: 400);
        Assert.True(shown > 400 && held > 400, $"{shown} shown, {held} held back");
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
            foreach (var name in random.GetItems(["unit", "threshold", "colors", "chart", "key", "other", "kind", "query", "$secretRef", "__proto__", ""], random.Next(4)).Distinct())
                options[name] = Any(random, 3);
            var hub = WidgetWorld.Hub(new JsonArray(new JsonObject { ["id"] = "s", ["type"] = "stats-card", ["endpoint"] = "stats", ["options"] = options }).ToJsonString());
            if (WidgetWorld.Findings(hub).Count > 0)
            {
                Interlocked.Increment(ref bad);
                return;
            }

            Interlocked.Increment(ref good);
            var seen = Assert.Single(WidgetWorld.View(hub, Portal.Capabilities).Widgets).Options;
            var visible = seen.IsEmpty ? new JsonObject() : JsonNode.Parse(seen.Span)!.AsObject();
            Assert.All(visible, option => Assert.True(option.Key is "unit" or "colors" or "key" or "chart"));
            Assert.DoesNotContain("$secretRef", visible.ToJsonString(), StringComparison.Ordinal);
            Assert.True(visible["chart"] is not JsonObject chart || chart.All(c => c.Key == "kind"));
        }, iter: 500);
        Assert.True(good > 30 && bad > 30, $"{good} good, {bad} bad");
    }

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
        return Condition(random, Options(new() { ["id"] = $"d{i}", ["type"] = type }, type, endpoint));
    }

    private static JsonObject Widget(Random random, ref int count, JsonArray definitions, int depth)
    {
        var id = $"w{count++}";
        if (depth < HubWidget.MaxDepth && random.Next(3) == 0)
        {
            var children = new JsonArray();
            for (var i = random.Next(1, 4); i > 0; i--)
                children.Add((JsonNode)Widget(random, ref count, definitions, depth + 1));
            return Condition(random, new() { ["id"] = id, ["type"] = "tabs", ["children"] = children });
        }

        if (random.Next(3) == 0)
            return Condition(random, new() { ["id"] = id, ["use"] = $"d{random.Next(definitions.Count)}" });
        var (type, endpoint) = Leaves[random.Next(Leaves.Length)];
        return Condition(random, Options(new() { ["id"] = id, ["type"] = type }, type, endpoint));
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

    private static string Naive(JsonArray widgets, IReadOnlyDictionary<string, JsonObject> definitions, Func<string?, bool> may) => string.Join(' ', widgets.OfType<JsonObject>().Select(w =>
    {
        var definition = w["use"] is { } use ? definitions[(string)use!] : null;
        var endpoint = (string?)(w["endpoint"] ?? definition?["endpoint"]);
        string?[] needs = [(string?)w["requires"], (string?)definition?["requires"], endpoint is null ? null : SourceNeeds[endpoint], .. TypeNeeds[(string)(w["type"] ?? definition!["type"])!]];
        if (!needs.All(may))
            return null;
        if (w["children"] is not JsonArray children)
            return (string)w["id"]!;
        return Naive(children, definitions, may) is { Length: > 0 } within ? $"{w["id"]}[{within}]" : null;
    }).OfType<string>());

    private static IEnumerable<WidgetView> All(IEnumerable<WidgetView> widgets) => widgets.SelectMany(w => All(w.Children).Prepend(w));
}
