using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Cks.Core;

/// <summary>Watches the revisions of a document for as long as the host runs, where the document comes from the store.</summary>
internal sealed class RevisionWatching<T>(IServiceProvider services) : IHostedService, IDisposable
    where T : class
{
    /// <summary>How often is looked without a notice.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    private readonly CancellationTokenSource _stopping = new();
    private RevisionWatcher<T>? _watcher;

    /// <summary>Whether the store could not be read when it was last looked at.</summary>
    public bool IsBroken => _watcher?.IsBroken == true;

    /// <summary>Reads the revision in force anew.</summary>
    public void Again() => _watcher?.Again();

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        if (services.GetRequiredService<DocumentOrigin<T>>() is not { Revisions: { } document, FirstFile: var first })
            return;
        var clock = services.GetService<TimeProvider>() ?? TimeProvider.System;
        var logger = services.GetService<ILoggerFactory>()?.CreateLogger(typeof(T).FullName!) ?? NullLogger.Instance;
        var loader = services.GetRequiredService<SnapshotLoader<T>>();
        // Else a store that was emptied, or another one, would bring back what is long over, and nobody would know.
        if (first is not null && loader.Store.Current.Provenance is { Origin: SnapshotOrigin.Documents, Revision: null } && services.GetService<IHostEnvironment>()?.EnvironmentName != Environments.Development)
        {
            DocumentLog.FirstFileUsed(logger, document, first);
            services.GetService<SecurityEvents>()?.Report(SecurityEventKinds.FirstFileUsed, $"{document}: {first}");
        }

        var reload = new DocumentReload<T>(loader, clock, () => logger);
        _watcher = new(services.GetRequiredService<IRevisionStore>(), document, reload, Interval, clock);
        if (services.GetService<IChangeBus>() is { } bus)
            _watcher.Listen(bus, _stopping.Token);
        await _watcher.StartAsync(cancellationToken).ConfigureAwait(false);
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await _stopping.CancelAsync().ConfigureAwait(false);
        if (_watcher is not null)
            await _watcher.StopAsync(cancellationToken).ConfigureAwait(false);
    }

    public void Dispose()
    {
        _stopping.Cancel();
        _watcher?.Dispose();
    }
}
