using Cks.Core;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Cks.Storage;

/// <summary>Finds the settings of the store in the host's configuration, and lets them hear of other hosts.</summary>
internal sealed class StoredSettings(ILogger<StoredSettings> logger, IConfiguration? configuration = null, IChangeBus? bus = null, SecurityEvents? events = null) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        In(configuration)?.Join(logger, events, bus);
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>The provider of a configuration; <see langword="null"/> where <c>AddCksStore</c> was not called. The last one, which is the one that wins.</summary>
    public static StoredSettingsProvider? In(IConfiguration? configuration)
    {
        foreach (var provider in (configuration as IConfigurationRoot)?.Providers.Reverse() ?? [])
        {
            if (provider as StoredSettingsProvider is { } own)
                return own;
            if (provider is ChainedConfigurationProvider chained && In(chained.Configuration) is { } inner)
                return inner;
        }

        return null;
    }
}
