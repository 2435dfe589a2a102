using System.Globalization;
using Cks.Tests.Database;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Cks.Tests.Pages;

/// <summary>What each role sees of its hub, in a real browser.</summary>
[Collection(HubCollection.Name)]
public sealed class HubPageTests(HubPortal hub, Browser browser)
{
    private const string Member = "Dashboard, My Profile, My Ecosystem, Services, Orders, Reports, Activity";

    [Theory]
    [InlineData("MGR-001", "Manager Portal", Member, "New Service Request, New Product Order, Create Feedback")]
    [InlineData("CON-002", "Contractor Portal", Member, "New Service Request, New Product Order, Create Report, Create Feedback")]
    [InlineData("CUS-002", "Customer Portal", Member, "New Service Request, New Product Order, Create Report, Create Feedback")]
    [InlineData("CEN-002", "Center Portal", Member, "New Service Request, New Product Order, Create Report, Create Feedback")]
    [InlineData("CRW-002", "Crew Portal", Member, "New Service Request, New Product Order")]
    [InlineData("WHS-001", "Warehouse Portal", "Dashboard, My Profile, Inventory, Services, Deliveries, Orders, Reports, Activity", "New Service Request, New Product Order")]
    public async Task Each_role_gets_its_own_hub_and_real_numbers(string code, string title, string navigation, string quickActions)
    {
        var portal = await hub.GetAsync();
        await using var user = await hub.SignInAsync(code);
        var oracle = new ScopeOracle(portal.Database.Source);
        var expected = (await oracle.ScopeOfAsync((await oracle.AllViewersAsync()).Single(v => v.Code == code && v.Tenant == "main")))!;

        Assert.Contains(title, await user.Page.TitleAsync());
        Assert.Equal(navigation.Split(", "), await user.Page.Locator("nav a").AllInnerTextsAsync());
        Assert.Equal(quickActions.Split(", "), await user.Page.Locator("ul.cks-actions a").AllInnerTextsAsync());
        foreach (var (metric, value) in expected.Metrics)
            Assert.Equal(value.ToString(CultureInfo.InvariantCulture), await user.Page.Locator($"dd[data-metric={metric}]").InnerTextAsync());
        Assert.NotEmpty(expected.Metrics);
        Assert.Equal(expected.AccountStatus, await user.Page.Locator("dd[data-metric=accountStatus]").InnerTextAsync());
        await user.ScreenshotAsync($"hub-{code}");
        foreach (var label in navigation.Split(", "))
        {
            await user.OpenAsync(label);
            Assert.Equal(label, await user.Page.Locator("nav a[aria-current=page]").InnerTextAsync());
            await EveryFieldHasALabelAsync(user.Page);
        }
    }

    [Fact]
    public async Task An_admin_gets_the_directory_with_real_numbers()
    {
        var portal = await hub.GetAsync();
        await using var user = await hub.SignInAsync("ADM-001");

        Assert.Equal(["Dashboard", "Directory", "Assign", "Archive", "Activity"], await user.Page.Locator("nav a").AllInnerTextsAsync());
        foreach (var (entity, table) in new[] { ("manager", "managers"), ("contractor", "contractors"), ("customer", "customers"), ("center", "centers"), ("crew", "crew"), ("warehouse", "warehouses"), ("admin", "admins"), ("order", "orders"), ("report", "reports") })
        {
            var count = await portal.Database.CountAsync($"SELECT count(*) FROM {table} WHERE tenant_id = 'main' AND NOT is_test AND archived_at IS NULL");
            Assert.Equal(count > 1_000 ? "> 1000" : count.ToString(CultureInfo.InvariantCulture), await user.Page.Locator($"dd[data-metric={entity}]").InnerTextAsync());
        }

        await user.ScreenshotAsync("hub-ADM-001");
        foreach (var label in new[] { "Directory", "Assign", "Archive", "Activity" })
        {
            await user.OpenAsync(label);
            await EveryFieldHasALabelAsync(user.Page);
        }
    }

