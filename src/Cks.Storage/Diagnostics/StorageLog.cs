using Microsoft.Extensions.Logging;

namespace Cks.Storage;

/// <summary>Everything this package logs. No message has room for what is stored.</summary>
internal static partial class StorageLog
{
    [LoggerMessage(9001, LogLevel.Warning, "Notices of other hosts are not heard: {Problem}. Until they are again, changes are found at the next read")]
    public static partial void NoNotices(ILogger logger, string problem);

    [LoggerMessage(9002, LogLevel.Warning, "Rows that have expired are not deleted: {Problem}. It is tried again a minute later")]
    public static partial void NotTidied(ILogger logger, string problem);

    [LoggerMessage(9003, LogLevel.Warning, "The settings of the store could not be read again: {Problem}. Those in use stay")]
    public static partial void SettingsNotRead(ILogger logger, string problem);

    [LoggerMessage(9101, LogLevel.Error, "Could not store {Count} security events: {Problem}. They wait and are tried again")]
    public static partial void EventsNotStored(ILogger logger, int count, string problem);

    [LoggerMessage(9102, LogLevel.Error, "The host ends with {Count} security events that are not stored")]
    public static partial void EventsLost(ILogger logger, int count);
}
