using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using Cks.Core;
using Cks.Samples.Portal.Database;
using Cks.Samples.Portal.Pages;
using Cks.Tests.Database;
using Cks.Tests.Oracle;
using Cks.Tests.Portal;
using Cks.Tests.SignIn;
using Microsoft.Extensions.DependencyInjection;

namespace Cks.Tests.Pages;

/// <summary>The hub's pages over HTTP: which are there, what is in them, and who may send their forms.</summary>
public sealed partial class HubAnswerTests(RunningPortals portals)
{
    [Theory]
    [InlineData("/hub/directory?as=CRW-002", 404)]
    [InlineData("/hub/assign?as=MGR-001", 404)]
    [InlineData("/hub/inventory?as=CON-002", 404)]
    [InlineData("/hub/ecosystem?as=WHS-001", 404)]
    [InlineData("/hub/orders?as=ADM-001", 404)]
    [InlineData("/hub/deliveries?as=CEN-002", 404)]
    [InlineData("/hub/jobs?as=CON-002", 404)]
    [InlineData("/hub/ecosystem?as=CUS-002&set=contractors", 404)]
    [InlineData("/hub/services?as=CON-002&code=CEN-999-SRV-001", 404)]
    [InlineData("/hub/directory?as=ADM-001&entity=staffing", 404)]
    [InlineData("/hub/services?as=CON-002&code=%00", 404)]
    [InlineData("/hub/orders?as=CON-002&status=%00", 200)]
    [InlineData("/hub/orders?as=CON-002&after=x&after=y", 200)]
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
    public async Task The_catalog_of_widgets_is_for_whoever_builds_hubs()
    {
        var portal = await portals.GetAsync(PortalEngine.Sqlite);
        foreach (var code in new[] { "MGR-001", "CON-002", "CUS-002", "CEN-002", "CRW-002", "WHS-001" })
            Assert.Equal(403, (int)(await portal.GetAsync("/api/hub/catalog", portal.TokenOf(code))).StatusCode);

        using var answer = await portal.GetAsync("/api/hub/catalog", portal.TokenOf("ADM-001"));
        using var catalog = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));

        Assert.Equal(200, (int)answer.StatusCode);
        Assert.True(answer.Headers.CacheControl is { Private: true, NoCache: true });
        Assert.Equal(["activity-feed", "backlog.states", "directory-counts", "group", "order-list", "stats-card", "tabs"], catalog.RootElement.GetProperty("widgets").EnumerateArray().Select(w => w.GetProperty("type").GetString()!).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("acme", "CEN-001", "control", "overview orders recent-activity")]
    [InlineData("acme", "CEN-002", "orders-first", "orders recent-activity overview")]
    [InlineData("main", "CEN-002", null, "overview orders recent-activity")]
    public async Task Centers_of_one_tenant_try_another_screen(string tenant, string code, string? variant, string widgets)
    {
        var portal = await portals.GetAsync(PortalEngine.Sqlite);
        using var answer = await portal.GetAsync("/api/hub", portal.TokenOf(code, tenant));
        using var view = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));

        Assert.Equal(variant, view.RootElement.TryGetProperty("experiments", out var experiments) && experiments.TryGetProperty("ordersFirst", out var mine) ? mine.GetString() : null);
        Assert.Equal(widgets, string.Join(' ', view.RootElement.GetProperty("widgets").EnumerateArray().Select(w => w.GetProperty("id").GetString())));
    }

    [Fact]
    public async Task S25_a_token_beside_acting_as_is_nobody()
    {
        var portal = await portals.GetAsync(PortalEngine.Sqlite);

        Assert.Equal(403, (int)(await portal.GetAsync("/hub?as=MGR-001", portal.TokenOf("CRW-002"))).StatusCode);
        Assert.Equal(200, (int)(await portal.GetAsync("/hub", portal.TokenOf("CRW-002"))).StatusCode);
    }

    [Theory]
    [InlineData(PortalEngine.Sqlite)]
    [InlineData(PortalEngine.Postgres)]
    public async Task Whoever_acts_as_somebody_sees_every_page_and_no_form(PortalEngine engine)
    {
        var portal = await portals.GetAsync(engine);
        foreach (var code in new[] { "MGR-001", "CON-002", "CUS-002", "CEN-002", "CRW-002", "WHS-001", "ADM-001" })
        {
            using var dashboard = await portal.GetAsync($"/hub?as={code}", null);
            var links = Link().Matches(await dashboard.Content.ReadAsStringAsync()).Select(m => WebUtility.HtmlDecode(m.Groups[1].Value)).ToArray();
            Assert.NotEmpty(links);
            foreach (var link in links)
            {
                using var page = await portal.GetAsync(link, null);
                Assert.Equal(HttpStatusCode.OK, page.StatusCode);
                Assert.DoesNotContain("<form", await page.Content.ReadAsStringAsync());
                Assert.Contains("form-action 'none'", page.Headers.GetValues("Content-Security-Policy").Single());
            }
        }
    }

    [Fact]
    public async Task Every_order_has_exactly_the_buttons_that_are_allowed()
    {
        var portal = await portals.GetAsync(PortalEngine.Sqlite);
        var viewers = await new ScopeOracle(portal.Database.Source).AllViewersAsync();
        var oracle = await OrderOracle.ReadAsync(portal.Database.Source, "main");
        var buttons = 0;
        foreach (var code in new[] { "MGR-001", "CON-002", "CUS-002", "CEN-002", "CRW-002", "WHS-001" })
        {
            var viewer = viewers.Single(v => v.Code == code && v.Tenant == "main");
            var orders = oracle.OrdersOf(viewer).ToDictionary(o => o.Code);
            using var user = await WebUser.SignInAsync(portal, code);
            foreach (var query in new[] { "", "?status=pending_warehouse", "?status=pending_customer", "?status=pending_contractor", "?status=pending_manager", "?status=service_created", "?status=crew_requested", "?status=awaiting_delivery" })
            {
                using var answer = await user.GetAsync("/hub/orders" + query);
                var page = await answer.Content.ReadAsStringAsync();
                foreach (var row in Row().Matches(page).Select(m => m.Groups[1].Value))
                {
                    var shown = Button().Matches(page).Where(m => m.Groups[1].Value == row).Select(m => m.Groups[2].Value).Order(StringComparer.Ordinal).ToArray();
                    Assert.Equal(OrderActions.Of(viewer, orders[row]), shown);
                    buttons += shown.Length;
                }
            }
        }

        Assert.True(buttons > 20);
    }

    [Fact]
    public async Task A_form_is_taken_only_from_whoever_signed_in_here()
    {
        await using var portal = await RunningPortal.StartAsync(PortalEngine.Sqlite);
        using var user = await WebUser.SignInAsync(portal, "MGR-001");
        var token = await user.AntiforgeryAsync();
        var form = new Dictionary<string, string> { ["__RequestVerificationToken"] = token };
        const string Path = "/hub/activity/dismiss-all";
        const string Dismissals = "SELECT count(*) FROM activity_dismissals WHERE tenant_id = 'main' AND viewer = 'MGR-001'";
        var before = await portal.Database.CountAsync(Dismissals);

        // Without the token, acting as somebody, with a bearer token, with a cookie and an address that acts as somebody, and without a form.
        Assert.Equal(400, (int)(await user.PostAsync(Path, [])).StatusCode);
        using var nobody = new WebUser(portal);
        Assert.Equal(401, (int)(await nobody.PostAsync(Path + "?as=MGR-001", form)).StatusCode);
        using var byToken = new HttpRequestMessage(HttpMethod.Post, Path) { Content = new FormUrlEncodedContent(form) };
        byToken.Headers.Authorization = new("Bearer", portal.TokenOf("MGR-001"));
        Assert.Equal(403, (int)(await portal.Http.SendAsync(byToken, TestContext.Current.CancellationToken)).StatusCode);
        Assert.Equal(403, (int)(await user.PostAsync(Path + "?as=MGR-001", form)).StatusCode);
        foreach (var type in new[] { "application/json", "multipart/form-data; boundary=x" })
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, Path) { Content = new StringContent("{}") };
            request.Content.Headers.ContentType = System.Net.Http.Headers.MediaTypeHeaderValue.Parse(type);
            request.Headers.Add("X-CSRF-TOKEN", token);
            Assert.Equal(400, (int)(await user.SendAsync(request)).StatusCode);
        }

        Assert.Equal(before, await portal.Database.CountAsync(Dismissals));
        using var done = await user.PostAsync(Path, form);
        Assert.True(await portal.Database.CountAsync(Dismissals) > before);
        Assert.Equal((HttpStatusCode.SeeOther, "/hub/activity?done=activity-all-dismissed"), (done.StatusCode, done.Headers.Location!.OriginalString));
    }

    [Theory]
    [InlineData("CON-002", "/hub/orders", "type=lorry&new=createServiceOrder", "/hub/orders?new=createServiceOrder&refused=unknown_type")]
    [InlineData("CON-002", "/hub/orders", "type=product&center=CEN-002&product=PRD-1&quantity=many", "/hub/orders?refused=bad_quantity")]
    [InlineData("CON-002", "/hub/orders", "type=service&expectedAt=tomorrow", "/hub/orders?refused=bad_date")]
    [InlineData("CON-002", "/hub/orders", "type=service&type=product", "/hub/orders?refused=unknown_type")]
    [InlineData("CON-002", "/hub/orders/CEN-999-PO-001/accept", "back=/deliveries", "/hub/deliveries?refused=outside_scope")]
    [InlineData("CON-002", "/hub/orders/CEN-999-PO-001/accept", "back=//evil.example", "/hub/orders?refused=outside_scope")]
    [InlineData("CON-002", "/hub/reports", "kind=report&about=order:X&title=t", "/hub/reports?refused=unknown_reference")]
    [InlineData("CON-002", "/hub/reports", "kind=feedback&about=other&title=t&rating=best", "/hub/reports?refused=bad_rating")]
    [InlineData("CON-002", "/hub/services/x%2F%3Fy/complete", "", null)]
    [InlineData("CON-002", "/hub/assign", "code=CRW-002&parent=CEN-001", null)]
    [InlineData("ADM-001", "/hub/assign", "code=nobody&parent=CEN-001", "/hub/assign?refused=outside_scope")]
    [InlineData("ADM-001", "/hub/archive/delete", "entity=crew&code=CRW-002", "/hub/archive?refused=confirm_required")]
    [InlineData("ADM-001", "/hub/orders", "type=service", null)]
    public async Task A_form_that_is_wrong_leads_back_with_the_reason(string code, string path, string fields, string? target)
    {
        var portal = await portals.GetAsync(PortalEngine.Sqlite);
        using var user = await WebUser.SignInAsync(portal, code);
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new StringContent(fields, null, "application/x-www-form-urlencoded") };
        request.Headers.Add("X-CSRF-TOKEN", await user.AntiforgeryAsync());

        using var answer = await user.SendAsync(request);

        Assert.Equal(target is null ? HttpStatusCode.Forbidden : HttpStatusCode.SeeOther, answer.StatusCode);
        Assert.Equal(target, answer.Headers.Location?.OriginalString);
    }

    [Fact]
    public async Task A_target_that_nothing_draws_stops_the_host()
    {
        var contents = (await portals.GetAsync(PortalEngine.Sqlite)).Services.GetRequiredService<PageContents>();

        var mistake = Assert.Throws<CksConfigurationException>(() => contents.Check(["/orders", "/jobs"], ["createReport", "createJob"]));

        Assert.Equal(["Nothing draws the page \"/jobs\".", "No page has a form for the quick action \"createJob\"."], mistake.Diagnostics.Select(d => d.Message));
        Assert.Throws<CksConfigurationException>(() => new PageContents([]));
    }

    [Fact]
    public void Every_refusal_of_the_portal_has_a_sentence()
    {
        var reasons = Directory.EnumerateFiles(RunningPortal.ContentRoot, "*.cs", SearchOption.AllDirectories)
            .Where(file => !file.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal))
            .SelectMany(file => Reason().Matches(File.ReadAllText(file)).Select(m => m.Groups[1].Value)).Distinct().ToArray();

        Assert.True(reasons.Length > 20);
        Assert.All(reasons.Except(["no_form"]), reason => Assert.True(Messages.Knows(reason), reason));
    }

    [GeneratedRegex("<a href=\"(/hub[^\"]*)\"")]
    private static partial Regex Link();

    [GeneratedRegex("<tr><th scope=\"row\">([^<]*)</th>")]
    private static partial Regex Row();

    [GeneratedRegex("action=\"/hub/orders/([^/\"]+)/([a-z-]+)\"")]
    private static partial Regex Button();

    [GeneratedRegex("Refusal\\.(?:Invalid|Conflict)\\(\"([a-z_]+)\"")]
    private static partial Regex Reason();
}
