using Cks.Core;
using Microsoft.Extensions.Logging;

namespace Cks.AspNetCore;

/// <summary>Writes security events to the log. Their text is harmless already: it forges no line.</summary>
internal sealed partial class LoggingSecurityEventSink(ILoggerFactory loggers) : ISecurityEventSink
{
    public const string Category = "Cks.SecurityEvents";

    private readonly ILogger _log = loggers.CreateLogger(Category);

    public void Report(SecurityEvent securityEvent)
    {
        var (kind, subject, tenant, detail) = (securityEvent.Kind.Id, securityEvent.SubjectId, securityEvent.TenantId, securityEvent.Detail);
        switch (securityEvent.Severity)
        {
            case SecurityEventSeverity.Notice:
                Notice(_log, kind, subject, tenant, detail);
                break;
            case SecurityEventSeverity.Warning:
                Warning(_log, kind, subject, tenant, detail);
                break;
            default:
                Alert(_log, kind, subject, tenant, detail);
                break;
        }
    }

    [LoggerMessage(EventId = 1011, Level = LogLevel.Information, Message = "{Kind}: {Detail}; by {Subject}, tenant {Tenant}")]
    private static partial void Notice(ILogger logger, string kind, string subject, string tenant, string detail);

    [LoggerMessage(EventId = 1012, Level = LogLevel.Warning, Message = "{Kind}: {Detail}; by {Subject}, tenant {Tenant}")]
    private static partial void Warning(ILogger logger, string kind, string subject, string tenant, string detail);

    [LoggerMessage(EventId = 1013, Level = LogLevel.Critical, Message = "{Kind}: {Detail}; by {Subject}, tenant {Tenant}")]
    private static partial void Alert(ILogger logger, string kind, string subject, string tenant, string detail);
}
