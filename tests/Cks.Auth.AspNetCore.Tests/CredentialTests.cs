using System.Net;
using System.Text.Json;
using Cks.Core;
using CsCheck;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;

namespace Cks.Auth.AspNetCore.Tests;

/// <summary>One credential a request, whichever of header, provider's cookie and session's cookie it is.</summary>
public sealed class CredentialTests : IAsyncLifetime
{
    private const string Bearer = "bearer TOKEN";
    private const string Cookie = "__session=TOKEN";

    private TestHost _host = null!;

    public async ValueTask InitializeAsync() => _host = await TestHost.StartAsync(
        app =>
        {
            app.MapGet("/me", Me).RequireAuthorization();
            app.MapGet("/token", Me).RequireAuthorization(p => p.AddAuthenticationSchemes(CksAuthenticationDefaults.BearerScheme).RequireAuthenticatedUser());
            app.MapGet("/cookie", Me).RequireAuthorization(p => p.AddAuthenticationSchemes(CksAuthenticationDefaults.CookieScheme).RequireAuthenticatedUser());
            app.MapGet("/any", Me).RequireAuthorization(p => p
                .AddAuthenticationSchemes(CksAuthenticationDefaults.BearerScheme, CksAuthenticationDefaults.CookieScheme).RequireAuthenticatedUser());
        },
        builder =>
        {
            builder.Services.AddDataProtection().UseEphemeralDataProtectionProvider();
            builder.Services.AddAuthentication().AddCksCookie();
        },
        issuer => issuer.AuthorizedParties.Add("https://portal.example"),
        scheme => scheme.CookieName = "__session");

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    [Theory]
    [InlineData("Bearer TOKEN, Bearer TOKEN")]
    [InlineData("Bearer TOKEN,Bearer TOKEN")]
    [InlineData("Basic dXNlcjpwYXNz, Bearer TOKEN")]
    [InlineData("Bearer TOKEN", "Bearer TOKEN")]
    [InlineData("Basic dXNlcjpwYXNz", "Bearer TOKEN")]
    public async Task Case87_Several_credentials_in_headers_are_refused_even_when_they_agree(params string[] headers) =>
        await AssertRefusedAsync("multiple_credentials", [.. headers.Select(h => ("Authorization", h))]);

    [Theory]
    [InlineData("Bearer TOKEN", "__session=TOKEN")]
    [InlineData("Basic dXNlcjpwYXNz", "__session=TOKEN")]
    [InlineData("Basic dXNlcjpwYXNz", "__Host-session=x")]
    [InlineData("Bearer TOKEN", "__session=")]
    [InlineData("Bearer TOKEN", "__Host-session=x")]
    [InlineData("Basic", "a=b; __session=TOKEN")]
    public async Task Case87_A_header_beside_a_cookie_is_two_credentials(string header, string cookie) =>
        await AssertRefusedAsync("multiple_credentials", ("Authorization", header), ("Cookie", cookie));

    [Theory]
    [InlineData("Bearer\tTOKEN", "malformed")]
    [InlineData("Bearer \tTOKEN", "malformed")]
    [InlineData("Bearer TOKEN\t", null)]
    [InlineData("bearer TOKEN", null)]
    [InlineData("bEARER    TOKEN", null)]
    [InlineData("BearerTOKEN", "missing")]
    public async Task Case87_The_scheme_is_read_in_any_case_and_its_separator_is_a_space(string header, string? reason)
    {
        if (reason is null)
            Assert.Equal("Header CON-001", await (await SendAsync("/me", ("Authorization", header))).Content.ReadAsStringAsync());
        else
            await AssertRefusedAsync(reason, ("Authorization", header));
    }

    [Theory]
    [InlineData("/me?access_token=TOKEN")]
    [InlineData("/me?token=TOKEN&__session=TOKEN")]
    public async Task Case87_A_token_in_the_query_is_not_read(string path) => await AssertProblemAsync(await SendAsync(path), "missing");

    [Fact]
    public async Task Case88_The_token_of_the_providers_cookie_signs_in_and_is_known_as_such()
    {
        // The issuer demands azp of tokens in a header, and this one has none.
        var token = _host.Forge.Mint("ada", "portal");
        Assert.Equal("Cookie CON-001", await (await _host.GetAsync("/me", ("Cookie", $"a=b; __session={token};c"))).Content.ReadAsStringAsync());
        await AssertProblemAsync(await _host.GetAsync("/me", ("Authorization", $"Bearer {token}")), "party_not_allowed");
    }

    [Theory]
    [InlineData("__session")]
    [InlineData("__sessionfoo=TOKEN")]
    [InlineData("__session_x=TOKEN")]
    [InlineData("x__session=TOKEN")]
    [InlineData("__SESSION=TOKEN")]
    [InlineData("__session =TOKEN")]
    [InlineData("=__session=TOKEN")]
    [InlineData("a; b=; =; ;;; __session")]
    [InlineData("a=__session=TOKEN")]
    [InlineData(";")]
    public async Task Case88_Only_a_cookie_of_exactly_that_name_is_read(string cookie) => await AssertRefusedAsync("missing", ("Cookie", cookie));

