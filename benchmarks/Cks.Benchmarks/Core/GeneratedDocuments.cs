using System.Text.Json;

namespace Cks.Benchmarks;

/// <summary>Documents of about 20 KB that look like a policy: objects, lists and short texts, no two alike.</summary>
internal static class GeneratedDocuments
{
    private static readonly string[] Resources = ["orders", "jobs", "crew", "reports", "centers", "services", "inventory"];
    private static readonly string[] Actions = ["list", "create", "accept", "reject", "cancel", "deliver"];

    public static IReadOnlyList<byte[]> Create(int count)
    {
        var random = new Random(1);
        return [.. Enumerable.Range(0, count).Select(_ => Create(random))];
    }

    private static byte[] Create(Random random)
    {
        using var stream = new MemoryStream();
        using var writer = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = true });
        writer.WriteStartObject();
        writer.WriteNumber("version", 1);
        writer.WriteStartArray("rules");
        for (var i = 0; writer.BytesCommitted + writer.BytesPending < 20_000; i++)
        {
            writer.WriteStartObject();
            writer.WriteString("id", $"rule-{i}-{random.Next(1_000)}");
            writer.WriteString("effect", random.Next(4) == 0 ? "deny" : "permit");
            writer.WriteStartArray("actions");
            for (var a = random.Next(1, 5); a > 0; a--)
                writer.WriteStringValue($"{random.GetItems(Resources, 1)[0]}:{random.GetItems(Actions, 1)[0]}");
            writer.WriteEndArray();
            writer.WriteBoolean("enabled", random.Next(2) == 0);
            writer.WriteNumber("priority", random.Next(100_000));
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        for (var i = random.Next(8); i > 0; i--)
            writer.WriteNull($"note-{i}");
        writer.WriteEndObject();
        writer.Flush();
        return stream.ToArray();
    }
}
