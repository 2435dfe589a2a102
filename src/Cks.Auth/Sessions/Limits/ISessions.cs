namespace Cks.Auth;

/// <summary>
/// What an application calls to show and end sessions. An end is written, this host and others refuse by it (see <see cref="IRevocations"/>), and nothing opens the session again (S08). Where a store cannot be reached its
/// exception comes through: count on nothing, and call again.
/// </summary>
public interface ISessions
{
    /// <summary>
    /// Why a session of a good token may not be used now, or <see langword="null"/>; from then on it counts as used. The schemes of the suite call it, and so does one of the application's own. In memory, where the session was used lately on
    /// this host.
    /// </summary>
    /// <param name="token">The token.</param>
    /// <param name="session">Who it is, whose roles have limits.</param>
    /// <param name="hub">The hub in which the session is used, one of <see cref="CksSessionOptions.Hubs"/>; <see langword="null"/> for that of the host.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="Cks.Core.CksConfigurationException">The hub has no limits (CKS109).</exception>
    ValueTask<SessionRefusalReason?> UseAsync(ValidatedToken token, UserSession session, string? hub = null, CancellationToken cancellationToken = default);

    /// <summary>The sessions of a person that are not over, the latest seen first, as far as this host has heard. Whoever may see them is the application's to decide.</summary>
    ValueTask<IReadOnlyList<StoredSession>> OfAsync(string issuer, string subject, CancellationToken cancellationToken = default);

    /// <summary>Ends a session on every hub and host. Whoever may is the application's to decide.</summary>
    ValueTask EndAsync(SessionKey session, CancellationToken cancellationToken = default);

    /// <summary>Signs a person out everywhere: every session of theirs, and whatever was issued to them up to now (<see cref="IRevocations.SignOutEverywhereAsync"/>), with every session in which they act in another's place.</summary>
    ValueTask EndAllAsync(string issuer, string subject, CancellationToken cancellationToken = default);
}
