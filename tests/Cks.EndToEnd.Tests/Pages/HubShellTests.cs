using System.IO.Compression;
using System.Text;
using System.Text.RegularExpressions;
using Cks.Core;
using Cks.HubConfig;
using Cks.Samples.Portal.Database;
using Cks.Tests.SignIn;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Cks.Tests.Pages;

/// <summary>The shell of hubs in a real browser: what an open page does while hubs, rights and machines change.</summary>
[Collection(ShellCollection.Name)]
public sealed partial class HubShellTests(ShellPortal shell) : IDisposable
{
    public void Dispose() => shell.Restore();

    [Fact]
    public async Task Widgets_are_read_again_and_only_those_that_changed_are_drawn_anew()
    {
        await using var user = await shell.SignInAsync("CON-002");
        var numbers = user.Widget("overview").Locator("dd[data-metric=crewCount]");
        var before = await numbers.InnerTextAsync();
        await user.Widget("recent").Locator("ul").EvaluateAsync("e => e.id = 'same'");

        await user.Page.RouteAsync("**/api/scope", route => route.FulfillAsync(new() { ContentType = "application/json", Body = """{"summary":{"crewCount":"<img src=x onerror=alert(1)>"}}""" }));

        // What comes as data is text, whatever stands in it.
        await Expect(numbers).ToHaveTextAsync("<img src=x onerror=alert(1)>");
        Assert.Equal(0, await user.Page.Locator("img").CountAsync());
        await user.Page.UnrouteAllAsync();
        await Expect(numbers).ToHaveTextAsync(before);
    }

    [Fact]
    public async Task What_a_module_draws_is_what_the_server_drew()
    {
        await using var user = await shell.SignInAsync("CON-002");
        var bodies = user.Page.Locator(".cks-widget .cks-body");
        var drawn = await bodies.AllInnerTextsAsync();
        await bodies.EvaluateAllAsync<bool>("all => all.forEach(e => e.replaceChildren()) || true");

        foreach (var (index, text) in drawn.Index())
            await Expect(bodies.Nth(index)).ToHaveTextAsync(Spaces().Replace(text.Replace(", which you ordered", "", StringComparison.Ordinal), " ").Trim(), new() { UseInnerText = true });
    }

    [Fact]
    public async Task The_directory_counts_the_same_in_the_browser()
    {
        await using var user = await shell.SignInAsync("ADM-001");
        var drawn = await user.Widget("overview").Locator("dd").EvaluateAllAsync<string[]>("all => all.map(e => `${e.dataset.metric} ${e.textContent}`)");
        await user.Widget("overview").Locator(".cks-body").EvaluateAsync("e => e.replaceChildren()");

        await user.Page.EvaluateAsync("document.dispatchEvent(new Event('visibilitychange'))"); // back from another window everything is read

        await Expect(user.Widget("overview").Locator("dd").First).ToBeVisibleAsync();
        Assert.Subset((await user.Widget("overview").Locator("dd").EvaluateAllAsync<string[]>("all => all.map(e => `${e.dataset.metric} ${e.textContent}`)")).ToHashSet(), drawn.ToHashSet());
    }

    [Fact]
    public async Task S09_a_kill_switch_thrown_while_the_page_is_open_takes_the_widget_and_the_page_away()
    {
        await using var user = await shell.SignInAsync("CON-002");
        await Expect(user.Widget("orders")).ToBeVisibleAsync();
        await user.Widget("recent").EvaluateAsync("e => e.title = 'the same as before'");

        shell.Change("contractor", ShellPortal.Contractor(kill: "true"));

        await Expect(user.Widget("orders")).ToHaveCountAsync(0);
        Assert.Equal(["Dashboard", "My Ecosystem", "Activity"], await user.Page.Locator("nav a").AllInnerTextsAsync());
        await Expect(user.Page.Locator("#cks-said")).ToHaveTextAsync("This page has changed.");
        // What did not change was left alone.
        Assert.Equal("the same as before", await user.Widget("recent").GetAttributeAsync("title"));
    }

    [Fact]
    public async Task A_rollback_while_the_page_is_open_brings_the_old_screen_back()
    {
        await using var user = await shell.SignInAsync("CON-002");
        var before = shell.Hubs.Revision;

        shell.Change("contractor", ShellPortal.Contractor("<b>Contractors</b> & friends").Replace("#eab308", "#0f172a", StringComparison.Ordinal));
        await Expect(user.Page.Locator(".cks-title")).ToHaveTextAsync("<b>Contractors</b> & friends");
        Assert.Equal("rgb(15, 23, 42)", await Background());
        Assert.Equal("rgb(255, 255, 255)", await user.Page.Locator(".cks-title").EvaluateAsync<string>("e => getComputedStyle(e).color"));
        Assert.True((await shell.Hubs.RollbackAsync(before, shell.Hubs.Revision, new RevisionAuthor("test", "tester"), "it was nicer")).IsDone);

        await Expect(user.Page.Locator(".cks-title")).ToHaveTextAsync("Contractor Portal");
        Assert.Equal("rgb(234, 179, 8)", await Background());

        Task<string> Background() => user.Page.Locator(".cks-header").EvaluateAsync<string>("e => getComputedStyle(e).backgroundColor");
    }

