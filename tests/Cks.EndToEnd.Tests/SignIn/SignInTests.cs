using System.Net;
using System.Text.RegularExpressions;
using System.Text.Json;
using System.Web;
using Cks.Auth.AspNetCore;
using Cks.Samples.Portal.Database;
using Cks.Tests.Portal;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Cks.Tests.SignIn;

/// <summary>Signing in and out with a browser, over HTTP: the portal's provider, its OpenID Connect client and its cookie.</summary>
public sealed class SignInTests(RunningPortals portals)
{
    [Fact]
    public async Task A_page_leads_through_code_flow_with_PKCE_back_to_itself()
    {
        var portal = await portals.GetAsync(PortalEngine.Sqlite);
        using var user = new WebUser(portal);

        using var page = await user.GetAsync("/hub/ecosystem");
        Assert.Equal((HttpStatusCode.Redirect, "/sign-in?returnUrl=%2Fhub%2Fecosystem"), (page.StatusCode, page.Headers.Location!.PathAndQuery));
        using var challenge = await user.GetAsync(page.Headers.Location.OriginalString);
        var asked = HttpUtility.ParseQueryString(challenge.Headers.Location!.Query);
        Assert.Equal(("portal", "code", "S256", "openid"), (asked["client_id"], asked["response_type"], asked["code_challenge_method"], asked["scope"]));
        Assert.Equal(portal.Address + "/sign-in/callback", asked["redirect_uri"]);
        Assert.All([asked["state"], asked["nonce"], asked["code_challenge"]], value => Assert.NotEmpty(value!));

        using var callback = await user.SubmitLoginAsync("con2", start: "/hub/ecosystem");
        Assert.StartsWith(portal.Address + "/sign-in/callback?", callback.Headers.Location!.OriginalString);
        using var signedIn = await user.GetAsync(callback.Headers.Location.OriginalString);
        Assert.Equal("/hub/ecosystem", signedIn.Headers.Location!.OriginalString);
        using var hub = await user.FollowAsync(signedIn);
        Assert.Contains("(CON-002)", await hub.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task A_browser_that_came_by_the_name_localhost_stays_there()
    {
        var portal = await portals.GetAsync(PortalEngine.Sqlite);
        using var user = new WebUser(portal, "localhost");

        using var callback = await user.SubmitLoginAsync("CON-002");
        using var hub = await user.FollowAsync(callback);

        Assert.Equal("localhost", callback.Headers.Location!.Host);
        Assert.Contains("(CON-002)", await hub.Content.ReadAsStringAsync());
    }

    [Theory]
    [InlineData("MGR-001", "main")]
    [InlineData("CRW-002", "main")]
    [InlineData("CON-002", "acme")]
    public async Task S02_A_browser_and_a_token_bring_the_same_person(string code, string tenant)
    {
        var portal = await portals.GetAsync(PortalEngine.Sqlite);
        using var user = await WebUser.SignInAsync(portal, code, tenant);

        foreach (var path in new[] { "/api/me/bootstrap", "/api/scope", "/api/hub" })
        {
            using var byCookie = await user.GetAsync(path);
            using var byToken = await portal.GetAsync(path, portal.TokenOf(code, tenant));
            Assert.Equal(HttpStatusCode.OK, byCookie.StatusCode);
            Assert.Equal(WithoutCursors(await byToken.Content.ReadAsStringAsync()), WithoutCursors(await byCookie.Content.ReadAsStringAsync()));
        }

        // They say until when they hold, and the second may have changed between the two requests.
        static string WithoutCursors(string json) => Regex.Replace(json, "\"next\":\"[A-Za-z0-9_-]+\"", "\"next\":\"\"");
    }

    [Fact]
    public async Task The_cookie_says_who_it_is_and_nothing_about_what_they_may()
    {
        var portal = await portals.GetAsync(PortalEngine.Sqlite);
        using var user = new WebUser(portal);
        using var callback = await user.SubmitLoginAsync("MGR-001");
        using var signedIn = await user.GetAsync(callback.Headers.Location!.OriginalString);

        var header = signedIn.Headers.GetValues("Set-Cookie").Single(c => c.StartsWith("portal-session=", StringComparison.Ordinal));
        Assert.Equal(["httponly", "path=/", "samesite=lax"], header.Split("; ")[1..].Order());
        var options = portal.Services.GetRequiredService<IOptionsMonitor<CookieAuthenticationOptions>>().Get(CksAuthenticationDefaults.CookieScheme);
        var ticket = options.TicketDataFormat.Unprotect(user.Session!.Value)!;
        Assert.Equal([("iss", portal.Issuer.Address), ("sub", "user_main_mgr_001")], ticket.Principal.Claims.Where(c => c.Type != "jti").Select(c => (c.Type, c.Value)));
        // The cookie's own name, which is nobody else's.
        Assert.Single(ticket.Principal.Claims, c => c.Type == "jti" && Guid.TryParseExact(c.Value, "N", out _));
        Assert.Equal([".expires", ".issued"], ticket.Properties.Items.Keys.Order());
        Assert.Equal(TimeSpan.FromHours(8), ticket.Properties.ExpiresUtc - ticket.Properties.IssuedUtc);
    }

    [Theory]
    [InlineData("https://evil.example/hub")]
    [InlineData("//evil.example")]
    [InlineData("/\\evil.example")]
    [InlineData("/\t/evil.example")]
    [InlineData("~/hub/ecosystem")]
    [InlineData("javascript:alert(1)")]
    [InlineData("hub/crews")]
    [InlineData("")]
    public async Task After_signing_in_nobody_is_sent_to_another_host(string returnUrl)
    {
        var portal = await portals.GetAsync(PortalEngine.Sqlite);
        using var user = new WebUser(portal);

        using var callback = await user.SubmitLoginAsync("CON-002", start: $"/sign-in?returnUrl={Uri.EscapeDataString(returnUrl)}");
        using var signedIn = await user.GetAsync(callback.Headers.Location!.OriginalString);

        Assert.Equal("/hub", signedIn.Headers.Location!.OriginalString);
    }

    [Fact]
    public async Task A_state_that_was_tampered_with_or_belongs_to_another_browser_is_refused()
    {
        var portal = await portals.GetAsync(PortalEngine.Sqlite);
        using var user = new WebUser(portal);
        using var stranger = new WebUser(portal);
        using var callback = await user.SubmitLoginAsync("CON-002");
        var address = callback.Headers.Location!.OriginalString;
        var state = HttpUtility.ParseQueryString(callback.Headers.Location.Query)["state"]!;

        foreach (var (who, target) in new[] { (user, address.Replace(state, state[..^1] + (state[^1] == 'A' ? 'Q' : 'A'))), (user, address.Replace("state=", "estate=")), (stranger, address) })
        {
            using var refused = await who.GetAsync(target);
            Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
            Assert.Contains("The sign-in failed", await refused.Content.ReadAsStringAsync());
            Assert.Null(who.Session);
        }
    }

    [Theory]
    [InlineData("CON-016", "suspended")]
    [InlineData("CON-018", "archived")]
    [InlineData("CRW-050", "not_provisioned")]
    public async Task Somebody_whom_the_provider_knows_but_the_portal_does_not_admit_learns_why(string code, string reason)
    {
        var portal = await portals.GetAsync(PortalEngine.Sqlite);
        using var user = new WebUser(portal);

        using var page = await user.FollowAsync(await user.SubmitLoginAsync(code));

        Assert.Equal((HttpStatusCode.Forbidden, "text/html"), (page.StatusCode, page.Content.Headers.ContentType!.MediaType));
        Assert.Contains($"data-reason=\"{reason}\"", await page.Content.ReadAsStringAsync());
        Assert.Null(user.Session);
    }

    [Theory]
    [InlineData("UPDATE contractors SET archived_at = created_at WHERE contractor_id = 'CON-002' AND tenant_id = 'main'", "archived")]
    [InlineData("UPDATE contractors SET status = 'suspended' WHERE contractor_id = 'CON-002' AND tenant_id = 'main'", "suspended")]
    [InlineData("DELETE FROM identity_links WHERE code = 'CON-002' AND tenant_id = 'main'", "not_provisioned")]
    public async Task Whoever_is_archived_while_signed_in_is_out_at_the_next_request(string change, string reason)
    {
        await using var portal = await RunningPortal.StartAsync(PortalEngine.Sqlite);
        using var api = await WebUser.SignInAsync(portal, "CON-002");
        using var page = await WebUser.SignInAsync(portal, "CON-002");
        Assert.Equal(HttpStatusCode.OK, (await api.GetAsync("/api/scope")).StatusCode);
        Assert.Equal(1, await portal.Database.ExecuteAsync(change));
        await portal.TellAsync("CON-002");

        using var refused = await api.GetAsync("/api/scope");
        using var refusedPage = await page.GetAsync("/hub");

        var body = JsonDocument.Parse(await refused.Content.ReadAsStringAsync()).RootElement;
        Assert.Equal((403, "CKS502", reason), ((int)refused.StatusCode, body.GetProperty("code").GetString(), body.GetProperty("reason").GetString()));
        Assert.Equal(HttpStatusCode.Forbidden, refusedPage.StatusCode);
        Assert.Contains($"data-reason=\"{reason}\"", await refusedPage.Content.ReadAsStringAsync());
        Assert.Null(api.Session);
        Assert.Null(page.Session);
    }

    [Fact]
    public async Task A_database_that_is_gone_is_503_and_the_session_stays()
    {
        await using var portal = await RunningPortal.StartAsync(PortalEngine.Sqlite);
        using var user = await WebUser.SignInAsync(portal, "CON-002");
        await portal.Database.ExecuteAsync("DROP VIEW people");
        await portal.TellAsync("CON-002");

        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await user.GetAsync("/api/scope")).StatusCode);
        Assert.NotNull(user.Session);
    }

