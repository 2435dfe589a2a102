namespace Cks.Auth;

/// <summary>What an event revokes or lifts by itself.</summary>
internal static class WebhookEffects
{
    public static IReadOnlyList<Revocation> Of(WebhookEvent webhook, Revocations revocations, DateTimeOffset now) => webhook switch
    {
        ClerkSessionEvent { IsEnd: true } => [Entry(webhook, RevocationKind.SessionEnded, revocations.SessionsEnd(webhook.Issuer))],
        // An id that tells its own time needs no record, or every sign-in would be kept for days.
        ClerkSessionEvent { Type: "session.created", StartedAt: { } startedAt } when !ClerkId.TryReadTime(webhook.ObjectId, out _) =>
            [Entry(webhook, RevocationKind.SessionStarted, revocations.SessionsEnd(webhook.Issuer)) with { At = startedAt }],
        ClerkUserEvent { IsDeleted: true } => [Entry(webhook, RevocationKind.SubjectDeleted, revocations.SessionsEnd(webhook.Issuer))],
        ClerkUserEvent { IsBanned: true } => [Entry(webhook, RevocationKind.SubjectBarredByProvider, null)],
        // No event says that a lock ran out.
        ClerkUserEvent { IsLocked: true } user => [Entry(webhook, RevocationKind.SubjectBarredByProvider, user.LockEndsAfter is { } lockEnds ? now + lockEnds : null)],
        // Only where it says both: what is missing lifts nothing.
        ClerkUserEvent { IsBanned: false, IsLocked: false } => [Entry(webhook, RevocationKind.SubjectLiftedByProvider, revocations.LiftsEnd)],
        _ => [],
    };

    private static Revocation Entry(WebhookEvent webhook, RevocationKind kind, DateTimeOffset? expiresAt) => new(kind, webhook.Issuer, webhook.ObjectId, webhook.ObjectAt, expiresAt);
}
