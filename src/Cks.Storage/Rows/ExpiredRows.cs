using Cks.QueryBuilder;
using Microsoft.Extensions.Logging;

namespace Cks.Storage;

/// <summary>Deletes rows that have expired, at most once a minute, a portion in a transaction and never in one that holds others up.</summary>
internal sealed class ExpiredRows(StorageDatabase database, TimeProvider time, ILogger logger)
{
    // Rows, and more where many expire at the same time.
    private const int Portion = 500;

    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);

    // What has expired is kept a day longer, so that a host whose clock is ahead takes nothing away from the others.
    private static readonly TimeSpan Grace = TimeSpan.FromDays(1);

    private long _tidiedAt;

    /// <summary>Deletes, where it is time. What the caller did is done, so nothing of this is theirs.</summary>
    /// <param name="delete">What to delete, given the latest expiry of it.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task TidyAsync(Func<DateTimeOffset, Task> delete, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var tidiedAt = Volatile.Read(ref _tidiedAt);
        if (now.UtcTicks - tidiedAt < Interval.Ticks || Interlocked.CompareExchange(ref _tidiedAt, now.UtcTicks, tidiedAt) != tidiedAt)
            return;
        try
        {
            await delete(now - Grace).ConfigureAwait(false);
        }
        catch (Exception e)
        {
            // It is tried again by one of the next calls.
            if (!cancellationToken.IsCancellationRequested)
                StorageLog.NotTidied(logger, e.GetType().Name);
        }
    }

    /// <summary>Deletes the rows of a table that have expired.</summary>
    public async Task DeleteAsync<T>(Table table, StoredColumn<T> expiry, T by, CancellationToken cancellationToken)
    {
        var oldest = Query.From(table).Select(expiry).Where(expiry, Op.Le, by).OrderBy(expiry).Limit(Portion);
        int deleted;
        do
        {
            var found = await database.Reads.RowsAsync(oldest, row => row.Value(expiry), cancellationToken).ConfigureAwait(false);
            if (found.Count == 0)
                return;
            deleted = await database.WriteAsync([Write.Delete(Query.From(table).Where(expiry, Op.Le, found[^1]))], cancellationToken).ConfigureAwait(false);
        }
        while (deleted >= Portion);
    }
}
