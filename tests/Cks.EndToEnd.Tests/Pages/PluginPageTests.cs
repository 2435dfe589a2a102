using System.Text.Json;
using Cks.HubConfig;
using Cks.Samples.Portal.Database;
using Cks.Tests.Portal;
using Microsoft.Extensions.DependencyInjection;
using static Microsoft.Playwright.Assertions;

namespace Cks.Tests.Pages;

/// <summary>The portal's plugin in a real browser, whole and broken.</summary>
[Collection(ShellCollection.Name)]
public sealed class PluginPageTests(ShellPortal shell) : IDisposable
{
    // As many as the plugin counts where nothing is set.
    private const int Newest = 200;

    public void Dispose() => shell.Restore();

    [Theory]
    [InlineData("MGR-001")]
    [InlineData("MGR-002")]
    public async Task A_widget_of_a_plugin_shows_what_its_viewer_sees(string code)
    {
        var states = new List<string>();
        for (var next = "/api/orders"; next is not null && states.Count < Newest;)
        {
            var (_, page) = await shell.Portal.AskAsync(next, shell.Portal.TokenOf(code));
            states.AddRange(page.GetProperty("items").EnumerateArray().Select(o => o.GetProperty("status").GetString()!));
            next = page.TryGetProperty("next", out var cursor) && cursor.ValueKind == JsonValueKind.String ? $"/api/orders?after={Uri.EscapeDataString(cursor.GetString()!)}" : null;
        }

        await using var user = await shell.SignInAsync(code);
        var shown = user.Widget("backlog").Locator("dd");
        await Expect(user.Widget("backlog").Locator("dd, p.note, p:not([class])").First).ToBeVisibleAsync();
        var told = await shown.EvaluateAllAsync<string[]>("all => all.map(e => `${e.dataset.state} ${e.textContent}`)");
        Assert.Equal(
            states.Take(Newest).Where(s => s is not ("delivered" or "completed" or "rejected" or "cancelled")).CountBy(s => s).Select(s => $"{s.Key} {s.Value}").Order(StringComparer.Ordinal), told.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task S21_a_loader_that_fails_costs_its_widget_its_data_until_it_works_again()
    {
        shell.Change("manager", shell.TextOf("manager").Replace("\"refreshSeconds\": 60", "\"refreshSeconds\": 1", StringComparison.Ordinal));
        await using var user = await shell.SignInAsync("MGR-001", before: page => page.RouteAsync("**/api/hub/data*", route => route.FulfillAsync(new() { ContentType = "application/json", Body = """{"widgets":{"backlog":{"fault":"plugin_slow"}}}""" })));
        await Expect(user.Widget("backlog").Locator(".cks-state")).ToHaveTextAsync("This is not up to date. It is read again soon.");
        Assert.Equal(0, await user.Page.Locator(".cks-fallback").CountAsync());
        await user.Page.UnrouteAllAsync();
        await Expect(user.Widget("backlog").Locator("dd, p:not([class])").First).ToBeVisibleAsync();
    }

    /// <summary>The next look would tell too, a minute later.</summary>
    [Fact]
    public async Task S06_data_that_is_somebody_elses_is_not_shown_and_ends_the_page()
    {
        shell.Change("manager", shell.TextOf("manager").Replace("\"refreshSeconds\": 60", "\"refreshSeconds\": 1", StringComparison.Ordinal));
        await using var user = await shell.SignInAsync("MGR-001");
        await Expect(user.Widget("backlog").Locator("dd, p:not([class])").First).ToBeVisibleAsync();
        await user.Page.RouteAsync("**/api/hub/data*", route => route.FulfillAsync(new()
        {
            ContentType = "application/json",
            Headers = new Dictionary<string, string> { ["Cks-Viewer"] = new('0', 32) },
            Body = """{"widgets":{"backlog":{"data":[{"state":"theirs","count":1}]}}}""",
        }));

        await Expect(user.Page.Locator("body")).ToContainTextAsync("Somebody else has signed in.");
        await Expect(user.Page.Locator("body")).Not.ToContainTextAsync("theirs");
    }

    [Fact]
    public async Task S21_a_script_of_a_plugin_that_is_not_what_it_brought_does_not_run()
    {
        await using var user = await shell.SignInAsync("MGR-001", before: page => page.RouteAsync("**/backlog.states.js", route => route.FulfillAsync(new() { ContentType = "text/javascript", Body = "document.title = 'taken'; export default () => null;" })));
        await Expect(user.Widget("backlog").Locator("[data-fault=module]")).ToBeVisibleAsync();
        await Expect(user.Widget("overview").Locator("dd").First).ToBeVisibleAsync();
        Assert.NotEqual("taken", await user.Page.TitleAsync());
    }

    [Fact]
    public async Task S21_a_plugin_that_is_broken_costs_its_own_widget_and_the_page_is_what_it_was()
    {
        await using var broken = await RunningPortal.StartAsync(PortalEngine.Sqlite, builder => builder.Configuration["Cks:Hub:PluginSettings:backlog:Newest"] = "many");
        Assert.Equal(HubPluginState.Failed, Assert.Single(broken.Services.GetRequiredService<HubCatalog>().Plugins).State);
        await using var user = await shell.SignInAsync("MGR-001", portal: broken);
        await using var whole = await shell.SignInAsync("MGR-001");

        await Expect(user.Widget("backlog").Locator("[data-fault=plugin_failed]")).ToBeVisibleAsync();
        Assert.DoesNotContain("backlog", await user.Page.Locator("script[type=importmap]").InnerTextAsync(), StringComparison.Ordinal);
        foreach (var widget in (string[])["overview", "orders", "recent-activity"])
            Assert.Equal(await whole.Widget(widget).Locator("h2").InnerTextAsync(), await user.Widget(widget).Locator("h2").InnerTextAsync());
        Assert.Equal(await whole.Page.Locator("nav a").AllInnerTextsAsync(), await user.Page.Locator("nav a").AllInnerTextsAsync());
        await Expect(user.Widget("orders").Locator("li, p").First).ToBeVisibleAsync();
    }
}
