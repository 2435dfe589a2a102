namespace Cks.Auth;

/// <summary>
/// Keeps sessions for all hosts of an application, and the audit of who acted in another's place in them. The default keeps them in memory of one process. Everything that throws is a broken machine: never an empty answer in its place, and nothing is retried here. An
/// implementation is held to <c>SessionStoreContract</c> of Cks.Testing.
/// </summary>
public interface ISessionStore
{
    /// <summary>
    /// Decides about one session and writes what was decided, in one transaction that nobody else's change of the same session comes between, with what <see cref="ImpersonationRecord.Between"/> says of it.
    /// </summary>
    /// <param name="key">Which one.</param>
    /// <param name="decide">
    /// Says what it is to be (of the same key), given what it is; <see langword="null"/> for a session that is not there, and for leaving it so. Waits for nothing, and may be asked again when the transaction has to be
    /// repeated: the last answer counts. One that equals what was given is not written.
    /// </param>
    /// <param name="cancellationToken">Gives up; what is written stays.</param>
    /// <returns>What was decided, durable by now. Times may be kept in whole microseconds.</returns>
    ValueTask<StoredSession?> ChangeAsync(SessionKey key, Func<StoredSession?, StoredSession?> decide, CancellationToken cancellationToken = default);

    /// <summary>The sessions of a person that were not found over, the latest seen first; at most 1,000.</summary>
    ValueTask<IReadOnlyList<StoredSession>> OfAsync(string issuer, string subject, CancellationToken cancellationToken = default);

    /// <summary>Ends all of them, together or not at all, with the audit of those in which somebody else acted.</summary>
    /// <returns>How many there were.</returns>
    ValueTask<int> EndAllAsync(string issuer, string subject, DateTimeOffset at, SessionEnd why, CancellationToken cancellationToken = default);

    /// <summary>The sessions in which somebody acts in another's place, as <see cref="StoredSession.Actor"/> names them, that were not found over; at most 1,000.</summary>
    ValueTask<IReadOnlyList<StoredSession>> ActingAsync(string actor, CancellationToken cancellationToken = default);

    /// <summary>Adds to the audit what is of no session that is kept: that somebody was refused.</summary>
    /// <exception cref="ArgumentException">It is about something else; what begins and ends is added by <see cref="ChangeAsync"/> and <see cref="EndAllAsync"/> alone.</exception>
    ValueTask NoteAsync(ImpersonationRecord record, CancellationToken cancellationToken = default);

    /// <summary>A page of the audit: the latest first, of one moment by <see cref="ImpersonationRecord.Act"/> and <see cref="ImpersonationRecord.Id"/>, greatest first; at most 1,000.</summary>
    ValueTask<IReadOnlyList<ImpersonationRecord>> ImpersonationsAsync(ImpersonationQuery query, CancellationToken cancellationToken = default);
}
