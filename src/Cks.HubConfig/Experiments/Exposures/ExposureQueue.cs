using System.Diagnostics.Metrics;
using System.Threading.Channels;
using Cks.Rbac;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Cks.HubConfig;

/// <summary>Keeps whoever looks at a view apart from the sinks: takes exposures at once or not at all, and hands them on by a thread of its own. Thread-safe.</summary>
internal sealed class ExposureQueue : BackgroundService
{
    /// <summary>Most that wait.</summary>
    public const int Capacity = 4_096;

    /// <summary>How many are remembered at least, so that they are not told again.</summary>
    public const int Remembered = 65_536;

    private static readonly TimeSpan LongestFlush = TimeSpan.FromSeconds(5);

    private readonly Channel<(Exposure Exposure, string Unit)> _waiting = Channel.CreateBounded<(Exposure, string)>(new BoundedChannelOptions(Capacity) { SingleReader = true });
    private readonly ExposureMemory _told = new(Remembered);
    private readonly IExposureSink[] _sinks;
    private readonly ExposureOptions _options;
    private readonly ILogger _logger;
    private readonly Counter<long>? _dropped;

    public ExposureQueue(IEnumerable<IExposureSink> sinks, ExposureOptions? options = null, IMeterFactory? meters = null, ILoggerFactory? loggers = null)
    {
        (_sinks, _options, _logger) = ([.. sinks], options ?? new(), loggers?.CreateLogger(typeof(HubView).Namespace!) ?? NullLogger.Instance);
        _dropped = meters?.Create(HubMetrics.MeterName).CreateCounter<long>(HubMetrics.ExposuresDropped, "{exposure}", "Exposures that no sink was told of: too many waited.");
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
            if (assignment.Variant is not { } variant || new FlagContext(who, at).UnitOf(assignment.Unit) is not { } unit)
                continue;
            var key = new ExposureKey(view.HubVersion.Sequence, assignment.Experiment, variant, unit);
            if (!_told.Add(key))
                continue;
            var exposure = new Exposure
            {
                Experiment = assignment.Experiment,
                Variant = variant,
                Unit = "",
                Kind = assignment.Unit,
                Role = view.Role,
                Tenant = who.Tenant.Value ?? "",
                IsTest = who.IsTest,
                Version = view.HubVersion,
                At = at,
            };
            if (_waiting.Writer.TryWrite((exposure, unit)))
                continue;
            _told.Remove(key);
            _dropped?.Add(1);
        }
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        // What waits is handed on, but no sink holds the host up.
        _waiting.Writer.TryComplete();
        if (ExecuteTask is { } telling)
            await Task.WhenAny(telling, Task.Delay(LongestFlush, cancellationToken)).ConfigureAwait(false);
        await base.StopAsync(new(canceled: true)).ConfigureAwait(false);
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.Run(
        async () =>
        {
            await foreach (var (exposure, unit) in _waiting.Reader.ReadAllAsync(stoppingToken).ConfigureAwait(false))
                Tell(exposure with { Unit = Exposure.UnitOf(exposure.Experiment, unit, _options.Key?.Reveal()) });
        },
        CancellationToken.None);

    private void Tell(in Exposure exposure)
    {
        foreach (var sink in _sinks)
            try
            {
                sink.Write(exposure);
            }
#pragma warning disable CA1031 // What is wrong with a sink is nobody else's.
            catch (Exception e)
#pragma warning restore CA1031
            {
                HubLog.SinkFailed(_logger, sink.GetType().Name, e);
            }
    }
}
