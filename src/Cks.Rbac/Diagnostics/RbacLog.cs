using Microsoft.Extensions.Logging;

namespace Cks.Rbac;

/// <summary>Everything this package logs. No message has room for a person.</summary>
internal static partial class RbacLog
{
    [LoggerMessage(6201, LogLevel.Warning, "Could not tell other hosts that grants changed: {Problem}. They see it when what they remember ends")]
    public static partial void GrantNoticeNotSent(ILogger logger, string problem);

    [LoggerMessage(6202, LogLevel.Warning, "Could not subscribe to notices of grants: {Problem}. It is tried again")]
    public static partial void NoGrantNotices(ILogger logger, string problem);

    [LoggerMessage(6203, LogLevel.Information, "A change of grants was refused: {Reason}")]
    public static partial void GrantRefused(ILogger logger, string reason);
}
