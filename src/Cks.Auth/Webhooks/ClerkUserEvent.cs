namespace Cks.Auth;

/// <summary>
/// <c>user.created</c>, <c>user.updated</c> or <c>user.deleted</c> of Clerk. Who is deleted, banned or locked is refused here by itself; who is neither banned nor locked any more, no longer.
/// </summary>
public sealed record ClerkUserEvent : WebhookEvent
{
    internal ClerkUserEvent(WebhookEnvelope envelope)
        : base(envelope)
    {
        IsBanned = WebhookEnvelope.Truth(envelope.Data, "banned");
        IsLocked = WebhookEnvelope.Truth(envelope.Data, "locked");
        LockEndsAfter = WebhookEnvelope.Seconds(envelope.Data, "lockout_expires_in_seconds");
    }

    /// <summary>The person, as <c>sub</c> of their tokens says it.</summary>
    public string Subject => ObjectId;

    /// <summary>Whether they are banned; <see langword="null"/> when it does not say.</summary>
    public bool? IsBanned { get; }

    /// <summary>Whether they are locked after wrong passwords; <see langword="null"/> when it does not say.</summary>
    public bool? IsLocked { get; }

    /// <summary>In how long the lock ends by itself, if it does.</summary>
    public TimeSpan? LockEndsAfter { get; }

    /// <summary>Whether they are deleted.</summary>
    public bool IsDeleted => Type == "user.deleted";
}
