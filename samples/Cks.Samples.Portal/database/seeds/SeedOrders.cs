namespace Cks.Samples.Portal.Database;

/// <summary>
/// Orders of both types in every status. The parties are the chain of the center on the day of the order, so that the orders of a customer who moved
/// name the contractor of then. The creators have every role; each product order goes to the oldest warehouse of its manager.
/// </summary>
internal sealed class SeedOrders(SeedPlan plan, SeedTenant tenant, SeedSheet sheet, SeedEvents events, DateTime today)
{
    private static readonly string[] Creators = ["center", "center", "center", "customer", "customer", "contractor", "manager", "crew", "center", "warehouse"];

    private static readonly string[] ProductStatuses =
    [
        "delivered", "delivered", "awaiting_delivery", "delivered", "pending_warehouse", "delivered", "rejected", "delivered", "awaiting_delivery",
        "delivered", "cancelled", "pending_warehouse", "delivered",
    ];

    private static readonly string[] Steps = ["pending_customer", "pending_contractor", "pending_manager", "manager_accepted"];

    // It ignores the tenant, so that both have the same orders where their trees agree.
    private readonly SeedRandom _random = new(7);

    private readonly IReadOnlyList<SeedPerson> _centers = tenant.Live("center");
    private readonly List<SeedOrder> _orders = [];

    /// <summary>The orders, oldest first.</summary>
    public IReadOnlyList<SeedOrder> All => _orders;

    public void Write()
    {
        // Most services were once an order; their orders lie between the others.
        var born = new Queue<SeedService>(tenant.AllServices.Where((s, i) => !s.IsTest && i % 8 != 0));
        var every = Math.Max(2, plan.Orders / Math.Max(1, born.Count));
        for (var i = 0; i < plan.Orders; i++)
        {
            var (at, draw) = (SeedTimes.Spread(i, plan.Orders), new Draw(_random.Next(_centers.Count), _random.Next(1_000), _random.Pick(Creators)));
            var service = i % every == 0 && born.TryDequeue(out var next) ? next : null;
            _orders.Add((service is null ? null : Born(service, draw, at)) ?? Ordinary(draw, at));
        }

        AddTestOrders();
        PlaceNearToday();
        foreach (var (i, order) in _orders.Index())
            Write(order, i);
        sheet.AddPlain("sequences", tenant.Name, "order", (long)_orders.Count);
    }

    private SeedOrder Ordinary(Draw draw, DateTime at)
    {
        var (chain, number) = (ChainOf(draw.Center, at), draw.Number);
        var creator = CreatorOf(draw.Role, chain, at);
        if (chain.Manager is null)
            return Service(creator, chain, SeedCatalog.Service(1), number % 2, at);
        var warehouse = tenant.WarehouseOf(chain.Manager, at);
        if (warehouse is not null && number % 2 == 0)
        {
            return new(CodeOf(creator, isProduct: true), true, creator, chain, ProductStatuses[number / 2 % ProductStatuses.Length], at)
            {
                Warehouse = warehouse,
                ExpectedAt = number % 5 == 0 ? null : at.AddDays(7),
            };
        }

        var catalog = 1 + (number % SeedCatalog.ActiveServices);
        if (warehouse is null && SeedCatalog.IsWarehouseService(catalog))
            catalog--;
        var isWithoutCenter = number % 3 == 0 && SeedTenant.RoleOf(creator) == "customer";
        return Service(creator, isWithoutCenter ? chain with { Center = null } : chain, SeedCatalog.Service(catalog), number % 6, at);
    }

    // The center that was drawn, or the next one that could order then: it was live, and a contractor stood above it.
    private SeedChain ChainOf(int index, DateTime at)
    {
        while (true)
        {
            var center = _centers[index++ % _centers.Count];
            var chain = tenant.ChainOf(center.Code, at);
            if (chain.Contractor is not null && !(center.ArchivedAt <= at))
                return chain;
        }
    }

