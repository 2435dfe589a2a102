namespace Cks.Auth;

/// <summary>
/// What an application calls to show and end sessions. An end is written, this host and others refuse by it (see <see cref="IRevocations"/>), and nothing opens the session again (S08). Where a store cannot be reached its
/// exception comes through: count on nothing, and call again.
/// </summary>
public interface ISessions
{
    /// <summary>The sessions of a person that were not found over, the latest seen first. Whoever may see them is the application's to decide.</summary>
    ValueTask<IReadOnlyList<StoredSession>> OfAsync(string issuer, string subject, CancellationToken cancellationToken = default);

    /// <summary>Ends a session on every hub and host. Whoever may is the application's to decide.</summary>
    ValueTask EndAsync(SessionKey session, CancellationToken cancellationToken = default);

    /// <summary>Signs a person out everywhere: every session of theirs, and whatever was issued to them up to now (<see cref="IRevocations.SignOutEverywhereAsync"/>).</summary>
    ValueTask EndAllAsync(string issuer, string subject, CancellationToken cancellationToken = default);
}
