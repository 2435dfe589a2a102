using System.Text.Json;
using System.Text.Json.Serialization;

namespace Cks.Benchmarks;

/// <summary>A row of 20 fields.</summary>
internal sealed record WideRow(
    string Code, string Status, string Title,
    decimal Price, decimal Amount, DateTimeOffset Created, DateTimeOffset Changed, string Owner, string Center,
    string City, string Street, string Phone, string Mail, string Note, double Weight, int Count, string Kind, string Stage, bool Urgent, bool Closed)
{
    public static WideRow Random(Random random) => new(
        $"code {random.Next(100_000)}", $"status {random.Next(100_000)}", $"title {random.Next(100_000)}",
        random.Next(100_000) / 100m, random.Next(100_000) / 100m, DateTimeOffset.UnixEpoch.AddSeconds(random.Next()), DateTimeOffset.UnixEpoch.AddSeconds(random.Next()), $"owner {random.Next(100_000)}", $"center {random.Next(100_000)}",
        $"city {random.Next(100_000)}", $"street {random.Next(100_000)}", $"phone {random.Next(100_000)}", $"mail {random.Next(100_000)}", $"note {random.Next(100_000)}", random.Next(1_000) / 8.0, random.Next(1_000), $"kind {random.Next(100_000)}", $"stage {random.Next(100_000)}", random.Next(2) == 0, random.Next(2) == 0);
}

/// <summary>The fields of it that somebody may read, as one writes it by hand.</summary>
internal sealed record NarrowRow(string Code, string Status, string Title, decimal Price, DateTimeOffset Created, string Owner, string Center, string City, double Weight, int Count, string Kind, bool Urgent)
{
    public static NarrowRow Of(WideRow r) => new(r.Code, r.Status, r.Title, r.Price, r.Created, r.Owner, r.Center, r.City, r.Weight, r.Count, r.Kind, r.Urgent);
}

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(WideRow[]))]
[JsonSerializable(typeof(NarrowRow[]))]
internal sealed partial class WideJson : JsonSerializerContext;
