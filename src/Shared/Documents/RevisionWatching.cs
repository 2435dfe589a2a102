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
        if (services.GetRequiredService<DocumentOrigin<T>>().Revisions is not { } document)
            return;
        var clock = services.GetService<TimeProvider>() ?? TimeProvider.System;
        var logger = services.GetService<ILoggerFactory>()?.CreateLogger(typeof(T).FullName!) ?? NullLogger.Instance;
        var reload = new DocumentReload<T>(services.GetRequiredService<SnapshotLoader<T>>(), clock, () => logger);
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
