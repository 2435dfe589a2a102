using System.Text.Json.Nodes;

namespace Cks.HubConfig.Tests;

/// <summary>Documents of version 2 with everything that can differ, over few names, so that two of them have much in common.</summary>
internal static class DiffWorld
{
    public static JsonObject Random(Random random)
    {
        var hub = RandomHubs.Version2(random);
        hub["metadata"]!["displayName"] = Any(random, "Crew", "People");
        hub["metadata"]!["theme"]!["primaryColor"] = Any(random, "#000", "#000000", "#FFF", "#ffffff");
        if (random.Next(2) == 0)
            hub["metadata"]!["icon"] = Any(random, "home", "hat");
        foreach (var (part, list) in (ReadOnlySpan<(string, string)>)[("navigation", "sidebarItems"), ("navigation", "quickActions"), ("dashboard", "widgets")])
            if (hub[part]?[list] is JsonArray items)
                hub[part]![list] = Shuffled(random, items, list == "widgets");
        if (random.Next(4) > 0)
            hub["permissions"] = Some(random, "canX", "canY", "canZ", () => random.Next(2) == 0);
        foreach (var (name, value) in Some(random, "one", "two", "three", () => Feature(random)).ToArray())
            hub["features"]![name] = value!.DeepClone();
        foreach (var rule in hub["dataFetching"]!["caching"]!.AsObject().Where(_ => random.Next(2) == 0))
            rule.Value!["staleWhileRevalidate"] = random.Next(2) == 0;
        return hub;
    }

    private static JsonArray Shuffled(Random random, JsonArray items, bool isWidgets)
    {
        var made = items.Select(i => i!.DeepClone().AsObject()).ToArray();
        random.Shuffle(made);
        foreach (var item in made)
        {
            if (isWidgets && random.Next(2) == 0)
                item["title"] = Any(random, "Jobs", "<b>Jobs</b>");
            if (isWidgets && random.Next(2) == 0)
                item["maxItems"] = random.Next(1, 4);
            if (!isWidgets)
                item["label"] = Any(random, "L", "M");
        }

        return [.. made];
    }

    private static JsonObject Feature(Random random)
    {
        var feature = new JsonObject { ["enabled"] = random.Next(2) == 0 };
        if (random.Next(3) == 0)
            feature["kill"] = random.Next(2) == 0;
        if (random.Next(2) == 0)
            feature["maxBatchSize"] = JsonNode.Parse(Any(random, "1", "1.0", "1e1", "10", "3"));
        if (random.Next(2) == 0)
            feature["settings"] = JsonNode.Parse(Any(random, """{"a":1,"b":[true,null]}""", """{"b":[true,null],"a":1.00}""", """{"a":2,"b":[true,null]}""", """{"a":1,"b":[null,true]}"""));
        if (random.Next(2) == 0)
            feature["a[b]/~c"] = Any(random, "x", "y");
        return feature;
    }

    private static JsonObject Some(Random random, string a, string b, string c, Func<JsonNode> value) =>
        new(new[] { a, b, c }.Where(_ => random.Next(2) == 0).Select(name => KeyValuePair.Create(name, (JsonNode?)value())));

    private static string Any(Random random, params string[] texts) => texts[random.Next(texts.Length)];
}
