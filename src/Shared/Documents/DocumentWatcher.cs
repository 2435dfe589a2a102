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

    private const string Unreachable = "";

    private readonly DocumentReload<T> _reload = new(loader, clock, () => logger);

    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private bool _again;

    /// <summary>Reads what stands there anew, though it is the same: what it was held against has changed.</summary>
    public void Again()
    {
        Volatile.Write(ref _again, true);
        Volatile.Read(ref _changed).TrySetResult();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (origin.Folders is not { } folders)
            return;
        var notices = folders.Select(Listen).ToArray();
        try
        {
            await WatchAsync(stoppingToken).ConfigureAwait(false);
        }
        finally
        {
            foreach (var notice in notices)
                notice?.Dispose();
        }
    }

    private async Task WatchAsync(CancellationToken stoppingToken)
    {
        var inUse = _reload.Current;
        string? handled = inUse.Provenance.Origin == SnapshotOrigin.LastKnownGood ? Unreachable : HashOf(inUse.Content);
        while (true)
        {
            await _changed.Task.WaitAsync(Interval, clock, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            stoppingToken.ThrowIfCancellationRequested();
            Volatile.Write(ref _changed, new(TaskCreationOptions.RunContinuationsAsynchronously));
            if (Interlocked.Exchange(ref _again, false) && _reload.MayJudgeAgain)
                handled = null;
            var seen = Look();
            while (seen != handled)
            {
                var before = seen;
                await Task.Delay(Settled, clock, stoppingToken).ConfigureAwait(false);
                seen = Look();
                // What was read is what was looked at only if it is still there afterwards.
                if (seen == before && seen != handled && _reload.Try())
                    handled = Look() == seen ? seen : null;
                else if (seen == before)
                    break;
            }

            if (seen == handled && _reload.IsUnconfirmed)
                _reload.Try();
        }
    }

    private string Look()
    {
        try
        {
            return HashOf(origin.Fetch());
        }
        catch (Exception e)
        {
            // Of a source that breaks in a way of its own: it does not end the watch.
            if (e is not (CksConfigurationException or IOException or UnauthorizedAccessException))
                _reload.Broken(e);
            return Unreachable;
        }
    }

    private static string HashOf(ReadOnlyMemory<byte> content) => Convert.ToHexStringLower(SHA256.HashData(content.Span));

    private FileSystemWatcher? Listen(string folder)
    {
        try
        {
            var watcher = new FileSystemWatcher(folder) { NotifyFilter = NotifyFilters.FileName | NotifyFilters.DirectoryName | NotifyFilters.LastWrite | NotifyFilters.Size };
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
