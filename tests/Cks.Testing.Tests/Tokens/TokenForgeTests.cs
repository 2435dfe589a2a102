using System.Text.Json.Nodes;
using Microsoft.Extensions.Time.Testing;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Cks.Testing.Tests;

/// <summary>Judged by another library than the one that the forge is meant to test.</summary>
public sealed class TokenForgeTests : IDisposable
{
    private readonly FakeTimeProvider _time = new(new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero));
    private readonly TokenForge _forge;

    public TokenForgeTests() => _forge = new("https://login.example", _time);

    public void Dispose() => _forge.Dispose();

    [Fact]
    public async Task A_good_token_is_good_elsewhere_too()
    {
        var result = await JudgeAsync(_forge.Mint("user-1", "portal", claims: new() { ["email"] = "a@b.example" }));
        Assert.True(result.IsValid, result.Exception?.Message);
        Assert.Equal(("user-1", "portal", "a@b.example"), (result.Claims["sub"], result.Claims["aud"], result.Claims["email"]));
        Assert.Equal(600L, (long)Convert.ToInt64(result.Claims["exp"]) - Convert.ToInt64(result.Claims["iat"]));
    }

    [Fact]
    public void Claims_win_over_the_standard_ones_and_null_removes()
    {
        var payload = JsonNode.Parse(_forge.Payload("user-1", "portal", claims: new() { ["sub"] = "other", ["aud"] = null }))!.AsObject();
        Assert.Equal("other", payload["sub"]!.GetValue<string>());
        Assert.False(payload.ContainsKey("aud"));
    }

    [Fact]
    public async Task After_a_rotation_old_tokens_are_good_only_while_their_key_is_published()
    {
        var old = _forge.Mint("user-1", "portal");
        var oldId = _forge.KeyId;
        _forge.RotateKey(keepPrevious: true);
        Assert.NotEqual(oldId, _forge.KeyId);
        Assert.True((await JudgeAsync(old)).IsValid);
        Assert.True((await JudgeAsync(_forge.Mint("user-1", "portal"))).IsValid);
        _forge.RotateKey();
        Assert.False((await JudgeAsync(old)).IsValid);
        Assert.True((await JudgeAsync(_forge.Mint("user-1", "portal"))).IsValid);
    }

    [Fact]
    public void The_key_set_has_no_private_part()
    {
        var key = Assert.Single(JsonNode.Parse(_forge.Jwks())!["keys"]!.AsArray())!.AsObject();
        Assert.Equal(["alg", "e", "kid", "kty", "n", "use"], key.Select(m => m.Key).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Hostile_tokens_differ_from_each_other_and_from_a_good_one()
    {
        var hostile = HostileTokens.For(_forge, "user-1", "portal");
        Assert.Equal(hostile.Count, hostile.Select(h => h.Token).Append(_forge.Mint("user-1", "portal")).Distinct().Count() - 1);
    }

    private Task<TokenValidationResult> JudgeAsync(string token) => new JsonWebTokenHandler().ValidateTokenAsync(token, new()
    {
        ValidIssuer = _forge.Issuer,
        ValidAudience = "portal",
        IssuerSigningKeys = new JsonWebKeySet(_forge.Jwks()).GetSigningKeys(),
        TryAllIssuerSigningKeys = false,
        LifetimeValidator = (_, expires, _, _) => expires > _time.GetUtcNow(),
    });
}
