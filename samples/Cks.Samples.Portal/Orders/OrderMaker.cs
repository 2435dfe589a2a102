using System.Data.Common;
using Cks.QueryBuilder;
using Cks.Rbac;
using Cks.Samples.Portal.Database;
using Cks.Samples.Portal.Work;

namespace Cks.Samples.Portal.Orders;

/// <summary>Makes orders. Every code of the request is resolved in the creator's scope; who else is written on the order follows from the center's chain.</summary>
internal sealed class OrderMaker(PortalWorks works, Codes codes, ServiceMaker services)
{
    private const int LongestTitle = 200;
    private const int LongestNotes = 4_000;
    private const int MostItems = 100;
    private const long MostOfOne = 1_000_000;

    /// <summary>Makes it, or says why not.</summary>
    public async Task<Outcome<Order>> CreateAsync(Subject me, NewOrder request, CancellationToken cancellationToken)
    {
        if (Check(request) is { } wrong)
            return wrong;
        await using var work = await works.BeginAsync(me, cancellationToken);
        if (await CenterAsync(work, request.Center, cancellationToken) is not { } place)
            return Refusal.Invalid("unknown_center", "Name a center that you see.");
        var planned = request.Type == "product"
            ? await PlanProductAsync(work, request, place, cancellationToken)
            : await PlanServiceAsync(work, request, place, cancellationToken);
        if (!planned.IsDone)
            return planned;
        var (code, number) = (request.Type == "product" ? "PO" : "SO", await work.NextNumberAsync("order", cancellationToken));
        var order = planned.Value with { Code = $"{me.Code}-{code}-{number}" };
        await InsertAsync(work, order, request, cancellationToken);
        await work.LogAsync("order_created", "order", order.Code, $"Order {order.Code} created", order.Ids, cancellationToken);
        if (order.Status == OrderAction.ServiceCreated)
            await services.MakeAsync(work, order, cancellationToken);
        await work.CommitAsync(cancellationToken);
        return order;
    }

    private static Refusal? Check(NewOrder request)
    {
        if (request.Type is not ("product" or "service"))
            return Refusal.Invalid("unknown_type", "The type is product or service.");
        if (request.Title?.Length > LongestTitle || request.Notes?.Length > LongestNotes)
            return Refusal.Invalid("too_long", $"A title has {LongestTitle} characters at most, notes {LongestNotes}.");
        if (request.Type == "product" && request.Items is not { Count: > 0 and <= MostItems })
            return Refusal.Invalid("no_items", $"Name 1 to {MostItems} products.");
        // The first and the last moments of all mean no moment at all to PostgreSQL.
        if (request.ExpectedAt is { UtcDateTime.Year: < 2000 or > 9998 })
            return Refusal.Invalid("bad_date", "Name a day from the year 2000 on.");
        return request.Items?.Any(i => i is not { Quantity: >= 1 and <= MostOfOne }) == true ? Refusal.Invalid("bad_quantity", $"A quantity is 1 to {MostOfOne}.") : null;
    }

    private async Task<Place?> CenterAsync(PortalWork work, string? named, CancellationToken cancellationToken)
    {
        var table = PortalTables.Centers;
        var centers = Query.From(table);
        // A center means itself, a crew member the one center that it sees.
        if (!string.IsNullOrWhiteSpace(named))
        {
            if (await codes.FindAsync(work, "center", named, cancellationToken) is not { } code)
                return null;
            centers = centers.Where(table.Column<string>("center_id"), Op.Eq, code);
        }
        else if (work.Me.Roles[0] is not ("center" or "crew"))
        {
            return null;
        }

        var columns = new[] { "center_id", "customer_id", "contractor_id", "cks_manager" }.Select(table.Column<string>).ToArray<Column>();
        return await work.FirstAsync(work.Unmasked(centers.Select(columns), "the chain above the center is written on the order"), Place.Read, cancellationToken);
    }

    private static async Task<Outcome<Order>> PlanProductAsync(PortalWork work, NewOrder request, Place place, CancellationToken cancellationToken)
    {
        var table = PortalTables.Products;
        string[] wanted = [.. request.Items!.Select(i => i!.Product?.Trim().ToUpperInvariant() ?? "").Distinct(StringComparer.Ordinal)];
        var known = await work.AllAsync(
            work.Unscoped(
                work.Ours(table).WhereIn(table.Column<string>("product_id"), wanted).Where(table.Column<bool>("is_active"), Op.Eq, true).WhereNull(table.Column<DateTimeOffset?>("archived_at"))
                    .Select(table.Column<string>("product_id")),
                "the catalogue is for everybody in the tenant who may order"),
            row => row.GetString(0),
            cancellationToken);
        if (known.Count != wanted.Length)
            return Refusal.Invalid("unknown_product", "Name products of the catalogue.");
        if (await WarehouseAsync(work, place, cancellationToken) is not { } warehouse)
            return Refusal.Conflict("no_warehouse", "There is no warehouse that could deliver this.");
        return Blank(work, request, place) with { Status = "pending_warehouse", Destination = place.Center, Warehouse = warehouse };
    }

