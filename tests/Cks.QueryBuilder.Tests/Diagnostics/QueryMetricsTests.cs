using System.Diagnostics.Tracing;
using Microsoft.Extensions.Diagnostics.Metrics.Testing;
using Microsoft.Extensions.Time.Testing;

namespace Cks.QueryBuilder.Tests;

[Collection(nameof(QueryMetrics))] // who listens to a meter does so in the whole process, and what is measured costs memory
public sealed class QueryMetricsTests
{
    private readonly FakeTimeProvider _clock = new();

    [Fact]
    public void Hits_misses_and_evictions_are_counted_with_the_dialect_and_nothing_else()
    {
        var metrics = new QueryMetrics("counted", 10, _clock);
        using var hits = Collect(CksQueryDiagnostics.Hits, "counted");
        using var misses = Collect(CksQueryDiagnostics.Misses, "counted");
        using var evictions = Collect(CksQueryDiagnostics.Evictions, "counted");

        metrics.Hit();
        metrics.Hit();
        metrics.Miss();
        metrics.Evicted(5);

        Assert.Equal((2, 1, 5), (hits.Sum("counted"), misses.Sum("counted"), evictions.Sum("counted")));
        Assert.All(hits.Tags("counted"), tags => Assert.Equal([CksQueryDiagnostics.DialectTag], tags));
    }

    [Fact]
    public void Shapes_that_grow_with_traffic_are_reported_once_a_minute()
    {
        var metrics = new QueryMetrics("growing", 10, _clock);
        using var floods = Collect(CksQueryDiagnostics.Floods, "growing");
        using var events = new Events("growing");

        metrics.Evicted(5);
        metrics.Evicted(5); // as much as is kept: a start does that
        Assert.Equal(0, floods.Sum("growing"));
        metrics.Evicted(5);
        metrics.Evicted(50);
        Assert.Equal(1, floods.Sum("growing"));
        _clock.Advance(TimeSpan.FromMinutes(1));
        metrics.Evicted(11);

        Assert.Equal(2, floods.Sum("growing"));
        Assert.Equal(["growing 10", "growing 10"], events.Seen);
    }

    [Fact]
    public void Shapes_that_go_slowly_are_not_reported()
    {
        var metrics = new QueryMetrics("slow", 10, _clock);
        using var floods = Collect(CksQueryDiagnostics.Floods, "slow");

        for (var minute = 0; minute < 10; minute++)
        {
            metrics.Evicted(5);
            _clock.Advance(TimeSpan.FromSeconds(45));
        }

        Assert.Equal(0, floods.Sum("slow"));
    }

    private static Collected Collect(string name, string dialect) => new(name, dialect);

    /// <summary>The meter is the process's, so others count on it as well.</summary>
    private sealed class Collected : IDisposable
    {
        private readonly MetricCollector<long> _collector;

        public Collected(string name, string dialect)
        {
            _collector = new(null, CksQueryDiagnostics.MeterName, name);
            Assert.Equal(0, Sum(dialect));
        }

        public long Sum(string dialect) => Of(dialect).Sum(m => m.Value);

        public IEnumerable<IEnumerable<string>> Tags(string dialect) => Of(dialect).Select(m => m.Tags.Keys);

        public void Dispose() => _collector.Dispose();

        private IEnumerable<CollectedMeasurement<long>> Of(string dialect) => _collector.GetMeasurementSnapshot().Where(m => (string?)m.Tags[CksQueryDiagnostics.DialectTag] == dialect);
    }

    private sealed class Events(string dialect) : EventListener
    {
        private readonly List<string> _seen = [];

        public IReadOnlyList<string> Seen => _seen;

        protected override void OnEventSourceCreated(EventSource eventSource)
        {
            if (eventSource.Name == CksQueryDiagnostics.EventSourceName)
                EnableEvents(eventSource, EventLevel.Warning);
        }

        protected override void OnEventWritten(EventWrittenEventArgs eventData)
        {
            if (eventData is { EventId: 1, Payload: [string of, int capacity] } && of == dialect)
                _seen.Add($"{of} {capacity}");
        }
    }
}
