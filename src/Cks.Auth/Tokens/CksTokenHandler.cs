using Microsoft.IdentityModel.Tokens;

namespace Cks.Auth;

/// <summary>
/// The strict validator for an application that keeps the framework's JwtBearer: put it in the place of <c>JwtBearerOptions.TokenHandlers</c>. The issuers, keys and rules are those of
/// <c>AddCksAuth</c>; of the framework's parameters only the claim types of name and role count.
/// </summary>
/// <remarks>
/// The principal is what the token says. Roles and tenant of the suite come from a session instead: resolve one in <c>OnTokenValidated</c> from <see cref="CksSecurityToken.Token"/>, or use <c>AddCksBearer</c>.
/// A token with which somebody acts in another's place (<c>act</c>) is refused, also where its issuer allows that: the principal would be the plain person (S12). <c>AddCksBearer</c> takes such tokens.
/// JwtBearer answers 401 for every exception, also while keys or revocations are not known (<see cref="SigningKeysUnavailableException"/>, <see cref="RevocationUnavailableException"/>): rethrow these in
/// <c>OnAuthenticationFailed</c> to answer 503.
/// </remarks>
/// <param name="validator">The validator.</param>
public sealed class CksTokenHandler(ITokenValidator validator) : TokenHandler
{
    /// <summary>Validates a compact JWS. A token that is refused gives a result with a <see cref="TokenRejectedException"/> in it; nothing is thrown for what it holds.</summary>
    /// <param name="token">The credential without its scheme.</param>
    /// <param name="validationParameters">Names the claim types of name and role; nothing else of it is used.</param>
    /// <exception cref="SigningKeysUnavailableException">The issuer's keys are not known.</exception>
    /// <exception cref="RevocationUnavailableException">What was revoked lately is not known.</exception>
    public override async Task<TokenValidationResult> ValidateTokenAsync(string token, TokenValidationParameters validationParameters)
    {
        ArgumentNullException.ThrowIfNull(validationParameters);
        var outcome = await validator.ValidateAsync(token.AsMemory()).ConfigureAwait(false);
        if (!outcome.IsValid)
            return new() { IsValid = false, Exception = new TokenRejectedException(outcome.Reason.Value) };
        if (outcome.Token.IsImpersonated)
            return new() { IsValid = false, Exception = new TokenRejectedException(TokenRejectionReason.ImpersonationDenied) };
        var accepted = new CksSecurityToken(outcome.Token);
        var identity = validationParameters.CreateClaimsIdentity(accepted, accepted.Issuer);
        TokenClaimList.AddTo(identity, outcome.Token);
        return new() { IsValid = true, SecurityToken = accepted, ClaimsIdentity = identity, Issuer = accepted.Issuer };
    }

    /// <summary>Refused: only what was signed as text can be judged.</summary>
    public override Task<TokenValidationResult> ValidateTokenAsync(SecurityToken token, TokenValidationParameters validationParameters) =>
        Task.FromResult(new TokenValidationResult { IsValid = false, Exception = new TokenRejectedException(TokenRejectionReason.Malformed) });

    /// <summary>Not offered: a token that was not validated says nothing.</summary>
    public override SecurityToken ReadToken(string token) => throw new NotSupportedException("A token is read only when it is validated.");
}
