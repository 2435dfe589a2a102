using Cks.Samples.Portal.Api;
using Cks.Samples.Portal.Grants;
using Cks.Samples.Portal.Keys;
using Cks.Samples.Portal.Moves;
using Cks.Samples.Portal.Orders;
using Cks.Samples.Portal.Pages.Forms;
using Cks.Samples.Portal.Reports;
using Cks.Samples.Portal.Services;
using Cks.Scope;

namespace Cks.Samples.Portal.Work;

/// <summary>Registers what changes the portal's data.</summary>
internal static class PortalWorkExtensions
{
    public static void AddPortalWork(this IServiceCollection services)
    {
        services.AddSingleton<PortalWorks>();
        services.AddSingleton<Codes>();
        services.AddSingleton<ServiceMaker>();
        services.AddSingleton<OrderMaker>();
        services.AddSingleton<OrderFinder>();
        services.AddSingleton<OrderDesk>();
        services.AddSingleton<Tree>();
        services.AddSingleton<Reach>();
        services.AddSingleton<AssignmentDesk>();
        services.AddSingleton<HardDelete>();
        services.AddSingleton<KeysOfArchived>();
        services.AddSingleton<GrantsOfArchived>();
        services.AddSingleton<GrantDesk>();
        services.AddSingleton<RightsOfArchived>();
        services.AddSingleton<LiveActivity>();
        services.AddSingleton<ArchiveDesk>();
        services.AddSingleton<History>();
        services.AddSingleton<IScopeAudit, InspectionAudit>();
        services.AddSingleton<ServiceFinder>();
        services.AddSingleton<ServiceDesk>();
        services.AddSingleton<ReportFinder>();
        services.AddSingleton<ReportMaker>();
        services.AddSingleton<ReportDesk>();
        services.AddCksRbac().MapResource<Order>("orders", Order.Map).MapResource<Service>("services", Service.Map).MapResource<Report>("reports", Report.Map);
        services.AddCksResource<Order, OrderFinder>();
        services.AddCksResource<Service, ServiceFinder>();
        services.AddScoped(typeof(RowGuard<>));
    }
}
