namespace Cks.Auth;

/// <summary>What an event revokes or lifts by itself.</summary>
internal static class WebhookEffects
{
    public static IReadOnlyList<Revocation> Of(WebhookEvent webhook, Revocations revocations, DateTimeOffset now) => webhook switch
    {
        ClerkSessionEvent { IsEnd: true } => [Entry(webhook, RevocationKind.SessionEnded, revocations.SessionsEnd(webhook.Issuer))],
        // An id that tells its own time needs no record, or every sign-in would be kept for days.
        ClerkSessionEvent { Type: "session.created", StartedAt: { } startedAt } when !revocations.TellsItsTime(webhook.Issuer, webhook.ObjectId) =>
            [Entry(webhook, RevocationKind.SessionStarted, revocations.SessionsEnd(webhook.Issuer)) with { At = startedAt }],
        ClerkUserEvent { IsDeleted: true } => [Entry(webhook, RevocationKind.SubjectDeleted, revocations.CredentialsEnd(webhook.Issuer))],
        ClerkUserEvent { IsBanned: true } => [Entry(webhook, RevocationKind.SubjectBarredByProvider, null)],
        // No event says that a lock ran out. The lift is for earlier bans only, which a store would otherwise still have when the lock has expired there.
        ClerkUserEvent { IsBanned: false, IsLocked: true, LockEndsAfter: { } lockEnds } =>
            [Entry(webhook, RevocationKind.SubjectBarredByProvider, now + lockEnds), Entry(webhook, RevocationKind.SubjectLiftedByProvider, revocations.LiftsEnd)],
        ClerkUserEvent { IsLocked: true } => [Entry(webhook, RevocationKind.SubjectBarredByProvider, null)],
        // Only where it says both: what is missing lifts nothing.
        ClerkUserEvent { IsBanned: false, IsLocked: false } => [Entry(webhook, RevocationKind.SubjectLiftedByProvider, revocations.LiftsEnd)],
        _ => [],
    };

    private static Revocation Entry(WebhookEvent webhook, RevocationKind kind, DateTimeOffset? expiresAt) => new(kind, webhook.Issuer, webhook.ObjectId, webhook.ObjectAt, expiresAt);
}
