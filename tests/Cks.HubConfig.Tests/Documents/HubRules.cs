using System.Text.Json;
using System.Text.RegularExpressions;

namespace Cks.HubConfig.Tests;

/// <summary>The rules of a hub document once more, said as plainly as possible and without the reader, so that the reader can be held to them.</summary>
internal static partial class HubRules
{
    public static bool Hold(JsonElement root) => IsObject(root, ["metadata"], ["navigation", "dashboard", "permissions", "features", "dataFetching"])
        && Metadata(root.GetProperty("metadata"))
        && Optional(root, "navigation", Navigation)
        && Optional(root, "dashboard", Dashboard)
        && Optional(root, "permissions", p => Map(p, _ => true, IsBoolean))
        && Optional(root, "features", f => Map(f, IsName, Feature))
        && Optional(root, "dataFetching", DataFetching);

    private static bool Metadata(JsonElement e) => IsObject(e, ["role", "version", "displayName", "theme"], ["icon"])
        && Name(e, "role") && Text(e, "version") && Text(e, "displayName") && Optional(e, "icon", IsNameValue)
        && IsObject(e.GetProperty("theme"), ["primaryColor", "accentColor"], [])
        && Color(e.GetProperty("theme").GetProperty("primaryColor")) && Color(e.GetProperty("theme").GetProperty("accentColor"));

    private static bool Navigation(JsonElement e) => IsObject(e, [], ["sidebarItems", "quickActions"])
        && Optional(e, "sidebarItems", l => List(l, i => IsObject(i, ["id", "label", "path"], ["icon"]) && Name(i, "id") && Text(i, "label") && Path(i.GetProperty("path")) && Optional(i, "icon", IsNameValue)))
        && Optional(e, "quickActions", l => List(l, i => IsObject(i, ["id", "label", "action"], ["icon"]) && Name(i, "id") && Text(i, "label") && Name(i, "action") && Optional(i, "icon", IsNameValue)));

    private static bool Dashboard(JsonElement e) => IsObject(e, [], ["layout", "widgets"])
        && Optional(e, "layout", l => l.ValueKind == JsonValueKind.String && l.GetString() == "grid")
        && Optional(e, "widgets", l => List(l, Widget) && NoOverlap(l));

    private static bool Widget(JsonElement e) => IsObject(e, ["id", "type", "gridArea", "dataSource"], ["refreshInterval", "maxItems", "title"])
        && Name(e, "id") && Name(e, "type") && Lines(e.GetProperty("gridArea")) is not null && Path(e.GetProperty("dataSource"))
        && Optional(e, "title", IsText) && Optional(e, "refreshInterval", n => Number(n, 1000, int.MaxValue)) && Optional(e, "maxItems", n => Number(n, 1, 500));

    private static bool Feature(JsonElement e) => e.ValueKind == JsonValueKind.Object && e.TryGetProperty("enabled", out var enabled) && IsBoolean(enabled);

    private static bool DataFetching(JsonElement e) => IsObject(e, [], ["endpoints", "caching"])
        && Optional(e, "endpoints", m => Map(m, IsName, Path))
        && Optional(e, "caching", m => Map(m, name => e.TryGetProperty("endpoints", out var all) && all.TryGetProperty(name, out _), rule =>
            IsObject(rule, ["ttl"], ["staleWhileRevalidate"]) && Number(rule.GetProperty("ttl"), 0, int.MaxValue) && Optional(rule, "staleWhileRevalidate", IsBoolean)));

    private static bool IsObject(JsonElement e, string[] required, string[] optional) => e.ValueKind == JsonValueKind.Object
        && required.All(name => e.TryGetProperty(name, out _))
        && e.EnumerateObject().All(p => required.Contains(p.Name) || optional.Contains(p.Name) || p.Name == "$schema");

    private static bool List(JsonElement e, Func<JsonElement, bool> item) => e.ValueKind == JsonValueKind.Array
        && e.EnumerateArray().All(item)
        && e.EnumerateArray().Select(i => i.GetProperty("id").GetString()).Distinct().Count() == e.GetArrayLength();

    private static bool Map(JsonElement e, Func<string, bool> name, Func<JsonElement, bool> value) =>
        e.ValueKind == JsonValueKind.Object && e.EnumerateObject().All(p => name(p.Name) && value(p.Value));

    private static bool Optional(JsonElement e, string name, Func<JsonElement, bool> holds) => !e.TryGetProperty(name, out var value) || holds(value);

    private static bool Text(JsonElement e, string name) => IsText(e.GetProperty(name));

    private static bool Name(JsonElement e, string name) => IsNameValue(e.GetProperty(name));

    private static bool IsNameValue(JsonElement e) => e.ValueKind == JsonValueKind.String && IsName(e.GetString()!);

    private static bool IsText(JsonElement e) => e.ValueKind == JsonValueKind.String && e.GetString()!.Trim().Length > 0;

    private static bool IsBoolean(JsonElement e) => e.ValueKind is JsonValueKind.True or JsonValueKind.False;

    private static bool Number(JsonElement e, int least, int most) => e.ValueKind == JsonValueKind.Number && Digits().IsMatch(e.GetRawText()) && e.TryGetInt64(out var n) && n >= least && n <= most;

    private static bool NoOverlap(JsonElement widgets)
    {
        var cells = widgets.EnumerateArray().Select(w => Lines(w.GetProperty("gridArea"))!).SelectMany(a => Enumerable.Range(a[0], a[2] - a[0]).SelectMany(r => Enumerable.Range(a[1], a[3] - a[1]).Select(c => (r, c)))).ToArray();
        return cells.Distinct().Count() == cells.Length;
    }

    private static int[]? Lines(JsonElement e)
    {
        if (e.ValueKind != JsonValueKind.String || !Area().IsMatch(e.GetString()!))
            return null;
        int[] lines = [.. e.GetString()!.Split('/').Select(int.Parse)];
        return lines.All(l => l is >= 1 and <= 100) && lines[2] > lines[0] && lines[3] > lines[1] ? lines : null;
    }

    private static bool Color(JsonElement e) => e.ValueKind == JsonValueKind.String && Hex().IsMatch(e.GetString()!);

    private static bool Path(JsonElement e) => e.ValueKind == JsonValueKind.String && e.GetString()!.Length <= 256 && Segments().IsMatch(e.GetString()!);

    private static bool IsName(string text) => Identifier().IsMatch(text);

    [GeneratedRegex(@"\A-?[0-9]+\z")]
    private static partial Regex Digits();

    [GeneratedRegex(@"\A *[0-9]{1,9} */ *[0-9]{1,9} */ *[0-9]{1,9} */ *[0-9]{1,9} *\z")]
    private static partial Regex Area();

    [GeneratedRegex(@"\A#([0-9a-fA-F]{3}|[0-9a-fA-F]{6})\z")]
    private static partial Regex Hex();

    [GeneratedRegex(@"\A(/|(/(?!\.{1,2}(/|\z))[A-Za-z0-9._~-]+)+)\z")]
    private static partial Regex Segments();

    [GeneratedRegex(@"\A[A-Za-z][A-Za-z0-9_.-]{0,63}\z")]
    private static partial Regex Identifier();
}
