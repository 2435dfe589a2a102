using System.Diagnostics.Metrics;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Cks.HubConfig;

/// <summary>The sink that is always there: counts exposures by experiment and variant, and logs them without the unit. Those of the test class are not counted.</summary>
internal sealed class CountedExposures(IMeterFactory? meters = null, ILoggerFactory? loggers = null) : IExposureSink
{
    private readonly ILogger _logger = loggers?.CreateLogger(typeof(HubView).Namespace!) ?? NullLogger.Instance;
    private readonly Counter<long>? _exposures = meters?.Create(HubMetrics.MeterName).CreateCounter<long>(HubMetrics.Exposures, "{exposure}", "Units that were handed a view in a variant of an experiment.");

    public void Write(in Exposure exposure)
    {
        if (!exposure.IsTest)
            _exposures?.Add(1, new("experiment", exposure.Experiment), new KeyValuePair<string, object?>("variant", exposure.Variant));
        HubLog.Exposed(_logger, exposure.Experiment, exposure.Variant, exposure.Version.ToString());
    }
}
