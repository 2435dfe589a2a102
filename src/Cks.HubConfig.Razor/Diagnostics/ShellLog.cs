using Microsoft.Extensions.Logging;

namespace Cks.HubConfig.Razor;

/// <summary>What becomes of drawing pages.</summary>
internal static partial class ShellLog
{
    [LoggerMessage(EventId = 4051, Level = LogLevel.Error, Message = "The widget {Widget} could not be drawn, and its page says so")]
    public static partial void DrawingFailed(ILogger logger, string widget, Exception exception);
}
