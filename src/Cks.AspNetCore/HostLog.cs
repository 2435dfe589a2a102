using Microsoft.Extensions.Logging;

namespace Cks.AspNetCore;

/// <summary>What this package logs. One class: the generator writes several in an order that changes from build to build, and then no two packages are equal.</summary>
internal static partial class HostLog
{
    // Not the message: a provider's may hold values.
    [LoggerMessage(EventId = 1001, Level = LogLevel.Error, Message = "Answered 503: {Exception}, SQLSTATE {SqlState}")]
    public static partial void Unavailable(ILogger logger, string exception, string sqlState);

    [LoggerMessage(EventId = 1002, Level = LogLevel.Warning, Message = "Answered 409: the database refused a write, SQLSTATE {SqlState}")]
    public static partial void Conflict(ILogger logger, string sqlState);

    [LoggerMessage(EventId = 1011, Level = LogLevel.Information, Message = "{Kind}: {Detail}; by {Subject}, tenant {Tenant}")]
    public static partial void Notice(ILogger logger, string kind, string subject, string tenant, string detail);

    [LoggerMessage(EventId = 1012, Level = LogLevel.Warning, Message = "{Kind}: {Detail}; by {Subject}, tenant {Tenant}")]
    public static partial void Warning(ILogger logger, string kind, string subject, string tenant, string detail);

    [LoggerMessage(EventId = 1013, Level = LogLevel.Critical, Message = "{Kind}: {Detail}; by {Subject}, tenant {Tenant}")]
    public static partial void Alert(ILogger logger, string kind, string subject, string tenant, string detail);
}
