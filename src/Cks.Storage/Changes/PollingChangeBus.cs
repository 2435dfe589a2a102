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
    : StoredChangeBus(events, time)
{
    /// <summary>Notices that are kept for others.</summary>
    public const int Kept = 1_024;

    private static readonly TimeSpan LastRetry = TimeSpan.FromSeconds(5);

    private readonly ChangeTable _table = database.Tables.Changes ?? throw new ArgumentException("There is no table of notices on this database.", nameof(database));
    private readonly TaskCompletionSource _known = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Channel<bool> _own = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    protected override Task Listening => _known.Task;

    public override async ValueTask PublishAsync(ChangeNotice notice, CancellationToken cancellationToken = default)
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

    protected override async Task RunAsync()
    {
        long? position = null;
        var (wait, isHeard) = (options.Value.PollInterval, true);
        while (!Stopping.IsCancellationRequested)
        {
            try
            {
                position = position is { } known ? await ReadAsync(known).ConfigureAwait(false) : await LastAsync().ConfigureAwait(false);
                _known.TrySetResult();
                (wait, isHeard) = (options.Value.PollInterval, true);
            }
            catch (Exception e) when (!Stopping.IsCancellationRequested)
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

        End(_known);
    }

    private static TimeSpan Longer(TimeSpan wait) => wait >= LastRetry ? wait : wait + wait > LastRetry ? LastRetry : wait + wait;

    private async Task NextAsync(TimeSpan wait)
    {
        using var interval = new CancellationTokenSource(wait, Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(interval.Token, Stopping);
        await ((Task)_own.Reader.WaitToReadAsync(either.Token).AsTask()).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _own.Reader.TryRead(out _);
    }

    private async Task<long> LastAsync() =>
        await database.Reads.FirstAsync(Query.From(_table.Table).Select(_table.Sequence).OrderByDesc(_table.Sequence).Limit(1), row => row.Value(_table.Sequence), Stopping).ConfigureAwait(false);

    private async Task<long> ReadAsync(long position)
    {
        // The last one that is known as well: where it is gone, others may be.
        var rows = await database.Reads.RowsAsync(
            Query.From(_table.Table).Select(_table.Sequence, _table.Notice).Where(_table.Sequence, Op.Ge, position).OrderBy(_table.Sequence).Limit(Kept + 1),
            row => (Sequence: row.Value(_table.Sequence), Notice: row.Value(_table.Notice)!), Stopping).ConfigureAwait(false);
        var first = position == 0 ? 1 : position;
        if (rows.Count == 0 ? position > 0 : rows[0].Sequence != first)
        {
            // First where to go on, then the call: what is published once they read again comes after it, and is told.
            var last = rows.Count == 0 ? await LastAsync().ConfigureAwait(false) : rows[^1].Sequence;
            Subscribers.Resynchronize();
            return last;
        }

        foreach (var row in rows.Where(r => r.Sequence > position))
            Subscribers.Tell(row.Notice);
        return rows.Count == 0 ? position : rows[^1].Sequence;
    }
}
