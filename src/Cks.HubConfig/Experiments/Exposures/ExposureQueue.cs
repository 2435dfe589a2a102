using System.Diagnostics.Metrics;
using Cks.Rbac;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Cks.HubConfig;

/// <summary>Keeps whoever looks at a view apart from the sinks: takes exposures at once or not at all, and hands them on to each sink by a task of its own. Thread-safe.</summary>
internal sealed class ExposureQueue : BackgroundService
{
    /// <summary>Most that wait for one sink.</summary>
    public const int Capacity = 4_096;

    /// <summary>How many are remembered at least, so that they are not told again.</summary>
    public const int Remembered = 65_536;

    private static readonly TimeSpan LongestFlush = TimeSpan.FromSeconds(5);

    private readonly ExposureLine[] _lines;

    public ExposureQueue(IEnumerable<IExposureSink> sinks, ExposureOptions? options = null, IMeterFactory? meters = null, ILoggerFactory? loggers = null)
    {
        var (dropped, logger) = (
            meters?.Create(HubMetrics.MeterName).CreateCounter<long>(HubMetrics.ExposuresDropped, "{exposure}", "Exposures that a sink was not told of: too many waited."),
            loggers?.CreateLogger(typeof(HubView).Namespace!) ?? NullLogger.Instance);
        _lines = [.. sinks.Select(s => new ExposureLine(s, () => options?.Key?.Reveal(), logger, count => dropped?.Add(count)))];
    }

    /// <summary>Notes that somebody is handed a view. Never waits and never throws; who acts in another's place exposes them to nothing.</summary>
    public void Note(HubView view, DecisionContext who, DateTimeOffset at)
    {
        if (who.Actor.Length > 0)
            return;
        // By index: an enumerator of the interface comes from the heap.
        for (var i = 0; i < view.Assignments.Count; i++)
        {
            var assignment = view.Assignments[i];
            if (assignment.Variant is null || new FlagContext(who, at).UnitOf(assignment.Unit) is not { } unit)
                continue;
            var key = ExposureKey.Of(view.HubVersion.Sequence, assignment, unit, who);
            foreach (var line in _lines)
                if (!line.Refuses(key))
                    line.Add(key, ExposureOf(view, assignment, who, at), unit);
        }
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        // What waits is handed on, but no sink holds the host up.
        foreach (var line in _lines)
            line.Complete();
        if (ExecuteTask is { } telling)
            await Task.WhenAny(telling, Task.Delay(LongestFlush, cancellationToken)).ConfigureAwait(false);
        await base.StopAsync(new(canceled: true)).ConfigureAwait(false);
        foreach (var line in _lines)
            line.Drain();
    }

    // Each by a task of its own, so that a sink that hangs keeps one thread and nobody.
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.WhenAll(_lines.Select(l => Task.Run(() => l.RunAsync(stoppingToken), CancellationToken.None)));

    private static Exposure ExposureOf(HubView view, Assignment assignment, DecisionContext who, DateTimeOffset at) => new()
    {
        Experiment = assignment.Experiment,
        Variant = assignment.Variant!,
        Unit = "",
        Kind = assignment.Unit,
        Role = view.Role,
        Tenant = who.Tenant.Value ?? "",
        IsTest = who.IsTest,
        Version = view.HubVersion,
        At = at,
    };
}
