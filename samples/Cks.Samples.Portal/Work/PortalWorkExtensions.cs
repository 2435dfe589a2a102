using Cks.Samples.Portal.Orders;

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
        services.AddSingleton<OrderDesk>();
        services.AddCksRbac().MapResource<Order>("orders", Order.Map);
    }
}
