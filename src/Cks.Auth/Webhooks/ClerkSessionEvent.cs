namespace Cks.Auth;

/// <summary>
/// <c>session.created</c>, <c>session.pending</c>, <c>session.ended</c>, <c>session.removed</c> or <c>session.revoked</c> of Clerk. The last three end the session here by themselves.
/// </summary>
public sealed record ClerkSessionEvent : WebhookEvent
{
    internal ClerkSessionEvent(WebhookEnvelope envelope)
        : base(envelope)
    {
        Subject = WebhookEnvelope.Text(envelope.Data, "user_id");
        Status = WebhookEnvelope.Text(envelope.Data, "status");
        StartedAt = WebhookEnvelope.Time(envelope.Data, "created_at");
    }

    /// <summary>The session, as <c>sid</c> of its tokens says it.</summary>
    public string SessionId => ObjectId;

    /// <summary>Whose session it is, if it says so.</summary>
    public string? Subject { get; }

    /// <summary>Clerk's word for its state, if it says so.</summary>
    public string? Status { get; }

    /// <summary>When it began, if it says so.</summary>
    public DateTimeOffset? StartedAt { get; }

    /// <summary>Whether the session is over.</summary>
    public bool IsEnd => Type is "session.ended" or "session.removed" or "session.revoked";
}
