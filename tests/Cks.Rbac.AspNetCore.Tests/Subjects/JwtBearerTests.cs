using System.Net;
using System.Net.Http.Headers;
using System.Security.Claims;
using System.Text.Json.Nodes;
using Cks.Core;
using Cks.Testing;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.IdentityModel.Tokens;

namespace Cks.Rbac.AspNetCore.Tests.Subjects;

/// <summary>An application that keeps the framework's JwtBearer: what its tokens are worth.</summary>
public sealed class JwtBearerTests : IDisposable
{
    private const string Policy = """
        {
          "version": 1,
          "resources": { "notes": { "actions": ["view"] }, "grants": { "actions": ["create", "revoke"] } },
          "roles": {
            "reader": { "permit": [{ "id": "read", "actions": ["notes:view"] }] },
            "lead": { "inherits": ["reader"], "assigns": ["reader"], "permit": [{ "id": "give", "actions": ["grants:*"] }] }
          }
        }
        """;

    private static readonly TenantId Main = TenantId.Parse("main");
    private readonly TokenForge _forge = new("https://login.example");

    public void Dispose() => _forge.Dispose();

    [Fact]
    public async Task A_token_says_who_somebody_is_and_grants_what_they_may()
    {
        await using var host = await StartAsync(rbac => rbac.UseGrants().TrustIdentity(_forge.Issuer), mapsClaims: false);
        var (grants, ada) = (host.Services.GetRequiredService<IGrants>(), new PersonId(_forge.Issuer, "ada"));
        // A role in the token counts for nothing.
        var token = _forge.Mint("ada", "portal", claims: new() { ["role"] = "reader", ["tenant"] = "main" });
        Assert.Equal(HttpStatusCode.Forbidden, await GetAsync(host, token));

        var granted = await grants.GrantAsync(new("lead", Main, ["lead"]) { Issuer = "https://staff.example" }, GrantRequest.Role(ada, "reader", "reads notes"), TestContext.Current.CancellationToken);

        Assert.True(granted.IsDone, granted.ToString());
        Assert.Equal(HttpStatusCode.OK, await GetAsync(host, token));
        Assert.Equal(HttpStatusCode.Forbidden, await GetAsync(host, _forge.Mint("bob", "portal")));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Trusted_claims_are_named_as_the_handler_maps_them(bool mapsClaims)
    {
        await using var host = await StartAsync(
            rbac => rbac.TrustRoleClaims(_forge.Issuer, t => (t.SubjectClaim, t.RoleClaim) = mapsClaims ? (ClaimTypes.NameIdentifier, ClaimTypes.Role) : ("sub", "role")), mapsClaims);

        Assert.Equal(HttpStatusCode.OK, await GetAsync(host, _forge.Mint("ada", "portal", claims: new() { ["role"] = new JsonArray("other", "reader"), ["tenant"] = "main" })));
        Assert.Equal(HttpStatusCode.Forbidden, await GetAsync(host, _forge.Mint("ada", "portal", claims: new() { ["role"] = "reader" })));
    }

    [Fact]
    public async Task Without_trust_a_role_in_a_token_is_worth_nothing()
    {
        await using var host = await StartAsync(_ => { }, mapsClaims: false);

        Assert.Equal(HttpStatusCode.Forbidden, await GetAsync(host, _forge.Mint("ada", "portal", claims: new() { ["role"] = "reader", ["tenant"] = "main" })));
    }

    private Task<GuardHost> StartAsync(Action<CksRbacBuilder> trust, bool mapsClaims) => GuardHost.StartAsync(
        app => app.MapGet("/notes", () => "in").RequireCaps("notes:view"),
        builder =>
        {
            builder.Services.AddAuthentication(JwtBearerDefaults.AuthenticationScheme).AddJwtBearer(o =>
            {
                o.MapInboundClaims = mapsClaims;
                o.TokenValidationParameters = new() { ValidIssuer = _forge.Issuer, ValidAudience = "portal", IssuerSigningKeys = new JsonWebKeySet(_forge.Jwks()).GetSigningKeys() };
            });
            trust(builder.Services.AddCksRbac());
        },
        Policy);

    private static async Task<HttpStatusCode> GetAsync(GuardHost host, string token)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/notes") { Headers = { Authorization = new AuthenticationHeaderValue("Bearer", token) } };
        using var response = await host.Http.SendAsync(request, TestContext.Current.CancellationToken);
        return response.StatusCode;
    }
}
