namespace Cks.Core;

/// <summary>Every kind of security event of the suite, in one place.</summary>
public static class SecurityEventKinds
{
    /// <summary><c>api_keys.attacked</c>: somebody tries secrets of an API key, or ids of keys that do not exist, from one address. A host reports ten a minute, and how many more there were with the next.</summary>
    public static SecurityEventKind ApiKeyAttacked { get; } = new("api_keys.attacked", SecurityEventSeverity.Warning);

    /// <summary><c>api_keys.created</c>: an API key was made.</summary>
    public static SecurityEventKind ApiKeyCreated { get; } = new("api_keys.created", SecurityEventSeverity.Notice);

    /// <summary><c>api_keys.revoked</c>: an API key, or every key of an owner, was ended.</summary>
    public static SecurityEventKind ApiKeyRevoked { get; } = new("api_keys.revoked", SecurityEventSeverity.Notice);

    /// <summary><c>api_keys.rotated</c>: an API key got a new secret.</summary>
    public static SecurityEventKind ApiKeyRotated { get; } = new("api_keys.rotated", SecurityEventSeverity.Notice);

    /// <summary><c>grants.glass_broken</c>: a person has broken the glass, and may do what is kept for emergencies.</summary>
    public static SecurityEventKind GlassBroken { get; } = new("grants.glass_broken", SecurityEventSeverity.Alert);

    /// <summary><c>impersonation.ended</c>: somebody acts in another's place no longer.</summary>
    public static SecurityEventKind ImpersonationEnded { get; } = new("impersonation.ended", SecurityEventSeverity.Notice);

    /// <summary><c>impersonation.refused</c>: somebody was to act in another's place who may not.</summary>
    public static SecurityEventKind ImpersonationRefused { get; } = new("impersonation.refused", SecurityEventSeverity.Warning);

    /// <summary><c>impersonation.started</c>: somebody acts in another's place.</summary>
    public static SecurityEventKind ImpersonationStarted { get; } = new("impersonation.started", SecurityEventSeverity.Warning);

    /// <summary><c>keys.duplicate_id</c>: an issuer publishes several signing keys with one id; none of them is used.</summary>
    public static SecurityEventKind KeysDuplicateId { get; } = new("keys.duplicate_id", SecurityEventSeverity.Warning);

    /// <summary><c>keys.empty</c>: an issuer publishes no usable signing key.</summary>
    public static SecurityEventKind KeysEmpty { get; } = new("keys.empty", SecurityEventSeverity.Alert);

    /// <summary><c>keys.last_known_good.expired</c>: an issuer's signing keys could not be fetched for so long that the last ones are used no more.</summary>
    public static SecurityEventKind KeysLastKnownGoodExpired { get; } = new("keys.last_known_good.expired", SecurityEventSeverity.Alert);

    /// <summary><c>keys.last_known_good.used</c>: an issuer's signing keys have come of age and cannot be fetched; the last ones stay in use.</summary>
    public static SecurityEventKind KeysLastKnownGoodUsed { get; } = new("keys.last_known_good.used", SecurityEventSeverity.Warning);

    /// <summary><c>keys.private_material</c>: an issuer publishes private or symmetric key material; such keys are not used.</summary>
    public static SecurityEventKind KeysPrivateMaterial { get; } = new("keys.private_material", SecurityEventSeverity.Alert);

    /// <summary><c>revisions.approved</c>: a second person let a revision come into force.</summary>
    public static SecurityEventKind RevisionApproved { get; } = new("revisions.approved", SecurityEventSeverity.Notice);

    /// <summary><c>revisions.proposed</c>: a revision of a document was written.</summary>
    public static SecurityEventKind RevisionProposed { get; } = new("revisions.proposed", SecurityEventSeverity.Notice);

    /// <summary><c>revisions.rolled_back</c>: an earlier revision of a document was written again.</summary>
    public static SecurityEventKind RevisionRolledBack { get; } = new("revisions.rolled_back", SecurityEventSeverity.Warning);

    /// <summary><c>revocation.added</c>: a session, a token or a person is refused from now on.</summary>
    public static SecurityEventKind RevocationAdded { get; } = new("revocation.added", SecurityEventSeverity.Notice);

    /// <summary><c>revocation.lifted</c>: a person who was barred may come in again.</summary>
    public static SecurityEventKind RevocationLifted { get; } = new("revocation.lifted", SecurityEventSeverity.Warning);

    /// <summary><c>revocation.unavailable</c>: it is not known any more what was revoked lately; tokens are refused where nothing else is said.</summary>
    public static SecurityEventKind RevocationUnavailable { get; } = new("revocation.unavailable", SecurityEventSeverity.Alert);

    /// <summary><c>secrets.due</c>: a secret comes of the age at which it is to be rotated, or is past it.</summary>
    public static SecurityEventKind SecretDue { get; } = new("secrets.due", SecurityEventSeverity.Warning);

    /// <summary><c>secrets.refused</c>: a secret cannot be read any more where it comes from, or is unusable there; its versions stay as they are.</summary>
    public static SecurityEventKind SecretRefused { get; } = new("secrets.refused", SecurityEventSeverity.Alert);

    /// <summary><c>secrets.rotated</c>: a secret has other versions than before.</summary>
    public static SecurityEventKind SecretRotated { get; } = new("secrets.rotated", SecurityEventSeverity.Notice);

    /// <summary><c>sessions.timed_out</c>: a session was not used for too long, or lasted too long.</summary>
    public static SecurityEventKind SessionTimedOut { get; } = new("sessions.timed_out", SecurityEventSeverity.Notice);

    /// <summary><c>snapshot.built_in.used</c>: neither the source nor a copy could be used at start; what the application carries is in use.</summary>
    public static SecurityEventKind BuiltInUsed { get; } = new("snapshot.built_in.used", SecurityEventSeverity.Alert);

    /// <summary><c>snapshot.first_file.used</c>: outside Development a host began with the file that counts until the store has a revision in force. The first hosts do; later ones only where the store has lost what it had, or is another.</summary>
    public static SecurityEventKind FirstFileUsed { get; } = new("snapshot.first_file.used", SecurityEventSeverity.Alert);

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

    /// <summary><c>tool.read</c>: somebody has read from the stores with the tool.</summary>
    public static SecurityEventKind ToolRead { get; } = new("tool.read", SecurityEventSeverity.Notice);

    /// <summary>All kinds, ordered by id.</summary>
    public static IReadOnlyList<SecurityEventKind> All { get; } =
    [
        ApiKeyAttacked, ApiKeyCreated, ApiKeyRevoked, ApiKeyRotated,
        GlassBroken,
        ImpersonationEnded, ImpersonationRefused, ImpersonationStarted,
        KeysDuplicateId, KeysEmpty, KeysLastKnownGoodExpired, KeysLastKnownGoodUsed, KeysPrivateMaterial,
        RevisionApproved, RevisionProposed, RevisionRolledBack,
        RevocationAdded, RevocationLifted, RevocationUnavailable,
        SecretDue, SecretRefused, SecretRotated,
        SessionTimedOut,
        BuiltInUsed, FirstFileUsed, LastKnownGoodNotSaved, LastKnownGoodRefused, LastKnownGoodUsed, SnapshotRefused, SnapshotRolledBack, SubscriberFailed,
        ToolRead,
    ];
}
