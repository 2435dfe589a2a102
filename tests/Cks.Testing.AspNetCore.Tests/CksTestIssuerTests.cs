using Cks.Auth;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace Cks.Testing.AspNetCore.Tests;

/// <summary>Tokens for every profile satisfy the rules that the application wrote.</summary>
public sealed class CksTestIssuerTests
{
    public static TheoryData<string, Action<CksTokenOptions>> Issuers => new()
    {
        { "OIDC", o => o.AddOidc("https://login.example", "portal") },
        { "OIDC with many rules", o => o.AddOidc("https://login.example", "portal", i =>
        {
            i.AuthorizedParties.Add("https://portal.example");
            i.PartyRule = PartyRule.Require;
            i.RequiredClaims.UnionWith(["auth_time", "sid", "client_id", "department"]);
            (i.MaxLifetime, i.MaxAge) = (TimeSpan.FromMinutes(2), TimeSpan.FromMinutes(5));
        }) },
        { "OIDC, one algorithm", o => o.AddOidc("https://login.example", "portal", i => Only(i, "PS384")) },
        { "OIDC, P-521", o => o.AddOidc("https://login.example", "portal", i => Only(i, "ES512")) },
        { "RFC 9068", o => o.AddRfc9068("https://login.example", "portal") },
        { "Clerk", o => o.AddClerk("https://login.example", i => i.AuthorizedParties.Add("https://portal.example")) },
        { "keys", o => o.AddKeys("https://login.example", Keys(), "portal") },
        { "two issuers", o => o.AddOidc("https://login.example", "portal", i => i.Tenants.Add("a")).AddOidc("https://other.example", "portal", i => i.Tenants.Add("b")) },
    };

    [Theory]
    [MemberData(nameof(Issuers))]
    public async Task A_token_satisfies_the_rules_of_its_issuer(string name, Action<CksTokenOptions> configure)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Services.AddCksAuth(configure);
        builder.WebHost.UseCksTestIssuer();
        await using var app = builder.Build();
        var (issuer, validator) = (app.Services.GetRequiredService<CksTestIssuer>(), app.Services.GetRequiredService<ITokenValidator>());

        foreach (var accepted in app.Services.GetRequiredService<IIssuerRegistry>().Issuers)
        {
            var outcome = await validator.ValidateAsync(issuer.Mint("user_1", accepted.Issuer).AsMemory());
            Assert.True(outcome.IsValid, $"{name}: {outcome}");
            Assert.Equal((accepted.Issuer, "user_1"), (outcome.Token.Issuer, outcome.Token.Subject));
        }
    }

    private static void Only(IssuerOptions issuer, string algorithm)
    {
        issuer.Algorithms.Clear();
        issuer.Algorithms.Add(algorithm);
    }

    private static string Keys()
    {
        using var forge = new TokenForge("https://login.example");
        return forge.Jwks();
    }
}
