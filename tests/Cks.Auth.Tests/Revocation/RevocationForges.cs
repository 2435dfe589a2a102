using System.Text.Json.Nodes;
using Cks.Testing;
using Microsoft.Extensions.Time.Testing;

namespace Cks.Auth.Tests;

/// <summary>Two issuers for a whole class, one of OpenID Connect and one of Clerk; making keys is what takes time. Their clock stands still.</summary>
public sealed class RevocationForges : IDisposable
{
    public const string ClerkIssuer = "https://clerk.portal.example";

    private readonly FakeTimeProvider _time = new(AuthHost.Start);
    private readonly AuthHost _host;

    public RevocationForges()
    {
        Oidc = new("https://login.example", _time);
        Clerk = new(ClerkIssuer, _time);
        _host = new(Trust, _time);
    }

    public TokenForge Oidc { get; }

    public TokenForge Clerk { get; }

    public void Trust(CksTokenOptions options) => options
        .AddKeys(Oidc.Issuer, Oidc.Jwks(), "portal", i => i.AllowAnyTenant("a test"))
        .AddClerk(ClerkIssuer, i =>
        {
            i.Jwks = Clerk.Jwks();
            i.AllowAnyParty("a test").AllowAnyTenant("a test");
        });

    /// <summary>A good token with further claims; a null removes one.</summary>
    public string Mint(string subject, JsonObject? claims = null, bool clerk = false)
    {
        claims ??= [];
        if (!clerk)
            return Oidc.Mint(subject, "portal", claims: claims);
        claims["nbf"] = Clerk.Now;
        return Clerk.Mint(subject, lifetime: TimeSpan.FromMinutes(1), claims: claims);
    }

    /// <summary>The same, validated by a host that knows of no revocation.</summary>
    public async Task<ValidatedToken> TokenAsync(string subject, JsonObject? claims = null, bool clerk = false)
    {
        var outcome = await _host.ValidateAsync(Mint(subject, claims, clerk));
        return outcome.Token ?? throw new InvalidOperationException(outcome.ToString());
    }

    public void Dispose()
    {
        _host.Dispose();
        Oidc.Dispose();
        Clerk.Dispose();
    }
}
