using Cks.Core;

namespace Cks.Storage;

/// <summary>Security events from before there are services: kept, the first few of them, until somebody takes them.</summary>
internal sealed class LateSecurityEvents : ISecurityEventSink
{
    private const int Kept = 100;
    private readonly Lock _gate = new();
    private readonly List<SecurityEvent> _waiting = [];
    private SecurityEvents? _events;

    public void Report(SecurityEvent securityEvent)
    {
        SecurityEvents? events;
        lock (_gate)
        {
            events = _events;
            if (events is null && _waiting.Count < Kept)
                _waiting.Add(securityEvent);
        }

        events?.Report(securityEvent.Kind, securityEvent.Detail, securityEvent.SubjectId, securityEvent.TenantId);
    }

    public void HandTo(SecurityEvents events)
    {
        SecurityEvent[] waiting;
        lock (_gate)
        {
            _events = events;
            waiting = [.. _waiting];
            _waiting.Clear();
        }

        foreach (var happened in waiting)
            events.Report(happened.Kind, happened.Detail, happened.SubjectId, happened.TenantId);
    }
}
