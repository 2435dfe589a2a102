using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Cks.Core;

namespace Cks.HubConfig;

/// <summary>A hub as what it means: every value once, under its pointer, in one way of writing. What is left out and what is written with its default are one.</summary>
internal static class HubOutline
{
    private static readonly JsonWriterOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>All parts; the lists of two hubs are in one order.</summary>
    public static IReadOnlyList<HubPartList> Of(HubDefinition hub, LayerTerms terms) =>
    [
        new(HubPartKind.Hub, false, [Part("/metadata", "", [
            ("role", Text(hub.Metadata.Role)), ("version", Text(hub.Metadata.Version)), ("displayName", Text(hub.Metadata.DisplayName)), ("icon", Text(hub.Metadata.Icon)),
            ("theme/primaryColor", Text(hub.Metadata.Theme.PrimaryColor.ToString())), ("theme/accentColor", Text(hub.Metadata.Theme.AccentColor.ToString()))])]),
        Items(HubPartKind.SidebarItem, "/navigation/sidebarItems", hub.Navigation.SidebarItems, i => i.Id, i =>
            [("label", Text(i.Label)), ("icon", Text(i.Icon)), ("path", Text(i.Path.ToString())), .. Of(i.Condition)]),
        Items(HubPartKind.QuickAction, "/navigation/quickActions", hub.Navigation.QuickActions, a => a.Id, a =>
            [("label", Text(a.Label)), ("icon", Text(a.Icon)), ("action", Text(a.Action)), .. Of(a.Condition)]),
        new(HubPartKind.Widget, true, [.. Widgets(hub.Dashboard.Widgets, "/dashboard/widgets", within: [])]),
        Members(HubPartKind.Permission, "/permissions", hub.Permissions, Flag),
        new(HubPartKind.Feature, false, [.. hub.Features.Select(f => Of(HubPointer.OfProperty("/features", f.Key), f.Key, f.Value))]),
        new(HubPartKind.Flag, false, [.. hub.Flags.Select(f => Of(HubPointer.OfProperty("/flags", f.Key), f.Key, f.Value))]),
        new(HubPartKind.Experiment, false, [.. hub.Experiments.Select(e => Of(HubPointer.OfProperty("/experiments", e.Key), e.Key, e.Value))]),
        Members(HubPartKind.Endpoint, "/dataFetching/endpoints", hub.DataFetching.Endpoints, path => Text(path.ToString())!),
        new(HubPartKind.CacheRule, false, [.. hub.DataFetching.Caching.Select(c => Part(HubPointer.OfProperty("/dataFetching/caching", c.Key), c.Key,
            [("ttlSeconds", Seconds(c.Value.Ttl)), ("staleWhileRevalidate", Flag(c.Value.StaleWhileRevalidate))]))]),
        Members(HubPartKind.Delegable, $"/{LayerDirectives.Delegable}", terms.Delegable, layer => Text(layer)!),
        Members(HubPartKind.Lock, $"/{LayerDirectives.Lock}", terms.Locks, layer => Text(layer)!),
    ];

    private static HubPartList Items<T>(HubPartKind kind, string list, IReadOnlyList<T> items, Func<T, string> id, Func<T, IReadOnlyList<(string Name, string? Json)>> fields) =>
        new(kind, true, [.. items.Select(item => Part(HubPointer.OfItem(list, "id", id(item)), id(item), fields(item), "id"))]);

    // Of what a shared definition gives, each widget tells what it becomes by it; and what all containers around it ask, which it asks as well.
    private static IEnumerable<HubPart> Widgets(IReadOnlyList<HubWidget> widgets, string list, HubWidget[] within)
    {
        foreach (var w in widgets)
        {
            var pointer = HubPointer.OfItem(list, "id", w.Id);
            (string, string?)[] fields =
            [
                ("within", Text(within.LastOrDefault()?.Id)), ("within/requires", All(within.SelectMany(c => (string?[])[c.Condition.Requires, c.SharedCondition.Requires]))),
                ("within/feature", All(within.SelectMany(c => (string?[])[c.Condition.Feature, c.SharedCondition.Feature]))), ("within/endpoint", All(within.Select(c => c.Endpoint))), ("use", Text(w.Use)), ("type", Text(w.Type)), ("compatible", Text(w.Compatible)), ("plugin", Text(w.Plugin)), ("title", Text(w.Title)), ("area", Of(w.GridArea)),
                ("endpoint", w.Endpoint.Length > 0 ? Text(w.Endpoint) : null), ("refreshSeconds", Seconds(w.RefreshInterval)), ("maxItems", Number(w.MaxItems)),
                .. Of(w.Condition), ("definition/requires", Text(w.SharedCondition.Requires)), ("definition/feature", Text(w.SharedCondition.Feature)),
            ];
            yield return Part(pointer, w.Id, [
                .. fields.Where(f => f.Item2 is not null).Select(f => new HubField($"{pointer}/{f.Item1}", f.Item1, f.Item2!, IsSecret: false)),
                .. w.Options.Select(o => new HubField(HubPointer.OfProperty($"{pointer}/options", o.Key), $"options/{o.Key}", Value(o.Value), SecretCheck.Finds(o.Value)))], "id");
            foreach (var child in Widgets(w.Children, $"{pointer}/children", [.. within, w]))
                yield return child;
        }
    }

