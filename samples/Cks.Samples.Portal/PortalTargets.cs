using Cks.HubConfig;

namespace Cks.Samples.Portal;

/// <summary>What the portal's hubs may point at, and the capability behind each. A document that points anywhere else stops the host.</summary>
internal static class PortalTargets
{
    /// <summary>Pages by path; <c>Pages/</c> draws each of them.</summary>
    public static IReadOnlyList<(string Path, string Capability)> Pages { get; } =
    [
        ("/", Caps.Hub.View),
        ("/profile", Caps.Profile.View),
        ("/ecosystem", Caps.Ecosystem.View),
        ("/services", Caps.Services.View),
        ("/orders", Caps.Orders.List),
        ("/deliveries", Caps.Orders.List),
        ("/reports", Caps.Reports.List),
        ("/activity", Caps.Activity.View),
        ("/inventory", Caps.Inventory.View),
        ("/directory", Caps.Directory.View),
        ("/assign", Caps.Assignments.Manage),
        ("/archive", Caps.Archive.Manage),
    ];

    /// <summary>Quick actions by name; some page has a form for each of them.</summary>
    public static IReadOnlyList<(string Name, string Capability)> Actions { get; } =
    [
        ("createServiceOrder", Caps.Orders.Create),
        ("createProductOrder", Caps.Orders.Create),
        ("createReport", Caps.Reports.Create),
        ("createFeedback", Caps.Feedback.Create),
    ];

    public static HubTargets Add(HubTargets targets)
    {
        targets = Pages.Aggregate(targets, (all, page) => all.AddPage(page.Path, page.Capability));
        targets = Actions.Aggregate(targets, (all, action) => all.AddAction(action.Name, action.Capability));
        return targets
            .AddDataSource("/api/me/bootstrap", Caps.Profile.View)
            .AddDataSource("/api/scope", Caps.Scope.View)
            .AddDataSource("/api/orders", Caps.Orders.List)
            .AddDataSource("/api/reports", Caps.Reports.List)
            .AddDataSource("/api/activity", Caps.Activity.View)
            .AddDataSource("/api/admin/directory", Caps.Directory.View)
            .AddClientSettings("notifications", "channels");
    }
}
