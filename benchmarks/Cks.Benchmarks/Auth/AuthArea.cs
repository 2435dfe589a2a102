using Cks.Auth;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Cks.Benchmarks;

/// <summary>
/// Cks.Auth against <see cref="JsonWebTokenHandler"/> with the same rules switched on and the subject read. <c>seen-*</c>: tokens that are remembered, with 100,000 revocations loaded. All others are
/// tokens that were never seen before: the memory is too small for any of them to be found again. <c>issuers-20</c> is ours with 20 issuers against ours with one; <c>seen-hash</c> is ours against
/// nothing but the SHA-256 of the token's bytes.
/// </summary>
internal sealed class AuthArea : IRatioArea
{
    private const int Revocations = 100_000;

    private readonly List<IAsyncDisposable> _owned = [];

    public string Name => "auth";

    public async ValueTask<IReadOnlyList<RatioCase>> PrepareAsync(CancellationToken cancellationToken)
    {
        using var tokens = new TokenMix();
        var peer = new JsonWebTokenHandler();
        var strict = EquallyStrict(tokens.Jwks);
        var seen = await ValidatorAsync(tokens, o => o.TokenCacheLifetime = TimeSpan.FromMinutes(5), Revocations);
        var fresh = await ValidatorAsync(tokens, o => o.TokenCacheSize = 4);
        var many = await ValidatorAsync(tokens, o =>
        {
            o.TokenCacheSize = 4;
            o.Issuers[0].Tenants.Add("0");
            for (var i = 1; i < 20; i++)
                o.AddKeys($"https://login-{i}.example", tokens.Jwks, TokenMix.Audience, issuer => issuer.Tenants.Add($"{i}"));
        });
        string[] good = [.. tokens.Good(RatioCase.FewestInputs)];
        var (warm, cold) = (await BearerHosts.StartAsync(tokens.Jwks, strict, o => { }), await BearerHosts.StartAsync(tokens.Jwks, strict, o => o.TokenCacheSize = 4));
        _owned.AddRange([warm, cold]);
        return
        [
            Sync("seen-token", good, seen),
            RatioCase.Sync("seen-hash", good, token => Ours(seen, token) == 0 ? 0 : 1, TokenHash.Take),
            Sync("new-token", good, fresh),
            Sync("bad-signature", tokens.BadSignatures(RatioCase.FewestInputs), fresh),
            Sync("expired", tokens.Expired(RatioCase.FewestInputs), fresh),
            Sync("unknown-issuer", tokens.OfUnknownIssuers(RatioCase.FewestInputs), fresh),
            Sync("garbage", tokens.Garbage(RatioCase.FewestInputs), fresh),
            RatioCase.Sync("issuers-20", good, token => Ours(many, token), token => Ours(fresh, token)),
            warm.Case("request-warm", good[..64]),
            cold.Case("request-fresh", good),
        ];

        RatioCase Sync(string name, IEnumerable<string> inputs, ITokenValidator ours) => RatioCase.Sync(name, inputs, token => Ours(ours, token), Peer);

        int Peer(string token) => peer.ValidateTokenAsync(token, strict) is { IsCompletedSuccessfully: true, Result: { IsValid: true } result }
            ? result.ClaimsIdentity.FindFirst(JwtRegisteredClaimNames.Sub)!.Value.Length
            : 0;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var owned in _owned)
            await owned.DisposeAsync();
    }

    private static int Ours(ITokenValidator validator, string token) =>
        validator.ValidateAsync(token.AsMemory()) is { IsCompletedSuccessfully: true, Result: { IsValid: true } outcome } ? outcome.Token.Subject.Length : 0;

    private async ValueTask<ITokenValidator> ValidatorAsync(TokenMix tokens, Action<CksTokenOptions> configure, int revocations = 0)
    {
        var services = new ServiceCollection()
            .AddLogging()
            .AddCksAuth(o => o.AddKeys(TokenMix.Issuer, tokens.Jwks, TokenMix.Audience))
            .AddCksAuth(configure)
            .BuildServiceProvider();
        _owned.Add(services);
        var ends = DateTimeOffset.UtcNow.AddDays(1);
        await services.GetRequiredService<IRevocationStore>().AppendAsync(
            [.. Enumerable.Range(0, revocations).Select(n => new Revocation(RevocationKind.SessionEnded, TokenMix.Issuer, $"sess_ended_{n:00000000}", ends.AddDays(-1), ends))], null);
        await services.GetRequiredService<IRevocations>().PullAsync();
        var validator = services.GetRequiredService<ITokenValidator>();
        foreach (var token in tokens.Good(1))
            await validator.ValidateAsync(token.AsMemory()); // brings the keys into memory
        return validator;
    }

    public static TokenValidationParameters EquallyStrict(string jwks) => new()
    {
        ValidIssuer = TokenMix.Issuer,
        ValidAudience = TokenMix.Audience,
        ValidAlgorithms = ["RS256", "ES256"],
        ValidTypes = ["JWT", "at+jwt"],
        ClockSkew = IssuerOptions.Oidc(TokenMix.Issuer).ClockSkew,
        IssuerSigningKeys = new JsonWebKeySet(jwks).GetSigningKeys(),
        TryAllIssuerSigningKeys = false,
        RequireSignedTokens = true,
        RequireExpirationTime = true,
    };
}
