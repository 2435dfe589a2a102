using System.Collections.Immutable;

namespace Cks.HubConfig.Razor.Tests;

/// <summary>Views as a composer makes them.</summary>
internal static class TestViews
{
    public static HubView Of(string text = "Desk", params WidgetView[] widgets) => new()
    {
        Role = "clerk",
        DisplayName = text,
        Icon = null,
        Theme = new(new(37, 99, 235), new(16, 185, 129)),
        Navigation = [new("home", text, null, Path("/")), new("jobs", "Jobs", null, Path("/jobs"))],
        QuickActions = [new("new", text, null, "createJob"), new("other", "Other", null, "nothing")],
        Layout = "grid",
        Widgets = widgets,
        Permissions = ImmutableSortedDictionary<string, bool>.Empty,
        Features = ImmutableSortedDictionary<string, HubFeature>.Empty,
        Endpoints = ImmutableSortedDictionary<string, HubPath>.Empty,
        Caching = ImmutableSortedDictionary<string, HubCacheRule>.Empty,
        HubVersion = default,
        PolicyVersion = default,
        Until = DateTimeOffset.MaxValue,
    };

    public static WidgetView Widget(string id, string type = "chart", string? title = null) =>
        new(id, type, new(1, 1, 2, 3)) { Title = title, Endpoint = "jobs", DataSource = Path("/api/jobs"), RefreshInterval = TimeSpan.FromSeconds(5), MaxItems = 7 };

    public static HubPath Path(string text) => HubPath.TryParse(text, out var path) ? path : throw new ArgumentException(text);
}
