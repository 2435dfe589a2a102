using Cks.Auth;
using Cks.QueryBuilder;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Cks.Storage;

/// <summary>
/// The record of revocations in a database. A counter would not do for the order of reading: of two transactions the one with the higher number may commit first, and whoever reads between them misses the lower one for
/// good. So each append holds one row until it is committed, and entries appear in the order of their sequences.
/// </summary>
internal sealed class StoredRevocations(StorageDatabase database, TimeProvider time, ILogger<StoredRevocations>? logger = null) : IRevocationStore
{
    private const int HeadId = 1;

    // Rows, and more where many expire at the same time.
    private const int Portion = 500;

    private static readonly TimeSpan TidyInterval = TimeSpan.FromMinutes(1);

    // What has expired is kept a day longer, so that a host whose clock is ahead takes nothing away from the others.
    private static readonly TimeSpan Grace = TimeSpan.FromDays(1);

    private readonly ILogger _log = logger ?? NullLogger<StoredRevocations>.Instance;
    private readonly RevocationTables _tables = database.Tables.Revocations;
    private long _tidiedAt;

    public async ValueTask<DeliveryReceipt> AppendAsync(IReadOnlyList<Revocation> revocations, WebhookDelivery? delivery, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(revocations);
        if (revocations.Count == 0 && delivery is null)
            return default;
        DeliveryReceipt receipt;
        var transaction = await database.Writes.BeginAsync(cancellationToken).ConfigureAwait(false);
        await using (transaction.ConfigureAwait(false))
        {
            var last = await HoldAsync(transaction, cancellationToken).ConfigureAwait(false);
            var writes = new List<Write>();
            receipt = delivery is null ? default : await ReceiveAsync(transaction, delivery, writes, cancellationToken).ConfigureAwait(false);
            if (receipt.IsRepeated)
                return receipt;
            foreach (var revocation in revocations)
            {
                writes.AddRange(EndedBy(revocation));
                writes.Add(Entry(last = Next(last), revocation));
            }

            writes.Add(Write.Update(Query.From(_tables.Head).Where(_tables.HeadId, Op.Eq, HeadId)).Set(_tables.Last, last));
            await transaction.ExecuteAsync(writes, cancellationToken).ConfigureAwait(false);
            await transaction.CommitAsync(cancellationToken).ConfigureAwait(false);
        }

        await TidyAsync(cancellationToken).ConfigureAwait(false);
        return receipt;
    }

