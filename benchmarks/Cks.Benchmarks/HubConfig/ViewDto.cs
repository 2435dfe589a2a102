using System.Text.Json;
using System.Text.Json.Serialization;
using Cks.HubConfig;

namespace Cks.Benchmarks;

/// <summary>What a view holds, in plain types, as an application that serialises it by System.Text.Json would have it: the very same bytes come out.</summary>
internal sealed record ViewDto(
    string Role, string DisplayName, string? Icon, ThemeDto Theme, ItemDto[] Navigation, ActionDto[] QuickActions, string Layout, WidgetDto[] Widgets, SortedDictionary<string, bool> Permissions,
    SortedDictionary<string, FeatureDto> Features, SortedDictionary<string, string> Endpoints, SortedDictionary<string, CacheDto> Caching, string HubVersion, string PolicyVersion)
{
    public static ViewDto Of(HubView view) => new(
        view.Role, view.DisplayName, view.Icon, new(view.Theme.PrimaryColor.ToString(), view.Theme.AccentColor.ToString()),
        [.. view.Navigation.Select(i => new ItemDto(i.Id, i.Label, i.Icon, i.Path.Value))],
        [.. view.QuickActions.Select(a => new ActionDto(a.Id, a.Label, a.Icon, a.Action))],
        view.Layout,
        [.. view.Widgets.Select(w => new WidgetDto(w.Id, w.Type, w.Title, w.GridArea.ToString(), w.DataSource.Value, (long?)w.RefreshInterval?.TotalMilliseconds, w.MaxItems))],
        new(view.Permissions.ToDictionary(), StringComparer.Ordinal),
        new(view.Features.ToDictionary(f => f.Key, f => new FeatureDto(f.Value.Enabled, f.Value.Settings.TryGetValue("limit", out var limit) ? int.Parse(limit.Text!, null) : null)), StringComparer.Ordinal),
        new(view.Endpoints.ToDictionary(e => e.Key, e => e.Value.Value), StringComparer.Ordinal),
        new(view.Caching.ToDictionary(c => c.Key, c => new CacheDto((long)c.Value.Ttl.TotalSeconds, c.Value.StaleWhileRevalidate)), StringComparer.Ordinal),
        view.HubVersion.ToString(), view.PolicyVersion.ToString());

    public byte[] Serialize() => JsonSerializer.SerializeToUtf8Bytes(this, ViewJson.Default.ViewDto);
}

internal sealed record ThemeDto(string PrimaryColor, string AccentColor);

internal sealed record ItemDto(string Id, string Label, string? Icon, string Path);

internal sealed record ActionDto(string Id, string Label, string? Icon, string Action);

internal sealed record WidgetDto(string Id, string Type, string? Title, string GridArea, string DataSource, long? RefreshInterval, int? MaxItems);

internal sealed record FeatureDto(bool Enabled, int? Limit);

internal sealed record CacheDto(long Ttl, bool StaleWhileRevalidate);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(ViewDto))]
internal sealed partial class ViewJson : JsonSerializerContext;
