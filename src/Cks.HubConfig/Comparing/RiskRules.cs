using System.Globalization;
using System.Text.Json;

namespace Cks.HubConfig;

/// <summary>What a change can do. Where it is not known whether something is more or less, it is more.</summary>
internal static class RiskRules
{
    /// <summary>The risk of a part that is new, gone, or one value that changed.</summary>
    public static HubRisk OfPart(HubPartKind kind, string id, string? before, string? after) => kind switch
    {
        // False is denied at the API as well, and what is not named is not.
        HubPartKind.Permission => after == "true" || (before == "false" && after is null) ? HubRisk.PermissionWidened : HubRisk.Other,
        HubPartKind.Endpoint => HubRisk.EndpointChanged,
        HubPartKind.Widget when after is null => HubRisk.WidgetRemoved,
        HubPartKind.Feature => IsLooser(Parse(before), Parse(after)) ? HubRisk.LimitLoosened : HubRisk.Other,
        // A new one is on for somebody, and one that is gone held what rests on its name.
        HubPartKind.Flag => HubRisk.LimitLoosened,
        HubPartKind.Delegable => after is not null ? HubRisk.PermissionWidened : HubRisk.Other,
        // A lock holds back what tenants may turn on as well.
        HubPartKind.Lock when before is not null => id.StartsWith("/permissions", StringComparison.Ordinal) ? HubRisk.PermissionWidened : HubRisk.LimitLoosened,
        _ => HubRisk.Other,
    };

    /// <summary>The risk of a field of a part that both hubs have.</summary>
    public static HubRisk OfField(HubPartKind kind, string field, string? before, string? after) => (kind, field) switch
    {
        (HubPartKind.Hub, "role") => HubRisk.PermissionWidened,
        (HubPartKind.Hub, "theme/primaryColor" or "theme/accentColor") => HubRisk.ThemeOnly,
        (HubPartKind.Feature, "enabled") => after == "true" ? HubRisk.LimitLoosened : HubRisk.Other,
        (HubPartKind.Feature, _) => IsLooserSetting(field, Parse(before), Parse(after)) ? HubRisk.LimitLoosened : HubRisk.Other,
        (HubPartKind.Flag, "kill") => after == "true" ? HubRisk.Other : HubRisk.LimitLoosened,
        (HubPartKind.Flag, "enabled") => after == "false" ? HubRisk.Other : HubRisk.LimitLoosened,
        (HubPartKind.Flag, "partsPerMillion") => before is not null && after is not null && IsAtMost(Parse(after)!.Value, Parse(before)!.Value) ? HubRisk.Other : HubRisk.LimitLoosened,
        (HubPartKind.Flag, _) => HubRisk.LimitLoosened,
        (HubPartKind.SidebarItem, "path") or (HubPartKind.QuickAction, "action") or (HubPartKind.Widget, "endpoint") => HubRisk.EndpointChanged,
        (HubPartKind.SidebarItem or HubPartKind.QuickAction or HubPartKind.Widget, "requires") => before is not null ? HubRisk.PermissionWidened : HubRisk.Other,
        (HubPartKind.Widget, "definition/requires") => before is not null ? HubRisk.PermissionWidened : HubRisk.Other,
        (HubPartKind.Widget, "within/requires" or "within/endpoint") => HoldsAll(Parse(after), Parse(before)) ? HubRisk.Other : HubRisk.PermissionWidened,
        (HubPartKind.Widget, "within/feature") => HoldsAll(Parse(after), Parse(before)) ? HubRisk.Other : HubRisk.LimitLoosened,
        (HubPartKind.Widget, "definition/feature") => before is not null ? HubRisk.LimitLoosened : HubRisk.Other,
        (HubPartKind.SidebarItem or HubPartKind.QuickAction or HubPartKind.Widget, "feature") => before is not null ? HubRisk.LimitLoosened : HubRisk.Other,
        _ => HubRisk.Other,
    };

    private static bool HoldsAll(JsonElement? now, JsonElement? before) => Members(before).All(b => Members(now).Any(n => JsonElement.DeepEquals(n.Value, b.Value)));

    // A feature that is new and on is switched on; one that is gone no longer holds what lies below this hub.
    private static bool IsLooser(JsonElement? before, JsonElement? after) => before is not { } was
        ? after is { } made && made.GetProperty("enabled").ValueKind == JsonValueKind.True
        : was.GetProperty("enabled").ValueKind == JsonValueKind.False || was.EnumerateObject().Any(p => IsLooserSetting(p.Name, p.Value, null));

    private static bool IsLooserSetting(string name, JsonElement? before, JsonElement? after)
    {
        if (before is not { } was)
            return false;
        if (name == "kill" && was.ValueKind == JsonValueKind.True && after is not { ValueKind: JsonValueKind.True })
            return true;
        if (HubLayers.Rules.Root.Of("features").Of("").Of(name).IsLeast)
            return after is not { } now || !IsAtMost(now, was);
        if (was.ValueKind is not (JsonValueKind.Object or JsonValueKind.Array))
            return false;
        // Looked up in a table: both may be large.
        var next = Members(after).ToDictionary(m => m.Name, m => m.Value, StringComparer.Ordinal);
        return Members(was).Any(m => IsLooserSetting(m.Name, m.Value, next.TryGetValue(m.Name, out var member) && was.ValueKind == after?.ValueKind ? member : null));
    }

    private static bool IsAtMost(JsonElement now, JsonElement was)
    {
        if (JsonElement.DeepEquals(now, was))
            return true;
        if (now.ValueKind != JsonValueKind.Number || was.ValueKind != JsonValueKind.Number)
            return false;
        var (next, last) = (now.GetRawText(), was.GetRawText());
        return decimal.TryParse(next, NumberStyles.Float, CultureInfo.InvariantCulture, out var a) && decimal.TryParse(last, NumberStyles.Float, CultureInfo.InvariantCulture, out var b)
            ? a < b
            : double.Parse(next, CultureInfo.InvariantCulture) < double.Parse(last, CultureInfo.InvariantCulture);
    }

    private static IEnumerable<(string Name, JsonElement Value)> Members(JsonElement? value) => value switch
    {
        { ValueKind: JsonValueKind.Object } all => all.EnumerateObject().Select(p => (p.Name, p.Value)),
        { ValueKind: JsonValueKind.Array } list => list.EnumerateArray().Select((item, i) => (i.ToString(CultureInfo.InvariantCulture), item)),
        _ => [],
    };

    private static JsonElement? Parse(string? json) => json is null ? null : JsonElement.Parse(json);
}