    [Fact]
    public async Task The_ecosystem_has_every_set_of_the_scope()
    {
        var portal = await hub.GetAsync();
        await using var user = await hub.SignInAsync("CON-002");
        var oracle = new ScopeOracle(portal.Database.Source);
        var expected = await oracle.ScopeOfAsync((await oracle.AllViewersAsync()).Single(v => v.Code == "CON-002" && v.Tenant == "main"));

        await user.OpenAsync("My Ecosystem");

        Assert.Equal(["Customers", "Centers", "Crew"], await user.Page.Locator("main h2").AllInnerTextsAsync());
        foreach (var (set, rows) in expected!.Relationships)
            Assert.Equal(rows.Take(200).Select(r => r.Code), await user.Page.Locator($"#{set} tbody th").AllInnerTextsAsync());
    }

    [Fact]
    public async Task Pages_of_a_long_list_follow_each_other_to_the_end()
    {
        var portal = await hub.GetAsync();
        await using var user = await hub.SignInAsync("MGR-001");
        var oracle = new ScopeOracle(portal.Database.Source);
        var crew = (await oracle.ScopeOfAsync((await oracle.AllViewersAsync()).Single(v => v.Code == "MGR-001" && v.Tenant == "main")))!.Relationships["crew"];
        Assert.True(crew.Count > 200);

        await user.OpenAsync("My Ecosystem");
        var (codes, names) = (new List<string>(), new List<string>());
        await user.Page.GetByRole(AriaRole.Tab, new() { Name = "Crew" }).ClickAsync();
        await CollectAsync("#crew");
        await user.FollowAsync(user.Page.GetByRole(AriaRole.Link, new() { Name = "More of crew" }));
        await CollectAsync("#crew");
        while (await user.Page.GetByRole(AriaRole.Link, new() { Name = "Next page" }).CountAsync() > 0)
        {
            await user.FollowAsync(user.Page.GetByRole(AriaRole.Link, new() { Name = "Next page" }));
            await CollectAsync("#crew");
        }

        Assert.Equal(crew.Select(r => r.Code), codes);
        Assert.Equal(crew.Select(r => r.Name), names);
        Assert.Contains(names, name => name.Any(c => c is '<' or '"' or '\'' or '&' || char.IsSurrogate(c))); // markup, quotes and emoji are shown as text
        await user.Page.GotoAsync($"{user.Address}/hub/ecosystem?set=crew&after=nonsense");
        await Expect(user.Page.GetByRole(AriaRole.Alert)).ToHaveTextAsync("The address is too old or was changed.");

        async Task CollectAsync(string section)
        {
            codes.AddRange(await user.Page.Locator($"{section} tbody th").AllInnerTextsAsync());
            names.AddRange(await user.Page.Locator($"{section} tbody td:nth-child(2)").AllTextContentsAsync());
        }
    }

    [Fact]
    public async Task The_keyboard_alone_reaches_the_ecosystem()
    {
        var page = await browser.NewPageAsync();
        var portal = await hub.GetAsync();
        await page.GotoAsync($"{portal.Address}/hub?as=CON-002");

        await page.Keyboard.PressAsync("Tab");
        Assert.Equal("Skip to the content", await page.Locator(":focus").InnerTextAsync());
        foreach (var _ in Enumerable.Range(0, 3))
            await page.Keyboard.PressAsync("Tab");
        Assert.Equal("My Ecosystem", await page.Locator(":focus").InnerTextAsync());
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.Locator("h1")).ToHaveTextAsync("My Ecosystem");
        Assert.EndsWith("/hub/ecosystem?as=CON-002", page.Url);
        await page.CloseAsync();
    }

    [Theory]
    [InlineData("?done=nonsense", "")]
    [InlineData("?done=order-accept", "The order was accepted.")]
    [InlineData("?refused=%3Cb%3Eyou+won%3C%2Fb%3E", "Nothing was changed. This is not permitted.")]
    public async Task A_text_of_an_address_is_never_shown(string query, string message)
    {
        var page = await browser.NewPageAsync();
        var portal = await hub.GetAsync();

        await page.GotoAsync($"{portal.Address}/hub/orders{query}&as=CON-002");

        Assert.Equal(message, string.Concat(await page.Locator(".message").AllInnerTextsAsync()));
        Assert.DoesNotContain("you won", await page.ContentAsync());
        await page.CloseAsync();
    }

    private static async Task EveryFieldHasALabelAsync(IPage page) => Assert.Empty(await page.EvaluateAsync<string[]>(
        "() => [...document.querySelectorAll('input:not([type=hidden]), select, textarea')].filter(e => !e.getAttribute('aria-label') && e.labels.length === 0).map(e => e.outerHTML)"));
}
