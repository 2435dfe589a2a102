using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Cks.Benchmarks;

/// <summary>Variants of the seed's contractor hub, half of them with one mistake, and the schema of hubs.</summary>
internal static class HubDocuments
{
    private static readonly Action<JsonObject, Random>[] Mistakes =
    [
        (hub, random) => hub.Remove(Pick(random, "metadata", "navigation", "dashboard", "permissions", "features", "dataFetching")),
        (hub, random) => hub[$"extra-{random.Next()}"] = true,
        (hub, random) => hub["metadata"]!["version"] = $"{random.Next(9)}.x",
        (hub, random) => hub["metadata"]!["theme"]!["accentColor"] = $"#{random.Next(0x10000):x4}",
        (hub, random) => Item(hub, random, "navigation", "sidebarItems")["path"] = $"jobs/{random.Next()}",
        (hub, random) => Item(hub, random, "navigation", "sidebarItems").Remove("label"),
        (hub, random) => hub["navigation"]!["sidebarItems"] = new JsonArray(),
        (hub, random) => hub["dashboard"]!["layout"] = $"layout-{random.Next()}",
        (hub, random) => Item(hub, random, "dashboard", "widgets")["type"] = $"stats-{random.Next()}",
        (hub, random) => Item(hub, random, "dashboard", "widgets")["refreshInterval"] = random.Next(1_000),
        (hub, random) => Item(hub, random, "dashboard", "widgets")["maxItems"] = $"{random.Next(100)}",
        (hub, random) => hub["permissions"]![$"may{random.Next()}"] = true,
        (hub, random) => hub["permissions"]!["canCreateJobs"] = random.Next(2),
        (hub, random) => hub["features"]!["notifications"]!["channels"] = new JsonArray("email", "push", "email"),
        (hub, random) => hub["features"]![$"feature{random.Next()}"] = new JsonObject { ["enable"] = true },
        (hub, random) => hub["dataFetching"]!["caching"]!["dashboard"]!["ttl"] = -1 - random.Next(1_000),
    ];

    /// <summary>The schema.</summary>
    public static byte[] Schema { get; } = Resource("hub.schema.json");

    /// <summary>Documents with whether they fit the schema.</summary>
    public static IReadOnlyList<(byte[] Utf8, bool Fits)> Create(int count)
    {
        var random = new Random(1);
        var seed = Resource("contractor.v1.json");
        return [.. Enumerable.Range(0, count).Select(i => (Create(seed, random, i), i % 2 == 0))];
    }

    private static byte[] Create(byte[] seed, Random random, int i)
    {
        var hub = JsonNode.Parse(seed, documentOptions: new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip })!.AsObject();
        hub["metadata"]!["displayName"] = $"Contractor Portal {random.Next(1_000)}";
        hub["metadata"]!["version"] = $"{random.Next(9)}.{random.Next(99)}.{random.Next(99)}";
        hub["metadata"]!["theme"]!["primaryColor"] = $"#{random.Next(0x1000000):x6}";
        for (var n = random.Next(3); n > 0; n--)
            hub["navigation"]!["sidebarItems"]!.AsArray().Add(new JsonObject { ["id"] = $"page-{n}", ["label"] = $"Page {random.Next(100)}", ["path"] = $"/page/{random.Next(100)}" });
        Item(hub, random, "dashboard", "widgets")["refreshInterval"] = random.Next(1_000, 60_000);
        hub["features"]!["bulkOperations"]!["maxBatchSize"] = random.Next(1, 1_000);
        if (i % 2 == 1)
            Mistakes[i / 2 % Mistakes.Length](hub, random);
        return Encoding.UTF8.GetBytes(hub.ToJsonString(new JsonSerializerOptions { WriteIndented = true }));
    }

    private static JsonObject Item(JsonObject hub, Random random, string part, string list)
    {
        var items = hub[part]![list]!.AsArray();
        return items[random.Next(items.Count)]!.AsObject();
    }

    private static string Pick(Random random, params string[] names) => random.GetItems(names, 1)[0];

    private static byte[] Resource(string name)
    {
        using var stream = typeof(HubDocuments).Assembly.GetManifestResourceStream(name)!;
        using var bytes = new MemoryStream();
        stream.CopyTo(bytes);
        return bytes.ToArray();
    }
}
