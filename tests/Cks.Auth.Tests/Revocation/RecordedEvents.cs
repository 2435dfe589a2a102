using System.Collections.Concurrent;
using Cks.Core;

namespace Cks.Auth.Tests;

/// <summary>Keeps what is reported.</summary>
internal sealed class RecordedEvents : ISecurityEventSink
{
    private readonly ConcurrentQueue<SecurityEvent> _events = new();

    public IReadOnlyList<SecurityEvent> Events => [.. _events];

    public void Report(SecurityEvent securityEvent) => _events.Enqueue(securityEvent);
}
