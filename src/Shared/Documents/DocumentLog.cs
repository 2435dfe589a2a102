using Microsoft.Extensions.Logging;

namespace Cks.Core;

/// <summary>What becomes of documents that are read again.</summary>
internal static partial class DocumentLog
{
    [LoggerMessage(EventId = 1021, Level = LogLevel.Information, Message = "Read again: {Version} is in use")]
    public static partial void Reloaded(ILogger logger, SnapshotVersion version);

    [LoggerMessage(EventId = 1022, Level = LogLevel.Warning, Message = "Read again and refused, {Version} stays in use:\n{Findings}")]
    public static partial void Refused(ILogger logger, SnapshotVersion version, string findings);

    [LoggerMessage(EventId = 1023, Level = LogLevel.Warning, Message = "Could not be read again: {Problem}. {Version} stays in use, and the next look tries again")]
    public static partial void NotRead(ILogger logger, string problem, SnapshotVersion version);

    [LoggerMessage(EventId = 1024, Level = LogLevel.Warning, Message = "The store has no revision of {Document} in force: {File} counts. If one was published, the store has lost it, or is another")]
    public static partial void FirstFileUsed(ILogger logger, string document, string file);
}
