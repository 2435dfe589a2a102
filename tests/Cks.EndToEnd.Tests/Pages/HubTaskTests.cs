using Cks.Tests.Orders;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Cks.Tests.Pages;

/// <summary>Each role signs in and does its work, in a browser without script.</summary>
[Collection(HubCollection.Name)]
public sealed class HubTaskTests(HubPortal hub)
{
    [Fact]
    public async Task A_center_orders_products_and_the_warehouse_accepts_and_delivers_them()
    {
        var (center, _, _, manager, _) = await ChainAsync();
        var portal = await hub.GetAsync();
        var warehouse = (await portal.Database.LinesAsync($"SELECT warehouse_id FROM warehouses WHERE tenant_id = 'main' AND manager_id = '{manager}' AND NOT is_test AND archived_at IS NULL ORDER BY created_at, warehouse_id"))[0];
        var product = (await portal.Database.LinesAsync("SELECT product_id FROM catalog_products WHERE tenant_id = 'main' AND NOT is_test AND is_active AND archived_at IS NULL ORDER BY 1"))[0];
        string order;
        await using (var user = await hub.SignInAsync(center))
        {
            await user.Page.GetByRole(AriaRole.Link, new() { Name = "New Product Order" }).ClickAsync();
            await Expect(user.Page.GetByRole(AriaRole.Heading, new() { Name = "New Product Order" })).ToBeVisibleAsync();
            await user.Page.GetByLabel("Product", new() { Exact = true }).First.SelectOptionAsync(product);
            await user.Page.GetByLabel("Quantity").First.FillAsync("3");
            await user.Page.GetByLabel("Title (optional)").FillAsync("Soap <b>& \"brushes\"</b> 🧼");
            await user.ScreenshotAsync("hub-center-new-order");
            await user.PressAsync("Create order", "The order was created.");
            var row = user.Page.Locator("tbody tr").First;
            await Expect(row).ToContainTextAsync("Soap <b>& \"brushes\"</b> 🧼");
            order = await row.Locator("th").InnerTextAsync();
            Assert.Equal(["Cancel"], await user.Row(order).GetByRole(AriaRole.Button).AllInnerTextsAsync());
        }

        Assert.Equal([$"{product} | 3"], await portal.Database.LinesAsync($"SELECT product_id, quantity FROM order_items WHERE tenant_id = 'main' AND order_id = '{order}'"));
        await using (var user = await hub.SignInAsync(warehouse))
        {
            await Expect(user.Page.Locator($"#w-orders li[data-order='{order}']")).ToBeVisibleAsync();
            await user.OpenAsync("Deliveries");
            await user.PressAsync($"Accept {order}", "The order was accepted.");
            await Expect(user.Page.Locator("h1")).ToHaveTextAsync("Deliveries");
            Assert.Equal(["Cancel", "Start delivery", "Deliver"], await user.Row(order).GetByRole(AriaRole.Button).AllInnerTextsAsync());
            await user.ScreenshotAsync("hub-warehouse-deliveries", isWhole: false);
            await user.PressAsync($"Start delivery {order}", "The delivery has started.");
            await user.PressAsync($"Deliver {order}", "The order was delivered.");
            await Expect(user.Row(order)).ToHaveCountAsync(0);
        }

        Assert.Equal(["delivered"], await StatusAsync(order));
        await using var again = await hub.SignInAsync(center);
        await again.OpenAsync("Activity");
        await Expect(again.Page.Locator(".feed li").First).ToContainTextAsync(order);
    }

