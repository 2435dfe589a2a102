namespace Cks.Auth;

/// <summary>One accepted issuer: what its tokens must look like.</summary>
public sealed class IssuerOptions
{
    internal IssuerOptions(string issuer, string? jwks)
    {
        ArgumentNullException.ThrowIfNull(issuer);
        (Issuer, Jwks) = (issuer, jwks);
    }

    /// <summary>The issuer, compared ordinally with <c>iss</c> and with the discovery document.</summary>
    public string Issuer { get; }

    /// <summary>Audiences of which a token must name at least one, compared ordinally.</summary>
    public IList<string> Audiences { get; } = [];

    /// <summary>Accepted <c>alg</c> values, out of RS256, RS384, RS512, PS256, PS384 and PS512.</summary>
    /// <value>RS256</value>
    public ISet<string> Algorithms { get; } = new HashSet<string>(StringComparer.Ordinal) { "RS256" };

    /// <summary>Accepted <c>typ</c> values, compared without case and without a leading <c>application/</c> (RFC 7515 section 4.1.9).</summary>
    /// <value>JWT and at+jwt</value>
    public ISet<string> Types { get; } = new HashSet<string>(StringComparer.OrdinalIgnoreCase) { "JWT", "at+jwt" };

    /// <summary>Whether a token without <c>typ</c> is refused.</summary>
    /// <value><see langword="false"/></value>
    public bool RequireType { get; set; }

    internal string? Jwks { get; }

    internal string? AnyAudienceReason { get; private set; }

    /// <summary>
    /// Accepts tokens for any audience, or for none. Whoever holds a token that this issuer made for another application can then use it here: say why that
    /// is no danger.
    /// </summary>
    /// <param name="reason">Why the audience does not matter; kept for whoever reads the set-up.</param>
    public IssuerOptions AllowAnyAudience(string reason)
    {
        AnyAudienceReason = reason;
        return this;
    }
}
