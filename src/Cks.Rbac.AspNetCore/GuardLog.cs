using Microsoft.Extensions.Logging;

namespace Cks.Rbac.AspNetCore;

/// <summary>Everything this package logs: rules, capabilities and roles of the policy; no message has room for a person.</summary>
internal static partial class GuardLog
{
    [LoggerMessage(EventId = 2001, Level = LogLevel.Information, Message = "Refused: {Reason}; asked for {Capabilities}, rule {Rule}, policy {PolicyVersion}; would pass with {Needed}")]
    public static partial void Refused(ILogger logger, string reason, string capabilities, string rule, string policyVersion, string needed);

    [LoggerMessage(EventId = 2002, Level = LogLevel.Warning, Message = "The policy now in use closes an endpoint: {Finding}")]
    public static partial void Closed(ILogger logger, string finding);

    [LoggerMessage(EventId = 2003, Level = LogLevel.Error, Message = "A connection of a hub is ended: who it belongs to could not be read under the policy that came")]
    public static partial void Unread(ILogger logger, Exception failure);
}
