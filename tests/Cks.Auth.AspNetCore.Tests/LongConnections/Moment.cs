namespace Cks.Auth.AspNetCore.Tests;

/// <summary>Times on the monotonic clock.</summary>
internal static class Moment
{
    /// <summary>The moment of a token's last second: two to three seconds from now, as tokens know whole seconds only.</summary>
    public static readonly TimeSpan Short = TimeSpan.FromSeconds(3);

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    // A second, and what a busy machine adds; the store is asked again after fifteen at the soonest. To the millisecond it is held on a clock that a test moves (LiveSessionsTests).
    private static readonly TimeSpan Room = TimeSpan.FromSeconds(5);

    public static long Now => TimeProvider.System.GetTimestamp();

    /// <summary>Asserts that something ends soon after now.</summary>
    public static Task EndsSoonAsync(Task end) => EndsSoonAsync(end, Now);

    /// <summary>Asserts that something ends soon after a moment, and not before it.</summary>
    public static async Task EndsSoonAsync(Task end, long moment)
    {
        await end.WaitAsync(Patience, TestContext.Current.CancellationToken);
        var late = TimeProvider.System.GetElapsedTime(moment);
        Assert.InRange(late, TimeSpan.Zero, Room);
    }

    /// <summary>When a token that was made just now with <see cref="Short"/> expires.</summary>
    public static long ExpiryOf(long issuedAtSeconds)
    {
        // Read first: whatever lies between the two makes it too early and never too late.
        var now = Now;
        var left = DateTimeOffset.FromUnixTimeSeconds(issuedAtSeconds) + Short - TimeProvider.System.GetUtcNow();
        return now + (long)(left.TotalSeconds * TimeProvider.System.TimestampFrequency);
    }
}
