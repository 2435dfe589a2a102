namespace Cks.Auth;

/// <summary>Whose tokens are accepted, changeable while the host runs. Thread-safe; a token that is being validated meanwhile is judged by what holds in the end.</summary>
public interface IIssuerRegistry
{
    /// <summary>The accepted issuers now.</summary>
    IReadOnlyCollection<IssuerOptions> Issuers { get; }

    /// <summary>Raised after an issuer was added, replaced or removed.</summary>
    event Action<IssuerOptions>? Changed;

    /// <summary>Accepts an issuer from now on, in place of one with the same name if there is one: its cached tokens end, and its keys are fetched anew.</summary>
    /// <param name="issuer">Made with <see cref="IssuerOptions.Oidc"/>, <see cref="IssuerOptions.Rfc9068"/> or <see cref="IssuerOptions.Clerk"/>; not changed afterwards.</param>
    /// <exception cref="Cks.Core.CksConfigurationException">CKS109: the settings cannot work or are not safe; nothing has changed.</exception>
    void Add(IssuerOptions issuer);

    /// <summary>Accepts an issuer no longer: its cached tokens, sessions and streams end (S02).</summary>
    /// <returns>Whether it was there.</returns>
    bool Remove(string issuer);

    /// <summary>Fetches an issuer's keys now, also within the cool-down, and waits for them.</summary>
    /// <exception cref="SigningKeysUnavailableException">They cannot be had; earlier ones stay in use within their limit.</exception>
    /// <exception cref="KeyNotFoundException">The issuer is not here.</exception>
    Task RefreshKeysAsync(string issuer, CancellationToken cancellationToken = default);
}