    // Where it stands: a step of the way that begins with the creator, or its end without a service.
    private SeedOrder Service(string creator, SeedChain chain, string catalog, int step, DateTime at)
    {
        var first = SeedTenant.RoleOf(creator) switch { "center" => 0, "customer" => 1, "manager" or "warehouse" => 3, _ => 2 };
        var warehouse = SeedCatalog.IsWarehouseService(int.Parse(catalog[4..7], System.Globalization.CultureInfo.InvariantCulture)) ? tenant.WarehouseOf(chain.Manager, at) : null;
        var status = step switch { 4 => "rejected", 5 => "cancelled", _ => Steps[Math.Max(first, step)] };
        if (warehouse is not null)
            status = status switch { "pending_manager" => "pending_warehouse", "manager_accepted" => "warehouse_accepted", _ => status };
        return new(CodeOf(creator, isProduct: false), false, creator, chain, status, at)
        {
            CatalogService = catalog,
            ManagedBy = warehouse is null ? "manager" : "warehouse",
            Warehouse = warehouse,
        };
    }

    private SeedOrder? Born(SeedService service, Draw draw, DateTime at)
    {
        var chain = tenant.ChainOf(service.Center, at);
        var warehouse = service.Warehouse is null ? null : tenant.WarehouseOf(chain.Manager, at);
        if (tenant[service.Center].ArchivedAt <= at || chain.Manager is null || (service.Warehouse is null) != (warehouse is null))
            return null;
        var creator = CreatorOf(draw.Role, chain, at);
        var crew = warehouse is not null || draw.Number % 3 != 0 ? null : service.Crew.FirstOrDefault();
        (service.CreatedAt, service.Warehouse) = (at.AddDays(2), warehouse);
        return new(CodeOf(creator, isProduct: false), false, creator, chain, crew is null ? "service_created" : draw.Number % 2 == 0 ? "crew_assigned" : "crew_requested", at)
        {
            CatalogService = service.CatalogService,
            ManagedBy = warehouse is null ? "manager" : "warehouse",
            Warehouse = warehouse,
            Service = service,
            Crew = crew,
        };
    }

    private string CreatorOf(string role, SeedChain chain, DateTime at)
    {
        var code = role switch
        {
            "customer" => chain.Customer,
            "contractor" => chain.Contractor,
            "manager" => chain.Manager,
            "crew" => tenant.CrewAt[chain.Center!].FirstOrDefault()?.Code,
            "warehouse" => tenant.WarehouseOf(chain.Manager, at),
            _ => null,
        };
        return code is null || tenant[code].ArchivedAt <= at ? chain.Center! : code;
    }

    private string CodeOf(string creator, bool isProduct) => $"{creator}-{(isProduct ? "PO" : "SO")}-{_orders.Count + 1:000}";

    private void AddTestOrders()
    {
        var at = SeedTimes.Spread(plan.Orders, plan.Orders);
        foreach (var (i, (creator, status)) in new[]
        {
            ("CEN-001-TEST", "pending_customer"), ("CUS-001-TEST", "pending_contractor"), ("CON-001-TEST", "pending_manager"), ("CRW-001-TEST", "pending_manager"),
            ("CEN-001-TEST", "service_created"), ("MGR-001-TEST", "crew_requested"), ("CEN-001-TEST", "pending_warehouse"), ("CUS-001-TEST", "awaiting_delivery"),
            ("WHS-001-TEST", "delivered"), ("CEN-001-TEST", "rejected"), ("CON-001-TEST", "cancelled"),
        }.Index())
        {
            var (isProduct, when) = (i >= 6, at.AddHours(i));
            _orders.Add(new(CodeOf(creator, isProduct), isProduct, creator, tenant.ChainOf("CEN-001-TEST", when), status, when)
            {
                Warehouse = isProduct ? "WHS-001-TEST" : null,
                CatalogService = isProduct ? null : "SRV-001-TEST",
                ManagedBy = isProduct ? null : "manager",
                Crew = status == "crew_requested" ? "CRW-001-TEST" : null,
                Service = i is 4 or 5 ? tenant.AllServices.Single(s => s.Code == $"CEN-001-TEST-SRV-{i - 3:000}") : null,
            });
        }
    }

