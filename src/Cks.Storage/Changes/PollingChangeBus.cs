using System.Threading.Channels;
using Cks.Core;
using Cks.QueryBuilder;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Cks.Storage;

/// <summary>
/// Notices between processes that share an SQLite file: a table of the latest ones, which each process looks at. Whoever finds that the last one it knows is not there any more has missed some, and tells everybody to read
/// everything again.
/// </summary>
internal sealed class PollingChangeBus(StorageDatabase database, IOptions<CksStorageOptions> options, TimeProvider time, ILogger<PollingChangeBus> logger, SecurityEvents? events = null)
    : IChangeBus, IAsyncDisposable
{
    /// <summary>Notices that are kept for others.</summary>
    public const int Kept = 1_024;

    private static readonly TimeSpan LastRetry = TimeSpan.FromSeconds(5);

    private readonly ChangeTable _table = database.Tables.Changes ?? throw new ArgumentException("There is no table of notices on this database.", nameof(database));
    private readonly LocalSubscribers _subscribers = new(events);
    private readonly CancellationTokenSource _stopping = new();
    private readonly Lock _starting = new();
    private readonly TaskCompletionSource _known = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Channel<bool> _own = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private Task? _running;

    public async ValueTask PublishAsync(ChangeNotice notice, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(notice);
        var transaction = await database.Writes.BeginAsync(cancellationToken).ConfigureAwait(false);
        await using (transaction.ConfigureAwait(false))
        {
            var sequence = 0L;
            await transaction.RowsAsync(
                Write.Insert(_table.Table).Set(_table.Notice, NoticeText.Write(notice)).Returning(_table.Sequence), row => sequence = row.Value(_table.Sequence), cancellationToken).ConfigureAwait(false);
            await transaction.ExecuteAsync(Write.Delete(Query.From(_table.Table).Where(_table.Sequence, Op.Le, sequence - Kept)), cancellationToken).ConfigureAwait(false);
            await transaction.CommitAsync(cancellationToken).ConfigureAwait(false);
        }

        // This process need not wait until it looks again.
        _own.Writer.TryWrite(true);
    }

    public async ValueTask<IAsyncDisposable> SubscribeAsync(string topic, Func<ChangeNotice, CancellationToken, ValueTask> handler, CancellationToken cancellationToken = default)
    {
        var subscription = await _subscribers.AddAsync(topic, handler, cancellationToken).ConfigureAwait(false);
        try
        {
            Start();
            await _known.Task.WaitAsync(cancellationToken).ConfigureAwait(false);
            return subscription;
        }
        catch
        {
            await subscription.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync().ConfigureAwait(false);
        Task? running;
        lock (_starting)
            running = _running;
        if (running is not null)
            await running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private void Start()
    {
        lock (_starting)
        {
            ObjectDisposedException.ThrowIf(_stopping.IsCancellationRequested, this);
            // Whoever happens to subscribe first has no part in what is heard: neither their identity nor their trace.
            using (ExecutionContext.SuppressFlow())
                _running ??= Task.Run(RunAsync);
        }
    }

    private async Task RunAsync()
    {
        long? position = null;
        var (wait, isHeard) = (options.Value.PollInterval, true);
        while (!_stopping.IsCancellationRequested)
        {
            try
            {
                position = position is { } known ? await ReadAsync(known).ConfigureAwait(false) : await LastAsync().ConfigureAwait(false);
                _known.TrySetResult();
                (wait, isHeard) = (options.Value.PollInterval, true);
            }
            catch (Exception e) when (!_stopping.IsCancellationRequested)
            {
                // What is there stays there until the next look. Once is said that it cannot be seen, not at each look.
                if (isHeard)
                    StorageLog.NoNotices(logger, e.GetType().Name);
                (wait, isHeard) = (Longer(wait), false);
            }
            catch (Exception)
            {
                break;
            }

            await NextAsync(wait).ConfigureAwait(false);
        }

        _known.TrySetException(new ObjectDisposedException(nameof(PollingChangeBus)));
        // Nobody may be left to look at it.
        _ = _known.Task.Exception;
    }

    private static TimeSpan Longer(TimeSpan wait) => wait >= LastRetry ? wait : wait + wait > LastRetry ? LastRetry : wait + wait;

    private async Task NextAsync(TimeSpan wait)
    {
        using var interval = new CancellationTokenSource(wait, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(interval.Token, _stopping.Token);
        await ((Task)_own.Reader.WaitToReadAsync(either.Token).AsTask()).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _own.Reader.TryRead(out _);
    }

    private async Task<long> LastAsync() =>
        await database.Reads.FirstAsync(Query.From(_table.Table).Select(_table.Sequence).OrderByDesc(_table.Sequence).Limit(1), row => row.Value(_table.Sequence), _stopping.Token).ConfigureAwait(false);

    private async Task<long> ReadAsync(long position)
    {
        // The last one that is known as well: where it is gone, others may be.
        var rows = await database.Reads.RowsAsync(
            Query.From(_table.Table).Select(_table.Sequence, _table.Notice).Where(_table.Sequence, Op.Ge, position).OrderBy(_table.Sequence).Limit(Kept + 1),
            row => (Sequence: row.Value(_table.Sequence), Notice: row.Value(_table.Notice)!), _stopping.Token).ConfigureAwait(false);
        var first = position == 0 ? 1 : position;
        if (rows.Count == 0 ? position > 0 : rows[0].Sequence != first)
        {
            // First where to go on, then the call: what is published once they read again comes after it, and is told.
            var last = rows.Count == 0 ? await LastAsync().ConfigureAwait(false) : rows[^1].Sequence;
            _subscribers.Resynchronize();
            return last;
        }

        foreach (var row in rows.Where(r => r.Sequence > position))
            _subscribers.Tell(row.Notice);
        return rows.Count == 0 ? position : rows[^1].Sequence;
    }
}
