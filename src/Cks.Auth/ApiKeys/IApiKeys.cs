using System.Security.Claims;

namespace Cks.Auth;

/// <summary>
/// What an application calls to make and end API keys. Every change is written in one act with its audit row (S29), is seen by the next check on this host, and by other hosts as soon as they hear of it, within
/// <see cref="CksApiKeyOptions.CacheLifetime"/> otherwise. Whoever asks is a principal of this request; what they hold is asked of <see cref="Cks.Core.IHoldings"/>.
/// </summary>
/// <remarks>Where the store cannot be reached its exception comes through: count on nothing, and read what became of it.</remarks>
public interface IApiKeys
{
    /// <summary>
    /// Makes a key. Takes <see cref="CksApiKeys.Create"/>, and that whoever asks may hand on each capability (S11): what they hold themselves for a key of their own; for another's what they hold on every row and for as long as
    /// the key lives.
    /// </summary>
    ValueTask<ApiKeyChangeOutcome> CreateAsync(ClaimsPrincipal by, ApiKeyRequest request, CancellationToken cancellationToken = default);

    /// <summary>Gives a key a new secret beside the one in use. Whoever gets it could use it, so it takes what making the key anew would.</summary>
    ValueTask<ApiKeyChangeOutcome> RotateAsync(ClaimsPrincipal by, ApiKeyRotation rotation, CancellationToken cancellationToken = default);

    /// <summary>Ends a key for good. Takes <see cref="CksApiKeys.Revoke"/>, or being its owner.</summary>
    /// <param name="by">Who asks.</param>
    /// <param name="keyId">The key.</param>
    /// <param name="reason">Why, in words.</param>
    /// <param name="cancellationToken">Gives up.</param>
    ValueTask<ApiKeyChangeOutcome> RevokeAsync(ClaimsPrincipal by, string keyId, string reason, CancellationToken cancellationToken = default);

    /// <summary>Ends every key of an owner for good: archiving an account does this, so that restoring it revives no key (S17). Takes <see cref="CksApiKeys.Revoke"/>, or being the owner.</summary>
    ValueTask<ApiKeyChangeOutcome> RevokeAllAsync(ClaimsPrincipal by, ApiKeyOwner owner, string reason, CancellationToken cancellationToken = default);

    /// <summary>The keys of an owner, without anything by which they could be used. Whoever may ask is the application's to decide.</summary>
    ValueTask<IReadOnlyList<ApiKey>> ListAsync(ApiKeyOwner owner, CancellationToken cancellationToken = default);

    /// <summary>Says that the application's record of somebody changed (archived, suspended, another role): on every host their keys are judged by the new one at once.</summary>
    ValueTask OwnerChangedAsync(string issuer, string subject, CancellationToken cancellationToken = default);
}
