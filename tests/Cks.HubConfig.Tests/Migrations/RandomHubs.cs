using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;

namespace Cks.HubConfig.Tests;

/// <summary>Documents that keep all rules of their version, with everything that the version can say.</summary>
internal static class RandomHubs
{
    private static readonly string[] Paths = ["/api/a", "/api/b", "/api/c", "/api/d"];
    private static readonly string[] Ids = ["stats", "list", "feed", "a-widget-with-a-name-that-is-as-long-as-a-name-may-be-in-hub-64"];
    private static readonly string[] Names = ["profile", "jobs", "widget.stats", "widget.list", "widget.feed", "widget.stats-2"];

    public static JsonObject Version2(Random random)
    {
        var endpoints = new JsonObject();
        foreach (var name in random.GetItems(Names, random.Next(1, 6)).Distinct())
            endpoints[name] = Any(random, Paths);
        string[] known = [.. endpoints.Select(e => e.Key)];
        var features = new JsonObject { ["messaging"] = new JsonObject { ["enabled"] = random.Next(2) == 0, ["maxBatchSize"] = random.Next(1, 9) } };
        var hub = new JsonObject
        {
            ["schemaVersion"] = 2,
            ["metadata"] = Metadata(),
            ["navigation"] = new JsonObject
            {
                ["sidebarItems"] = List(random, i => Condition(random, new() { ["id"] = $"item{i}", ["label"] = "L", ["path"] = Any(random, Paths) })),
                ["quickActions"] = List(random, i => Condition(random, new() { ["id"] = $"action{i}", ["label"] = "L", ["action"] = "createJob" })),
            },
            ["features"] = features,
            ["dataFetching"] = new JsonObject { ["endpoints"] = endpoints, ["caching"] = new JsonObject(random.GetItems(known, random.Next(3)).Distinct().Select(n => KeyValuePair.Create(n, (JsonNode?)new JsonObject { ["ttlSeconds"] = random.Next(9999) }))) },
        };
        var widgets = List(random, i => Condition(random, new() { ["id"] = Ids[i], ["type"] = "t", ["area"] = Area(random, i), ["endpoint"] = Any(random, known) }));
        foreach (var widget in widgets.OfType<JsonObject>().Where(_ => random.Next(2) == 0))
            widget["refreshSeconds"] = JsonNode.Parse((random.Next(1000, 99_999) / 1000m).ToString(random.Next(2) == 0 ? "0.###" : "0.000", CultureInfo.InvariantCulture));
        foreach (var widget in widgets.OfType<JsonObject>().Where(_ => random.Next(3) == 0))
            (widget["options"], widget["compatible"], widget["plugin"]) = (new JsonObject { ["unit"] = "jobs", ["limits"] = new JsonArray(1, 2) }, "^1.2", "weather");
        if (random.Next(4) > 0)
            hub["dashboard"] = new JsonObject { ["layout"] = "grid", ["widgets"] = widgets };
        return hub;
    }

    public static JsonObject Version1(Random random, bool hasOwnNames = true)
    {
        var endpoints = new JsonObject(random.GetItems(hasOwnNames ? Names : Names[..2], random.Next(4)).Distinct().Select(n => KeyValuePair.Create(n, (JsonNode?)Any(random, Paths))));
        var hub = new JsonObject
        {
            ["metadata"] = Metadata(),
            ["dashboard"] = new JsonObject
            {
                ["widgets"] = List(random, i => new()
                {
                    ["id"] = Ids[i],
                    ["type"] = "t",
                    ["gridArea"] = $"{(i * 10) + 1}/{random.Next(1, 5)} / {(i * 10) + random.Next(2, 9)}/{random.Next(6, 9)}",
                    ["dataSource"] = Any(random, Paths),
                    ["refreshInterval"] = random.Next(1000, 99_999),
                }),
            },
        };
        if (random.Next(4) > 0)
            hub["dataFetching"] = new JsonObject { ["endpoints"] = endpoints, ["caching"] = new JsonObject(endpoints.Take(2).Select(e => KeyValuePair.Create(e.Key, (JsonNode?)new JsonObject { ["ttl"] = random.Next(9999) }))) };
        return hub;
    }

    /// <summary>A layer over it: some items change, some are new, some are deleted.</summary>
    public static JsonObject Layer1(Random random)
    {
        var items = new JsonArray();
        foreach (var id in random.GetItems(Ids, random.Next(1, 4)).Distinct())
            items.Add(random.Next(4) switch
            {
                0 => new JsonObject { ["id"] = id, ["$patch"] = "delete" },
                1 => new JsonObject { ["id"] = id, ["dataSource"] = Any(random, Paths) },
                2 => new JsonObject { ["id"] = id, ["refreshInterval"] = null, ["gridArea"] = $"{Array.IndexOf(Ids, id) + 50} / 1 / {Array.IndexOf(Ids, id) + 51} / 3" },
                _ => new JsonObject { ["id"] = id, ["$patch"] = "replace", ["type"] = "other", ["gridArea"] = "90 / 1 / 91 / 2", ["dataSource"] = Any(random, Paths) },
            });
        return new() { ["dashboard"] = new JsonObject { ["widgets"] = items } };
    }

    public static byte[] Utf8(JsonNode node) => Encoding.UTF8.GetBytes(node.ToJsonString());

    private static JsonObject Metadata() => new() { ["role"] = "crew", ["version"] = "1", ["displayName"] = "Crew", ["theme"] = new JsonObject { ["primaryColor"] = "#000", ["accentColor"] = "#123456" } };

    private static JsonArray List(Random random, Func<int, JsonObject> item) => [.. Enumerable.Range(0, random.Next(5)).Select(i => (JsonNode)item(i))];

    private static JsonObject Condition(Random random, JsonObject item)
    {
        if (random.Next(3) == 0)
            item["requires"] = "jobs:view";
        if (random.Next(3) == 0)
            item["feature"] = "messaging";
        return item;
    }

    private static JsonObject Area(Random random, int i) => new() { ["row"] = (i * 10) + 1, ["column"] = random.Next(1, 9), ["rows"] = random.Next(1, 9), ["columns"] = random.Next(1, 9) };

    private static string Any(Random random, string[] texts) => texts[random.Next(texts.Length)];
}