    [Theory]
    [InlineData("/api/scope", "Bearer")]
    [InlineData("/hub", "Bearer")]
    [InlineData("/api/scope", "Basic dXNlcjpwYXNz")]
    [InlineData("/hub", "Basic dXNlcjpwYXNz")]
    public async Task S25_A_cookie_beside_another_credential_is_refused_even_when_they_agree(string path, string authorization)
    {
        var portal = await portals.GetAsync(PortalEngine.Sqlite);
        using var user = await WebUser.SignInAsync(portal, "CON-002");
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.TryAddWithoutValidation("Authorization", authorization == "Bearer" ? $"Bearer {portal.TokenOf("CON-002")}" : authorization);

        using var refused = await user.SendAsync(request);

        Assert.Equal(HttpStatusCode.Unauthorized, refused.StatusCode);
        Assert.Equal("multiple_credentials", JsonDocument.Parse(await refused.Content.ReadAsStringAsync()).RootElement.GetProperty("reason").GetString());
    }

    [Fact]
    public async Task S25_a_cookie_beside_acting_as_is_nobody()
    {
        var portal = await portals.GetAsync(PortalEngine.Sqlite);
        using var user = await WebUser.SignInAsync(portal, "CRW-002");

        Assert.Equal(HttpStatusCode.Forbidden, (await user.GetAsync("/hub?as=MGR-001")).StatusCode);
    }

