using Microsoft.Extensions.Logging;

namespace Cks.Auth.AspNetCore;

/// <summary>What the handler logs beside the validator.</summary>
internal static partial class BearerLog
{
    [LoggerMessage(5101, LogLevel.Information, "A good token has no usable session: {Reason}")]
    public static partial void SessionRefused(ILogger logger, string reason);
}
