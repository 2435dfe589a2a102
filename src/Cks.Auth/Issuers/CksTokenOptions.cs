namespace Cks.Auth;

/// <summary>Whose tokens are accepted, and the limits that hold for all of them. Checked when the host starts (CKS109).</summary>
public sealed class CksTokenOptions
{
    /// <summary>The accepted issuers; each may appear once. <see cref="IIssuerRegistry"/> adds and removes some while the host runs.</summary>
    public IList<IssuerOptions> Issuers { get; } = [];

    /// <summary>The longest token in characters, 512 to 65,536; a longer one is not even decoded.</summary>
    /// <value>16,384</value>
    public int MaxTokenLength { get; set; } = 16 * 1024;

    /// <summary>How long a good token is remembered, up to 5 minutes; zero remembers none. Time, keys, issuer and revocation are checked at every use.</summary>
    /// <value>1 minute</value>
    public TimeSpan TokenCacheLifetime { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>How many good tokens are remembered, 0 to 1,048,576.</summary>
    /// <value>16,384</value>
    public int TokenCacheSize { get; set; } = 16 * 1024;

    /// <summary>The age at which signing keys are fetched again, in the background; at least a minute.</summary>
    /// <value>12 hours</value>
    public TimeSpan KeyLifetime { get; set; } = TimeSpan.FromHours(12);

    /// <summary>The shortest time between two fetches of one issuer's keys, however many unknown key ids arrive; at least a second. While there are no keys to use the time is shorter.</summary>
    /// <value>30 seconds</value>
    public TimeSpan KeyCooldown { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>The age at which signing keys are used no longer although the provider is down; not below <see cref="KeyLifetime"/>.</summary>
    /// <value>3 days</value>
    public TimeSpan KeyHardLimit { get; set; } = TimeSpan.FromDays(3);

    /// <summary>Where public keys are kept on disk, so that a host which starts while a provider is down has those of before, up to <see cref="KeyHardLimit"/>.</summary>
    /// <value>None: such a host answers 503 until the provider is back.</value>
    public KeySnapshot? KeySnapshot { get; set; }

    /// <summary>Accepts access tokens of an OpenID Connect provider; see <see cref="IssuerOptions.Oidc"/>.</summary>
    /// <param name="issuer">The provider's issuer exactly as its tokens write it, trailing slash included; https, or http on loopback.</param>
    /// <param name="audience">The audience that stands for this application.</param>
    /// <param name="configure">Anything further about this issuer.</param>
    public CksTokenOptions AddOidc(string issuer, string? audience = null, Action<IssuerOptions>? configure = null) => Add(IssuerOptions.Oidc(issuer, audience), configure);

    /// <summary>Accepts access tokens by RFC 9068; see <see cref="IssuerOptions.Rfc9068"/>.</summary>
    /// <param name="issuer">The provider's issuer exactly as its tokens write it.</param>
    /// <param name="audience">The audience that stands for this application.</param>
    /// <param name="configure">Anything further about this issuer.</param>
    public CksTokenOptions AddRfc9068(string issuer, string? audience = null, Action<IssuerOptions>? configure = null) => Add(IssuerOptions.Rfc9068(issuer, audience), configure);

    /// <summary>Accepts session tokens of Clerk; see <see cref="IssuerOptions.Clerk"/>.</summary>
    /// <param name="publishableKeyOrIssuer">The publishable key (<c>pk_live_...</c>) or the issuer.</param>
    /// <param name="configure">Names the origins of the pages: <c>i =&gt; i.AuthorizedParties.Add("https://portal.example")</c>.</param>
    public CksTokenOptions AddClerk(string publishableKeyOrIssuer, Action<IssuerOptions>? configure = null) => Add(IssuerOptions.Clerk(publishableKeyOrIssuer), configure);

    /// <summary>Accepts access tokens of an issuer whose public keys are given here, so that nothing is ever fetched.</summary>
    /// <param name="issuer">The issuer exactly as its tokens write it.</param>
    /// <param name="jwks">A JSON Web Key Set (RFC 7517 section 5) with public keys.</param>
    /// <param name="audience">The audience that stands for this application.</param>
    /// <param name="configure">Anything further about this issuer.</param>
    public CksTokenOptions AddKeys(string issuer, string jwks, string? audience = null, Action<IssuerOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(jwks);
        var options = IssuerOptions.Oidc(issuer, audience);
        options.Jwks = jwks;
        return Add(options, configure);
    }

    private CksTokenOptions Add(IssuerOptions issuer, Action<IssuerOptions>? configure)
    {
        configure?.Invoke(issuer);
        Issuers.Add(issuer);
        return this;
    }
}
