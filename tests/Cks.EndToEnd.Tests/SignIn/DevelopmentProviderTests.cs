using System.Buffers.Text;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Web;
using Cks.Core;
using Cks.Samples.Portal;
using Cks.Samples.Portal.Database;
using Cks.Tests.Database;
using Cks.Tests.Portal;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace Cks.Tests.SignIn;

/// <summary>The provider for development: what it gives to whom, and that it is nowhere else.</summary>
public sealed class DevelopmentProviderTests(RunningPortals portals)
{
    private const string Verifier = "a-verifier-of-at-least-43-characters-0123456789";

    [Fact]
    public async Task A_code_is_worth_something_only_with_its_verifier()
    {
        var portal = await portals.GetAsync(PortalEngine.Sqlite);
        using var user = new WebUser(portal);
        var code = await CodeAsync(user, portal);

        foreach (var wrong in new[] { "another-verifier-of-at-least-43-characters-01234567", null })
        {
            var (status, error) = await RedeemAsync(user, portal, code, wrong);
            Assert.Equal(HttpStatusCode.BadRequest, status);
            Assert.Contains(error.GetProperty("error").GetString(), new[] { "invalid_grant", "invalid_request" });
        }

        var (redeemed, tokens) = await RedeemAsync(user, portal, code, Verifier);
        Assert.Equal(HttpStatusCode.OK, redeemed);
        var claims = JsonDocument.Parse(Base64Url.DecodeFromChars(tokens.GetProperty("id_token").GetString()!.Split('.')[1])).RootElement;
        Assert.Equal((portal.Issuer.Address, "user_main_con_002", "portal"), (claims.GetProperty("iss").GetString(), claims.GetProperty("sub").GetString(), claims.GetProperty("aud").GetString()));
    }

    [Fact]
    public async Task What_it_signs_is_no_bearer_token()
    {
        var portal = await portals.GetAsync(PortalEngine.Sqlite);
        using var user = new WebUser(portal);
        var (_, tokens) = await RedeemAsync(user, portal, await CodeAsync(user, portal), Verifier);

        foreach (var token in new[] { "id_token", "access_token" })
            Assert.Equal(401, (await portal.AskAsync("/api/scope", tokens.GetProperty(token).GetString())).Status);
    }

    [Theory]
    [InlineData("client_id", "somebody")]
    [InlineData("client_id", null)]
    [InlineData("redirect_uri", "https://evil.example/sign-in/callback")]
    [InlineData("redirect_uri", "PORTAL/sign-in/callback/")]
    [InlineData("redirect_uri", null)]
    [InlineData("code_challenge", null)]
    [InlineData("code_challenge_method", "plain")]
    [InlineData("code_challenge_method", null)]
    [InlineData("response_type", "id_token")]
    [InlineData("response_type", "token")]
    public async Task A_request_that_is_not_the_portals_comes_to_no_form(string parameter, string? value)
    {
        var portal = await portals.GetAsync(PortalEngine.Sqlite);
        using var user = new WebUser(portal);

        using var answer = await user.GetAsync(Request(portal, parameter, value?.Replace("PORTAL", portal.Address)));

        Assert.DoesNotContain("<form", await answer.Content.ReadAsStringAsync());
        Assert.NotEqual(HttpStatusCode.OK, answer.StatusCode);
        if (answer.Headers.Location is { } location)
        {
            Assert.StartsWith(portal.Address + "/sign-in/callback?", location.OriginalString);
            Assert.Contains("error=", location.Query);
        }
    }

    [Theory]
    [InlineData("main", "")]
    [InlineData("main", "nonsense")]
    [InlineData("no tenant", "CON-002")]
    [InlineData("\"><script>", "\"><script>")]
    public async Task What_is_no_tenant_or_code_comes_back_to_the_form_as_text(string tenant, string code)
    {
        var portal = await portals.GetAsync(PortalEngine.Sqlite);
        using var user = new WebUser(portal);

        using var answer = await user.SubmitLoginAsync(code, tenant);
        var page = await answer.Content.ReadAsStringAsync();

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Contains("development only", page);
        Assert.DoesNotContain("<script", page);
    }

    [Theory]
    [InlineData("Production", true)]
    [InlineData("Production", false)]
    [InlineData("Staging", true)]
    [InlineData("development", true)]
    [InlineData("development", false)]
    public async Task S19_outside_Development_nothing_of_it_is_there(string environment, bool signIn)
    {
        await using var database = await TestDatabase.CreateDeployedAsync(PortalEngine.Sqlite);
        await using var portal = await BuildAsync(database, environment, signIn ? "https://login.example.com" : null);
        await portal.App.StartAsync(TestContext.Current.CancellationToken);
        using var http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = new(portal.Address) };

        foreach (var path in new[] { "authorize", "token", "jwks", ".well-known/openid-configuration" })
        {
            Assert.Equal(HttpStatusCode.NotFound, await StatusAsync($"/development/{path}"));
            Assert.Equal(HttpStatusCode.NotFound, (await http.PostAsync($"/development/{path}", null, TestContext.Current.CancellationToken)).StatusCode);
        }

