using System.Diagnostics.Metrics;

namespace Cks.QueryBuilder;

/// <summary>
/// Counts what the cache of shapes of one compiler does. The meter is the process's, because compilers are: <c>PostgresCompiler.Default</c> is made
/// before any container. As long as nobody listens a hit costs one look at a flag.
/// </summary>
internal sealed class QueryMetrics(string dialect, int capacity, TimeProvider clock)
{
    private static readonly Meter Meter = new(CksQueryDiagnostics.MeterName);
    private static readonly Counter<long> Hits = Meter.CreateCounter<long>(CksQueryDiagnostics.Hits, "{query}", "Compiled queries whose text was there.");
    private static readonly Counter<long> Misses = Meter.CreateCounter<long>(CksQueryDiagnostics.Misses, "{query}", "Compiled queries whose text had to be written.");
    private static readonly Counter<long> Evictions = Meter.CreateCounter<long>(CksQueryDiagnostics.Evictions, "{shape}", "Texts that were forgotten to make room.");
    private static readonly Counter<long> Floods = Meter.CreateCounter<long>(CksQueryDiagnostics.Floods, "{warning}", "Times that distinct shapes grew with traffic.");
    private static readonly TimeSpan While = TimeSpan.FromMinutes(1);

    private readonly KeyValuePair<string, object?> _dialect = new(CksQueryDiagnostics.DialectTag, dialect);
    private readonly Lock _gate = new();
    private long _since = clock.GetTimestamp();
    private long _evicted;
    private bool _isReported;

    public void Hit()
    {
        if (Hits.Enabled)
            Hits.Add(1, _dialect);
    }

    public void Miss() => Misses.Add(1, _dialect);

    /// <summary>Shapes were forgotten to make room; not for a cache that is cleared.</summary>
    public void Evicted(int shapes)
    {
        Evictions.Add(shapes, _dialect);
        if (!IsFlood(shapes))
            return;
        Floods.Add(1, _dialect);
        QueryEvents.Log.ShapesGrow(dialect, capacity);
    }

    // More than a whole cache within a minute, and said once a minute.
    private bool IsFlood(int shapes)
    {
        lock (_gate)
        {
            if (clock.GetElapsedTime(_since) >= While)
                (_since, _evicted, _isReported) = (clock.GetTimestamp(), 0, false);
            _evicted += shapes;
            if (_isReported || _evicted <= capacity)
                return false;
            return _isReported = true;
        }
    }
}
