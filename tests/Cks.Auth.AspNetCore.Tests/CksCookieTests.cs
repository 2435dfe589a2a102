using System.Net;
using System.Text.Json;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Cks.Auth.AspNetCore.Tests;

public sealed class CksCookieTests(CookiePortal portal) : IClassFixture<CookiePortal>
{
    private const string Ada = "iss=https://login.example&sub=ada&sid=s1";

    [Fact]
    public async Task The_cookie_keeps_issuer_subject_and_session_and_the_store_says_the_rest()
    {
        var (cookie, set) = await portal.SignInAsync(Ada + "&role=manager&tenant=acme&name=Ada&email=ada@example.com");

        Assert.Equal("CksCookie https://login.example ada s1 CON-001 contractor CksSession", await TextAsync(await portal.SendAsync("/me", cookie)));
        Assert.Equal(HttpStatusCode.Forbidden, (await portal.SendAsync("/managers", cookie)).StatusCode);
        Assert.StartsWith("__Host-session=", set);
        Assert.Equal(["httponly", "path=/", "samesite=lax", "secure"], set.Split("; ")[1..].Order());
        var ticket = portal.Open(cookie);
        Assert.Equal(["iss", "sub", "jti", "sid"], ticket.Principal.Claims.Select(c => c.Type));
        Assert.Equal([".expires", ".issued"], ticket.Properties.Items.Keys.Order());
    }

    [Theory]
    [InlineData("sub=ada")]
    [InlineData("iss=https://login.example")]
    [InlineData("iss=&sub=ada")]
    [InlineData("iss=https://login.example&sub=")]
    [InlineData("iss=https://login.example&sub=a%00da")]
    [InlineData("iss=https://login.example&sub=ada&sid=")]
    public async Task Who_has_no_usable_issuer_and_subject_does_not_sign_in(string claims)
    {
        using var response = await portal.SendAsync("/in?" + claims, null);

        Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
        Assert.False(response.Headers.Contains("Set-Cookie"));
    }

    [Theory]
    [InlineData("act=%7B%22sub%22%3A%22eve%22%7D")]
    [InlineData("actor=eve")]
    [InlineData("http%3A%2F%2Fschemas.xmlsoap.org%2Fws%2F2009%2F09%2Fidentity%2Fclaims%2Factor=eve")]
    public async Task S12_whoever_acts_in_anothers_place_gets_no_cookie_of_theirs(string actor)
    {
        using var response = await portal.SendAsync($"/in?iss=https://login.example&sub=ada&{actor}", null);

        Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
        Assert.False(response.Headers.Contains("Set-Cookie"));
    }

    [Theory]
    [InlineData("nobody", "not_provisioned", "NotProvisioned")]
    [InlineData("old", "archived", "Archived")]
    [InlineData("sue", "suspended", "Suspended")]
    [InlineData("odd", "unknown_role", "UnknownRole")]
    public async Task Without_a_session_it_is_403_with_the_reason_and_the_cookie_ends(string subject, string reason, string name)
    {
        var (cookie, _) = await portal.SignInAsync($"iss=https://login.example&sub={subject}");

        using var answer = await portal.SendAsync("/me", cookie);
        using var page = await portal.SendAsync("/page", cookie);

        await AssertProblemAsync(answer, HttpStatusCode.Forbidden, "CKS502", reason);
        Assert.Equal((HttpStatusCode.Forbidden, $"page: {name}"), (page.StatusCode, await TextAsync(page)));
        Assert.All([answer, page], a => Assert.StartsWith("__Host-session=; expires=Thu, 01 Jan 1970", a.Headers.GetValues("Set-Cookie").Single()));
    }

    [Fact]
    public async Task Eight_hours_after_signing_in_the_cookie_is_over_however_it_was_used()
    {
        var (cookie, _) = await portal.SignInAsync(Ada);
        for (var hour = 0; hour < 8; hour++)
        {
            using var used = await portal.SendAsync("/me", cookie);
            Assert.Equal(HttpStatusCode.OK, used.StatusCode);
            Assert.False(used.Headers.Contains("Set-Cookie"));
            portal.Time.Advance(TimeSpan.FromHours(1));
        }

        portal.Time.Advance(TimeSpan.FromSeconds(1));
        await AssertProblemAsync(await portal.SendAsync("/me", cookie), HttpStatusCode.Unauthorized, "CKS501", "missing");
    }

    [Theory]
    [InlineData("/me", null)]
    [InlineData("/cookies", "Basic dXNlcjpwYXNz")]
    public async Task S08_a_cookie_is_never_renewed_so_that_its_beginning_stays_what_it_was(string path, string? authorization)
    {
        var (cookie, _) = await portal.SignInAsync(Ada);
        portal.Options.SlidingExpiration = true;
        try
        {
            portal.Time.Advance(TimeSpan.FromHours(5));
            using var used = await portal.SendAsync(path, cookie, authorization);

            Assert.Equal(authorization is null ? HttpStatusCode.OK : HttpStatusCode.Unauthorized, used.StatusCode);
            Assert.False(used.Headers.Contains("Set-Cookie"));
        }
        finally
        {
            portal.Options.SlidingExpiration = false;
        }
    }