    [Fact]
    public async Task A_ramp_while_pages_are_open_shows_a_part_to_more_and_takes_it_from_nobody()
    {
        shell.Change("contractor", ShellPortal.Contractor(share: 0));
        string[] codes = ["CON-002", "CON-003", "CON-004", "CON-005"];
        var parts = codes.ToDictionary(c => c, c => FlagHash.PartOf("orderDesk", PortalSeeds.SubjectOf("main", c)));
        var (first, second) = (parts.MinBy(p => p.Value), parts.MaxBy(p => p.Value));
        await using var early = await shell.SignInAsync(first.Key);
        await using var late = await shell.SignInAsync(second.Key);
        Assert.Equal((0, 0), (await early.Widget("orders").CountAsync(), await late.Widget("orders").CountAsync()));

        shell.Change("contractor", ShellPortal.Contractor(share: first.Value + 1));
        await Expect(early.Widget("orders").Locator("h2")).ToHaveTextAsync("Orders that wait");
        Assert.Equal(0, await late.Widget("orders").CountAsync());
        shell.Change("contractor", ShellPortal.Contractor(share: second.Value + 1));
        await Expect(late.Widget("orders").Locator("h2")).ToHaveTextAsync("Orders that wait");
        await Expect(early.Widget("orders")).ToHaveCountAsync(1);
    }

    [Fact]
    public async Task Two_layouts_of_an_experiment_stand_beside_each_other()
    {
        shell.Change("contractor", ShellPortal.Contractor(experiments: """
            { "layout": { "hash": "xxh3-64", "variants": [
              { "id": "control", "partsPerMillion": 500000 },
              { "id": "feedFirst", "partsPerMillion": 500000, "overlay": { "dashboard": { "widgets": [
                { "id": "recent", "title": "What happened", "area": { "row": 1, "column": 1, "rows": 1, "columns": 2 } },
                { "id": "overview", "area": { "row": 1, "column": 3, "rows": 1, "columns": 1 } }
              ] } } }
            ] } }
            """));
        var seen = new HashSet<string>();
        foreach (var code in new[] { "CON-002", "CON-003", "CON-004", "CON-005", "CON-006", "CON-007" })
        {
            await using var user = await shell.SignInAsync(code);
            var (_, view) = await shell.Portal.AskAsync("/api/hub", shell.Portal.TokenOf(code));
            var variant = view.GetProperty("experiments").GetProperty("layout").GetString()!;
            var (feed, overview) = ((await user.Widget("recent").BoundingBoxAsync())!, (await user.Widget("overview").BoundingBoxAsync())!);

            Assert.Equal(variant == "feedFirst" ? "What happened" : "Recent activity", await user.Widget("recent").Locator("h2").InnerTextAsync());
            Assert.Equal(variant == "feedFirst", feed.X < overview.X && feed.Y < overview.Y + 1);
            if (!seen.Add(variant) || seen.Count < 2)
                continue;
            return;
        }

        Assert.Fail($"All are in {string.Join(", ", seen)}.");
    }

    [Fact]
    public async Task Containers_and_what_is_not_installed_are_shown_as_the_view_has_them()
    {
        shell.Change("contractor", ShellPortal.Contractor(widgets: """
            , { "id": "work", "type": "tabs", "title": "Work", "area": { "row": 3, "column": 1, "rows": 1, "columns": 3 }, "children": [
                { "id": "numbers", "type": "stats-card", "title": "Numbers", "area": { "row": 1, "column": 1, "rows": 1, "columns": 1 }, "endpoint": "scope", "refreshSeconds": 1 },
                { "id": "news", "type": "activity-feed", "title": "News", "area": { "row": 2, "column": 1, "rows": 1, "columns": 1 }, "endpoint": "activity" }
              ] },
              { "id": "weather", "type": "forecast", "plugin": "weather", "title": "Weather", "area": { "row": 4, "column": 1, "rows": 1, "columns": 3 }, "endpoint": "scope" }
            """));
        await using var user = await shell.SignInAsync("CON-002");

        await Expect(user.Widget("weather").Locator("[data-fault=unknown_type]")).ToHaveTextAsync("This part comes with something that is not installed here.");
        await Expect(user.Widget("numbers")).ToBeVisibleAsync();
        await Expect(user.Widget("news")).ToBeHiddenAsync();
        await user.Page.RouteAsync("**/api/scope", route => route.FulfillAsync(new() { ContentType = "application/json", Body = """{"summary":{"crewCount":77}}""" }));
        await Expect(user.Widget("numbers").Locator("dd[data-metric=crewCount]")).ToHaveTextAsync("77");
        await user.Page.GetByRole(AriaRole.Tab, new() { Name = "News" }).ClickAsync();
        await Expect(user.Widget("news").Locator("li").First).ToBeVisibleAsync();
        await Expect(user.Widget("numbers")).ToBeHiddenAsync();
        Assert.DoesNotContain((await user.Page.RunAxe()).Violations, v => v.Impact is "serious" or "critical");
    }

