using Cks.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Cks.HubConfig;

/// <summary>Loads the hubs before the host takes work, and then keeps them as their sources are: asks other machines from time to time, and reads again what has changed.</summary>
internal sealed class HubWatching(IServiceProvider services, CksHubConfigBuilder builder) : BackgroundService
{
    private DocumentWatcher<HubDocuments>? _watcher;
    private HubCatalog? _catalog;

    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        _catalog = services.GetRequiredService<HubCatalog>();
        var isWatched = builder.IsWatched || builder.Sources.Remote.Any();
        if (_catalog.Source is { } source && isWatched)
        {
            var origin = new DocumentOrigin<HubDocuments>(source, _catalog.Fetch, builder.IsWatched ? builder.Sources.Folders(services.ContentRoot()) : []);
            _watcher = new(origin, _catalog.Loader, Clock, LoggerOf(typeof(HubDocuments)));
            await _watcher.StartAsync(cancellationToken).ConfigureAwait(false);
        }

        await base.StartAsync(cancellationToken).ConfigureAwait(false);
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken).ConfigureAwait(false);
        if (_watcher is not null)
            await _watcher.StopAsync(cancellationToken).ConfigureAwait(false);
    }

    public override void Dispose()
    {
        _watcher?.Dispose();
        base.Dispose();
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Task.WhenAll(builder.Sources.Remote.SelectMany(s => s.Downloads).Select(d => KeepAskingAsync(d, LoggerOf(typeof(HubCatalog)), stoppingToken)));

    private TimeProvider Clock => services.GetService<TimeProvider>() ?? TimeProvider.System;

    private ILogger LoggerOf(Type type) => services.GetService<ILoggerFactory>()?.CreateLogger(type.FullName!) ?? NullLogger.Instance;

    private async Task KeepAskingAsync(HubDownload download, ILogger logger, CancellationToken stoppingToken)
    {
        var wasGood = true;
        while (true)
        {
            if (download.Problem is { } problem && wasGood)
                HubLog.NotAnswered(logger, download.Shown, problem);
            else if (download.Problem is null && !wasGood)
                HubLog.Answered(logger, download.Shown);
            wasGood = download.Problem is null;
            await Task.Delay(download.Wait(Random.Shared.NextDouble()), Clock, stoppingToken).ConfigureAwait(false);
            await download.AskAsync(stoppingToken).ConfigureAwait(false);
        }
    }
}
