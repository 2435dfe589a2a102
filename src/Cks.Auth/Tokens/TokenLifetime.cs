namespace Cks.Auth;

/// <summary>The rules about time. All numbers are whole seconds; times below 2^53, so that no sum overflows.</summary>
/// <param name="Skew">How far clocks may differ.</param>
/// <param name="Longest">The longest life of a token.</param>
internal sealed record TokenLifetime(long Skew, long Longest)
{
    /// <summary>The first rule that the claims break, or <see langword="null"/>.</summary>
    public TokenRejectionReason? Check(TokenClaims claims, long now)
    {
        var (expires, issued, notBefore) = (claims.ExpiresAt, claims.IssuedAt, claims.NotBefore);
        if (expires <= now - Skew)
            return TokenRejectionReason.Expired;
        if (notBefore > now + Skew)
            return TokenRejectionReason.NotYetValid;
        if (issued > now + Skew)
            return TokenRejectionReason.IssuedInFuture;
        if (expires - (issued ?? now) > Longest)
            return TokenRejectionReason.LifetimeTooLong;
        return notBefore > expires || issued > expires ? TokenRejectionReason.MalformedClaim : null;
    }
}
