namespace Cks.Auth;

/// <summary>
/// A session as a store keeps it: one for all hubs and hosts. Its limits are the shortest of the roles that its person has had in it and of the hubs in which it was used; they never grow again, and neither does an end go
/// away.
/// </summary>
public sealed record StoredSession
{
    /// <summary>Which one.</summary>
    public required SessionKey Key { get; init; }

    /// <summary>The person at the issuer.</summary>
    public required string Subject { get; init; }

    /// <summary>Who acts in the person's place, as <see cref="SessionActor.ToText"/>; empty when they act themselves.</summary>
    public string Actor { get; init; } = "";

    /// <summary>The tenant in which it began; empty for one that an older version began.</summary>
    public string Tenant { get; init; } = "";

    /// <summary>When it began.</summary>
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>When it was used last, as far as that was written: up to <see cref="CksSessionOptions.TouchInterval"/> too early.</summary>
    public required DateTimeOffset SeenAt { get; init; }

    /// <summary>How long it may stand unused.</summary>
    public required TimeSpan Idle { get; init; }

    /// <summary>When it ends, used or not.</summary>
    public required DateTimeOffset EndsAt { get; init; }

    /// <summary>When nothing of it can come back and a store may forget it.</summary>
    public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary>When it was found over; <see langword="null"/> while it is not.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>Why it is over.</summary>
    public SessionEnd? End { get; init; }

    /// <summary>The session as it is at a time, when nobody uses it: over, where a limit is reached (S08).</summary>
    public StoredSession At(DateTimeOffset now) =>
        EndedAt is not null ? this
        : now >= EndsAt ? Ended(now, SessionEnd.Absolute)
        : now - SeenAt >= Idle ? Ended(now, SessionEnd.Idle)
        : this;

    /// <summary>The session after it was used at a time under limits of its own; the limits are reached or not before it counts as used.</summary>
    public StoredSession Used(DateTimeOffset now, SessionLimits limits)
    {
        if (EndedAt is not null)
            return this;
        var end = StartedAt + limits.Absolute;
        var judged = (this with { Idle = Idle < limits.Idle ? Idle : limits.Idle, EndsAt = EndsAt < end ? EndsAt : end }).At(now);
        return judged.EndedAt is null && judged.SeenAt < now ? judged with { SeenAt = now } : judged;
    }

    /// <summary>The session after it has ended; one that has ended stays as it is.</summary>
    public StoredSession Ended(DateTimeOffset now, SessionEnd why) => EndedAt is null ? this with { EndedAt = now, End = why } : this;

    /// <summary>Whether the limits are kept by the session's own.</summary>
    internal bool Keeps(SessionLimits limits) => Idle <= limits.Idle && EndsAt <= StartedAt + limits.Absolute;

    /// <summary>Nothing, so that a session written into a log names nobody.</summary>
    public override string ToString() => nameof(StoredSession);
}
