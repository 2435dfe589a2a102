using Cks.HubConfig;

namespace Cks.Samples.Portal.Pages.Widgets;

/// <summary>The types of widgets that the portal's hubs are made of. What draws one is a class here and a module in <c>wwwroot/widgets</c>.</summary>
internal static class PortalWidgets
{
    /// <summary>Those that show data.</summary>
    public static IReadOnlyList<WidgetType> Types { get; } =
    [
        new("stats-card", "1.0.0") { DataSources = ["/api/scope"], Preview = """{ "summary": { "crewCount": 12, "accountStatus": "active" } }""" },
        new("order-list", "1.0.0") { DataSources = ["/api/orders"], Preview = """{ "items": [{ "code": "CEN-001-PO-1", "title": "Soap", "status": "pending_warehouse", "_can": {} }] }""" },
        new("activity-feed", "1.0.0") { DataSources = ["/api/activity"], Preview = """{ "items": [{ "id": "1", "description": "CEN-001-PO-1 delivered", "category": "success", "createdAt": "2026-01-02T03:04:05Z" }] }""" },
        new("directory-counts", "1.0.0") { DataSources = ["/api/admin/directory"], Preview = """{ "entities": [{ "name": "crew", "count": 12, "more": false }] }""" },
    ];

    /// <summary>Adds them, and containers: <c>tabs</c> of which one is shown, and a <c>group</c> with a grid of its own.</summary>
    public static CksHubConfigBuilder AddWidgets(this CksHubConfigBuilder hubs)
    {
        foreach (var type in Types)
            hubs.AddWidget(type);
        return hubs.AddWidget(new("tabs", "1.0.0") { IsContainer = true }).AddWidget(new("group", "1.0.0") { IsContainer = true });
    }
}
