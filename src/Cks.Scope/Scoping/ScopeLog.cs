using Microsoft.Extensions.Logging;

namespace Cks.Scope;

/// <summary>Everything this package logs. A reason is a constant of the program; no message has room for a person.</summary>
internal static partial class ScopeLog
{
    [LoggerMessage(7201, LogLevel.Information, "A query of {Table} is read without a scope: {Reason}")]
    public static partial void Unscoped(ILogger logger, string table, string reason);

    [LoggerMessage(7202, LogLevel.Information, "A query of {Table} is read without field masks: {Reason}")]
    public static partial void Unmasked(ILogger logger, string table, string reason);
}
