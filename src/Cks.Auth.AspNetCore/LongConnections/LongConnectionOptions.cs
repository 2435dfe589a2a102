namespace Cks.Auth.AspNetCore;

/// <summary>How connections that outlive their request are judged; set with <c>services.Configure&lt;LongConnectionOptions&gt;</c>.</summary>
public sealed class LongConnectionOptions
{
    /// <summary>
    /// How often the store is asked again about the session behind a connection on which nothing happens, 1 to 60 seconds. A store that does not answer for twice as long ends the connection. Expiry,
    /// revocation and <see cref="LiveSessions.End"/> need no question and end it within a second.
    /// </summary>
    /// <value>30 seconds</value>
    public TimeSpan RevalidateEvery { get; set; } = TimeSpan.FromSeconds(30);
}
