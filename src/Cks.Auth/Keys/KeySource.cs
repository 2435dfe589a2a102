namespace Cks.Auth;

/// <summary>Where an issuer's keys come from.</summary>
internal abstract class KeySource
{
    /// <summary>Loads the keys as they are now.</summary>
    /// <exception cref="SigningKeysUnavailableException">They cannot be had, for whatever reason outside this program.</exception>
    public abstract Task<KeySet> LoadAsync();

    public static KeySource For(IssuerOptions issuer, KeyEndpoint endpoint) => issuer.Jwks is { } jwks
        ? new GivenKeySource(issuer.Issuer, jwks, [.. issuer.Algorithms])
        : new DiscoveredKeySource(issuer.Issuer, [.. issuer.Algorithms], endpoint);
}
