using System.Net;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Cks.Auth.AspNetCore.Tests;

/// <summary>Tokens of a provider that somebody else wrote, from its token endpoint through discovery to the session.</summary>
public sealed class OpenIddictTests
{
    [Theory]
    [InlineData("RS256", "rfc9068")]
    [InlineData("RS256", "oidc")]
    [InlineData("ES256", "rfc9068")]
    [InlineData("ES256", "oidc")]
    public async Task An_access_token_signs_in_and_an_ID_token_does_not(string algorithm, string profile)
    {
        await using var provider = await OpenIddictServer.StartAsync(algorithm);
        await using var portal = await StartAsync(o => _ = profile == "rfc9068" ? o.AddRfc9068(provider.Issuer, "portal") : o.AddOidc(provider.Issuer, "portal"));
        // A client of the portal's own name: nothing but the kind of token tells its ID token from one for the portal.
        var (accessToken, idToken) = await provider.AskAsync("ada", client: "portal", audience: "portal");

        var me = await SendAsync(portal, accessToken);
        Assert.Equal((HttpStatusCode.OK, $"{provider.Issuer} ada"), (me.StatusCode, await me.Content.ReadAsStringAsync()));

        var refused = await SendAsync(portal, idToken);
        using var body = JsonDocument.Parse(await refused.Content.ReadAsStringAsync());
        Assert.Equal(
            (HttpStatusCode.Unauthorized, profile == "rfc9068" ? "unsupported_type" : "token_class"),
            (refused.StatusCode, body.RootElement.GetProperty("reason").GetString()));
    }

    [Fact]
    public async Task A_token_for_another_audience_is_refused()
    {
        await using var provider = await OpenIddictServer.StartAsync("ES256");
        await using var portal = await StartAsync(o => o.AddRfc9068(provider.Issuer, "portal"));
        var (accessToken, _) = await provider.AskAsync("ada", client: "portal", audience: "billing");

        Assert.Contains("audience_invalid", (await SendAsync(portal, accessToken)).Headers.WwwAuthenticate.ToString(), StringComparison.Ordinal);
    }

    private static async Task<WebApplication> StartAsync(Action<CksTokenOptions> tokens)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        builder.Services.AddAuthentication().AddCksBearer(tokens);
        builder.Services.AddSingleton<ISessionResolver, TestStore>();
        builder.Services.AddAuthorization();
        var app = builder.Build();
        app.MapGet("/me", (HttpContext http) =>
        {
            var token = http.Features.GetRequiredFeature<ICksSessionFeature>().Token;
            return $"{token.Issuer} {token.Subject}";
        }).RequireAuthorization();
        await app.StartAsync();
        return app;
    }

    private static async Task<HttpResponseMessage> SendAsync(WebApplication portal, string token)
    {
        using var client = new HttpClient();
        client.DefaultRequestHeaders.Authorization = new("Bearer", token);
        return await client.GetAsync(portal.Urls.Single() + "/me", TestContext.Current.CancellationToken);
    }
}
