namespace Cks.Auth;

/// <summary>
/// Decides whether a bearer token is good: well formed, from a known issuer, signed by its key, in time, meant for this application and not revoked. Thread-safe.
/// </summary>
public interface ITokenValidator
{
    /// <summary>
    /// Validates a compact JWS. Completes synchronously while the issuer's keys are in memory; a token of an unknown issuer never costs a network call.
    /// </summary>
    /// <param name="token">The credential without its scheme; the memory must stay unchanged until the task completes.</param>
    /// <param name="presentation">How the token came.</param>
    /// <param name="cancellationToken">Stops waiting for signing keys; the fetch itself goes on for the others who wait.</param>
    /// <exception cref="SigningKeysUnavailableException">The issuer's keys were never loaded, or are older than their hard limit, and cannot be loaded now. Nothing is known about the token: answer 503.</exception>
    /// <exception cref="RevocationUnavailableException">What was revoked lately is not known, and the presentation does not allow for that: answer 503.</exception>
    ValueTask<TokenOutcome> ValidateAsync(ReadOnlyMemory<char> token, TokenPresentation presentation, CancellationToken cancellationToken = default);

    /// <summary>The same for a token out of the Authorization header.</summary>
    /// <param name="token">The credential without its scheme; the memory must stay unchanged until the task completes.</param>
    /// <param name="cancellationToken">Stops waiting for signing keys.</param>
    ValueTask<TokenOutcome> ValidateAsync(ReadOnlyMemory<char> token, CancellationToken cancellationToken = default) => ValidateAsync(token, default, cancellationToken);
}
