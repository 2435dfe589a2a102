using System.Security.Cryptography;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Cks.Core;

/// <summary>
/// Reads documents again when their bytes have changed. The system says at once where something changed, but not on every mount, so that a look is taken by the clock as well; only bytes that were the same
/// twice are read, because who writes is not done before that. What is refused is told once, and read again when it changes. A rollback stays until then.
/// </summary>
internal sealed class DocumentWatcher<T>(DocumentOrigin<T> origin, SnapshotLoader<T> loader, TimeProvider clock, ILogger logger) : BackgroundService
    where T : class
{
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);
    public static readonly TimeSpan Settled = TimeSpan.FromMilliseconds(200);

    // Well within the age at which a copy on disk ends.
    private static readonly TimeSpan Confirmed = TimeSpan.FromHours(1);

    private const int FindingsShown = 10;
    private const string Unreachable = "";

    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (origin.Folder is not { } folder)
            return;
        using var notices = Listen(folder);
        var inUse = loader.Store.Current;
        var handled = inUse.Provenance.Origin == SnapshotOrigin.LastKnownGood ? Unreachable : HashOf(inUse.Content);
        while (true)
        {
            await _changed.Task.WaitAsync(Interval, clock, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            stoppingToken.ThrowIfCancellationRequested();
            Volatile.Write(ref _changed, new(TaskCreationOptions.RunContinuationsAsynchronously));
            var seen = Look();
            while (seen != handled)
            {
                var before = seen;
                await Task.Delay(Settled, clock, stoppingToken).ConfigureAwait(false);
                seen = Look();
                if (seen == before && seen != handled && TryReload())
                    handled = seen;
                else if (seen == before)
                    break;
            }

            if (seen == handled && IsUnconfirmed())
                TryReload();
        }
    }

    private bool TryReload()
    {
        var before = loader.Store.Current;
        try
        {
            var step = loader.Reload();
            if (!step.IsActivated)
                DocumentLog.Refused(logger, before.Version, string.Join('\n', step.Diagnostics.Take(FindingsShown).Select(d => DiagnosticText.Printable(d.ToString()))));
            else if (!ReferenceEquals(step.Active, before))
                DocumentLog.Reloaded(logger, step.Active.Version);
            return true;
        }
        catch (Exception e)
        {
            // Of a source that breaks in a way of its own, or an analyzer of the application: neither ends the watch.
            DocumentLog.NotRead(logger, e.GetType().Name, before.Version);
            return false;
        }
    }

    // The copy on disk ends with age, and an unchanged source is still a good one. What was refused is not, nor is what somebody rolled back from.
    private bool IsUnconfirmed()
    {
        var store = loader.Store;
        return store.Current.Provenance.Origin is SnapshotOrigin.Documents or SnapshotOrigin.Bus && clock.GetUtcNow() - store.SourceGoodAt >= Confirmed && !(store.LastRefusal?.At > store.SourceGoodAt);
    }

    private string Look()
    {
        try
        {
            return HashOf(origin.Fetch());
        }
        catch (Exception e) when (e is CksConfigurationException or IOException or UnauthorizedAccessException)
        {
            return Unreachable;
        }
    }

    private static string HashOf(ReadOnlyMemory<byte> content) => Convert.ToHexStringLower(SHA256.HashData(content.Span));

    private FileSystemWatcher? Listen(string folder)
    {
        try
        {
            var watcher = new FileSystemWatcher(folder) { NotifyFilter = NotifyFilters.FileName | NotifyFilters.LastWrite | NotifyFilters.Size };
            watcher.Changed += Changed;
            watcher.Created += Changed;
            watcher.Deleted += Changed;
            watcher.Renamed += Changed;
            watcher.EnableRaisingEvents = true;
            return watcher;
        }
        catch (Exception e) when (e is IOException or ArgumentException or UnauthorizedAccessException or PlatformNotSupportedException)
        {
            // No such folder yet, or no watches left: the clock is enough.
            return null;
        }

        void Changed(object sender, FileSystemEventArgs e) => Volatile.Read(ref _changed).TrySetResult();
    }
}
