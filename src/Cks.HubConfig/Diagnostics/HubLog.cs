using Microsoft.Extensions.Logging;

namespace Cks.HubConfig;

/// <summary>What becomes of asking for hub documents.</summary>
internal static partial class HubLog
{
    [LoggerMessage(EventId = 4001, Level = LogLevel.Warning, Message = "{Address} gave no hub document: {Problem}. What it gave before stays")]
    public static partial void NotAnswered(ILogger logger, string address, string problem);

    [LoggerMessage(EventId = 4002, Level = LogLevel.Information, Message = "{Address} gives the hub document again")]
    public static partial void Answered(ILogger logger, string address);
}