    [Fact]
    public async Task A_view_that_did_not_change_is_answered_by_304()
    {
        await using var user = await shell.SignInAsync("CON-002");

        var answer = await user.Page.WaitForResponseAsync(response => response.Url.EndsWith("/api/hub", StringComparison.Ordinal) && response.Status == 304);

        Assert.Equal("1", await answer.Request.HeaderValueAsync("Cks-Unattended"));
    }

    [Fact]
    public async Task A_page_that_is_taken_out_of_the_hub_says_so()
    {
        await using var user = await shell.SignInAsync("CON-002");
        await user.Page.GotoAsync($"{user.Address}/hub/orders");

        shell.Change("contractor", ShellPortal.Contractor(kill: "true"));

        await Expect(user.Page.Locator("#cks-said")).ToContainTextAsync("This page is not part of your hub any more.");
    }

    [Theory]
    [InlineData("gone")]
    [InlineData("throws")]
    [InlineData("tampered")]
    public async Task S21_a_broken_module_costs_its_own_widget_alone(string how)
    {
        await using var user = await shell.SignInAsync("CON-002", before: page => page.RouteAsync("**/order-list.js", async route =>
        {
            if (how == "gone")
                await route.AbortAsync();
            else if (how == "tampered")
                await route.FulfillAsync(new() { ContentType = "text/javascript", Body = "window.injected = 1; export default () => 'mine'" });
            else
                await route.ContinueAsync();
        }));
        if (how == "throws")
            await user.Page.RouteAsync("**/api/orders", route => route.FulfillAsync(new() { ContentType = "application/json", Body = """{"items":[null]}""" }));

        await Expect(user.Widget("orders").Locator("[data-fault=module]")).ToHaveTextAsync("This part does not work at the moment.");
        Assert.Null(await user.Page.EvaluateAsync<int?>("() => window.injected ?? null"));
        await user.Page.RouteAsync("**/api/scope", route => route.FulfillAsync(new() { ContentType = "application/json", Body = """{"summary":{"crewCount":77}}""" }));
        await Expect(user.Widget("overview").Locator("dd[data-metric=crewCount]")).ToHaveTextAsync("77");
        await Expect(user.Widget("recent").Locator("li").First).ToBeVisibleAsync();
    }

    [Fact]
    public async Task What_is_refused_is_not_shown_any_more_and_what_is_down_comes_back()
    {
        await using var user = await shell.SignInAsync("CON-002");

        await user.Page.RouteAsync("**/api/activity", route => route.FulfillAsync(new() { Status = 403, Body = "{}" }));
        await Expect(user.Widget("recent").Locator(".cks-body")).ToHaveTextAsync("You cannot see this any more.");
        await user.Page.RouteAsync("**/api/scope", route => route.FulfillAsync(new() { Status = 503 }));
        await Expect(user.Widget("overview").Locator(".cks-state")).ToHaveTextAsync("This is not up to date. It is read again soon.");
        Assert.True(await user.Widget("overview").Locator("dd").CountAsync() > 1);
        await user.Page.UnrouteAllAsync();
        await Expect(user.Widget("overview").Locator(".cks-state")).ToHaveCountAsync(0);
        await Expect(user.Widget("recent").Locator(".cks-body")).ToHaveTextAsync("You cannot see this any more.");
    }

    [Fact]
    public async Task Who_is_signed_out_sees_nothing_any_more()
    {
        await using var user = await shell.SignInAsync("CON-002");

        await user.Page.Context.ClearCookiesAsync();

        await Expect(user.Page.Locator("#cks-said")).ToContainTextAsync("You are signed out.");
        foreach (var body in await user.Page.Locator(".cks-widget .cks-body").AllAsync())
            await Expect(body).ToHaveTextAsync("You cannot see this any more.");
    }

