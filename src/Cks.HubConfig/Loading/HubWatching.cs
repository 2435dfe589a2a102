using Cks.Core;
using Cks.Rbac;
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
    private IDisposable? _policies;

    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        _catalog = services.GetRequiredService<HubCatalog>();
        var isWatched = builder.IsWatched || _catalog.Remote.All.Any();
        if (_catalog.Source is { } source && isWatched)
        {
            var origin = new DocumentOrigin<HubDocuments>(source, _catalog.Fetch, builder.IsWatched ? builder.Sources.Folders(services.ContentRoot()) : []);
            _watcher = new(origin, _catalog.Loader, Clock, LoggerOf(typeof(HubDocuments)));
            await _watcher.StartAsync(cancellationToken).ConfigureAwait(false);
        }

        // What was refused because of the policy before fits this one perhaps, and what is in use may not.
        _policies = services.GetRequiredService<SnapshotStore<Policy>>().Subscribe(_ => Again());

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
        _policies?.Dispose();
        _watcher?.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (!_catalog!.Remote.All.Any())
            return;
        var logger = LoggerOf(typeof(HubCatalog));
        var silent = new HashSet<HubDownload>();
        while (true)
        {
            foreach (var download in _catalog.Remote.All)
                if (download.Problem is { } problem && silent.Add(download))
                    HubLog.NotAnswered(logger, download.Shown, problem);
                else if (download.Problem is null && silent.Remove(download))
                    HubLog.Answered(logger, download.Shown);
            await Task.Delay(_catalog.Remote.Wait(Random.Shared.NextDouble()), Clock, stoppingToken).ConfigureAwait(false);
            await _catalog.Remote.AskAsync(stoppingToken).ConfigureAwait(false);
        }
    }

    private void Again()
    {
        _watcher?.Again();
        services.GetService<RevisionWatching<HubDocuments>>()?.Again();
    }

    private TimeProvider Clock => services.GetService<TimeProvider>() ?? TimeProvider.System;

    private ILogger LoggerOf(Type type) => services.GetService<ILoggerFactory>()?.CreateLogger(type.FullName!) ?? NullLogger.Instance;
}
