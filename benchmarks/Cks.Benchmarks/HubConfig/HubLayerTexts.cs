using System.Text;
using System.Text.Json.Nodes;

namespace Cks.Benchmarks;

/// <summary>The three layers of one hub, each a document.</summary>
/// <param name="Base">What all hubs share.</param>
/// <param name="Role">The hub of the role.</param>
/// <param name="Environment">What the environment has of its own.</param>
internal sealed record HubLayerTexts(byte[] Base, byte[] Role, byte[] Environment)
{
    private static readonly Lazy<byte[]> Seed = new(Read);

    /// <summary>Variants of the seed's contractor hub with a base below and an environment above it.</summary>
    /// <param name="count">How many.</param>
    /// <param name="bytes">About how large the role's document is; what it has more than the seed's are pages, widgets and endpoints.</param>
    public static HubLayerTexts[] Create(int count, int bytes)
    {
        var random = new Random(1);
        return [.. Enumerable.Range(0, count).Select(_ => Create(random, bytes))];
    }

    private static HubLayerTexts Create(Random random, int bytes)
    {
        var hub = JsonNode.Parse(Seed.Value)!.AsObject();
        hub["metadata"]!["version"] = $"{random.Next(9)}.{random.Next(99)}.{random.Next(99)}";
        hub["metadata"]!["theme"]!["primaryColor"] = $"#{random.Next(0x1000000):x6}";
        hub["permissions"]!["canCreateJobs"] = random.Next(2) == 0;
        var (widgets, pages, endpoints) = (hub["dashboard"]!["widgets"]!.AsArray(), hub["navigation"]!["sidebarItems"]!.AsArray(), hub["dataFetching"]!["endpoints"]!.AsObject());
        for (var n = 0; Utf8(hub).Length < bytes; n++)
        {
            endpoints[$"more{n}"] = "/api/contractor/jobs";
            pages.Add(new JsonObject { ["id"] = $"page{n}", ["label"] = $"Page {random.Next(1_000)}", ["icon"] = "briefcase", ["path"] = "/jobs" });
            widgets.Add(new JsonObject
            {
                ["id"] = $"widget{n}",
                ["type"] = "stats-card",
                ["area"] = new JsonObject { ["row"] = 10 + n, ["column"] = 1, ["rows"] = 1, ["columns"] = 3 },
                ["endpoint"] = $"more{n}",
                ["refreshSeconds"] = random.Next(1, 600),
            });
        }

        var shared = new JsonObject
        {
            ["schemaVersion"] = 2,
            ["permissions"] = new JsonObject { ["canEditProfile"] = true, ["canCreateJobs"] = true },
            ["features"] = new JsonObject { ["messaging"] = new JsonObject { ["enabled"] = true } },
        };
        var environment = new JsonObject
        {
            ["schemaVersion"] = 2,
            ["dashboard"] = new JsonObject { ["widgets"] = new JsonArray(new JsonObject { ["id"] = "stats-overview", ["refreshSeconds"] = random.Next(1, 600) }) },
            ["features"] = new JsonObject { ["bulkOperations"] = new JsonObject { ["maxBatchSize"] = random.Next(1, 99) } },
        };
        return new(Utf8(shared), Utf8(hub), Utf8(environment));
    }

    private static byte[] Utf8(JsonObject hub) => Encoding.UTF8.GetBytes(hub.ToJsonString());

    private static byte[] Read()
    {
        using var stream = typeof(HubLayerTexts).Assembly.GetManifestResourceStream("contractor.v2.json")!;
        using var bytes = new MemoryStream();
        stream.CopyTo(bytes);
        return bytes.ToArray();
    }
}
