namespace Cks.Auth;

/// <summary>Where an issuer's keys come from.</summary>
internal abstract class KeySource
{
    /// <summary>Keys that were there from the beginning and never change, so that nothing is loaded.</summary>
    public virtual KeySet? Given => null;

    /// <summary>Loads the keys as they are now.</summary>
    /// <exception cref="SigningKeysUnavailableException">They cannot be had, for whatever reason outside this program.</exception>
    public abstract Task<KeySet> LoadAsync();

    public static KeySource For(IssuerOptions issuer, KeyEndpoint endpoint) => issuer.Jwks is { } jwks
        ? new GivenKeySource(issuer.Issuer, jwks, [.. issuer.Algorithms])
        : new FetchedKeySource(issuer.Issuer, issuer.Profile == IssuerProfile.Clerk, [.. issuer.Algorithms], endpoint);
}
