using Microsoft.Extensions.Logging;

namespace Cks.Rbac.WebAssembly;

/// <summary>Everything this package logs.</summary>
internal static partial class PermissionLog
{
    [LoggerMessage(EventId = 2201, Level = LogLevel.Warning, Message = "The server did not say what may be done ({Why}), so nothing is shown as permitted")]
    public static partial void Failed(ILogger logger, string why);
}
