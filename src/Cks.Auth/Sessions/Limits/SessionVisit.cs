namespace Cks.Auth;

/// <summary>What a request asks of a session.</summary>
/// <param name="Own">The limits of its person: a session that has reached one is over.</param>
/// <param name="Kept">Those that stay with it once it was let in: the hub's beside the person's.</param>
/// <param name="Here">Those under which it has to stand to be let in. One that was reached before the session met it refuses this request and ends nothing.</param>
/// <param name="IsUse">Whether its person does something by it.</param>
internal readonly record struct SessionVisit(SessionLimits Own, SessionLimits Kept, SessionLimits Here, bool IsUse)
{
    /// <summary>The session after the visit.</summary>
    public StoredSession After(StoredSession session, DateTimeOffset now)
    {
        if (session.Used(now, Own) is { EndedAt: not null } over)
            return over;
        if (IsRefused(session, now))
            return session;
        var used = session.Used(now, Kept);
        return IsUse ? used : used with { SeenAt = session.SeenAt };
    }

    /// <summary>Whether it stands, but not here.</summary>
    public bool IsRefused(StoredSession session, DateTimeOffset now) => session.EndedAt is null && !session.Keeps(Here) && session.Used(now, Here).EndedAt is not null;
}