    private static HubPartList Members<T>(HubPartKind kind, string map, IReadOnlyDictionary<string, T> members, Func<T, string> json) =>
        new(kind, false, [.. members.Select(m => new HubPart(HubPointer.OfProperty(map, m.Key), m.Key, json(m.Value), []))]);

    private static HubPart Part(string pointer, string id, IEnumerable<(string Name, string? Json)> fields, string? key = null) =>
        Part(pointer, id, [.. fields.Where(f => f.Json is not null).Select(f => new HubField($"{pointer}/{f.Name}", f.Name, f.Json!, IsSecret: false))], key);

    private static HubPart Part(string pointer, string id, HubField[] fields, string? key = null)
    {
        var json = new StringBuilder("{");
        if (key is not null)
            json.Append(Text(key)).Append(':').Append(Text(id));
        foreach (var field in fields)
            json.Append(json.Length > 1 ? "," : "").Append(Text(field.Name)).Append(':').Append(field.Told);
        return new(pointer, id, json.Append('}').ToString(), fields);
    }

    private static IEnumerable<(string, string?)> Of(HubCondition condition) => [("requires", Text(condition.Requires)), ("feature", Text(condition.Feature))];

    private static HubPart Of(string pointer, string id, HubFeature feature) => Part(pointer, id, [
        new($"{pointer}/enabled", "enabled", Flag(feature.Enabled), IsSecret: false),
        .. feature.Settings.Select(s => new HubField(HubPointer.OfProperty(pointer, s.Key), s.Key, Value(s.Value), SecretCheck.Finds(s.Value)))]);

    private static HubPart Of(string pointer, string id, FeatureFlag flag) =>
        Part(pointer, id, [
            new($"{pointer}/enabled", "enabled", Flag(flag.Enabled), IsSecret: false),
            .. (flag.Source?.Properties.Values ?? []).Where(p => p.Name != "enabled").Select(p => new HubField(HubPointer.OfProperty(pointer, p.Name), p.Name, Value(p), SecretCheck.Finds(p)))]);

    private static HubPart Of(string pointer, string id, Experiment experiment) =>
        Part(pointer, id, [.. (experiment.Source?.Properties.Values ?? []).Select(p => new HubField(HubPointer.OfProperty(pointer, p.Name), p.Name, Value(p), SecretCheck.Finds(p)))]);

    private static string Of(GridArea area) => string.Create(
        CultureInfo.InvariantCulture, $$"""{"row":{{area.RowStart}},"column":{{area.ColumnStart}},"rows":{{area.RowEnd - area.RowStart}},"columns":{{area.ColumnEnd - area.ColumnStart}}}""");

    private static string? Text(string? text) => text is null ? null : $"\"{JsonEncodedText.Encode(text, JavaScriptEncoder.UnsafeRelaxedJsonEscaping)}\"";

    private static string? All(IEnumerable<string?> names) =>
        names.Where(n => n is { Length: > 0 }).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).Select(Text).ToArray() is { Length: > 0 } all ? $"[{string.Join(',', all)}]" : null;

    private static string Flag(bool flag) => flag ? "true" : "false";

    private static string? Number(int? number) => number?.ToString(CultureInfo.InvariantCulture);

    private static string? Seconds(TimeSpan? time) => time is { } t ? (t.Ticks / (decimal)TimeSpan.TicksPerSecond).ToString("0.###", CultureInfo.InvariantCulture) : null;

    private static string Value(SourceNode node)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, Readable))
            node.WriteTo(json);
        return Encoding.UTF8.GetString(stream.ToArray());
    }
}
