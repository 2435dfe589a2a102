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

        await user.Page.RouteAsync("**/api/scope*", route => route.FulfillAsync(new() { ContentType = "application/json", Body = """{"summary":{"crewCount":"<img src=x onerror=alert(1)>"}}""" }));

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
        await user.Widget("recent").Locator("a").FocusAsync();

        shell.Change("contractor", ShellPortal.Contractor(kill: "true"));

        await Expect(user.Widget("orders")).ToHaveCountAsync(0);
        Assert.Equal(["Dashboard", "My Ecosystem", "Activity"], await user.Page.Locator("nav a").AllInnerTextsAsync());
        await Expect(user.Page.Locator("#cks-said")).ToHaveTextAsync("This page has changed.");
        // What did not change was left alone.
        Assert.Equal("the same as before", await user.Widget("recent").GetAttributeAsync("title"));
        Assert.Equal("All activity", await user.Focused.InnerTextAsync());
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

    // What draws tabs on the server throws in this portal: that costs nothing else.
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
        await user.Page.RouteAsync("**/api/scope*", route => route.FulfillAsync(new() { ContentType = "application/json", Body = """{"summary":{"crewCount":77}}""" }));
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

        await IsOverAsync(user, "This page is not part of your hub any more.");
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
            await user.Page.RouteAsync("**/api/orders*", route => route.FulfillAsync(new() { ContentType = "application/json", Body = """{"items":[null]}""" }));

        await Expect(user.Widget("orders").Locator("[data-fault=module]")).ToHaveTextAsync("This part does not work at the moment.");
        Assert.Null(await user.Page.EvaluateAsync<int?>("() => window.injected ?? null"));
        await user.Page.RouteAsync("**/api/scope*", route => route.FulfillAsync(new() { ContentType = "application/json", Body = """{"summary":{"crewCount":77}}""" }));
        await Expect(user.Widget("overview").Locator("dd[data-metric=crewCount]")).ToHaveTextAsync("77");
        await Expect(user.Widget("recent").Locator("li").First).ToBeVisibleAsync();
    }

    [Fact]
    public async Task What_is_refused_is_not_shown_any_more_and_what_is_down_comes_back()
    {
        await using var user = await shell.SignInAsync("CON-002");

        await user.Page.RouteAsync("**/api/activity*", route => route.FulfillAsync(new() { Status = 403, Body = "{}" }));
        await Expect(user.Widget("recent").Locator(".cks-body")).ToHaveTextAsync("You cannot see this any more.");
        await user.Page.RouteAsync("**/api/scope*", route => route.FulfillAsync(new() { Status = 503 }));
        await Expect(user.Widget("overview").Locator(".cks-state")).ToHaveTextAsync("This is not up to date. It is read again soon.");
        Assert.True(await user.Widget("overview").Locator("dd").CountAsync() > 1);
        await user.Page.UnrouteAllAsync();
        await Expect(user.Widget("overview").Locator(".cks-state")).ToHaveCountAsync(0);
        await Expect(user.Widget("recent").Locator(".cks-body")).ToHaveTextAsync("You cannot see this any more.");
    }

    [Theory]
    [InlineData("/hub")]
    [InlineData("/hub/orders")]
    public async Task Who_is_signed_out_sees_nothing_any_more(string path)
    {
        await using var user = await shell.SignInAsync("CON-002");
        await user.Page.GotoAsync(user.Address + path);

        await user.Page.Context.ClearCookiesAsync();

        await IsOverAsync(user, "You are signed out.");
    }

    [Fact]
    public async Task What_the_script_says_is_in_the_language_of_the_page()
    {
        await using var user = await shell.SignInAsync("CON-002");
        await user.Page.RouteAsync("**/hub", async route =>
        {
            var answer = await route.FetchAsync();
            await route.FulfillAsync(new() { Response = answer, Body = (await answer.TextAsync()).Replace("<body ", """<body data-texts="{&quot;signedOut&quot;:&quot;Abgemeldet &lt;img src=x&gt;.&quot;,&quot;loadAgain&quot;:&quot;Neu laden&quot;}" """, StringComparison.Ordinal) });
        });
        await user.Page.ReloadAsync();

        await user.Page.Context.ClearCookiesAsync();

        await IsOverAsync(user, "Abgemeldet <img src=x>.");
        Assert.Equal(0, await user.Page.Locator("#cks-said img").CountAsync());
        await Expect(user.Page.Locator("#cks-said a")).ToHaveTextAsync("Neu laden");
    }

    [Fact]
    public async Task S02_where_somebody_else_has_signed_in_nothing_of_the_first_is_seen_any_more()
    {
        await using var first = await shell.SignInAsync("CON-002");
        await using var second = await shell.SignInAsync("CON-003");
        await first.Page.GotoAsync($"{first.Address}/hub/orders");

        await first.Page.Context.AddCookiesAsync((await second.Page.Context.CookiesAsync()).Select(c => new Cookie { Name = c.Name, Value = c.Value, Domain = c.Domain, Path = c.Path, Secure = c.Secure, HttpOnly = c.HttpOnly, SameSite = c.SameSite }));

        await IsOverAsync(first, "Somebody else has signed in.");
    }

    [Fact]
    public async Task Where_there_is_no_hub_any_more_the_page_ends_and_where_no_view_answers_it_stays()
    {
        await using var user = await shell.SignInAsync("CON-002");
        await user.Page.RunAndWaitForConsoleMessageAsync(() => user.Page.RouteAsync("**/api/hub", route => route.FulfillAsync(new() { Status = 404, Body = "Not here" })), new() { Predicate = m => m.Text == "/api/hub is no view of a hub: this page does not follow it." });
        await user.Page.RouteAsync("**/api/scope*", route => route.FulfillAsync(new() { ContentType = "application/json", Body = """{"summary":{"crewCount":77}}""" }));
        await Expect(user.Widget("overview").Locator("dd[data-metric=crewCount]")).ToHaveTextAsync("77");
        Assert.Equal("", await user.Page.Locator("#cks-said").InnerTextAsync());

        await user.Page.RouteAsync("**/api/hub", route => route.FulfillAsync(new() { Status = 404, ContentType = "application/problem+json", Body = """{"reason":"no_hub"}""" }));
        await user.Page.ReloadAsync();
        await IsOverAsync(user, "There is no hub for you any more.");
    }

    [Fact]
    public async Task A_source_that_asks_for_more_proof_costs_its_own_widget_alone()
    {
        await using var user = await shell.SignInAsync("CON-002");
        await user.Page.RouteAsync("**/api/activity*", route => route.FulfillAsync(new() { Status = 401, ContentType = "application/problem+json", Body = """{"reason":"insufficient_user_authentication"}""" }));
        await user.Page.RouteAsync("**/api/scope*", route => route.FulfillAsync(new() { ContentType = "application/json", Body = """{"summary":{"crewCount":77}}""" }));

        await Expect(user.Widget("recent").Locator("[data-fault=refused]")).ToHaveTextAsync("You cannot see this any more.");
        await Expect(user.Widget("overview").Locator("dd[data-metric=crewCount]")).ToHaveTextAsync("77");
        await user.Page.WaitForResponseAsync(response => response.Url.EndsWith("/api/hub", StringComparison.Ordinal) && response.Status == 304);
        Assert.Equal("", await user.Page.Locator("#cks-said").InnerTextAsync());
    }

    [Fact]
    public async Task S08_whatever_an_open_page_reads_by_itself_says_so_and_for_which_widget()
    {
        await using var user = await shell.SignInAsync("CON-002");
        var requests = new System.Collections.Concurrent.ConcurrentQueue<IRequest>();
        user.Page.Request += (_, request) => requests.Enqueue(request);
        shell.Change("contractor", ShellPortal.Contractor("Another name"));
        await Expect(user.Page.Locator(".cks-title")).ToHaveTextAsync("Another name");
        foreach (var source in (string[])["/api/scope?widget=overview", "/api/orders", "/api/activity?widget=recent"])
            await user.Page.WaitForResponseAsync(user.Address + source);

        Assert.Contains(requests, r => r.Url == $"{user.Address}/hub");
        // A module that is still on its way carries no header of a page and needs nobody to be signed in.
        foreach (var request in requests.Where(r => r.ResourceType != "script"))
            Assert.Equal("1", await request.HeaderValueAsync("Cks-Unattended"));
    }

    [Fact]
    public async Task S30_the_longest_interval_is_no_loop()
    {
        shell.Change("contractor", ShellPortal.Contractor().Replace("\"refreshSeconds\": 1, \"maxItems\": 2", "\"refreshSeconds\": 2147483, \"maxItems\": 2", StringComparison.Ordinal));
        await using var user = await shell.SignInAsync("CON-002");
        var reads = 0;
        user.Page.Request += (_, request) => reads += request.Url.Contains("/api/activity", StringComparison.Ordinal) ? 1 : 0;
        for (var i = 0; i < 3; i++)
            await user.Page.WaitForResponseAsync(response => response.Url.EndsWith("/api/hub", StringComparison.Ordinal));

        Assert.Equal(0, reads);
    }

    [Fact]
    public async Task A_page_and_a_view_that_differ_for_good_are_no_news()
    {
        await using var user = await shell.SignInAsync("CON-002", before: page => page.RouteAsync("**/api/hub", async route =>
        {
            var answer = await route.FetchAsync();
            await route.FulfillAsync(new() { Response = answer, Body = answer.Status == 200 ? await answer.TextAsync() + " " : "" });
        }));
        await user.Page.ReloadAsync();
        await Expect(user.Widget("recent")).ToBeVisibleAsync();
        for (var i = 0; i < 2; i++)
            await user.Page.WaitForResponseAsync($"{user.Address}/hub");
        await user.Page.WaitForResponseAsync(response => response.Url.EndsWith("/api/hub", StringComparison.Ordinal));

        Assert.Equal("", await user.Page.Locator("#cks-said").InnerTextAsync());
    }

    [Fact]
    public async Task What_the_server_alone_draws_stays_and_an_application_has_tabs_of_its_own()
    {
        await using var user = await shell.SignInAsync("CON-002");
        await user.Page.RouteAsync("**/hub**", async route =>
        {
            var answer = await route.FetchAsync();
            await route.FulfillAsync(new()
            {
                Response = answer,
                Body = (await answer.TextAsync()).Replace(" data-source=\"/api/scope?widget=overview\"", "", StringComparison.Ordinal)
                    .Replace("#customers", "#gr\u00f6\u00dfe", StringComparison.Ordinal).Replace("id=\"customers\"", "id=\"gr\u00f6\u00dfe\"", StringComparison.Ordinal)
                    .Replace("<h1", "<div class=\"cks-tabs\">mine</div><h1", StringComparison.Ordinal),
            });
        });
        await user.Page.ReloadAsync();
        var drawn = await user.Widget("overview").Locator(".cks-body").InnerTextAsync();
        await user.Page.EvaluateAsync("document.dispatchEvent(new Event('visibilitychange'))");
        await user.Page.WaitForResponseAsync(response => response.Url.Contains("/api/activity", StringComparison.Ordinal));
        Assert.Equal(drawn, await user.Widget("overview").Locator(".cks-body").InnerTextAsync());

        await user.Page.GotoAsync($"{user.Address}/hub/ecosystem");
        await Expect(user.Page.Locator("#gr\u00f6\u00dfe")).ToBeVisibleAsync();
        await Expect(user.Page.Locator("[role=tabpanel]:visible")).ToHaveCountAsync(1);
        await user.Page.WaitForResponseAsync(response => response.Url.EndsWith("/api/hub", StringComparison.Ordinal));
    }

    [Fact]
    public async Task S22_no_attribute_of_a_module_runs_anything_also_without_a_policy()
    {
        await using var user = await shell.SignInAsync("CON-002");
        var page = user.Page;
        var script = await File.ReadAllTextAsync(Path.Combine(Cks.Tests.Portal.RunningPortal.FindRoot(), "src", "Cks.HubConfig.Razor", "wwwroot", "hub.js"), TestContext.Current.CancellationToken);
        await page.RouteAsync("http://shell.example/**", route => route.FulfillAsync(route.Request.Url.EndsWith(".js", StringComparison.Ordinal) ? new() { ContentType = "text/javascript", Body = script } : new() { ContentType = "text/html", Body = "<main></main>" }));
        await page.GotoAsync("http://shell.example/");
        var made = await page.EvaluateAsync<string>("""
            async () => {
                const { h } = await import('/hub.js');
                return h('a', { href: ' java\tscript:alert(1)', onclick: 'alert(1)', STYLE: 'color:red', title: '"><script>' }, '<b>').outerHTML
                    + h('a', { href: '/orders?a=1' }).outerHTML + h('iframe', { srcdoc: '<script>', src: 'data:text/html,x' }).outerHTML;
            }
            """);

        Assert.Equal("<a title=\"&quot;&gt;&lt;script&gt;\">&lt;b&gt;</a><a href=\"/orders?a=1\"></a><iframe></iframe>".Replace("&gt;&lt;script&gt;", "><script>", StringComparison.Ordinal), made.Replace("&gt;&lt;script&gt;", "><script>", StringComparison.Ordinal));
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
        Assert.Equal(8, files.Length);
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

    // No row, no widget, no page and no name.
    private static async Task IsOverAsync(ShellUser user, string why)
    {
        await Expect(user.Page.Locator("#cks-said")).ToContainTextAsync(why);
        Assert.Equal("You cannot see this any more.", await user.Page.Locator("main").InnerTextAsync());
        Assert.Equal(("", ""), (await user.Page.Locator("header").InnerTextAsync(), (await user.Page.Locator("nav").InnerTextAsync()).Trim()));
    }

    [GeneratedRegex(@"/_cks/hub/[0-9a-f]+/[\w.-]+\.(?:css|js)")]
    private static partial Regex AssetAddress();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();
}
