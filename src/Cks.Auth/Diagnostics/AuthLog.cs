using Microsoft.Extensions.Logging;

namespace Cks.Auth;

/// <summary>Everything this package logs. No message has room for a token or for a person.</summary>
internal static partial class AuthLog
{
    [LoggerMessage(5001, LogLevel.Information, "A bearer token was refused: {Reason}")]
    public static partial void TokenRejected(ILogger logger, string reason);

    [LoggerMessage(5002, LogLevel.Information, "Loaded the signing keys of {Issuer}, leaving out {Ignored} that cannot be used")]
    public static partial void KeysLoaded(ILogger logger, string issuer, int ignored);

    [LoggerMessage(5003, LogLevel.Warning, "Could not load the signing keys of {Issuer}: {Problem}. Earlier keys stay in use: {HasKeys}")]
    public static partial void KeysUnavailable(ILogger logger, string issuer, string problem, bool hasKeys);

    [LoggerMessage(5020, LogLevel.Warning, "A signing key of {Issuer} is not used: key {Key}")]
    public static partial void KeyIgnored(ILogger logger, string issuer, IgnoredKey key);

    [LoggerMessage(5021, LogLevel.Error, "Fetching the signing keys of {Issuer} went wrong")]
    public static partial void KeysBroken(ILogger logger, string issuer, Exception e);
}
