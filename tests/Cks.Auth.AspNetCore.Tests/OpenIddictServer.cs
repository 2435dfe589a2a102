using System.Net.Http.Json;
using System.Security.Claims;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.IdentityModel.Tokens;
using OpenIddict.Abstractions;
using OpenIddict.Server.AspNetCore;
using static OpenIddict.Abstractions.OpenIddictConstants;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace Cks.Auth.AspNetCore.Tests;

/// <summary>A provider that somebody else wrote: OpenIddict on loopback, with discovery, a key set and a token endpoint. Whoever names a user gets that user's tokens.</summary>
internal sealed class OpenIddictServer : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly HttpClient _client = new();

    private OpenIddictServer(WebApplication app) => _app = app;

    /// <summary>The issuer as its tokens write it: with a slash at the end.</summary>
    public string Issuer => _app.Urls.Single() + "/";

    public static async Task<OpenIddictServer> StartAsync(string algorithm)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        SecurityKey key = algorithm == "ES256" ? new ECDsaSecurityKey(ECDsa.Create(ECCurve.NamedCurves.nistP256)) : new RsaSecurityKey(RSA.Create(2048));
        builder.Services.AddOpenIddict().AddServer(server =>
        {
            server.EnableDegradedMode().AllowPasswordFlow().SetTokenEndpointUris("connect/token").RegisterScopes(Scopes.OpenId)
                .AddEphemeralEncryptionKey().AddSigningKey(key).DisableAccessTokenEncryption();
            server.UseAspNetCore().EnableTokenEndpointPassthrough().DisableTransportSecurityRequirement(); // loopback
            server.AddEventHandler<ValidateTokenRequestContext>(handler => handler.UseInlineHandler(_ => default)); // every client is known
        });
        var app = builder.Build();
        app.UseAuthentication();
        app.MapPost("/connect/token", AnswerAsync);
        await app.StartAsync();
        return new(app);
    }

    /// <summary>The tokens of a user, for a client and an audience.</summary>
    public async Task<(string AccessToken, string IdToken)> AskAsync(string user, string client, string audience)
    {
        using var form = new FormUrlEncodedContent(new Dictionary<string, string>
        {
            ["grant_type"] = "password",
            ["client_id"] = client,
            ["username"] = user,
            ["password"] = "x",
            ["scope"] = "openid",
            ["for"] = audience,
        });
        using var response = await _client.PostAsync(Issuer + "connect/token", form);
        Assert.True(response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync());
        var answer = (await response.Content.ReadFromJsonAsync<JsonObject>())!;
        return (answer["access_token"]!.GetValue<string>(), answer["id_token"]!.GetValue<string>());
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _app.DisposeAsync();
    }

    private static Task AnswerAsync(HttpContext http)
    {
        var request = http.GetOpenIddictServerRequest()!;
        var principal = new ClaimsPrincipal(new ClaimsIdentity(TokenValidationParameters.DefaultAuthenticationType, Claims.Name, Claims.Role));
        principal.SetClaim(Claims.Subject, request.Username).SetScopes(request.GetScopes()).SetResources((string)request["for"]!);
        return http.SignInAsync(OpenIddictServerAspNetCoreDefaults.AuthenticationScheme, principal);
    }
}