    [Fact]
    public async Task A_cookie_that_was_tampered_with_is_none()
    {
        var (cookie, _) = await portal.SignInAsync(Ada);
        var tampered = cookie[..40] + (cookie[40] == 'A' ? 'B' : 'A') + cookie[41..];

        await AssertProblemAsync(await portal.SendAsync("/me", tampered), HttpStatusCode.Unauthorized, "CKS501", "missing");
    }

    [Theory]
    [InlineData("/me", "Bearer TOKEN")]
    [InlineData("/page", "Bearer TOKEN")]
    [InlineData("/cookies", "Bearer TOKEN")]
    [InlineData("/me", "Bearer nonsense")]
    [InlineData("/me", "Basic dXNlcjpwYXNz")]
    [InlineData("/cookies", "Basic dXNlcjpwYXNz")]
    public async Task S25_a_cookie_beside_an_authorization_header_is_two_credentials(string path, string authorization)
    {
        var (cookie, _) = await portal.SignInAsync(Ada);
        var header = authorization.Replace("TOKEN", portal.Issuer.Forge.Mint("ada", "portal"), StringComparison.Ordinal);

        await AssertProblemAsync(await portal.SendAsync(path, cookie, header), HttpStatusCode.Unauthorized, "CKS501", "multiple_credentials");
        await AssertProblemAsync(await portal.SendAsync(path, "__Host-session=nonsense", header), HttpStatusCode.Unauthorized, "CKS501", "multiple_credentials");
    }

    [Fact]
    public async Task A_token_alone_still_signs_in_and_does_not_where_only_a_cookie_will_do()
    {
        var bearer = $"Bearer {portal.Issuer.Forge.Mint("grace", "portal")}";

        Assert.StartsWith("CksBearer ", await TextAsync(await portal.SendAsync("/me", "other=cookie", bearer)));
        Assert.Equal(HttpStatusCode.OK, (await portal.SendAsync("/managers", null, bearer)).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await portal.SendAsync("/cookies", null, bearer)).StatusCode);
    }

    [Theory]
    [InlineData("GET", "/page", HttpStatusCode.Redirect)]
    [InlineData("POST", "/page", HttpStatusCode.Unauthorized)]
    [InlineData("GET", "/me", HttpStatusCode.Unauthorized)]
    public async Task Only_reading_a_page_redirects(string method, string path, HttpStatusCode status)
    {
        using var response = await portal.SendAsync(path, null, method: method);

        Assert.Equal(status, response.StatusCode);
        Assert.Equal(status == HttpStatusCode.Redirect ? "/sign-in?returnUrl=%2Fpage" : null, response.Headers.Location?.PathAndQuery);
    }

    [Fact]
    public async Task A_store_that_is_down_is_neither_401_nor_403_and_the_cookie_stays()
    {
        var (cookie, _) = await portal.SignInAsync("iss=https://login.example&sub=down");
        using var response = await portal.SendAsync("/me", cookie);

        Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
        Assert.False(response.Headers.Contains("Set-Cookie"));
    }

    [Theory]
    [InlineData(null, CksAuthenticationDefaults.BearerOrCookieScheme)]
    [InlineData(CksAuthenticationDefaults.BearerScheme, CksAuthenticationDefaults.BearerOrCookieScheme)]
    [InlineData("Other", "Other")]
    public async Task The_default_scheme_takes_both_where_it_took_tokens(string? before, string after)
    {
        var services = new ServiceCollection().AddLogging().AddScoped<ISessionResolver, MemorySessions>();
        services.AddAuthentication(o => o.DefaultScheme = before).AddCksCookie().AddCksBearer(o => o.AddOidc("https://login.example", "portal"));
        await using var provider = services.BuildServiceProvider();

        Assert.Equal(after, provider.GetRequiredService<IOptions<AuthenticationOptions>>().Value.DefaultScheme);
    }

    private static Task<string> TextAsync(HttpResponseMessage response) => response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);

    private static async Task AssertProblemAsync(HttpResponseMessage response, HttpStatusCode status, string code, string reason)
    {
        Assert.Equal((status, "application/problem+json"), (response.StatusCode, response.Content.Headers.ContentType?.ToString()));
        Assert.Null(response.Headers.Location);
        using var body = JsonDocument.Parse(await TextAsync(response));
        Assert.Equal((code, reason), (body.RootElement.GetProperty("code").GetString(), body.RootElement.GetProperty("reason").GetString()));
    }
}