    [Fact]
    public async Task A_service_order_goes_from_the_center_up_to_the_manager_and_down_to_the_crew()
    {
        var (center, customer, contractor, manager, crew) = await ChainAsync();
        var portal = await hub.GetAsync();
        var service = (await portal.Database.LinesAsync("SELECT catalog_service_id FROM catalog_services WHERE tenant_id = 'main' AND NOT is_test AND is_active AND managed_by = 'manager' AND archived_at IS NULL ORDER BY 1"))[0];
        string order;
        await using (var user = await hub.SignInAsync(center))
        {
            await user.OpenAsync("Orders");
            await user.Page.GetByRole(AriaRole.Link, new() { Name = "New Service Request" }).ClickAsync();
            await user.Page.GetByLabel("Service", new() { Exact = true }).SelectOptionAsync(service);
            await user.Page.GetByLabel("Wanted on (optional)").FillAsync("2031-02-03");
            await user.PressAsync("Create order", "The order was created.");
            order = await user.Page.Locator("tbody tr").First.Locator("th").InnerTextAsync();
        }

        Assert.Equal(["pending_customer"], await StatusAsync(order));
        await AcceptAsync(customer, order, "pending_contractor");
        await AcceptAsync(contractor, order, "pending_manager");
        await AcceptAsync(manager, order, "service_created", leave: false);
        await using (var user = await hub.SignInAsync(manager))
        {
            await user.Page.GotoAsync($"{user.Address}/hub/orders?status=service_created");
            await user.Row(order).Locator("summary").ClickAsync();
            await user.Row(order).GetByLabel("Crew", new() { Exact = true }).FillAsync(crew.ToLowerInvariant());
            await user.ScreenshotAsync("hub-manager-request-crew", isWhole: false);
            await user.PressAsync($"Request crew {order}", "The crew member was asked.");
            await Expect(user.Row(order).GetByRole(AriaRole.Button)).ToHaveCountAsync(0);
        }

        await AcceptAsync(crew, order, "crew_assigned");
        Assert.Equal(1, await portal.Database.CountAsync($"SELECT count(*) FROM service_staffing f JOIN orders o ON o.tenant_id = f.tenant_id AND o.service_id = f.service_id WHERE o.tenant_id = 'main' AND o.order_id = '{order}' AND f.crew_id = '{crew}'"));
    }

    [Fact]
    public async Task A_customer_rejects_an_order_with_the_keyboard_alone()
    {
        var (center, customer, _, _, _) = await ChainAsync();
        var portal = await hub.GetAsync();
        var service = (await portal.Database.LinesAsync("SELECT catalog_service_id FROM catalog_services WHERE tenant_id = 'main' AND NOT is_test AND is_active AND managed_by = 'manager' AND archived_at IS NULL ORDER BY 1"))[0];
        var (status, body) = await Portal.RunningPortalRequests.PostAsync(portal, "/api/orders", center, new { type = "service", catalogService = service });
        Assert.Equal(201, status);
        var order = body.GetProperty("code").GetString()!;
        await using var user = await hub.SignInAsync(customer);

        await user.Page.Keyboard.PressAsync("Tab");
        await TabToAsync("Orders");
        await user.Page.Keyboard.PressAsync("Enter");
        await Expect(user.Page.Locator("h1")).ToHaveTextAsync("Orders");
        Assert.Equal("page", await user.Page.Locator("nav a", new() { HasTextString = "Orders" }).GetAttributeAsync("aria-current"));
        await TabToAsync($"Reject {order}");
        Assert.NotEqual("none", await user.Page.Locator(":focus").EvaluateAsync<string>("e => getComputedStyle(e).outlineStyle"));
        await user.Page.Keyboard.PressAsync("Enter");
        await user.Page.Keyboard.PressAsync("Tab");
        await user.Page.Keyboard.TypeAsync("Not this month");
        await user.ScreenshotAsync("hub-customer-reject", isWhole: false);
        await user.Page.Keyboard.PressAsync("Tab");
        await user.Page.Keyboard.PressAsync("Enter");

        await Expect(user.Page.GetByRole(AriaRole.Status)).ToHaveTextAsync("The order was rejected.");
        Assert.Equal(["rejected | Not this month"], await portal.Database.LinesAsync($"SELECT status, rejection_reason FROM orders WHERE tenant_id = 'main' AND order_id = '{order}'"));

        async Task TabToAsync(string name)
        {
            for (var i = 0; i < 300; i++)
            {
                await user.Page.Keyboard.PressAsync("Tab");
                if (await user.Page.Locator(":focus").EvaluateAsync<string>("e => e.getAttribute('aria-label') ?? e.innerText") == name)
                    return;
            }

            Assert.Fail($"The keyboard does not reach {name}.");
        }
    }

