using Cks.Samples.Portal.Database;
using Cks.Tests.Portal;

namespace Cks.Tests.Orders;

/// <summary>Orders from the first request to the last, over HTTP; each change with its event and audience.</summary>
public sealed class OrderFlowTests
{
    /// <summary>A center with everybody above it and somebody of its crew, all of whom may sign in.</summary>
    internal const string Chain =
        """
        SELECT e.center_id, c.contractor_id, u.customer_id, m.manager_id, w.crew_id FROM centers e
        JOIN customers u ON u.tenant_id = e.tenant_id AND u.customer_id = e.customer_id AND u.archived_at IS NULL AND u.status = 'active'
        JOIN contractors c ON c.tenant_id = u.tenant_id AND c.contractor_id = u.contractor_id AND c.archived_at IS NULL AND c.status = 'active'
        JOIN managers m ON m.tenant_id = c.tenant_id AND m.manager_id = c.cks_manager AND m.archived_at IS NULL AND m.status = 'active'
        JOIN crew w ON w.tenant_id = e.tenant_id AND w.assigned_center = e.center_id AND w.archived_at IS NULL AND w.status IN ('assigned', 'active')
        JOIN identity_links l ON l.tenant_id = w.tenant_id AND l.code = w.crew_id
        WHERE e.tenant_id = 'main' AND NOT e.is_test AND e.archived_at IS NULL AND e.status = 'operational' ORDER BY 1, 5 LIMIT 1
        """;

    [Theory]
    [InlineData(PortalEngine.Sqlite)]
    [InlineData(PortalEngine.Postgres)]
    public async Task A_service_order_goes_up_the_chain_and_becomes_a_service_with_crew(PortalEngine engine)
    {
        await using var portal = await RunningPortal.StartAsync(engine);
        var chain = Assert.Single(await portal.Database.LinesAsync(Chain)).Split(" | ");
        var (center, contractor, customer, manager, crew) = (chain[0], chain[1], chain[2], chain[3], chain[4]);
        var catalog = (await portal.Database.LinesAsync("SELECT catalog_service_id FROM catalog_services WHERE tenant_id = 'main' AND NOT is_test AND is_active AND managed_by = 'manager' AND archived_at IS NULL ORDER BY 1"))[0];

        var (status, body) = await portal.PostAsync("/api/orders", center, new { type = "service", catalogService = catalog, title = "Floor \"2\" 🧹" });
        Assert.Equal((201, "pending_customer"), (status, body.GetProperty("status").GetString()));
        var code = body.GetProperty("code").GetString()!;
        Assert.StartsWith($"{center}-SO-", code);
        await Refused(404, contractor); // its status is not for contractors yet
        await Does(customer, "accept", "pending_contractor");
        await Does(contractor, "accept", "pending_manager");
        await Does(manager, "accept", "service_created");
        var service = Assert.Single(await portal.Database.LinesAsync($"SELECT service_id FROM orders WHERE tenant_id = 'main' AND order_id = '{code}'"));
        Assert.StartsWith($"{center}-SRV-", service);
        await Does(manager, "request-crew", "crew_requested", new { crew });
        await Does(crew, "accept", "crew_assigned");

        Assert.Equal(1, await portal.Database.CountAsync($"SELECT count(*) FROM service_staffing WHERE tenant_id = 'main' AND service_id = '{service}' AND crew_id = '{crew}'"));
        var events = await portal.Database.LinesAsync($"SELECT type FROM activities WHERE tenant_id = 'main' AND target_id IN ('{code}', '{service}') ORDER BY created_at, activity_id");
        Assert.Equal(
            ["crew_assigned_to_service", "order_accepted", "order_accepted", "order_accepted", "order_created", "service_created", "service_crew_requested", "service_crew_response"],
            events.Order(StringComparer.Ordinal));
        // The contractor hears from when it could see the order, not of its beginning.
        var heard = await portal.Database.LinesAsync(
            $"SELECT a.type FROM activities a JOIN activity_audience h ON h.tenant_id = a.tenant_id AND h.activity_id = a.activity_id WHERE a.tenant_id = 'main' AND a.target_id = '{code}' AND h.audience = '{contractor}'");
        Assert.DoesNotContain("order_created", heard);
        Assert.Contains("order_accepted", heard);

        async Task Does(string who, string action, string expected, object? with = null)
        {
            var (answer, after) = await portal.PostAsync($"/api/orders/{code}/{action}", who, with);
            Assert.Equal((200, expected), (answer, answer == 200 ? after.GetProperty("status").GetString() : after.Reason()));
            var (again, _) = await portal.PostAsync($"/api/orders/{code}/{action}", who, with);
            Assert.Equal(403, again);
        }

        async Task Refused(int expected, string who) => Assert.Equal(expected, (await portal.PostAsync($"/api/orders/{code}/accept", who)).Status);
    }

