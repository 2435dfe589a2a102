using Cks.Auth;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Cks.Benchmarks;

/// <summary>
/// Cks.Auth against <see cref="JsonWebTokenHandler"/> with the same rules switched on. <c>new-token</c>: tokens that were never seen before, half of them
/// to be refused; <c>new-good-token</c>: the accepted ones alone, because refusing an unknown issuer before its signature would flatter us.
/// </summary>
internal sealed class AuthArea : IRatioArea
{
    private ServiceProvider? _services;

    public string Name => "auth";

    public async ValueTask<IReadOnlyList<RatioCase>> PrepareAsync(CancellationToken cancellationToken)
    {
        using var tokens = new TokenMix();
        _services = new ServiceCollection()
            .AddLogging()
            .AddCksAuth(o => o.AddKeys(TokenMix.Issuer, tokens.Jwks, TokenMix.Audience))
            .BuildServiceProvider();
        var validator = _services.GetRequiredService<ITokenValidator>();
        var handler = new JsonWebTokenHandler();
        var strict = EquallyStrict(tokens.Jwks);
        string[] good = [.. tokens.Good(RatioCase.FewestInputs)];
        await validator.ValidateAsync(good[0].AsMemory(), cancellationToken); // brings the keys into memory
        return
        [
            RatioCase.Async("new-token", [.. good, .. tokens.Bad(RatioCase.FewestInputs)], OursAsync, PeerAsync),
            RatioCase.Async("new-good-token", good, OursAsync, PeerAsync),
        ];

        async ValueTask<int> OursAsync(string token) => (await validator.ValidateAsync(token.AsMemory())).IsValid ? 1 : 0;

        async ValueTask<int> PeerAsync(string token) => (await handler.ValidateTokenAsync(token, strict)).IsValid ? 1 : 0;
    }

    public ValueTask DisposeAsync() => _services?.DisposeAsync() ?? ValueTask.CompletedTask;

    private static TokenValidationParameters EquallyStrict(string jwks) => new()
    {
        ValidIssuer = TokenMix.Issuer,
        ValidAudience = TokenMix.Audience,
        ValidAlgorithms = ["RS256"],
        ValidTypes = ["JWT", "at+jwt"],
        ClockSkew = new CksTokenOptions().ClockSkew,
        IssuerSigningKeys = new JsonWebKeySet(jwks).GetSigningKeys(),
        TryAllIssuerSigningKeys = false,
        RequireSignedTokens = true,
        RequireExpirationTime = true,
    };
}
