using Cks.HubConfig;

namespace Cks.Samples.Portal;

/// <summary>What the portal's hubs may point at, and the capability behind each. A document that points anywhere else stops the host.</summary>
internal static class PortalTargets
{
    public static HubTargets Add(HubTargets targets) => targets
        .AddPage("/", "hub:view")
        .AddPage("/profile", "profile:view")
        .AddPage("/ecosystem", "ecosystem:view")
        .AddPage("/services", "services:view")
        .AddPage("/orders", "orders:list")
        .AddPage("/deliveries", "orders:list")
        .AddPage("/reports", "reports:list")
        .AddPage("/activity", "activity:view")
        .AddPage("/inventory", "inventory:view")
        .AddPage("/directory", "directory:view")
        .AddPage("/assign", "assignments:manage")
        .AddPage("/archive", "archive:manage")
        .AddAction("createServiceOrder", "orders:create")
        .AddAction("createProductOrder", "orders:create")
        .AddAction("createReport", "reports:create")
        .AddAction("createFeedback", "feedback:create")
        .AddDataSource("/api/me/bootstrap", "profile:view")
        .AddDataSource("/api/scope", "scope:view")
        .AddDataSource("/api/orders", "orders:list")
        .AddDataSource("/api/reports", "reports:list")
        .AddDataSource("/api/activity", "activity:view")
        .AddDataSource("/api/admin/directory", "directory:view");
}
