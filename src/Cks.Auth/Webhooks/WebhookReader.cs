namespace Cks.Auth;

/// <summary>Events out of bodies whose signature was checked.</summary>
internal static class WebhookReader
{
    /// <summary>The event; <see langword="null"/> for a body that is none, or that does not say whose session or which person it is about.</summary>
    public static WebhookEvent? Read(string issuer, string id, DateTimeOffset sentAt, ReadOnlyMemory<byte> body)
    {
        if (WebhookEnvelope.Read(issuer, id, sentAt, body) is not { } envelope)
            return null;
        var hasId = envelope.ObjectId.Length > 0;
        return envelope.Type switch
        {
            "session.created" or "session.pending" or "session.ended" or "session.removed" or "session.revoked" => hasId ? new ClerkSessionEvent(envelope) : null,
            "user.created" or "user.updated" or "user.deleted" => hasId ? new ClerkUserEvent(envelope) : null,
            var type when type.StartsWith("organization.", StringComparison.Ordinal) => new ClerkOrganizationEvent(envelope),
            var type when type.StartsWith("organizationMembership.", StringComparison.Ordinal) => new ClerkMembershipEvent(envelope),
            _ => new OtherWebhookEvent(envelope),
        };
    }
}
