namespace Cks.Auth;

/// <summary>Whose tokens are accepted, and the limits that hold for all of them. Checked when the host starts (CKS109).</summary>
public sealed class CksTokenOptions
{
    /// <summary>The accepted issuers; each may appear once.</summary>
    public IList<IssuerOptions> Issuers { get; } = [];

    /// <summary>The longest token in characters, 512 to 65,536; a longer one is not even decoded.</summary>
    /// <value>16,384</value>
    public int MaxTokenLength { get; set; } = 16 * 1024;

    /// <summary>How far the issuer's clock may differ from ours, 0 to 5 minutes, in whole seconds.</summary>
    /// <value>30 seconds</value>
    public TimeSpan ClockSkew { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>The longest life of a token from <c>iat</c> (from now without one) to <c>exp</c>, up to 366 days.</summary>
    /// <value>24 hours</value>
    public TimeSpan MaxLifetime { get; set; } = TimeSpan.FromHours(24);

    /// <summary>The age at which signing keys are fetched again, in the background; at least a minute.</summary>
    /// <value>12 hours</value>
    public TimeSpan KeyLifetime { get; set; } = TimeSpan.FromHours(12);

    /// <summary>The shortest time between two fetches of one issuer's keys, however many unknown key ids arrive; at least a second.</summary>
    /// <value>30 seconds</value>
    public TimeSpan KeyCooldown { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Accepts tokens of an OpenID Connect provider, whose keys are found by discovery.</summary>
    /// <param name="issuer">The provider's issuer exactly as its tokens write it, trailing slash included; https, or http on loopback.</param>
    /// <param name="audience">The audience that stands for this application; without it <paramref name="configure"/> must name some or allow any.</param>
    /// <param name="configure">Anything further about this issuer.</param>
    public CksTokenOptions AddOidc(string issuer, string? audience = null, Action<IssuerOptions>? configure = null) =>
        Add(new(issuer, null), audience, configure);

    /// <summary>Accepts tokens of an issuer whose public keys are given here, so that nothing is ever fetched.</summary>
    /// <param name="issuer">The issuer exactly as its tokens write it.</param>
    /// <param name="jwks">A JSON Web Key Set (RFC 7517 section 5) with public RSA keys.</param>
    /// <param name="audience">The audience that stands for this application; without it <paramref name="configure"/> must name some or allow any.</param>
    /// <param name="configure">Anything further about this issuer.</param>
    public CksTokenOptions AddKeys(string issuer, string jwks, string? audience = null, Action<IssuerOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(jwks);
        return Add(new(issuer, jwks), audience, configure);
    }

    private CksTokenOptions Add(IssuerOptions issuer, string? audience, Action<IssuerOptions>? configure)
    {
        if (audience is not null)
            issuer.Audiences.Add(audience);
        configure?.Invoke(issuer);
        Issuers.Add(issuer);
        return this;
    }
}
