using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Cks.HubConfig.Tests;

/// <summary>What a document of version 2 means, as one flat table of values and the order of each list, made of the JSON alone; and changes done to it.</summary>
internal sealed class NaiveHub
{
    private static readonly string[] Lists = ["/navigation/sidebarItems", "/navigation/quickActions", "/dashboard/widgets"];

    public NaiveHub(JsonObject hub)
    {
        foreach (var (name, value) in hub["metadata"]!.AsObject())
            if (name == "theme")
                foreach (var (color, text) in value!.AsObject())
                    Values[$"/metadata/theme/{color}"] = $"\"{Long(text!.GetValue<string>())}\"";
            else
                Values[$"/metadata/{name}"] = Canonical(value);
        foreach (var list in Lists)
        {
            Order[list] = [];
            foreach (var item in Find(hub, list)?.AsArray() ?? [])
            {
                Order[list].Add(item!["id"]!.GetValue<string>());
                AddItem($"{list}[id={item["id"]}]", Flat(item.AsObject()));
            }
        }

        foreach (var (name, value) in Find(hub, "/permissions")?.AsObject() ?? [])
            Values[$"/permissions/{name}"] = Canonical(value);
        foreach (var (name, value) in Find(hub, "/features")?.AsObject() ?? [])
        {
            var feature = value!.DeepClone().AsObject();
            feature["enabled"] = feature["enabled"]!.GetValue<bool>() && feature["kill"]?.GetValueKind() != JsonValueKind.True;
            AddItem($"/features/{name}", feature);
        }

        foreach (var (name, value) in Find(hub, "/dataFetching/endpoints")?.AsObject() ?? [])
            Values[$"/dataFetching/endpoints/{name}"] = Canonical(value);
        foreach (var (name, value) in Find(hub, "/dataFetching/caching")?.AsObject() ?? [])
        {
            var rule = value!.DeepClone().AsObject();
            rule["staleWhileRevalidate"] ??= false;
            AddItem($"/dataFetching/caching/{name}", rule);
        }
    }

    // Options are told one by one.
    private static JsonObject Flat(JsonObject item) => new(item.SelectMany(m => m.Key == "options"
        ? m.Value!.AsObject().Select(o => KeyValuePair.Create($"options/{o.Key}", o.Value?.DeepClone()))
        : [KeyValuePair.Create(m.Key, m.Value?.DeepClone())]));

    public SortedDictionary<string, string> Values { get; } = new(StringComparer.Ordinal);

    public Dictionary<string, List<string>> Order { get; } = new(StringComparer.Ordinal);

    /// <summary>The pointers that do not say the same.</summary>
    public IEnumerable<string> DifferencesFrom(NaiveHub other) =>
        Values.Keys.Union(other.Values.Keys).Where(p => Values.GetValueOrDefault(p) != other.Values.GetValueOrDefault(p));

    /// <summary>Whether a pointer is of a whole item that has fields.</summary>
    public static bool IsItem(string pointer) => pointer.EndsWith(']') || (pointer.Count(c => c == '/') == 2 && pointer.StartsWith("/features/", StringComparison.Ordinal)) || (pointer.Count(c => c == '/') == 3 && pointer.StartsWith("/dataFetching/caching/", StringComparison.Ordinal));

    public void Apply(IEnumerable<HubChange> changes)
    {
        var placed = new List<(string List, string Id, string? Behind)>();
        foreach (var change in changes)
        {
            if (change.Kind != HubChangeKind.Moved)
                Set(change);
            if (change.Pointer.EndsWith(']'))
            {
                var (list, id) = (change.Pointer[..change.Pointer.IndexOf('[', StringComparison.Ordinal)], change.Pointer[(change.Pointer.IndexOf('=', StringComparison.Ordinal) + 1)..^1]);
                Order[list].Remove(id);
                if (change.Kind != HubChangeKind.Removed)
                    placed.Add((list, id, change.Behind));
            }
        }

        while (placed.Count > 0)
        {
            var next = placed.FindIndex(p => p.Behind is null || Order[p.List].Contains(p.Behind));
            Assert.True(next >= 0, "No item can be placed.");
            var (list, id, behind) = placed[next];
            Order[list].Insert(behind is null ? 0 : Order[list].IndexOf(behind) + 1, id);
            placed.RemoveAt(next);
        }
    }

    private void Set(HubChange change)
    {
        foreach (var gone in Values.Keys.Where(k => k == change.Pointer || (IsItem(change.Pointer) && k.StartsWith(change.Pointer + "/", StringComparison.Ordinal))).ToArray())
            Values.Remove(gone);
        if (change.After is not { } json)
            return;
        if (IsItem(change.Pointer))
            AddItem(change.Pointer, JsonNode.Parse(json)!.AsObject());
        else
            Values[change.Pointer] = Canonical(JsonNode.Parse(json));
    }

    private void AddItem(string pointer, JsonObject item)
    {
        Values[pointer] = "is there";
        foreach (var (name, value) in item.Where(p => p.Key != "id"))
            Values[$"{pointer}/{name}"] = Canonical(value);
    }

    private static JsonNode? Find(JsonObject hub, string pointer) => pointer.Split('/').Skip(1).Aggregate((JsonNode?)hub, (node, step) => node?[step]);

    private static string Long(string color) => color.Length == 4 ? $"#{color[1]}{color[1]}{color[2]}{color[2]}{color[3]}{color[3]}".ToLowerInvariant() : color.ToLowerInvariant();

    private static string Canonical(JsonNode? node) => node switch
    {
        null => "null",
        JsonObject members => $"{{{string.Join(',', members.OrderBy(m => m.Key, StringComparer.Ordinal).Select(m => $"{m.Key}:{Canonical(m.Value)}"))}}}",
        JsonArray items => $"[{string.Join(',', items.Select(Canonical))}]",
        _ when node.GetValueKind() == JsonValueKind.Number => (decimal.Parse(node.ToJsonString(), NumberStyles.Float, CultureInfo.InvariantCulture) / 1.0000000000000000000000000000m).ToString(CultureInfo.InvariantCulture),
        _ => node.ToJsonString(),
    };
}