    [Fact]
    public async Task The_keyboard_alone_reaches_content_pages_actions_and_tabs()
    {
        await using var user = await shell.SignInAsync("CON-002");
        await user.TabToAsync("Skip to the content");
        await user.Page.Keyboard.PressAsync("Enter");
        Assert.Equal("main", await user.Focused.GetAttributeAsync("id"));
        await user.TabToAsync("New Product Order");
        await user.Page.Keyboard.PressAsync("Enter");
        await Expect(user.Page.GetByRole(AriaRole.Heading, new() { Name = "New Product Order" })).ToBeVisibleAsync();
        await user.TabToAsync("My Ecosystem");
        await user.Page.Keyboard.PressAsync("Enter");
        await Expect(user.Page.Locator("h1")).ToHaveTextAsync("My Ecosystem");

        await user.TabToAsync("Customers");
        await Expect(user.Page.Locator("#customers")).ToBeVisibleAsync();
        foreach (var (key, tab) in new[] { ("ArrowRight", "centers"), ("End", "crew"), ("ArrowRight", "customers"), ("ArrowLeft", "crew"), ("Home", "customers") })
        {
            await user.Page.Keyboard.PressAsync(key);
            await Expect(user.Page.Locator($"#{tab}")).ToBeVisibleAsync();
            Assert.Equal(1, await user.Page.Locator("[role=tabpanel]:visible").CountAsync());
            Assert.Equal($"tab-{tab}", await user.Focused.GetAttributeAsync("id"));
        }
    }

    [Fact]
    public async Task On_a_phone_the_navigation_stands_behind_a_button_and_nothing_is_wider_than_the_page()
    {
        await using var user = await shell.SignInAsync("CON-002", width: 390, height: 844);
        var menu = user.Page.GetByRole(AriaRole.Button, new() { Name = "Menu" });
        foreach (var label in new[] { "Dashboard", "My Ecosystem", "Orders", "Activity" })
        {
            await Expect(user.Page.Locator("nav")).ToBeHiddenAsync();
            await menu.ClickAsync();
            await user.Page.Locator("nav").GetByRole(AriaRole.Link, new() { Name = label, Exact = true }).ClickAsync();
            await Expect(user.Page.Locator("h1")).ToHaveTextAsync(label);
            Assert.True(await user.Page.EvaluateAsync<int>("() => document.documentElement.scrollWidth") <= 390, $"{label} is wider than the phone.");
        }

        await menu.FocusAsync();
        await user.Page.Keyboard.PressAsync("Enter");
        await Expect(user.Page.Locator("nav")).ToBeVisibleAsync();
        await user.Page.Keyboard.PressAsync("Tab");
        Assert.Equal("Dashboard", await user.Focused.InnerTextAsync());
        await user.Page.Keyboard.PressAsync("Escape");
        await Expect(user.Page.Locator("nav")).ToBeHiddenAsync();
    }

    [Theory]
    [InlineData("CON-002", 390)]
    [InlineData("ADM-001", 1280)]
    public async Task No_page_has_a_serious_barrier(string code, int width)
    {
        await using var user = await shell.SignInAsync(code, width: width);
        foreach (var address in await user.Page.Locator("nav a").EvaluateAllAsync<string[]>("all => all.map(a => a.href)"))
        {
            await user.Page.GotoAsync(address);
            var found = (await user.Page.RunAxe()).Violations.Where(v => v.Impact is "serious" or "critical").SelectMany(v => v.Nodes.Select(n => $"{address} {v.Id}: {n.Html}"));
            Assert.Empty(found);
        }
    }

    [Fact]
    public async Task The_first_load_of_a_hub_is_at_most_60_KB()
    {
        using var user = await WebUser.SignInAsync(shell.Portal, "MGR-001");
        using var page = await user.GetAsync("/hub");
        var html = await page.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        // The page, its style sheets, the shell, and every module that it could load.
        var files = AssetAddress().Matches(html).Select(m => m.Value).Distinct().ToArray();
        Assert.Equal(7, files.Length);
        var size = Packed(Encoding.UTF8.GetBytes(html));
        foreach (var file in files)
        {
            using var answer = await shell.Portal.GetAsync(file, null);
            Assert.Equal("public, max-age=31536000, immutable", answer.Headers.GetValues("Cache-Control").Single());
            size += Packed(await answer.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
        }

        TestContext.Current.SendDiagnosticMessage($"First load: {size} bytes by gzip.");
        Assert.InRange(size, 1_000, 60 * 1024);

        static int Packed(byte[] content)
        {
            using var packed = new MemoryStream();
            using (var gzip = new GZipStream(packed, CompressionLevel.Optimal, leaveOpen: true))
                gzip.Write(content);
            return (int)packed.Length;
        }
    }

    [GeneratedRegex(@"/_cks/hub/[0-9a-f]+/[\w.-]+\.(?:css|js)")]
    private static partial Regex AssetAddress();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();
}