    [Theory]
    [InlineData("__session=TOKEN; __session=TOKEN")]
    [InlineData("__session=; __session=TOKEN")]
    [InlineData("__session=TOKEN;__session=")]
    [InlineData("__session=TOKEN; __Host-session=x")]
    [InlineData("__Host-session=x; __Host-session=x")]
    [InlineData("__Host-session=x; __HOST-SESSION=x")]
    [InlineData("__Host-session=x,__Host-session=x")]
    [InlineData("__Host-session=x; a=1, __host-session=x")]
    [InlineData("__session=TOKEN; a=1,__Host-session=x")]
    [InlineData("__session=TOKEN; __host-session=x")]
    [InlineData("__session=TOKEN; a b __Host-session=x")]
    [InlineData("__session=TOKEN; @__Host-session=x")]
    public async Task Case88_Two_cookies_are_two_credentials(string cookie)
    {
        await AssertRefusedAsync("multiple_credentials", ("Cookie", cookie));
        await AssertProblemAsync(await SendAsync("/cookie", ("Cookie", cookie)), "multiple_credentials");
    }

    [Theory]
    [InlineData("__session=\"TOKEN\"")]
    [InlineData("__session=%54OKEN")]
    public async Task Case88_The_value_is_taken_as_it_stands(string cookie) => await AssertRefusedAsync("malformed", ("Cookie", cookie));

    [Theory]
    [InlineData("")]
    [InlineData("a b")]
    [InlineData("__session=")]
    [InlineData("a;b")]
    public void A_name_that_no_cookie_can_have_stops_the_host(string name) =>
        Assert.Contains("CKS109", Assert.Throws<CksConfigurationException>(() => new CksBearerOptions { CookieName = name }.Validate()).Message, StringComparison.Ordinal);

    [Fact]
    public async Task S25_At_most_one_identity_results_from_any_set_of_credentials()
    {
        var (ada, grace) = (Mint("ada"), Mint("grace"));
        var options = _host.Services.GetRequiredService<Microsoft.Extensions.Options.IOptionsMonitor<CookieAuthenticationOptions>>().Get(CksAuthenticationDefaults.CookieScheme);
        var now = TimeProvider.System.GetUtcNow();
        var ticket = options.TicketDataFormat.Protect(new(
            new(new System.Security.Claims.ClaimsIdentity([new("iss", TestHost.Issuer), new("sub", "linus")], CksAuthenticationDefaults.CookieScheme)),
            new() { IssuedUtc = now, ExpiresUtc = now.AddHours(1) }, CksAuthenticationDefaults.CookieScheme));
        var headers = OneOf($"Bearer {ada}", $"Bearer {grace}", "Basic dXNlcjpwYXNz", $"Bearer {ada}, Bearer {grace}", "Bearer x.y.z", "", "Negotiate abc").Array[0, 2];
        var cookies = OneOf($"__session={ada}", $"__session={grace}", $"__Host-session={ticket}", $"__HOST-session={ticket}", $"a=1,__Host-session={ticket}", $"a b __Host-session={ticket}", $"@__host-session={ticket}", "__session", "__sessionfoo=x", "other=1", "__session=").Array[0, 3];
        var signedIn = 0;
        await Gen.Select(headers, cookies, OneOf("/me", "/token", "/cookie", "/any")).SampleAsync(
            async (authorization, cookie, path) =>
            {
                List<(string, string)> all = [.. authorization.Select(a => ("Authorization", a))];
                if (cookie.Length > 0)
                    all.Add(("Cookie", string.Join("; ", cookie)));
                using var response = await _host.GetAsync(path, [.. all]);
                if (response.StatusCode != HttpStatusCode.OK)
                    return response.StatusCode == HttpStatusCode.Unauthorized;
                Interlocked.Increment(ref signedIn);
                return authorization.Length + cookie.Count(c => c.Contains("session=", StringComparison.OrdinalIgnoreCase)) == 1;
            },
            iter: 200);

        Assert.NotEqual(0, signedIn);
    }

    private static Gen<string> OneOf(params string[] texts) => Gen.Int[0, texts.Length - 1].Select(i => texts[i]);

    private static string Me(HttpContext http)
    {
        Assert.Single(http.User.Identities);
        var feature = http.Features.GetRequiredFeature<ICksSessionFeature>();
        return $"{feature.Transport} {feature.Session.Code}";
    }

    private string Mint(string subject) => _host.Forge.Mint(subject, "portal", claims: new() { ["azp"] = "https://portal.example" });

    private Task<HttpResponseMessage> SendAsync(string path, params (string Name, string Value)[] headers)
    {
        var token = Mint("ada");
        return _host.GetAsync(path.Replace("TOKEN", token, StringComparison.Ordinal), [.. headers.Select(h => (h.Name, h.Value.Replace("TOKEN", token, StringComparison.Ordinal)))]);
    }

    private async Task AssertRefusedAsync(string reason, params (string Name, string Value)[] headers) => await AssertProblemAsync(await SendAsync("/me", headers), reason);

    private static async Task AssertProblemAsync(HttpResponseMessage response, string reason)
    {
        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
        Assert.Equal(
            reason == "missing" ? "Bearer" : $"Bearer error=\"invalid_token\", error_description=\"{reason}\"", Assert.Single(response.Headers.GetValues("WWW-Authenticate")));
        using var body = JsonDocument.Parse(await response.Content.ReadAsStringAsync());
        Assert.Equal(reason, body.RootElement.GetProperty("reason").GetString());
    }
}
