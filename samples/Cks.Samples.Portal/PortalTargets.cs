using Cks.HubConfig;

namespace Cks.Samples.Portal;

/// <summary>What the portal's hubs may point at, and the capability behind each. Nobody is permitted jobs or activity yet, so what points there stays out of every view.</summary>
internal static class PortalTargets
{
    public static HubTargets Add(HubTargets targets) => targets
        .AddPage("/", "hub:view")
        .AddPage("/contractors", "contractor:view")
        .AddPage("/customers", "customer:view")
        .AddPage("/centers", "center:view")
        .AddPage("/crews", "crew:view")
        .AddPage("/services", "service:view")
        .AddPage("/jobs", "jobs:view")
        .AddAction("createJob", "jobs:create")
        .AddDataSource("/api/scope", "scope:view")
        .AddDataSource("/api/contractor/stats", "contractor-hub:view")
        .AddDataSource("/api/contractor/dashboard", "contractor-hub:view")
        .AddDataSource("/api/contractor/profile", "contractor-hub:view")
        .AddDataSource("/api/contractor/activity", "activity:view")
        .AddDataSource("/api/contractor/jobs", "jobs:view");
}