    [Fact]
    public async Task An_admin_opens_the_directory_assigns_a_crew_member_and_archives_and_restores_it()
    {
        var portal = await hub.GetAsync();
        var (center, _, _, _, _) = await ChainAsync();
        var crew = (await portal.Database.LinesAsync("SELECT crew_id FROM crew WHERE tenant_id = 'main' AND NOT is_test AND archived_at IS NULL AND assigned_center IS NULL ORDER BY 1"))[0];
        await using var user = await hub.SignInAsync("ADM-001");

        await user.OpenAsync("Directory");
        await user.FollowAsync(user.Page.Locator("main").GetByRole(AriaRole.Link, new() { Name = "Manager", Exact = true }));
        Assert.Equal(
            await portal.Database.LinesAsync("SELECT manager_id FROM managers WHERE tenant_id = 'main' AND NOT is_test AND archived_at IS NULL ORDER BY 1"),
            await user.Page.Locator("tbody th").AllInnerTextsAsync());
        await user.OpenAsync("Assign");
        await user.ScreenshotAsync("hub-admin-assign", isWhole: false);
        await user.Page.GetByLabel($"Center for {crew}").FillAsync(center);
        await user.PressAsync($"Assign {crew}", "It was assigned.");
        Assert.Equal([center], await portal.Database.LinesAsync($"SELECT assigned_center FROM crew WHERE tenant_id = 'main' AND crew_id = '{crew}'"));
        await user.Page.Locator(".panel").First.GetByLabel("Code", new() { Exact = true }).FillAsync(crew);
        await user.Page.GetByLabel("Code of the new parent").FillAsync("CEN-99999");
        await user.Page.GetByRole(AriaRole.Button, new() { Name = "Assign", Exact = true }).ClickAsync();
        await Expect(user.Page.GetByRole(AriaRole.Alert)).ToHaveTextAsync("Nothing was changed. There is nothing of that code that you can see.");

        await user.OpenAsync("Archive");
        await user.Page.GetByLabel("Kind").SelectOptionAsync("crew");
        await user.Page.GetByLabel("Code", new() { Exact = true }).FillAsync(crew);
        await user.Page.GetByLabel("Reason (optional)").FillAsync("Left <today>");
        await user.PressAsync("Archive", "It was archived.");
        await Expect(user.Page.Locator($"li[data-code='{crew}']")).ToContainTextAsync("Left <today>");
        await user.ScreenshotAsync("hub-admin-archive", isWhole: false);
        await user.PressAsync($"Restore {crew}", "It was restored.");
        Assert.Equal(["NULL | unassigned"], await portal.Database.LinesAsync($"SELECT archived_at, status FROM crew WHERE tenant_id = 'main' AND crew_id = '{crew}'"));
    }

    [Fact]
    public async Task A_contractor_reports_and_the_manager_acknowledges_and_resolves()
    {
        var (_, _, contractor, manager, _) = await ChainAsync();
        string report;
        await using (var user = await hub.SignInAsync(contractor))
        {
            await user.Page.GetByRole(AriaRole.Link, new() { Name = "Create Report" }).ClickAsync();
            await user.Page.GetByLabel("What it is about").SelectOptionAsync("procedure");
            await user.Page.GetByLabel("Title").FillAsync("The key is <missing>");
            await user.Page.GetByLabel("Priority (optional)").SelectOptionAsync("HIGH");
            await user.PressAsync("Send", "It was sent.");
            report = await user.Page.Locator("tbody tr").First.Locator("th").InnerTextAsync();
            await user.Page.GetByRole(AriaRole.Link, new() { Name = report, Exact = true }).ClickAsync();
            await Expect(user.Page.Locator("dd[data-field=title]")).ToHaveTextAsync("The key is <missing>");
            await Expect(user.Page.Locator("main").GetByRole(AriaRole.Button)).ToHaveCountAsync(0); // nobody acknowledges their own
        }

        await using (var user = await hub.SignInAsync(manager))
        {
            await user.OpenAsync("Reports");
            await user.FollowAsync(user.Page.GetByRole(AriaRole.Link, new() { Name = report, Exact = true }));
            Assert.Equal(["Acknowledge"], await user.Page.Locator("main").GetByRole(AriaRole.Button).AllInnerTextsAsync());
            await user.PressAsync($"Acknowledge {report}", "You acknowledged it.");
            await user.PressAsync($"Resolve {report}", "It is resolved.");
            await Expect(user.Page.Locator("dd[data-field=status]")).ToHaveTextAsync("resolved");
        }
    }