    private static async Task<Outcome<Order>> PlanServiceAsync(PortalWork work, NewOrder request, Place place, CancellationToken cancellationToken)
    {
        var table = PortalTables.CatalogServices;
        var entry = await work.FirstAsync(
            work.Unscoped(
                work.Ours(table).Where(table.Column<string>("catalog_service_id"), Op.Eq, request.CatalogService?.Trim().ToUpperInvariant() ?? "")
                    .Where(table.Column<bool>("is_active"), Op.Eq, true).WhereNull(table.Column<DateTimeOffset?>("archived_at"))
                    .Select(table.Column<string>("catalog_service_id"), table.Column<string>("name"), table.Column<string>("managed_by")),
                "the catalogue is for everybody in the tenant who may order"),
            row => new CatalogEntry(row.GetString(0), row.GetString(1), row.GetString(2)),
            cancellationToken);
        if (entry is null)
            return Refusal.Invalid("unknown_service", "Name a service of the catalogue.");
        var role = work.Me.Roles[0];
        var managedBy = role is "manager" or "warehouse" ? role : entry.ManagedBy;
        var warehouse = managedBy != "warehouse" ? null : role == "warehouse" ? work.Me.Code : await WarehouseAsync(work, place, cancellationToken);
        if (managedBy == "warehouse" && warehouse is null)
            return Refusal.Conflict("no_warehouse", "There is no warehouse that manages such services here.");
        var status = role switch
        {
            "center" => "pending_customer",
            "customer" => "pending_contractor",
            "manager" or "warehouse" => OrderAction.ServiceCreated,
            _ => managedBy == "warehouse" ? "pending_warehouse" : "pending_manager",
        };
        var next = status switch { "pending_customer" => place.Customer, "pending_contractor" => place.Contractor, "pending_manager" => place.Manager, _ => place.Center };
        if (next is null)
            return Refusal.Conflict("nobody_to_accept", "The center is not assigned to anybody who could accept this.");
        return Blank(work, request, place) with
        {
            Status = status,
            ManagedBy = managedBy,
            Warehouse = warehouse,
            CatalogService = entry.Code,
            Title = request.Title?.Trim() is { Length: > 0 } title ? title : entry.Name,
        };
    }

    private static Order Blank(PortalWork work, NewOrder request, Place place) => new()
    {
        Code = "",
        Type = request.Type!,
        Status = "",
        Creator = work.Me.Code,
        Customer = place.Customer,
        Center = place.Center,
        Contractor = place.Contractor,
        Manager = place.Manager,
        Title = request.Title?.Trim() is { Length: > 0 } title ? title : "Products",
    };

    /// <summary>The oldest live warehouse of the manager above.</summary>
    private static async Task<string?> WarehouseAsync(PortalWork work, Place place, CancellationToken cancellationToken)
    {
        var (table, key, since) = (PortalTables.Warehouses, PortalTables.Warehouses.Column<string>("warehouse_id"), PortalTables.Warehouses.Column<DateTimeOffset>("created_at"));
        return place.Manager is not { } manager ? null : await work.FirstAsync(
            work.Unscoped(
                work.Ours(table).Where(table.Column<string>("manager_id"), Op.Eq, manager).WhereNull(table.Column<DateTimeOffset?>("archived_at")).Select(key).OrderBy(since).OrderBy(key).Limit(1),
                "the warehouse of the manager above delivers, whether or not it is seen by whoever orders"),
            row => row.GetString(0),
            cancellationToken);
    }

    private static async Task InsertAsync(PortalWork work, Order order, NewOrder request, CancellationToken cancellationToken)
    {
        var table = PortalTables.Orders;
        var write = work.New(table)
            .Set(table.Column<string>("creator_role"), work.Me.Roles[0])
            .Set(table.Column<DateTimeOffset>("created_at"), work.Now)
            .Set(table.Column<DateTimeOffset>("updated_at"), work.Now);
        foreach (var (column, value) in Texts(order).Append(("notes", request.Notes?.Trim())))
            if (!string.IsNullOrEmpty(value))
                write = write.Set(table.Column<string>(column), value);
        if (request.ExpectedAt is { } expected)
            write = write.Set(table.Column<DateTimeOffset?>("expected_at"), expected.ToUniversalTime());
        await work.ExecuteAsync(write, cancellationToken);
        var items = PortalTables.OrderItems;
        foreach (var (line, item) in (order.IsProduct ? request.Items! : []).OfType<NewOrderItem>().Index())
        {
            await work.ExecuteAsync(
                work.New(items).Set(items.Column<string>("order_id"), order.Code).Set(items.Column<long>("line_number"), line + 1L)
                    .Set(items.Column<string>("product_id"), item.Product!.Trim().ToUpperInvariant()).Set(items.Column<long>("quantity"), item.Quantity),
                cancellationToken);
        }
    }

    private static (string Column, string? Value)[] Texts(Order order) =>
    [
        ("order_id", order.Code), ("order_type", order.Type), ("status", order.Status), ("creator_id", order.Creator), ("customer_id", order.Customer), ("center_id", order.Center),
        ("destination_id", order.Destination), ("contractor_id", order.Contractor), ("manager_id", order.Manager), ("warehouse_id", order.Warehouse), ("managed_by", order.ManagedBy),
        ("catalog_service_id", order.CatalogService), ("title", order.Title),
    ];

    private sealed record CatalogEntry(string Code, string Name, string ManagedBy);

    /// <summary>A center and its chain.</summary>
    private sealed record Place(string Center, string? Customer, string? Contractor, string? Manager)
    {
        public static Place Read(DbDataReader row)
        {
            string? Text(int column) => row.IsDBNull(column) ? null : row.GetString(column);
            return new(row.GetString(0), Text(1), Text(2), Text(3));
        }
    }
}
