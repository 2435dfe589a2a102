using Microsoft.Extensions.Logging;

namespace Cks.Auth.AspNetCore;

/// <summary>What the schemes log beside the validator.</summary>
internal static partial class AuthenticationLog
{
    [LoggerMessage(5101, LogLevel.Information, "A good token has no usable session: {Reason}")]
    public static partial void SessionRefused(ILogger logger, string reason);
}