    [Fact]
    public async Task A_manager_starts_and_annotates_a_service()
    {
        var portal = await hub.GetAsync();
        var service = (await portal.Database.LinesAsync(
            """
            SELECT s.service_id FROM services s JOIN centers e ON e.tenant_id = s.tenant_id AND e.center_id = s.center_id
            WHERE s.tenant_id = 'main' AND NOT s.is_test AND s.archived_at IS NULL AND s.status = 'created' AND s.managed_by = 'manager' AND e.cks_manager = 'MGR-001' ORDER BY 1
            """))[0];
        await using var user = await hub.SignInAsync("MGR-001");

        await user.Page.GotoAsync($"{user.Address}/hub/services?code={service}");
        await user.PressAsync($"Start {service}", "The service has started.");
        await user.Page.GetByLabel("Notes", new() { Exact = true }).FillAsync("Bring a ladder");
        await user.PressAsync("Save notes", "The notes were saved.");

        await Expect(user.Page.Locator("dd[data-field=notes]")).ToHaveTextAsync("Bring a ladder");
        Assert.Equal(["active | Bring a ladder"], await portal.Database.LinesAsync($"SELECT status, notes FROM services WHERE tenant_id = 'main' AND service_id = '{service}'"));
    }

    [Fact]
    public async Task What_is_dismissed_is_gone()
    {
        await using var user = await hub.SignInAsync("MGR-001");
        await user.OpenAsync("Activity");
        var first = user.Page.Locator(".feed li").First;
        var id = await first.GetAttributeAsync("data-activity");

        await first.GetByRole(AriaRole.Button).ClickAsync();
        await Expect(user.Page.GetByRole(AriaRole.Status)).ToHaveTextAsync("It was dismissed.");
        await Expect(user.Page.Locator($"li[data-activity='{id}']")).ToHaveCountAsync(0);
        await user.PressAsync("Dismiss all", "Everything was dismissed.");
        await Expect(user.Page.Locator(".feed li")).ToHaveCountAsync(0);
    }

    private async Task AcceptAsync(string who, string order, string expected, bool leave = true)
    {
        await using var user = await hub.SignInAsync(who);
        await Expect(user.Page.Locator($"#w-orders li[data-order='{order}']")).ToBeVisibleAsync();
        await user.OpenAsync("Orders");
        await user.ScreenshotAsync($"hub-{who[..3].ToLowerInvariant()}-orders", isWhole: false);
        await user.PressAsync($"Accept {order}", "The order was accepted.");
        Assert.Equal([expected], await StatusAsync(order));
        if (leave)
            await Expect(user.Row(order).GetByRole(AriaRole.Button, new() { Name = $"Accept {order}" })).ToHaveCountAsync(0);
    }

    private async Task<List<string>> StatusAsync(string order) => await (await hub.GetAsync()).Database.LinesAsync($"SELECT status FROM orders WHERE tenant_id = 'main' AND order_id = '{order}'");

    private async Task<(string Center, string Customer, string Contractor, string Manager, string Crew)> ChainAsync()
    {
        var chain = Assert.Single(await (await hub.GetAsync()).Database.LinesAsync(OrderFlowTests.Chain)).Split(" | ");
        return (chain[0], chain[2], chain[1], chain[3], chain[4]);
    }
}
