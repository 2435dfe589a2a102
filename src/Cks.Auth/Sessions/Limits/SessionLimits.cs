namespace Cks.Auth;

/// <summary>How long a session lasts.</summary>
/// <param name="Idle">How long it may stand unused.</param>
/// <param name="Absolute">How long it may last, used or not.</param>
public readonly record struct SessionLimits(TimeSpan Idle, TimeSpan Absolute)
{
    /// <summary>The shorter of each.</summary>
    public SessionLimits With(SessionLimits other) => new(Idle < other.Idle ? Idle : other.Idle, Absolute < other.Absolute ? Absolute : other.Absolute);
}
