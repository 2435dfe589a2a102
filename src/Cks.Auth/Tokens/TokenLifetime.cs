namespace Cks.Auth;

/// <summary>The rules about time. All numbers are whole seconds; times below 2^53, so that no sum overflows.</summary>
/// <param name="Skew">How far clocks may differ.</param>
/// <param name="Longest">The longest life of a token.</param>
/// <param name="Oldest">The greatest age of a token, if there is one.</param>
internal sealed record TokenLifetime(long Skew, long Longest, long? Oldest)
{
    public static TokenLifetime Of(IssuerOptions options) =>
        new((long)options.ClockSkew.TotalSeconds, (long)options.MaxLifetime.TotalSeconds, (long?)options.MaxAge?.TotalSeconds);

    /// <summary>Whether <c>exp</c> has passed: known without any cryptography, and no secret.</summary>
    public bool IsOver(in TokenClaims claims, long now) => claims.ExpiresAt <= now - Skew;

    /// <summary>The first rule that the claims break, or <see langword="null"/>.</summary>
    public TokenRejectionReason? Check(in TokenClaims claims, long now)
    {
        var (expires, issued, notBefore) = (claims.ExpiresAt!.Value, claims.IssuedAt, claims.NotBefore);
        if (IsOver(claims, now))
            return TokenRejectionReason.Expired;
        if (notBefore > now + Skew)
            return TokenRejectionReason.NotYetValid;
        if (issued > now + Skew)
            return TokenRejectionReason.IssuedInFuture;
        if (expires - (issued ?? now) > Longest)
            return TokenRejectionReason.LifetimeTooLong;
        if (notBefore > expires || issued > expires)
            return TokenRejectionReason.MalformedClaim;
        if (Oldest is null)
            return null;
        return issued is null ? TokenRejectionReason.MissingClaim : UntilTooOld(claims) <= now ? TokenRejectionReason.TooOld : null;
    }

    /// <summary>The seconds from and before which the claims are good, as far as time goes.</summary>
    public (long From, long Until) Window(in TokenClaims claims)
    {
        var from = Math.Max(claims.NotBefore ?? long.MinValue, claims.IssuedAt ?? long.MinValue);
        return (from == long.MinValue ? from : from - Skew, Math.Min(claims.ExpiresAt!.Value + Skew, UntilTooOld(claims)));
    }

    private long UntilTooOld(in TokenClaims claims) => Oldest is { } oldest && claims.IssuedAt is { } issued ? issued + oldest + Skew : long.MaxValue;
}
