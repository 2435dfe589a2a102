using System.Globalization;
using Cks.Samples.Portal.Database;
using Cks.Tests.Database;
using Cks.Tests.Portal;

namespace Cks.Tests.Pages;

/// <summary>The hub page in a real browser.</summary>
public sealed class HubPageTests(RunningPortals portals, Browser browser)
{
    [Theory]
    [InlineData("MGR-001", "Manager Portal", "Dashboard, Contractors, Customers, Centers, Crew")]
    [InlineData("CON-002", "Contractor Portal", "Dashboard, My Crews")]
    [InlineData("CRW-002", "Crew Portal", "Dashboard, My Services")]
    public async Task Each_role_gets_its_own_navigation_and_real_numbers(string code, string title, string navigation)
    {
        var page = await browser.NewPageAsync();
        var portal = await portals.GetAsync(PortalEngine.Sqlite);
        var (errors, oracle) = (new List<string>(), new ScopeOracle(portal.Database.Source));
        page.Console += (_, message) =>
        {
            if (message.Type == "error")
                errors.Add(message.Text);
        };

        await page.GotoAsync($"{portal.Address}/hub?as={code}");

        Assert.Contains(title, await page.TitleAsync());
        Assert.Equal(navigation.Split(", "), await page.Locator("nav a").AllInnerTextsAsync());
        var expected = await oracle.ScopeOfAsync((await oracle.AllViewersAsync()).Single(v => v.Code == code && v.Tenant == "main"));
        foreach (var (metric, value) in expected!.Metrics)
            Assert.Equal(value.ToString(CultureInfo.InvariantCulture), await page.Locator($"dd[data-metric={metric}]").InnerTextAsync());
        Assert.NotEmpty(expected.Metrics);
        Assert.Empty(errors); // the content security policy allows all that the page needs
        Directory.CreateDirectory(Browser.ScreenshotFolder);
        await page.ScreenshotAsync(new() { Path = Path.Combine(Browser.ScreenshotFolder, $"hub-{code}.png"), FullPage = true });
        await page.CloseAsync();
    }

    [Fact]
    public async Task The_keyboard_alone_reaches_the_list_of_crew()
    {
        var page = await browser.NewPageAsync();
        var portal = await portals.GetAsync(PortalEngine.Sqlite);
        await page.GotoAsync($"{portal.Address}/hub?as=CON-002");

        await page.Keyboard.PressAsync("Tab");
        Assert.Equal("Skip to the content", await page.Locator(":focus").InnerTextAsync());
        await page.Keyboard.PressAsync("Tab");
        await page.Keyboard.PressAsync("Tab");
        Assert.Equal("My Crews", await page.Locator(":focus").InnerTextAsync());
        await page.Keyboard.PressAsync("Enter");
        await Microsoft.Playwright.Assertions.Expect(page.Locator("h1")).ToHaveTextAsync("My Crews");
        Assert.EndsWith("/hub/crews?as=CON-002", page.Url);

        var oracle = new ScopeOracle(portal.Database.Source);
        var crew = (await oracle.ScopeOfAsync((await oracle.AllViewersAsync()).Single(v => v.Code == "CON-002" && v.Tenant == "main")))!.Relationships["crew"];
        Assert.Equal(crew.Select(r => r.Code), await page.Locator("tbody td:first-child").AllInnerTextsAsync());
        await page.ScreenshotAsync(new() { Path = Path.Combine(Browser.ScreenshotFolder, "hub-CON-002-crews.png") });
        await page.CloseAsync();
    }

    [Theory]
    [InlineData("/hub/crews?as=CRW-002", 404)]
    [InlineData("/hub/jobs?as=CON-002", 404)]
    [InlineData("/hub/contractors?as=CUS-002", 404)]
    [InlineData("/hub?as=CON-018", 401)]
    [InlineData("/hub?as=NOBODY", 401)]
    [InlineData("/hub?as=CON-002&as=MGR-001", 401)]
    public async Task A_page_that_the_view_does_not_offer_is_not_there(string address, int status)
    {
        var portal = await portals.GetAsync(PortalEngine.Sqlite);

        Assert.Equal(status, (int)(await portal.GetAsync(address, null)).StatusCode);
        Assert.DoesNotContain(portal.Log.Lines, line => line.Contains("has already started", StringComparison.Ordinal));
    }

    [Fact]
    public async Task S25_a_token_beside_acting_as_is_nobody()
    {
        var portal = await portals.GetAsync(PortalEngine.Sqlite);

        Assert.Equal(403, (int)(await portal.GetAsync("/hub?as=MGR-001", portal.TokenOf("CRW-002"))).StatusCode);
        Assert.Equal(200, (int)(await portal.GetAsync("/hub", portal.TokenOf("CRW-002"))).StatusCode);
    }

    [Fact]
    public async Task Names_with_markup_quotes_and_emoji_are_shown_as_text()
    {
        var page = await browser.NewPageAsync();
        var portal = await portals.GetAsync(PortalEngine.Sqlite);
        await page.GotoAsync($"{portal.Address}/hub/crews?as=MGR-001");

        var oracle = new ScopeOracle(portal.Database.Source);
        var crew = (await oracle.ScopeOfAsync((await oracle.AllViewersAsync()).Single(v => v.Code == "MGR-001" && v.Tenant == "main")))!.Relationships["crew"];
        var shown = await page.Locator("tbody td:nth-child(2)").AllTextContentsAsync();
        Assert.Equal(crew.Take(200).Select(r => r.Name), shown);
        Assert.Contains(shown, name => name.Any(c => c is '<' or '"' or '\'' or '&' || char.IsSurrogate(c)));
        await page.CloseAsync();
    }
}
