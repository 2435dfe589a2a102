using System.Collections.Concurrent;

namespace Cks.Core.Tests;

/// <summary>Keeps what is reported.</summary>
internal sealed class RecordingSink : ISecurityEventSink
{
    private readonly ConcurrentQueue<SecurityEvent> _events = new();

    public IReadOnlyList<SecurityEvent> Events => [.. _events];

    public IEnumerable<SecurityEventKind> Kinds => Events.Select(e => e.Kind);

    public void Report(SecurityEvent securityEvent) => _events.Enqueue(securityEvent);

    public SecurityEvents AsEvents(TimeProvider? clock = null) => new([this], null, clock);
}
