using System.Text.Json;

namespace Cks.HubConfig;

/// <summary>The JSON form of a view. Written by hand: no reflection, one order, and the writer's own escaping keeps every text inert in HTML.</summary>
internal static class HubViewWriter
{
    public static void Write(Utf8JsonWriter json, HubView view)
    {
        json.WriteStartObject();
        json.WriteString("role", view.Role);
        json.WriteString("displayName", view.DisplayName);
        WriteOptional(json, "icon", view.Icon);
        json.WriteStartObject("theme");
        json.WriteString("primaryColor", view.Theme.PrimaryColor.ToString());
        json.WriteString("accentColor", view.Theme.AccentColor.ToString());
        json.WriteEndObject();
        WriteList(json, "navigation", view.Navigation, WriteItem);
        WriteList(json, "quickActions", view.QuickActions, WriteAction);
        json.WriteString("layout", view.Layout);
        WriteList(json, "widgets", view.Widgets, WidgetViewWriter.Write);
        WriteMap(json, "permissions", view.Permissions, static (j, permitted) => j.WriteBooleanValue(permitted));
        WriteMap(json, "features", view.Features, WriteFeature);
        WriteMap(json, "endpoints", view.Endpoints, static (j, path) => j.WriteStringValue(path.Value));
        WriteMap(json, "caching", view.Caching, WriteCacheRule);
        if (view.Experiments.Count > 0)
            WriteMap(json, "experiments", view.Experiments, static (j, variant) => j.WriteStringValue(variant));
        json.WriteString("hubVersion", view.HubVersion.ToString());
        json.WriteString("policyVersion", view.PolicyVersion.ToString());
        json.WriteEndObject();
    }

    private static void WriteItem(Utf8JsonWriter json, HubNavigationItem item)
    {
        json.WriteStartObject();
        json.WriteString("id", item.Id);
        json.WriteString("label", item.Label);
        WriteOptional(json, "icon", item.Icon);
        json.WriteString("path", item.Path.Value);
        json.WriteEndObject();
    }

    private static void WriteAction(Utf8JsonWriter json, HubQuickAction action)
    {
        json.WriteStartObject();
        json.WriteString("id", action.Id);
        json.WriteString("label", action.Label);
        WriteOptional(json, "icon", action.Icon);
        json.WriteString("action", action.Action);
        json.WriteEndObject();
    }

    private static void WriteFeature(Utf8JsonWriter json, HubFeature feature)
    {
        json.WriteStartObject();
        json.WriteBoolean("enabled", feature.Enabled);
        foreach (var (name, value) in feature.Settings)
        {
            json.WritePropertyName(name);
            value.WriteTo(json);
        }

        json.WriteEndObject();
    }

    private static void WriteCacheRule(Utf8JsonWriter json, HubCacheRule rule)
    {
        json.WriteStartObject();
        json.WriteNumber("ttl", (long)rule.Ttl.TotalSeconds);
        json.WriteBoolean("staleWhileRevalidate", rule.StaleWhileRevalidate);
        json.WriteEndObject();
    }

    private static void WriteOptional(Utf8JsonWriter json, string name, string? text)
    {
        if (text is not null)
            json.WriteString(name, text);
    }

    private static void WriteList<T>(Utf8JsonWriter json, string name, IReadOnlyList<T> items, Action<Utf8JsonWriter, T> write)
    {
        json.WriteStartArray(name);
        foreach (var item in items)
            write(json, item);
        json.WriteEndArray();
    }

    private static void WriteMap<T>(Utf8JsonWriter json, string name, IReadOnlyDictionary<string, T> entries, Action<Utf8JsonWriter, T> write)
    {
        json.WriteStartObject(name);
        foreach (var (key, value) in IsOrdered(entries.Keys) ? entries : (IEnumerable<KeyValuePair<string, T>>)entries.OrderBy(e => e.Key, StringComparer.Ordinal))
        {
            json.WritePropertyName(key);
            write(json, value);
        }

        json.WriteEndObject();
    }

    // As they are composed; a view of somebody else's making may have another order.
    private static bool IsOrdered(IEnumerable<string> keys)
    {
        var last = "";
        foreach (var key in keys)
        {
            if (string.CompareOrdinal(last, key) > 0)
                return false;
            last = key;
        }

        return true;
    }
}