    [Theory]
    [InlineData(PortalEngine.Sqlite)]
    [InlineData(PortalEngine.Postgres)]
    public async Task S13_codes_in_an_order_are_resolved_in_the_creators_scope(PortalEngine engine)
    {
        await using var portal = await RunningPortal.StartAsync(engine);
        var before = await portal.Database.CountAsync("SELECT count(*) FROM orders");
        var products = new[] { new { product = (await portal.Database.LinesAsync("SELECT product_id FROM catalog_products WHERE tenant_id = 'main' AND NOT is_test AND is_active AND archived_at IS NULL ORDER BY 1"))[0], quantity = 2 } };
        var strange = (await portal.Database.LinesAsync(
            """
            SELECT e.center_id FROM centers e JOIN customers u ON u.tenant_id = e.tenant_id AND u.customer_id = e.customer_id
            WHERE e.tenant_id = 'main' AND e.archived_at IS NULL AND NOT e.is_test AND u.contractor_id <> 'CON-002' ORDER BY 1
            """))[0];
        foreach (var center in new[] { strange, "CEN-999", "CEN-001-TEST", "x'); DROP TABLE orders; --", "" })
        {
            var (status, body) = await portal.PostAsync("/api/orders", "CON-002", new { type = "product", center, items = products });
            Assert.Equal((400, "unknown_center"), (status, body.Reason()));
        }

        foreach (var (order, reason) in new (object, string)[]
        {
            (new { type = "lorry" }, "unknown_type"),
            (new { type = "product", items = Array.Empty<object>() }, "no_items"),
            (new { type = "product", items = new[] { new { product = "PRD-99999", quantity = 1 } } }, "unknown_product"),
            (new { type = "product", items = new[] { new { products[0].product, quantity = 0 } } }, "bad_quantity"),
            (new { type = "service", catalogService = "SRV-99999" }, "unknown_service"),
            (new { type = "product", title = new string('x', 201), items = products }, "too_long"),
        })
        {
            var (status, body) = await portal.PostAsync("/api/orders", "CEN-001", order);
            Assert.Equal((400, reason), (status, body.Reason()));
        }

        Assert.Equal(before, await portal.Database.CountAsync("SELECT count(*) FROM orders"));
        var (made, answer) = await portal.PostAsync("/api/orders", "CEN-001", new { type = "product", items = products });
        Assert.Equal((201, "pending_warehouse"), (made, answer.GetProperty("status").GetString()));
        var expected = await portal.Database.LinesAsync(
            """
            SELECT w.warehouse_id FROM centers e JOIN warehouses w ON w.tenant_id = e.tenant_id AND w.is_test = e.is_test AND w.manager_id = e.cks_manager AND w.archived_at IS NULL
            WHERE e.tenant_id = 'main' AND e.center_id = 'CEN-001' ORDER BY w.created_at, w.warehouse_id
            """);
        Assert.Equal(expected[0], Assert.Single(await portal.Database.LinesAsync($"SELECT warehouse_id FROM orders WHERE tenant_id = 'main' AND order_id = '{answer.GetProperty("code").GetString()}'")));
    }

    [Fact]
    public async Task A_warehouse_orders_for_the_centers_of_its_manager_only_and_learns_nothing_above_them()
    {
        await using var portal = await RunningPortal.StartAsync(PortalEngine.Sqlite);
        var catalog = (await portal.Database.LinesAsync("SELECT catalog_service_id FROM catalog_services WHERE tenant_id = 'main' AND NOT is_test AND is_active AND archived_at IS NULL ORDER BY 1"))[0];
        var own = (await portal.Database.LinesAsync("SELECT e.center_id FROM centers e JOIN warehouses w ON w.tenant_id = e.tenant_id AND w.manager_id = e.cks_manager WHERE w.tenant_id = 'main' AND w.warehouse_id = 'WHS-001' AND NOT e.is_test AND e.archived_at IS NULL ORDER BY 1"))[0];
        var other = (await portal.Database.LinesAsync("SELECT e.center_id FROM centers e JOIN warehouses w ON w.tenant_id = e.tenant_id WHERE w.tenant_id = 'main' AND w.warehouse_id = 'WHS-001' AND e.cks_manager <> w.manager_id AND NOT e.is_test AND e.archived_at IS NULL ORDER BY 1"))[0];

        Assert.Equal(400, (await portal.PostAsync("/api/orders", "WHS-001", new { type = "service", center = other, catalogService = catalog })).Status);
        var (status, order) = await portal.PostAsync("/api/orders", "WHS-001", new { type = "service", center = own, catalogService = catalog });

        Assert.Equal((201, "service_created"), (status, order.GetProperty("status").GetString()));
        var service = Assert.Single(await portal.Database.LinesAsync($"SELECT s.managed_by, s.warehouse_id FROM orders o JOIN services s ON s.tenant_id = o.tenant_id AND s.service_id = o.service_id WHERE o.tenant_id = 'main' AND o.order_id = '{order.GetProperty("code").GetString()}'"));
        Assert.Equal("warehouse | WHS-001", service);
        var (_, profile) = await portal.AskAsync($"/api/profile/{own}", portal.TokenOf("WHS-001"));
        Assert.Equal(["address", "code", "name"], profile.GetProperty("profile").EnumerateObject().Select(p => p.Name).Order());
    }

