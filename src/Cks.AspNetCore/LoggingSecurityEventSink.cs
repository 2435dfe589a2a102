using Cks.Core;
using Microsoft.Extensions.Logging;

namespace Cks.AspNetCore;

/// <summary>Writes security events to the log. Their text is harmless already: it forges no line.</summary>
internal sealed class LoggingSecurityEventSink(ILoggerFactory loggers) : ISecurityEventSink
{
    public const string Category = "Cks.SecurityEvents";

    private readonly ILogger _log = loggers.CreateLogger(Category);

    public void Report(SecurityEvent securityEvent)
    {
        var (kind, subject, tenant, detail) = (securityEvent.Kind.Id, securityEvent.SubjectId, securityEvent.TenantId, securityEvent.Detail);
        switch (securityEvent.Severity)
        {
            case SecurityEventSeverity.Notice:
                HostLog.Notice(_log, kind, subject, tenant, detail);
                break;
            case SecurityEventSeverity.Warning:
                HostLog.Warning(_log, kind, subject, tenant, detail);
                break;
            default:
                HostLog.Alert(_log, kind, subject, tenant, detail);
                break;
        }
    }
}
