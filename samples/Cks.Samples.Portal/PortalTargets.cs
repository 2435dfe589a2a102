using Cks.HubConfig;

namespace Cks.Samples.Portal;

/// <summary>What the portal's hubs may point at, and the capability behind each. A document that points anywhere else stops the host.</summary>
internal static class PortalTargets
{
    /// <summary>Pages by path; <c>Pages/</c> draws each of them.</summary>
    public static IReadOnlyList<(string Path, string Capability)> Pages { get; } =
    [
        ("/", "hub:view"),
        ("/profile", "profile:view"),
        ("/ecosystem", "ecosystem:view"),
        ("/services", "services:view"),
        ("/orders", "orders:list"),
        ("/deliveries", "orders:list"),
        ("/reports", "reports:list"),
        ("/activity", "activity:view"),
        ("/inventory", "inventory:view"),
        ("/directory", "directory:view"),
        ("/assign", "assignments:manage"),
        ("/archive", "archive:manage"),
    ];

    /// <summary>Quick actions by name; some page has a form for each of them.</summary>
    public static IReadOnlyList<(string Name, string Capability)> Actions { get; } =
    [
        ("createServiceOrder", "orders:create"),
        ("createProductOrder", "orders:create"),
        ("createReport", "reports:create"),
        ("createFeedback", "feedback:create"),
    ];

    public static HubTargets Add(HubTargets targets)
    {
        targets = Pages.Aggregate(targets, (all, page) => all.AddPage(page.Path, page.Capability));
        targets = Actions.Aggregate(targets, (all, action) => all.AddAction(action.Name, action.Capability));
        return targets
            .AddDataSource("/api/me/bootstrap", "profile:view")
            .AddDataSource("/api/scope", "scope:view")
            .AddDataSource("/api/orders", "orders:list")
            .AddDataSource("/api/reports", "reports:list")
            .AddDataSource("/api/activity", "activity:view")
            .AddDataSource("/api/admin/directory", "directory:view");
    }
}