    [Theory]
    [InlineData(PortalEngine.Sqlite)]
    [InlineData(PortalEngine.Postgres)]
    public async Task Of_200_who_accept_one_order_at_once_exactly_one_does(PortalEngine engine)
    {
        await using var portal = await RunningPortal.StartAsync(engine);
        var order = (await portal.Database.LinesAsync(
            """
            SELECT o.order_id, o.warehouse_id FROM orders o JOIN warehouses w ON w.tenant_id = o.tenant_id AND w.warehouse_id = o.warehouse_id AND w.archived_at IS NULL AND w.status = 'active'
            WHERE o.tenant_id = 'main' AND NOT o.is_test AND o.status = 'pending_warehouse' AND o.order_type = 'product' AND o.archived_at IS NULL ORDER BY 1
            """))[0].Split(" | ");
        var token = portal.TokenOf(order[1]);

        var answers = await Task.WhenAll(Enumerable.Range(0, 200).Select(_ => portal.SendAsync(HttpMethod.Post, $"/api/orders/{order[0]}/accept", token)));

        Assert.Equal(1, answers.Count(a => a.Status == 200));
        Assert.All(answers.Where(a => a.Status != 200), a => Assert.Contains(a.Status, new[] { 403, 409 }));
        Assert.Equal(["awaiting_delivery"], await portal.Database.LinesAsync($"SELECT status FROM orders WHERE tenant_id = 'main' AND order_id = '{order[0]}'"));
        Assert.Equal(1, await portal.Database.CountAsync($"SELECT count(*) FROM activities WHERE tenant_id = 'main' AND target_id = '{order[0]}' AND type = 'order_accepted' AND actor_id = '{order[1]}' AND created_at > '2026-06-30'"));
    }

    [Theory]
    [InlineData(PortalEngine.Sqlite)]
    [InlineData(PortalEngine.Postgres)]
    public async Task Pain04_crew_is_asked_only_by_the_orders_own_manager(PortalEngine engine)
    {
        await using var portal = await RunningPortal.StartAsync(engine);
        var order = (await portal.Database.LinesAsync(
            """
            SELECT o.order_id, o.manager_id FROM orders o JOIN managers m ON m.tenant_id = o.tenant_id AND m.manager_id = o.manager_id AND m.archived_at IS NULL AND m.status = 'active'
            WHERE o.tenant_id = 'main' AND NOT o.is_test AND o.order_type = 'service' AND o.status = 'service_created' AND o.manager_id IN ('MGR-001', 'MGR-002') AND o.archived_at IS NULL ORDER BY 1
            """))[0].Split(" | ");
        var other = order[1] == "MGR-001" ? "MGR-002" : "MGR-001";
        var crew = await CrewOf(order[1]);

        Assert.Equal(404, (await portal.PostAsync($"/api/orders/{order[0]}/request-crew", other, new { crew })).Status);
        // Nor can the right manager ask somebody else's crew.
        var (status, body) = await portal.PostAsync($"/api/orders/{order[0]}/request-crew", order[1], new { crew = await CrewOf(other) });
        Assert.Equal((400, "unknown_crew"), (status, body.Reason()));
        Assert.Equal(200, (await portal.PostAsync($"/api/orders/{order[0]}/request-crew", order[1], new { crew })).Status);

        async Task<string> CrewOf(string manager) =>
            (await portal.Database.LinesAsync($"SELECT crew_id FROM crew WHERE tenant_id = 'main' AND cks_manager = '{manager}' AND NOT is_test AND archived_at IS NULL AND status = 'assigned' ORDER BY 1"))[0];
    }
}