    public async ValueTask CompleteAsync(string issuer, string deliveryId, CancellationToken cancellationToken = default)
    {
        var transaction = await database.Writes.BeginAsync(cancellationToken).ConfigureAwait(false);
        await using (transaction.ConfigureAwait(false))
        {
            await transaction.ExecuteAsync(Write.Update(Delivery(issuer, deliveryId)).Set(_tables.IsHandled, true), cancellationToken).ConfigureAwait(false);
            await transaction.CommitAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    public async ValueTask<RevocationPage> ReadAsync(long after, CancellationToken cancellationToken = default)
    {
        // Both as of one instant.
        var head = Query.From(_tables.Head).Select(_tables.Last).Where(_tables.HeadId, Op.Eq, HeadId);
        var entries = Query.From(_tables.Entry).Select(_tables.Sequence, _tables.Kind, _tables.Issuer, _tables.Id, _tables.At, _tables.ExpiresAt)
            .Where(_tables.Sequence, Op.Gt, after).OrderBy(_tables.Sequence);
        var (last, found) = (-1L, new List<StoredRevocation>());
        await database.Reads.ReadAsync(
            [head, entries],
            (query, row) =>
            {
                if (query == 0)
                    last = row.GetInt64(0);
                else
                    found.Add(new(
                        row.GetInt64(0),
                        new((RevocationKind)row.GetInt32(1), StorageText.Decode(row.GetString(2)), StorageText.Decode(row.GetString(3)), row.Value(_tables.At, 4), row.Value(_tables.ExpiresAt, 5))));
            },
            cancellationToken).ConfigureAwait(false);
        return new(found, Known(last));
    }

    /// <summary>Waits until nobody else appends, and keeps others from it until the transaction ends.</summary>
    private async Task<long> HoldAsync(SqlTransaction transaction, CancellationToken cancellationToken)
    {
        var last = -1L;
        await transaction.ReadAsync(
            Query.From(_tables.Head).Select(_tables.Last).Where(_tables.HeadId, Op.Eq, HeadId).ForUpdate(), row => last = row.GetInt64(0), cancellationToken).ConfigureAwait(false);
        return Known(last);
    }

    // Without it nothing could be read in order, and an empty record would pass for one in which nothing is revoked.
    private static long Known(long last) => last >= 0 ? last : throw new InvalidOperationException("The row of the highest sequence is gone from the database: restore it from a backup.");

    /// <summary>
    /// One more at least, and the microseconds since 1970 where that is more. So a database that was restored from a backup gives no sequence twice: a host that has read further than the backup goes would pass over
    /// what gets those again.
    /// </summary>
    private long Next(long last) => Math.Max(last + 1, (time.GetUtcNow() - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond);

    private async Task<DeliveryReceipt> ReceiveAsync(SqlTransaction transaction, WebhookDelivery delivery, List<Write> writes, CancellationToken cancellationToken)
    {
        var isStale = false;
        var hasObject = delivery.ObjectId.Length > 0;
        if (hasObject)
            await transaction.ReadAsync(Seen(delivery).Select(_tables.SeenAt), row => isStale = delivery.ObjectAt < row.Value(_tables.SeenAt, 0), cancellationToken).ConfigureAwait(false);
        bool? isHandled = null;
        await transaction.ReadAsync(Delivery(delivery.Issuer, delivery.Id).Select(_tables.IsHandled), row => isHandled = row.Value(_tables.IsHandled, 0), cancellationToken).ConfigureAwait(false);
        if (isHandled is { } earlier)
            return new(true, earlier, isStale);
        writes.Add(Write.Insert(_tables.Delivery)
            .Set(_tables.DeliveryIssuer, StorageText.Encode(delivery.Issuer)).Set(_tables.DeliveryId, StorageText.Encode(delivery.Id))
            .Set(_tables.IsHandled, delivery.IsHandled).Set(_tables.DeliveryExpiresAt, StorageTime.Of(delivery.ExpiresAt)));
        if (hasObject && !isStale)
            writes.Add(Write.Insert(_tables.Seen)
                .Set(_tables.SeenIssuer, StorageText.Encode(delivery.Issuer)).Set(_tables.SeenId, StorageText.Key(delivery.ObjectId))
                .Set(_tables.SeenAt, StorageTime.Of(delivery.ObjectAt)).Set(_tables.SeenExpiresAt, StorageTime.Of(delivery.ExpiresAt))
                .OrUpdate(_tables.SeenIssuer, _tables.SeenId));
        return new(false, delivery.IsHandled, isStale);
    }

    private Query Delivery(string issuer, string deliveryId) => Query.From(_tables.Delivery)
        .Where(_tables.DeliveryIssuer, Op.Eq, StorageText.Encode(issuer)).Where(_tables.DeliveryId, Op.Eq, StorageText.Encode(deliveryId));

    private Query Seen(WebhookDelivery delivery) => Query.From(_tables.Seen)
        .Where(_tables.SeenIssuer, Op.Eq, StorageText.Encode(delivery.Issuer)).Where(_tables.SeenId, Op.Eq, StorageText.Key(delivery.ObjectId));

    private Write Entry(long sequence, Revocation revocation) => Write.Insert(_tables.Entry)
        .Set(_tables.Sequence, sequence).Set(_tables.Kind, (int)revocation.Kind)
        .Set(_tables.Issuer, StorageText.Encode(revocation.Issuer)).Set(_tables.Id, StorageText.Encode(revocation.Id))
        .Set(_tables.At, StorageTime.Of(revocation.At)).Set(_tables.ExpiresAt, StorageTime.Of(revocation.ExpiresAt));

    /// <summary>The earlier entries for which <see cref="Revocation.Ends"/> says so.</summary>
    private IEnumerable<Write> EndedBy(Revocation revocation)
    {
        var earlier = Query.From(_tables.Entry).Where(_tables.Issuer, Op.Eq, StorageText.Encode(revocation.Issuer)).Where(_tables.Id, Op.Eq, StorageText.Encode(revocation.Id));
        return revocation.Kind switch
        {
            RevocationKind.SubjectLifted => [Write.Delete(earlier.WhereIn(_tables.Kind, [(int)RevocationKind.SubjectBarred, (int)RevocationKind.SubjectBarredByProvider]))],
            RevocationKind.SubjectLiftedByProvider => [Write.Delete(earlier.Where(_tables.Kind, Op.Eq, (int)RevocationKind.SubjectBarredByProvider).Where(_tables.At, Op.Lt, StorageTime.Of(revocation.At)))],
            _ => [],
        };
    }

    private bool IsTimeToTidy(DateTimeOffset now)
    {
        var tidiedAt = Volatile.Read(ref _tidiedAt);
        return now.UtcTicks - tidiedAt >= TidyInterval.Ticks && Interlocked.CompareExchange(ref _tidiedAt, now.UtcTicks, tidiedAt) == tidiedAt;
    }

    /// <summary>Deletes what has expired, a portion in a transaction and never in one that holds others up. What was appended is appended, so nothing of this is the caller's.</summary>
    private async Task TidyAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        if (!IsTimeToTidy(now))
            return;
        try
        {
            var by = StorageTime.Of(now - Grace);
            await TidyAsync(_tables.Entry, _tables.ExpiresAt, by, cancellationToken).ConfigureAwait(false);
            await TidyAsync(_tables.Delivery, _tables.DeliveryExpiresAt, by, cancellationToken).ConfigureAwait(false);
            await TidyAsync(_tables.Seen, _tables.SeenExpiresAt, by, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e)
        {
            // It is tried again by one of the next appends.
            if (!cancellationToken.IsCancellationRequested)
                StorageLog.NotTidied(_log, e.GetType().Name);
        }
    }

    private async Task TidyAsync<T>(Table table, Column<T> expiry, T by, CancellationToken cancellationToken)
    {
        var oldest = Query.From(table).Select(expiry).Where(expiry, Op.Le, by).OrderBy(expiry).Limit(Portion);
        int deleted;
        do
        {
            var found = await database.Reads.ReadListAsync(oldest, row => row.Value(expiry, 0), cancellationToken).ConfigureAwait(false);
            if (found.Count == 0)
                return;
            var transaction = await database.Writes.BeginAsync(cancellationToken).ConfigureAwait(false);
            await using (transaction.ConfigureAwait(false))
            {
                deleted = await transaction.ExecuteAsync(Write.Delete(Query.From(table).Where(expiry, Op.Le, found[^1]!)), cancellationToken).ConfigureAwait(false);
                await transaction.CommitAsync(cancellationToken).ConfigureAwait(false);
            }
        }
        while (deleted >= Portion);
    }
}
