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
    public async Task After_an_overlap_the_previous_keys_are_withdrawn()
    {
        var old = _forge.Mint("user-1", "portal");
        _forge.RotateKey(keepPrevious: true);
        Assert.Equal(2, _forge.PublishedKeyIds.Count);
        _forge.RetirePreviousKeys();
        Assert.Equal([_forge.KeyId], _forge.PublishedKeyIds);
        Assert.False((await JudgeAsync(old)).IsValid);
        Assert.True((await JudgeAsync(_forge.Mint("user-1", "portal"))).IsValid);
    }

    [Theory]
    [InlineData("RS384")]
    [InlineData("PS256")]
    [InlineData("ES256")]
    [InlineData("ES384")]
    [InlineData("ES512")]
    public async Task Every_algorithm_is_good_elsewhere_too(string algorithm)
    {
        using var forge = new TokenForge("https://login.example", _time, algorithm);
        var result = await JudgeAsync(forge.Mint("user-1", "portal"), forge);
        Assert.True(result.IsValid, result.Exception?.Message);
        Assert.Equal(algorithm, ((JsonWebToken)result.SecurityToken).Alg);
        Assert.DoesNotContain("\"d\"", forge.Jwks(), StringComparison.Ordinal);
    }

    [Fact]
    public void An_algorithm_that_needs_a_secret_is_refused() => Assert.Throws<ArgumentException>(() => new TokenForge("https://login.example", _time, "HS256"));

    [Fact]
    public async Task An_access_token_has_what_RFC_9068_asks_for()
    {
        var result = await JudgeAsync(_forge.MintAccessToken("user-1", "portal"));
        Assert.True(result.IsValid, result.Exception?.Message);
        Assert.Equal("at+jwt", ((JsonWebToken)result.SecurityToken).Typ);
        Assert.Superset(new HashSet<string> { "iss", "sub", "aud", "client_id", "jti", "iat", "exp" }, result.Claims.Keys.ToHashSet());
        Assert.NotEqual(Claim(_forge.MintAccessToken("user-1", "portal"), "jti"), Claim(_forge.MintAccessToken("user-1", "portal"), "jti"));
    }

    [Theory]
    [InlineData(1, new[] { "azp", "exp", "fva", "iat", "iss", "nbf", "sid", "sub" })]
    [InlineData(2, new[] { "azp", "exp", "fea", "fva", "iat", "iss", "jti", "nbf", "pla", "sid", "sts", "sub", "v" })]
    public void A_session_of_Clerk_has_what_its_version_has(int version, string[] claims)
    {
        var token = new JsonWebToken(_forge.MintClerkSession("user_1", "https://portal.example", version));
        Assert.Equal(claims, token.Claims.Select(c => c.Type).Distinct().Order(StringComparer.Ordinal));
        Assert.Equal("cl_B7d4PD111AAA", token.GetHeaderValue<string>("cat"));
        Assert.Equal(TimeSpan.FromMinutes(1), token.ValidTo - token.IssuedAt);
    }

    [Fact]
    public void An_id_of_Clerk_is_the_same_for_the_same_arguments()
    {
        var made = new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);
        Assert.Matches("^org_[0-9A-Za-z]{27}$", ClerkIds.Make("org", made, 7));
        Assert.Equal(ClerkIds.Make("org", made, 7), ClerkIds.Make("org", made, 7));
        Assert.NotEqual(ClerkIds.Make("org", made, 7), ClerkIds.Make("org", made, 8));
        Assert.Throws<OverflowException>(() => ClerkIds.Make("org", DateTimeOffset.UnixEpoch));
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

    private static string Claim(string token, string name) => new JsonWebToken(token).GetClaim(name).Value;

    private Task<TokenValidationResult> JudgeAsync(string token, TokenForge? forge = null) => new JsonWebTokenHandler().ValidateTokenAsync(token, new()
    {
        ValidIssuer = _forge.Issuer,
        ValidAudience = "portal",
        IssuerSigningKeys = new JsonWebKeySet((forge ?? _forge).Jwks()).GetSigningKeys(),
        TryAllIssuerSigningKeys = false,
        LifetimeValidator = (_, expires, _, _) => expires > _time.GetUtcNow(),
    });
}
