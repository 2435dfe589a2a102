using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Cks.Core;

/// <summary>
/// Hands security events to every sink, counts them by kind, and writes them on the current activity. One broken sink keeps nothing from the others or from whoever reports.
/// Thread-safe.
/// </summary>
public sealed class SecurityEvents
{
    /// <summary>Name of the meter.</summary>
    public const string MeterName = "Cks.Core";

    /// <summary>Counter of events, with <see cref="KindTag"/>.</summary>
    public const string EventsCounter = "cks.security.events";

    /// <summary>Counter of events that a sink did not take, with <see cref="KindTag"/>.</summary>
    public const string FailuresCounter = "cks.security.sink_failures";

    /// <summary>Tag: the id of a <see cref="SecurityEventKind"/>.</summary>
    public const string KindTag = "kind";

    private readonly ISecurityEventSink[] _sinks;
    private readonly TimeProvider _clock;
    private readonly Counter<long>? _events;
    private readonly Counter<long>? _failures;

    /// <summary>The events of an application.</summary>
    /// <param name="sinks">Where they go.</param>
    /// <param name="meters">Makes the counters; without it nothing is counted.</param>
    /// <param name="clock">Clock for <see cref="SecurityEvent.At"/>.</param>
    public SecurityEvents(IEnumerable<ISecurityEventSink> sinks, IMeterFactory? meters = null, TimeProvider? clock = null)
    {
        (_sinks, _clock) = ([.. sinks], clock ?? TimeProvider.System);
        var meter = meters?.Create(MeterName);
        _events = meter?.CreateCounter<long>(EventsCounter, "{event}", "Security events, by kind.");
        _failures = meter?.CreateCounter<long>(FailuresCounter, "{event}", "Security events that a sink did not take, by kind.");
    }

    /// <summary>Reports an event that happens now. Never throws for a sink's sake.</summary>
    /// <param name="kind">What happened.</param>
    /// <param name="detail">What exactly; see <see cref="SecurityEvent.Detail"/>.</param>
    /// <param name="subjectId">Who did it.</param>
    /// <param name="tenantId">Whose data it is about.</param>
    public void Report(SecurityEventKind kind, string detail = "", string subjectId = "", string tenantId = "")
    {
        ArgumentNullException.ThrowIfNull(kind);
        var happened = new SecurityEvent(kind, _clock.GetUtcNow()) { Detail = detail, SubjectId = subjectId, TenantId = tenantId };
        var tag = new KeyValuePair<string, object?>(KindTag, kind.Id);
        _events?.Add(1, tag);
        // Only the kind: traces leave the house on other ways than logs.
        Activity.Current?.AddEvent(new(EventsCounter, happened.At, [tag]));
        foreach (var sink in _sinks)
        {
            try
            {
                sink.Report(happened);
            }
            catch (Exception)
            {
                _failures?.Add(1, tag);
            }
        }
    }
}
