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

    [LoggerMessage(EventId = 2004, Level = LogLevel.Warning, Message = "Shadow: {Endpoint} for role {Roles}: the application {Application}, the guard {Guard} ({Reason}, rule {Rule}); the application's answer counts. Further ones like it are only counted")]
    public static partial void Disagreed(ILogger logger, Exception? failure, string endpoint, string roles, string application, string guard, string reason, string rule);

    [LoggerMessage(EventId = 2005, Level = LogLevel.Warning, Message = "Shadow: endpoints with a rule of the application's own are decided by that rule until {Until}; all others are enforced")]
    public static partial void Shadowing(ILogger logger, string until);

    [LoggerMessage(EventId = 2006, Level = LogLevel.Warning, Message = "Shadow is over since {Until}: all guards are enforced")]
    public static partial void ShadowOver(ILogger logger, string until);

    [LoggerMessage(EventId = 2007, Level = LogLevel.Warning, Message = "Shadow: {Count} kinds of disagreement were logged; any other is only counted")]
    public static partial void TooManyShapes(ILogger logger, int count);
}
