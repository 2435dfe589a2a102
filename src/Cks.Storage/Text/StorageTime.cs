namespace Cks.Storage;

/// <summary>Times as both databases keep them: PostgreSQL has whole microseconds, so what is finer is cut on either.</summary>
internal static class StorageTime
{
    public static DateTimeOffset Of(DateTimeOffset time) => new(time.UtcTicks - (time.UtcTicks % TimeSpan.TicksPerMicrosecond), TimeSpan.Zero);

    public static DateTimeOffset? Of(DateTimeOffset? time) => time is { } known ? Of(known) : null;
}
