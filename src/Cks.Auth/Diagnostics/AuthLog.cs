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

    [LoggerMessage(5201, LogLevel.Warning, "Could not read what was revoked lately: {Problem}. What was read before is still relied on: {IsCurrent}")]
    public static partial void RevocationsNotRead(ILogger logger, string problem, bool isCurrent);

    [LoggerMessage(5202, LogLevel.Error, "The host starts without knowing what was revoked; until it does, tokens are refused where nothing else is said")]
    public static partial void StartsWithoutRevocations(ILogger logger);

    [LoggerMessage(5203, LogLevel.Warning, "Could not tell other hosts of a revocation: {Problem}. They find it at their next read")]
    public static partial void NoticeNotSent(ILogger logger, string problem);

    [LoggerMessage(5204, LogLevel.Warning, "Could not subscribe to notices of revocations: {Problem}. The next read tries again")]
    public static partial void NoNotices(ILogger logger, string problem);

    [LoggerMessage(5205, LogLevel.Error, "The store of revocations is older than what was read from it before; what is known stays revoked, and the record is read from the start")]
    public static partial void RevocationsWentBack(ILogger logger);

    [LoggerMessage(5301, LogLevel.Information, "A webhook was refused: {Reason}")]
    public static partial void WebhookRejected(ILogger logger, string reason);

    [LoggerMessage(5302, LogLevel.Warning, "A handler of webhooks threw {Problem}; the provider is to send {Type} again")]
    public static partial void WebhookFailed(ILogger logger, string problem, string type);

    [LoggerMessage(5303, LogLevel.Warning, "Webhooks of {Issuer} are taken, but no token of it is accepted, so that they revoke nothing here. Write it as its tokens do, character by character")]
    public static partial void SenderWithoutTokens(ILogger logger, string issuer);

    [LoggerMessage(5401, LogLevel.Information, "An API key was refused: {Reason}")]
    public static partial void ApiKeyRejected(ILogger logger, string reason);

    [LoggerMessage(5402, LogLevel.Information, "A change of API keys was refused: {Reason}")]
    public static partial void ApiKeyChangeRefused(ILogger logger, string reason);

    [LoggerMessage(5403, LogLevel.Warning, "Could not tell other hosts of a change of API keys: {Problem}. They find it within their cache lifetime")]
    public static partial void ApiKeyNoticeNotSent(ILogger logger, string problem);

    [LoggerMessage(5404, LogLevel.Warning, "Could not subscribe to notices of API keys: {Problem}. It is tried again")]
    public static partial void NoApiKeyNotices(ILogger logger, string problem);

    [LoggerMessage(5501, LogLevel.Information, "A session is over: {Reason}")]
    public static partial void SessionOver(ILogger logger, string reason);

    [LoggerMessage(5502, LogLevel.Warning, "Could not revoke a session that is over: {Problem}. Hosts that look at limits refuse it all the same; streams that are open end when they ask again")]
    public static partial void SessionNotTombstoned(ILogger logger, string problem);

    [LoggerMessage(5503, LogLevel.Warning, "Could not tell other hosts of a change of a session or person: {Problem}. They find it within their cache lifetime")]
    public static partial void SessionNoticeNotSent(ILogger logger, string problem);

    [LoggerMessage(5504, LogLevel.Warning, "Could not subscribe to notices of sessions: {Problem}. It is tried again")]
    public static partial void NoSessionNotices(ILogger logger, string problem);

    [LoggerMessage(5405, LogLevel.Warning, "Could not write when API keys were used, or their hashes under the next pepper: {Problem}. It is tried again")]
    public static partial void ApiKeyUpkeepFailed(ILogger logger, string problem);
}