        Assert.Equal(HttpStatusCode.NotFound, await StatusAsync("/.well-known/openid-configuration"));
        Assert.Null(portal.App.Services.GetService<OpenIddict.Server.IOpenIddictServerDispatcher>());
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync("/api/scope"));
        Assert.Equal(signIn ? HttpStatusCode.Redirect : HttpStatusCode.Unauthorized, await StatusAsync("/hub"));
        Assert.Equal(signIn ? HttpStatusCode.OK : HttpStatusCode.NotFound, await StatusAsync("/signed-out"));
        Assert.Equal(signIn, portal.App.Services.GetService<IAntiforgery>() is not null);
        await portal.App.StopAsync(TestContext.Current.CancellationToken);

        async Task<HttpStatusCode> StatusAsync(string path) => (await http.GetAsync(path, TestContext.Current.CancellationToken)).StatusCode;
    }

    [Fact]
    public async Task Outside_Development_every_cookie_is_bound_to_https_and_to_the_host()
    {
        await using var database = await TestDatabase.CreateDeployedAsync(PortalEngine.Sqlite);
        await using var portal = await BuildAsync(database, "Production", "https://login.example.com");
        var services = portal.App.Services;
        var session = Options<Microsoft.AspNetCore.Authentication.Cookies.CookieAuthenticationOptions>("CksCookie");
        var client = Options<Microsoft.AspNetCore.Authentication.OpenIdConnect.OpenIdConnectOptions>("OpenIdConnect");
        var antiforgery = services.GetRequiredService<Microsoft.Extensions.Options.IOptions<AntiforgeryOptions>>().Value;

        Assert.Equal(("__Host-session", "__Host-antiforgery"), (session.Cookie.Name, antiforgery.Cookie.Name));
        Assert.Equal((true, false, TimeSpan.FromHours(8)), (session.Cookie.HttpOnly, session.SlidingExpiration, session.ExpireTimeSpan));
        Assert.All([session.Cookie, antiforgery.Cookie, client.CorrelationCookie, client.NonceCookie], cookie => Assert.Equal(Microsoft.AspNetCore.Http.CookieSecurePolicy.Always, cookie.SecurePolicy));
        Assert.Equal(("https://login.example.com", true, true, "secret"), (client.Authority, client.RequireHttpsMetadata, client.UsePkce, client.ClientSecret));

        T Options<T>(string name) => services.GetRequiredService<Microsoft.Extensions.Options.IOptionsMonitor<T>>().Get(name);
    }

    [Fact]
    public async Task A_provider_that_does_not_answer_is_503()
    {
        await using var database = await TestDatabase.CreateDeployedAsync(PortalEngine.Sqlite);
        await using var portal = await BuildAsync(database, "Production", "https://127.0.0.1:1");
        await portal.App.StartAsync(TestContext.Current.CancellationToken);
        using var http = new HttpClient { BaseAddress = new(portal.Address) };

        using var answer = await http.GetAsync("/sign-in", TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
        Assert.Contains("The identity provider does not answer", await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        await portal.App.StopAsync(TestContext.Current.CancellationToken);
    }

    [Theory]
    [InlineData("Portal:SignIn:ClientSecret", "")]
    [InlineData("Portal:SignIn:ClientId", " ")]
    [InlineData("Portal:SignIn:Authority", "http://login.example.com")]
    [InlineData("Portal:SignIn:Authority", "login.example.com")]
    public async Task A_section_that_cannot_work_stops_the_host(string key, string value)
    {
        await using var database = await TestDatabase.CreateDeployedAsync(PortalEngine.Sqlite);

        var exception = await Assert.ThrowsAsync<CksConfigurationException>(() => BuildAsync(database, "Production", "https://login.example.com", builder => builder.Configuration[key] = value));

        Assert.Contains("CKS109", exception.Message);
        Assert.Contains(key, exception.Message);
    }

    private static Task<PortalHost> BuildAsync(TestDatabase database, string environment, string? authority, Action<WebApplicationBuilder>? configure = null) =>
        PortalHost.BuildAsync(["--environment", environment], builder =>
        {
            RunningPortal.Configure(builder, database.ConnectionString);
            (builder.Configuration["Cks:Auth:Authority"], builder.Configuration["Cks:Auth:Audience"]) = ("https://login.example.com", "portal");
            if (authority is not null)
            {
                builder.Configuration["Portal:SignIn:Authority"] = authority;
                (builder.Configuration["Portal:SignIn:ClientId"], builder.Configuration["Portal:SignIn:ClientSecret"]) = ("portal", "secret");
            }

            configure?.Invoke(builder);
        });

    private static string Request(RunningPortal portal, string? changed = null, string? value = null)
    {
        var parameters = new Dictionary<string, string?>
        {
            ["client_id"] = "portal",
            ["redirect_uri"] = portal.Address + "/sign-in/callback",
            ["response_type"] = "code",
            ["scope"] = "openid",
            ["state"] = "state",
            ["code_challenge"] = Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(Verifier))),
            ["code_challenge_method"] = "S256",
        };
        if (changed is not null)
            parameters[changed] = value;
        return "/development/authorize?" + string.Join('&', parameters.Where(p => p.Value is not null).Select(p => $"{p.Key}={Uri.EscapeDataString(p.Value!)}"));
    }

    private static async Task<string> CodeAsync(WebUser user, RunningPortal portal)
    {
        using var callback = await user.SubmitLoginAsync("CON-002", start: Request(portal));
        return HttpUtility.ParseQueryString(callback.Headers.Location!.Query)["code"]!;
    }

    private static async Task<(HttpStatusCode Status, JsonElement Body)> RedeemAsync(WebUser user, RunningPortal portal, string code, string? verifier)
    {
        var form = new Dictionary<string, string> { ["grant_type"] = "authorization_code", ["client_id"] = "portal", ["code"] = code, ["redirect_uri"] = portal.Address + "/sign-in/callback" };
        if (verifier is not null)
            form["code_verifier"] = verifier;
        using var response = await user.PostAsync("/development/token", form);
        return (response.StatusCode, JsonDocument.Parse(await response.Content.ReadAsStringAsync()).RootElement);
    }
}