    // "Today" is a boundary of three figures: a few rows lie on it and on both sides of it.
    private void PlaceNearToday()
    {
        var moments = new[] { today, today.AddDays(2), today.AddMicroseconds(-1) };
        foreach (var orders in _orders.Index().Where(o => o.Item.Status == "awaiting_delivery").GroupBy(o => o.Item.Warehouse).ToArray())
        {
            foreach (var ((index, order), moment) in orders.Zip(moments).ToArray())
                _orders[index] = order with { ExpectedAt = moment };
        }

        var ended = tenant.AllServices.Where(s => s.Status is "completed" or "verified" && s.Crew.Count > 0).GroupBy(s => s.IsTest);
        foreach (var services in ended)
        {
            foreach (var (service, moment) in services.Zip([today.AddHours(9), today, today.AddMicroseconds(-1), today.AddDays(1)]))
                service.EndedNearToday = moment;
        }
    }

    private void Write(SeedOrder order, int index)
    {
        var chain = order.Chain;
        var isFinal = order.Status is "delivered" or "rejected" or "cancelled" or "service_created";
        var updated = order.At.AddHours(isFinal ? 50 : 20);
        var archived = index % 29 == 28 && !order.IsTest ? updated.AddDays(10) : (DateTime?)null;
        var role = SeedTenant.RoleOf(order.Creator);
        sheet.Add(
            "orders", tenant, order.Code, order.IsProduct ? "product" : "service", order.Status, order.Creator, role, chain.Customer, chain.Center, chain.Contractor, chain.Manager,
            order.Crew, order.Warehouse, order.IsProduct ? chain.Center : null, order.CatalogService, order.ManagedBy,
            order.IsProduct ? $"Supplies for {tenant[chain.Center!].Name}" : $"Service {order.CatalogService}", index % 6 == 0 ? "Ring at the \"back\" door; it's open \U0001F6AA" : null,
            order.Status == "rejected" ? "Not this month" : null, order.Service?.Code, order.ExpectedAt, order.Status == "delivered" ? updated : null, updated, order.At, archived);
        WriteItems(order, index);
        foreach (var (code, participation) in Participants(order, index).DistinctBy(p => p.Code))
            sheet.Add("order_participants", tenant, order.Code, code, SeedTenant.RoleOf(code), participation);
        WriteEvents(order, updated);
        if (archived is { } at)
            SeedArchives.Add(sheet, events, tenant, "order", order.Code, at);
    }

    private void WriteItems(SeedOrder order, int index)
    {
        var lines = order.IsProduct ? 1 + (index % 3) : 1;
        for (var line = 1; line <= lines; line++)
        {
            var product = order.IsProduct ? SeedCatalog.Product(order.IsTest ? 1 + (line % 2) : 1 + ((index * 3) + line) % plan.Products, order.IsTest) : null;
            sheet.Add("order_items", tenant, order.Code, (long)line, product, order.CatalogService, order.IsProduct ? 1 + (index % 9) : 1L);
        }
    }

    private IEnumerable<(string Code, string Participation)> Participants(SeedOrder order, int index)
    {
        yield return (order.Creator, "creator");
        if (order.IsProduct)
            yield return (order.Chain.Center!, "destination");
        if (order.Crew is { } crew)
            yield return (crew, "actor");
        if (index % 11 == 0 && order.Chain.Center is { } center && tenant.CrewAt[center].LastOrDefault() is { } watcher)
            yield return (watcher.Code, "watcher");
        if (index % 37 == 0 && !order.IsTest)
            yield return ("CON-003", "watcher"); // somebody from outside the chain
    }

