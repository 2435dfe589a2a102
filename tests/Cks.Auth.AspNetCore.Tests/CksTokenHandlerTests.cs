using System.Net;
using System.Net.Http.Json;
using System.Security.Claims;
using System.Text.Json.Nodes;
using Cks.Testing;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Cks.Auth.AspNetCore.Tests;

/// <summary>An application that keeps the framework's JwtBearer, with the strict validator in it.</summary>
public sealed class CksTokenHandlerTests : IAsyncLifetime
{
    private readonly TokenForge _forge = new("https://login.example");
    private readonly TestRevocations _revocations = new();
    private readonly HttpClient _client = new();
    private WebApplication _app = null!;

    public async ValueTask InitializeAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton<IRevocationCheck>(_revocations);
        builder.Services.AddCksAuth(o => o.AddKeys(_forge.Issuer, _forge.Jwks(), "portal"));
        builder.Services.AddAuthentication(JwtBearerDefaults.AuthenticationScheme).AddJwtBearer();
        builder.Services.AddOptions<JwtBearerOptions>(JwtBearerDefaults.AuthenticationScheme).Configure<ITokenValidator>((o, validator) =>
        {
            o.TokenHandlers.Clear();
            o.TokenHandlers.Add(new CksTokenHandler(validator));
            o.TokenValidationParameters.RoleClaimType = "groups";
            o.Events = new()
            {
                OnChallenge = context =>
                {
                    context.Response.Headers["X-Reason"] = (context.AuthenticateFailure as TokenRejectedException)?.Reason.ToText() ?? "none";
                    return Task.CompletedTask;
                },
                OnTokenValidated = context =>
                {
                    context.Response.Headers["X-Subject"] = Assert.IsType<CksSecurityToken>(context.SecurityToken).Token.Subject;
                    return Task.CompletedTask;
                },
            };
        });
        builder.Services.AddAuthorization();
        _app = builder.Build();
        _app.UseAuthentication().UseAuthorization();
        _app.MapGet("/claims", (ClaimsPrincipal user) => user.Claims.Select(c => $"{c.Type}={c.Value} {c.ValueType[(c.ValueType.LastIndexOf('#') + 1)..]}")).RequireAuthorization();
        _app.MapGet("/writers", () => "writers").RequireAuthorization(p => p.RequireRole("writers"));
        await _app.StartAsync();
        _client.BaseAddress = new(_app.Urls.Single());
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _app.DisposeAsync();
        _forge.Dispose();
    }

    [Fact]
    public async Task A_good_tokens_claims_keep_their_names_and_kinds()
    {
        var token = _forge.Mint("ada", "portal", claims: new()
        {
            ["groups"] = new JsonArray("readers", "writers"),
            ["level"] = 7,
            ["big"] = 5_000_000_000,
            ["ratio"] = 0.5,
            ["verified"] = true,
            ["none"] = new JsonArray(),
            ["address"] = new JsonObject { ["city"] = "Bern" },
        });

        var response = await SendAsync("/claims", token);
        var claims = await response.Content.ReadFromJsonAsync<string[]>();

        Assert.Equal("ada", response.Headers.GetValues("X-Subject").Single());
        foreach (var claim in (string[])["iss=https://login.example string", "sub=ada string", "aud=portal string", "groups=readers string", "groups=writers string", "level=7 integer32", "big=5000000000 integer64", "ratio=0.5 double", "verified=true boolean", "address={\"city\":\"Bern\"} JSON"])
            Assert.Contains(claim, claims!);
        Assert.DoesNotContain(claims!, c => c.StartsWith("none=", StringComparison.Ordinal));
        Assert.Equal(HttpStatusCode.OK, (await SendAsync("/writers", token)).StatusCode);
    }

    [Fact]
    public async Task Every_hostile_token_is_401_with_its_reason()
    {
        foreach (var hostile in HostileTokens.For(_forge, "ada", "portal").Where(h => h.Token.Length is > 0 and < 20_000 && h.Token.All(c => c is > ' ' and < '\x7f' and not ',')))
        {
            var response = await SendAsync("/claims", hostile.Token);
            Assert.Equal((HttpStatusCode.Unauthorized, hostile.Expected.ToText()), (response.StatusCode, response.Headers.GetValues("X-Reason").Single()));
        }
    }

    [Fact]
    public async Task S27_Neither_a_revoked_token_passes_nor_one_of_which_that_is_not_known()
    {
        var token = _forge.Mint("ada", "portal");
        Assert.Equal(HttpStatusCode.OK, (await SendAsync("/claims", token)).StatusCode);
        _revocations.IsCurrent = false;
        Assert.Equal(HttpStatusCode.Unauthorized, (await SendAsync("/claims", token)).StatusCode);
        _revocations.IsCurrent = true;
        Assert.Equal(HttpStatusCode.OK, (await SendAsync("/claims", token)).StatusCode);
        _revocations.Revoke("ada");
        Assert.Equal("revoked", (await SendAsync("/claims", token)).Headers.GetValues("X-Reason").Single());
    }

    [Fact]
    public async Task S12_whoever_acts_in_anothers_place_is_not_the_plain_person_also_where_the_issuer_allows_that()
    {
        var services = new ServiceCollection();
        services.AddCksAuth(o => o.AddKeys(_forge.Issuer, _forge.Jwks(), "portal", i => i.AllowImpersonation = true)).AddSingleton<IRevocationCheck>(_revocations);
        await using var provider = services.BuildServiceProvider();
        var validator = provider.GetRequiredService<ITokenValidator>();
        var token = _forge.Mint("ada", "portal", claims: new() { ["act"] = new JsonObject { ["sub"] = "eve" } });
        Assert.True((await validator.ValidateAsync(token.AsMemory(), TestContext.Current.CancellationToken)).IsValid);

        var refused = await new CksTokenHandler(validator).ValidateTokenAsync(token, new());

        Assert.Equal((false, TokenRejectionReason.ImpersonationDenied), (refused.IsValid, Assert.IsType<TokenRejectedException>(refused.Exception).Reason));
    }

    [Fact]
    public async Task A_refusal_is_a_result()
    {
        var handler = new CksTokenHandler(_app.Services.GetRequiredService<ITokenValidator>());
        var refused = await handler.ValidateTokenAsync("nonsense", new());
        Assert.Equal((false, TokenRejectionReason.Malformed), (refused.IsValid, Assert.IsType<TokenRejectedException>(refused.Exception).Reason));
        Assert.Equal(TokenRejectionReason.Missing, Assert.IsType<TokenRejectedException>((await handler.ValidateTokenAsync((string)null!, new())).Exception).Reason);

        var accepted = await handler.ValidateTokenAsync(_forge.Mint("ada", "portal"), new());
        Assert.True(accepted.IsValid);
        Assert.Equal(accepted.SecurityToken.ValidFrom + TimeSpan.FromMinutes(10), accepted.SecurityToken.ValidTo);
        Assert.False((await handler.ValidateTokenAsync(accepted.SecurityToken, new())).IsValid);
        Assert.Throws<NotSupportedException>(() => handler.ReadToken("x"));
    }

    private Task<HttpResponseMessage> SendAsync(string path, string token)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.TryAddWithoutValidation("Authorization", "Bearer " + token);
        return _client.SendAsync(request, TestContext.Current.CancellationToken);
    }
}
