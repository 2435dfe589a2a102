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

    private readonly ExpiredRows _expired = new(database, time, logger ?? NullLogger<StoredRevocations>.Instance);
    private readonly RevocationTables _tables = database.Tables.Revocations;

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

        await _expired.TidyAsync(by => TidyAsync(by, cancellationToken), cancellationToken).ConfigureAwait(false);
        return receipt;
    }

    public async ValueTask CompleteAsync(string issuer, string deliveryId, CancellationToken cancellationToken = default) =>
        await database.WriteAsync([Write.Update(Delivery(issuer, deliveryId)).Set(_tables.IsHandled, true)], cancellationToken).ConfigureAwait(false);

    public async ValueTask<RevocationPage> ReadAsync(long after, CancellationToken cancellationToken = default)
    {
        // Both as of one instant.
        var head = Query.From(_tables.Head).Select(_tables.Last).Where(_tables.HeadId, Op.Eq, HeadId);
        var entries = Query.From(_tables.Entry).Select(_tables.Sequence, _tables.Kind, _tables.Issuer, _tables.Id, _tables.At, _tables.ExpiresAt)
            .Where(_tables.Sequence, Op.Gt, after).OrderBy(_tables.Sequence);
        var (last, found) = (-1L, new List<StoredRevocation>());
        await database.Reads.RowsAsync([(head, row => last = row.Value(_tables.Last)), (entries, row => found.Add(Entry(row)))], cancellationToken).ConfigureAwait(false);
        return new(found, Known(last));
    }

    /// <summary>Waits until nobody else appends, and keeps others from it until the transaction ends.</summary>
    private async Task<long> HoldAsync(SqlTransaction transaction, CancellationToken cancellationToken)
    {
        var last = -1L;
        await transaction.RowsAsync(
            Query.From(_tables.Head).Select(_tables.Last).Where(_tables.HeadId, Op.Eq, HeadId).ForUpdate(), row => last = row.Value(_tables.Last), cancellationToken).ConfigureAwait(false);
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
            await transaction.RowsAsync(Seen(delivery).Select(_tables.SeenAt), row => isStale = delivery.ObjectAt < row.Value(_tables.SeenAt), cancellationToken).ConfigureAwait(false);
        bool? isHandled = null;
        await transaction.RowsAsync(Delivery(delivery.Issuer, delivery.Id).Select(_tables.IsHandled), row => isHandled = row.Value(_tables.IsHandled), cancellationToken).ConfigureAwait(false);
        if (isHandled is { } earlier)
            return new(true, earlier, isStale);
        writes.Add(Write.Insert(_tables.Delivery)
            .Set(_tables.DeliveryIssuer, delivery.Issuer).Set(_tables.DeliveryId, delivery.Id)
            .Set(_tables.IsHandled, delivery.IsHandled).Set(_tables.DeliveryExpiresAt, delivery.ExpiresAt));
        if (hasObject && !isStale)
            writes.Add(Write.Insert(_tables.Seen)
                .Set(_tables.SeenIssuer, delivery.Issuer).Set(_tables.SeenId, delivery.ObjectId)
                .Set(_tables.SeenAt, delivery.ObjectAt).Set(_tables.SeenExpiresAt, delivery.ExpiresAt)
                .OrUpdate(_tables.SeenIssuer, _tables.SeenId));
        return new(false, delivery.IsHandled, isStale);
    }

    private Query Delivery(string issuer, string deliveryId) => Query.From(_tables.Delivery)
        .Where(_tables.DeliveryIssuer, Op.Eq, issuer).Where(_tables.DeliveryId, Op.Eq, deliveryId);

    private Query Seen(WebhookDelivery delivery) => Query.From(_tables.Seen)
        .Where(_tables.SeenIssuer, Op.Eq, delivery.Issuer).Where(_tables.SeenId, Op.Eq, delivery.ObjectId);

    private StoredRevocation Entry(StoredRow row) =>
        new(row.Value(_tables.Sequence), new(row.Value(_tables.Kind), row.Value(_tables.Issuer), row.Value(_tables.Id), row.Value(_tables.At), row.Value(_tables.ExpiresAt)));

    private Write Entry(long sequence, Revocation revocation) => Write.Insert(_tables.Entry)
        .Set(_tables.Sequence, sequence).Set(_tables.Kind, revocation.Kind)
        .Set(_tables.Issuer, revocation.Issuer).Set(_tables.Id, revocation.Id)
        .Set(_tables.At, revocation.At).Set(_tables.ExpiresAt, revocation.ExpiresAt);

    /// <summary>The earlier entries for which <see cref="Revocation.Ends"/> says so.</summary>
    private IEnumerable<Write> EndedBy(Revocation revocation)
    {
        var earlier = Query.From(_tables.Entry).Where(_tables.Issuer, Op.Eq, revocation.Issuer).Where(_tables.Id, Op.Eq, revocation.Id);
        if (revocation.Kind is not (RevocationKind.SessionEnded or RevocationKind.SessionStarted or RevocationKind.TokenRevoked))
        {
            var said = earlier.Where(_tables.Kind, Op.Eq, revocation.Kind).Where(_tables.At, Op.Le, revocation.At);
            yield return Write.Delete(revocation.ExpiresAt is null ? said : said.Where(_tables.ExpiresAt, Op.Le, revocation.ExpiresAt));
        }

        if (revocation.Kind == RevocationKind.SubjectLifted)
            yield return Write.Delete(earlier.WhereIn(_tables.Kind, [RevocationKind.SubjectBarred, RevocationKind.SubjectBarredByProvider]));
        if (revocation.Kind == RevocationKind.SubjectLiftedByProvider)
            yield return Write.Delete(earlier.Where(_tables.Kind, Op.Eq, RevocationKind.SubjectBarredByProvider).Where(_tables.At, Op.Lt, revocation.At));
    }

    private async Task TidyAsync(DateTimeOffset by, CancellationToken cancellationToken)
    {
        await _expired.DeleteAsync(_tables.Entry, _tables.ExpiresAt, by, cancellationToken).ConfigureAwait(false);
        await _expired.DeleteAsync(_tables.Delivery, _tables.DeliveryExpiresAt, by, cancellationToken).ConfigureAwait(false);
        await _expired.DeleteAsync(_tables.Seen, _tables.SeenExpiresAt, by, cancellationToken).ConfigureAwait(false);
    }
}