    private void WriteEvents(SeedOrder order, DateTime updated)
    {
        var chain = order.Chain;
        var (ids, audience, type) = (Ids(chain, order.Crew, order.Warehouse), order.Parties.ToArray(), order.IsProduct ? "product" : "service");
        Add(order.At, "order_created", order.Creator, $"{type} order {order.Code} created");
        var acceptors = order.IsProduct ? [order.Warehouse!] : Acceptors(order).ToArray();
        foreach (var (i, acceptor) in acceptors.Index())
        {
            if (order.Status is not ("rejected" or "cancelled" or "pending_warehouse" or "pending_customer" or "pending_contractor" or "pending_manager") || i < acceptors.Length - 1)
                Add(order.At.AddHours(2 + i), "order_accepted", acceptor, $"{order.Code} accepted by {tenant[acceptor].Name}");
        }

        switch (order.Status)
        {
            case "delivered":
                Add(updated, "order_delivered", order.Warehouse!, $"{order.Code} delivered");
                break;
            case "rejected":
                Add(updated, "order_rejected", acceptors.LastOrDefault(order.Creator), $"{order.Code} rejected: Not this month");
                break;
            case "cancelled":
                Add(updated, "order_cancelled", order.Creator, $"{order.Code} cancelled");
                break;
        }

        if (order.Service is { } service)
            WriteServiceEvents(order, service);

        void Add(DateTime at, string name, string actor, string text) => events.Add(at, name, actor, order.Code, "order", text, ids, audience);
    }

    // Everybody whose turn came, the one whose turn it is last.
    private static IEnumerable<string> Acceptors(SeedOrder order)
    {
        string?[] way = [order.Chain.Customer, order.Chain.Contractor, order.Warehouse ?? order.Chain.Manager];
        var from = SeedTenant.RoleOf(order.Creator) switch { "center" => 0, "customer" => 1, "manager" or "warehouse" => 3, _ => 2 };
        var to = order.Status switch { "pending_customer" or "rejected" => 0, "pending_contractor" => 1, "cancelled" => -1, _ => 2 };
        return way.Where((_, i) => i >= from && i <= Math.Max(from, to)).OfType<string>();
    }

    private void WriteServiceEvents(SeedOrder order, SeedService service)
    {
        var manager = order.Warehouse ?? order.Chain.Manager!;
        string[] audience = [.. order.Chain.Codes, .. order.Warehouse is { } w ? [w] : Array.Empty<string>()];
        Add(service.CreatedAt, "service_created", manager, "created", audience);
        if (order.Crew is { } crew)
        {
            Add(service.CreatedAt.AddHours(1), "service_crew_requested", manager, $"asks for {tenant[crew].Name}", [.. audience, crew]);
            if (order.Status == "crew_assigned")
            {
                Add(service.CreatedAt.AddHours(3), "service_crew_response", crew, $"accepted by {tenant[crew].Name}", audience);
                Add(service.CreatedAt.AddHours(3), "crew_assigned_to_service", manager, $"has {tenant[crew].Name}", [.. audience, crew]);
            }
        }

        string[] everybody = [.. audience, .. service.Crew];
        if (service.EndedNearToday is not null)
            return; // the feed ends where the orders do
        if (service.StartedAt is { } started)
            Add(started, "service_started", manager, "started", everybody);
        if (service.EndedAt is { } ended)
            Add(ended, "service_completed", service.Crew.FirstOrDefault() ?? manager, "completed", everybody);
        if (service.EndedAt is { } verified && service.Status == "verified")
            Add(verified.AddHours(5), "service_verified", manager, "verified", everybody);
        if (service.Status == "cancelled")
            Add(service.CreatedAt.AddDays(1), "service_cancelled", manager, "cancelled", everybody);
        if (service.Number == 3 && service.Crew is [var gone, ..])
            Add(service.CreatedAt.AddDays(20), "crew_unassigned_from_service", manager, $"is left by {tenant[gone].Name}", [.. audience, gone], gone);

        void Add(DateTime at, string type, string actor, string what, string[] seenBy, string? other = null) =>
            events.Add(
                at, type, actor, service.Code, "service", $"{service.Code} {what}",
                [.. Ids(order.Chain, other ?? order.Crew, order.Warehouse), ("orderId", order.Code)], seenBy);
    }

    private static (string, string)[] Ids(SeedChain chain, string? crew, string? warehouse) =>
    [
        .. from pair in new (string Key, string? Code)[]
           {
               ("centerId", chain.Center), ("customerId", chain.Customer), ("contractorId", chain.Contractor), ("managerId", chain.Manager), ("crewId", crew), ("warehouseId", warehouse),
           }
           where pair.Code is not null
           select (pair.Key, pair.Code),
    ];

    private readonly record struct Draw(int Center, int Number, string Role);
}
