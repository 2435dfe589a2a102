namespace Cks.Auth;

/// <summary>
/// What an application calls to revoke what was issued, long before it expires. Each call is done when the store has it and this host refuses by it; other hosts hear of it over the
/// <see cref="Cks.Core.IChangeBus"/>, or at their next read (<see cref="RevocationOptions.PullInterval"/>). Calling twice is harmless.
/// </summary>
/// <remarks>
/// Where the store cannot be reached its exception comes through and nothing is revoked. Where it took the entry and cannot be read afterwards, that is a
/// <see cref="RevocationUnavailableException"/>: revoked for good, but not known here yet. An id that is empty or longer than 255 characters is an <see cref="ArgumentException"/>.
/// </remarks>
public interface IRevocations
{
    /// <summary>
    /// Whether it is known what was revoked lately: the whole record was read once, and last within <see cref="RevocationOptions.MaxStaleness"/>. A host is ready only then; ask this in its
    /// readiness check.
    /// </summary>
    bool IsCurrent { get; }

    /// <summary>
    /// What is known of a token. In memory, without waiting. Where it is not <see cref="IsCurrent"/>, a token that is not revoked as far as known is <see cref="RevocationState.Unknown"/>.
    /// </summary>
    RevocationState Check(ValidatedToken token);

    /// <summary>Ends a session (<c>sid</c>) for good (S08): signing out.</summary>
    ValueTask EndSessionAsync(string issuer, string sessionId, CancellationToken cancellationToken = default);

    /// <summary>Refuses a single token (<c>jti</c>).</summary>
    /// <param name="issuer">The issuer.</param>
    /// <param name="tokenId">Its <c>jti</c>.</param>
    /// <param name="expiresAt">Its <c>exp</c>: afterwards nothing is kept.</param>
    /// <param name="cancellationToken">Gives up.</param>
    ValueTask RevokeTokenAsync(string issuer, string tokenId, DateTimeOffset expiresAt, CancellationToken cancellationToken = default);

    /// <summary>Bars a person (<c>sub</c>) until <see cref="LiftSubjectAsync"/>, whatever the provider says of them meanwhile.</summary>
    ValueTask BarSubjectAsync(string issuer, string subject, CancellationToken cancellationToken = default);

    /// <summary>Lets a person in again whom the application or the provider barred. A person whom the provider has deleted stays out.</summary>
    ValueTask LiftSubjectAsync(string issuer, string subject, CancellationToken cancellationToken = default);

    /// <summary>
    /// Signs a person out everywhere: refuses what was issued to them up to now, and every session that is not known to have begun later (S08). Known is <c>auth_time</c> in the token,
    /// <see cref="RecordSessionAsync"/>, and the time in a session id of Clerk. A token without <c>sid</c> and <c>auth_time</c> is judged by <c>iat</c> alone.
    /// </summary>
    ValueTask SignOutEverywhereAsync(string issuer, string subject, CancellationToken cancellationToken = default);

    /// <summary>The same for everybody of an issuer, back to a time that may be earlier than now, such as when a key was stolen.</summary>
    /// <param name="issuer">The issuer.</param>
    /// <param name="time">What was issued then or before is refused. Not later than five minutes from now.</param>
    /// <param name="cancellationToken">Gives up.</param>
    ValueTask RevokeIssuedBeforeAsync(string issuer, DateTimeOffset time, CancellationToken cancellationToken = default);

    /// <summary>
    /// Records when a session began. Call it after a sign-in at a provider that writes <c>sid</c> and no <c>auth_time</c> and sends no webhooks: otherwise whoever was signed out everywhere stays
    /// out for <see cref="RevocationOptions.SessionLifetime"/>, however often they sign in. Opens no session that has ended.
    /// </summary>
    ValueTask RecordSessionAsync(string issuer, string sessionId, DateTimeOffset startedAt, CancellationToken cancellationToken = default);

    /// <summary>Reads what is new in the store now. A host does so by itself; a process without one has to call this.</summary>
    /// <exception cref="RevocationUnavailableException">The store cannot be read.</exception>
    ValueTask PullAsync(CancellationToken cancellationToken = default);
}