    [Fact]
    public async Task Signing_out_ends_the_cookie_and_the_next_page_asks_again()
    {
        var portal = await portals.GetAsync(PortalEngine.Sqlite);
        using var user = await WebUser.SignInAsync(portal, "CON-002");

        using var left = await user.PostAsync("/sign-out", new() { ["__RequestVerificationToken"] = await user.AntiforgeryAsync() });
        using var farewell = await user.FollowAsync(left);

        Assert.Equal("/signed-out", left.Headers.Location!.OriginalString);
        Assert.Contains("You are signed out", await farewell.Content.ReadAsStringAsync());
        Assert.Null(user.Session);
        Assert.Equal("/sign-in?returnUrl=%2Fhub", (await user.GetAsync("/hub")).Headers.Location!.PathAndQuery);
        Assert.Equal(HttpStatusCode.Unauthorized, (await user.GetAsync("/api/scope")).StatusCode);
    }

    [Fact]
    public async Task Only_a_session_by_cookie_has_a_form_to_leave_by()
    {
        var portal = await portals.GetAsync(PortalEngine.Sqlite);
        using var user = await WebUser.SignInAsync(portal, "CON-002");
        using var byCookie = await user.GetAsync("/hub");
        using var byToken = await portal.GetAsync("/hub", portal.TokenOf("CON-002"));

        Assert.Contains("form-action 'self'", byCookie.Headers.GetValues("Content-Security-Policy").Single());
        Assert.Contains("action=\"/sign-out\"", await byCookie.Content.ReadAsStringAsync());
        Assert.Contains("form-action 'none'", byToken.Headers.GetValues("Content-Security-Policy").Single());
        Assert.DoesNotContain("<form", await byToken.Content.ReadAsStringAsync());
    }

    [Theory]
    [InlineData("GET", "/api/scope", 401)]
    [InlineData("POST", "/hub", 405)]
    [InlineData("GET", "/hub?as=NOBODY", 401)]
    [InlineData("GET", "/hub", 302)]
    [InlineData("GET", "/hub/ecosystem", 302)]
    public async Task Only_a_page_that_is_read_redirects_to_sign_in(string method, string path, int status)
    {
        var portal = await portals.GetAsync(PortalEngine.Sqlite);
        using var user = new WebUser(portal);
        using var request = new HttpRequestMessage(new(method), path);

        using var answer = await user.SendAsync(request);

        Assert.Equal(status, (int)answer.StatusCode);
        Assert.Equal(status == 302, answer.Headers.Location is not null);
    }
}
