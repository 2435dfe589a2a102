namespace Cks.Core;

/// <summary>Every kind of security event of the suite, in one place.</summary>
public static class SecurityEventKinds
{
    /// <summary><c>revocation.added</c>: a session, a token or a person is refused from now on.</summary>
    public static SecurityEventKind RevocationAdded { get; } = new("revocation.added", SecurityEventSeverity.Notice);

    /// <summary><c>revocation.lifted</c>: a person who was barred may come in again.</summary>
    public static SecurityEventKind RevocationLifted { get; } = new("revocation.lifted", SecurityEventSeverity.Warning);

    /// <summary><c>revocation.unavailable</c>: it is not known any more what was revoked lately; tokens are refused where nothing else is said.</summary>
    public static SecurityEventKind RevocationUnavailable { get; } = new("revocation.unavailable", SecurityEventSeverity.Alert);

    /// <summary><c>snapshot.refused</c>: a document did not come into use; the earlier one stays.</summary>
    public static SecurityEventKind SnapshotRefused { get; } = new("snapshot.refused", SecurityEventSeverity.Warning);

    /// <summary><c>snapshot.rolled_back</c>: an earlier revision was brought back into use.</summary>
    public static SecurityEventKind SnapshotRolledBack { get; } = new("snapshot.rolled_back", SecurityEventSeverity.Warning);

    /// <summary><c>snapshot.last_known_good.used</c>: the source could not be reached at start; the copy on disk is in use.</summary>
    public static SecurityEventKind LastKnownGoodUsed { get; } = new("snapshot.last_known_good.used", SecurityEventSeverity.Warning);

    /// <summary><c>snapshot.last_known_good.refused</c>: the copy on disk, or its high-water mark, is not to be trusted.</summary>
    public static SecurityEventKind LastKnownGoodRefused { get; } = new("snapshot.last_known_good.refused", SecurityEventSeverity.Alert);

    /// <summary><c>snapshot.last_known_good.not_saved</c>: the copy on disk could not be written.</summary>
    public static SecurityEventKind LastKnownGoodNotSaved { get; } = new("snapshot.last_known_good.not_saved", SecurityEventSeverity.Warning);

    /// <summary><c>subscriber.failed</c>: something that should have followed a change threw.</summary>
    public static SecurityEventKind SubscriberFailed { get; } = new("subscriber.failed", SecurityEventSeverity.Warning);

    /// <summary>All kinds, ordered by id.</summary>
    public static IReadOnlyList<SecurityEventKind> All { get; } =
    [
        RevocationAdded, RevocationLifted, RevocationUnavailable,
        LastKnownGoodNotSaved, LastKnownGoodRefused, LastKnownGoodUsed, SnapshotRefused, SnapshotRolledBack,
        SubscriberFailed,
    ];
}
