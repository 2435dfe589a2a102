using Cks.QueryBuilder;
using Cks.Samples.Portal.Database;
using Cks.Samples.Portal.Work;

namespace Cks.Samples.Portal.Orders;

/// <summary>Makes the service that an accepted service order becomes, and puts crew on it.</summary>
internal sealed class ServiceMaker
{
    private static readonly Table Table = PortalTables.Services;

    /// <summary>The service, and its code on the order.</summary>
    public async Task MakeAsync(PortalWork work, Order order, CancellationToken cancellationToken)
    {
        var code = $"{order.Center}-SRV-{await work.NextNumberAsync($"service:{order.Center}", cancellationToken)}";
        var service = work.New(Table)
            .Set(Table.Column<string>("service_id"), code)
            .Set(Table.Column<string>("center_id"), order.Center!)
            .Set(Table.Column<string>("service_name"), order.Title)
            .Set(Table.Column<string>("status"), "created")
            .Set(Table.Column<string>("managed_by"), order.ManagedBy ?? "manager")
            .Set(Table.Column<DateTimeOffset>("created_at"), work.Now);
        if (order.CatalogService is { } catalog)
            service = service.Set(Table.Column<string>("catalog_service_id"), catalog);
        if (order is { ManagedBy: "warehouse", Warehouse: { } warehouse })
            service = service.Set(Table.Column<string>("warehouse_id"), warehouse);
        await work.ExecuteAsync(service, cancellationToken);
        var orders = PortalTables.Orders;
        await work.ExecuteAsync(
            Write.Update(work.Ours(orders).Where(orders.Column<string>("order_id"), Op.Eq, order.Code)).Set(orders.Column<string>("service_id"), code),
            cancellationToken);
        await work.LogAsync("service_created", "service", code, $"Service {code} created", order.Ids, cancellationToken);
    }

    /// <summary>Whether the order's service was archived.</summary>
    public static async Task<bool> HasEndedAsync(PortalWork work, Order order, CancellationToken cancellationToken)
    {
        var id = Table.Column<string>("service_id");
        return order.Service is { } service && await work.FirstAsync(
            work.Unscoped(work.Ours(Table).Where(id, Op.Eq, service).WhereNotNull(Table.Column<DateTimeOffset?>("archived_at")).Select(id).ForShare(), "what is archived is in nobody's scope"),
            row => row.GetString(0),
            cancellationToken) is not null;
    }

    /// <summary>The crew member of the order works on its service from now on.</summary>
    public async Task StaffAsync(PortalWork work, Order order, CancellationToken cancellationToken)
    {
        var staffing = PortalTables.Staffing;
        await work.ExecuteAsync(
            work.New(staffing).Set(staffing.Column<string>("service_id"), order.Service!).Set(staffing.Column<string>("crew_id"), order.Crew!).OrSkip(),
            cancellationToken);
        await work.LogAsync("crew_assigned_to_service", "service", order.Service!, $"{order.Crew} works on service {order.Service}", order.Ids, cancellationToken);
    }
}
