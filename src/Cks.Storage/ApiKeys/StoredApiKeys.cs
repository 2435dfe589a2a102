using Cks.Auth;
using Cks.Core;
using Cks.QueryBuilder;

namespace Cks.Storage;

/// <summary>API keys and their history in a database. A change holds its owner's row from before it reads until it is committed, and its audit row is in the same transaction (S29). Of a secret there is an HMAC.</summary>
internal sealed class StoredApiKeys(StorageDatabase database, TimeProvider time) : IApiKeyStore
{
    private readonly ApiKeyTables _tables = database.Tables.ApiKeys;

    public async ValueTask<StoredApiKey?> FindAsync(string id, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(id);
        var keys = _tables.Key;
        return await database.Reads.FirstAsync(Query.From(keys.Table).Select(keys.All).Where(keys.Id, Op.Eq, id), keys.Read, cancellationToken).ConfigureAwait(false);
    }

    public async ValueTask<IReadOnlyList<StoredApiKey>> OfAsync(ApiKeyOwner owner, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(owner);
        return await database.Reads.RowsAsync(Of(owner), _tables.Key.Read, cancellationToken).ConfigureAwait(false);
    }

    public IAsyncEnumerable<ApiKeyRecord> HistoryAsync(TenantId tenant, CancellationToken cancellationToken = default) => database.Reads.EachAsync(
        Query.From(_tables.Record)
            .Select(_tables.At, _tables.Action, _tables.ByIssuer, _tables.BySubject, _tables.RecordIssuer, _tables.RecordSubject, _tables.KeyIds, _tables.Detail)
            .Where(_tables.RecordTenant, Op.Eq, tenant).OrderBy(_tables.Sequence),
        row => new ApiKeyRecord(
            row.Value(_tables.At), row.Value(_tables.Action), row.Value(_tables.ByIssuer), row.Value(_tables.BySubject),
            new(tenant, row.Value(_tables.RecordIssuer), row.Value(_tables.RecordSubject)), row.Value(_tables.KeyIds), row.Value(_tables.Detail)),
        cancellationToken);

    public async ValueTask ChangeAsync(ApiKeyOwner owner, Func<IReadOnlyList<StoredApiKey>, ApiKeyChange?> decide, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(owner);
        ArgumentNullException.ThrowIfNull(decide);
        var transaction = await database.Writes.BeginAsync(cancellationToken).ConfigureAwait(false);
        await using (transaction.ConfigureAwait(false))
        {
            // Adding a row waits for whoever is adding it, and changing one for whoever has changed it.
            await transaction.ExecuteAsync(
                Write.Insert(_tables.Owner).Set(_tables.OwnerTenant, owner.Tenant).Set(_tables.OwnerIssuer, owner.Issuer).Set(_tables.OwnerSubject, owner.Subject)
                    .Set(_tables.ChangedAt, time.GetUtcNow()).OrUpdate(_tables.OwnerTenant, _tables.OwnerIssuer, _tables.OwnerSubject),
                cancellationToken).ConfigureAwait(false);
            var held = new List<StoredApiKey>();
            // Held in the order of their ids, as whoever notes uses does, so that the two do not wait for each other.
            await transaction.RowsAsync(Of(owner).ForUpdate(), row => held.Add(_tables.Key.Read(row)), cancellationToken).ConfigureAwait(false);
            if (decide(held) is not { } change)
                return;
            await WriteAsync(transaction, owner, change, cancellationToken).ConfigureAwait(false);
            await transaction.CommitAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    public async ValueTask TouchAsync(IReadOnlyList<ApiKeyUse> uses, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(uses);
        if (uses.Count == 0)
            return;
        var keys = _tables.Key;
        await database.WriteAsync(
            [.. uses.OrderBy(u => u.KeyId, StringComparer.Ordinal).Select(u => Write
                .Update(Query.From(keys.Table).Where(keys.Id, Op.Eq, u.KeyId).Where(or => or.WhereNull(keys.LastUsedAt).OrWhere(keys.LastUsedAt, Op.Lt, u.At)))
                .Set(keys.LastUsedAt, u.At))],
            cancellationToken).ConfigureAwait(false);
    }

    private Query Of(ApiKeyOwner owner) => _tables.Key.Of(owner).Select(_tables.Key.All).OrderBy(_tables.Key.Id);

    private async Task WriteAsync(SqlTransaction transaction, ApiKeyOwner owner, ApiKeyChange change, CancellationToken cancellationToken)
    {
        var keys = _tables.Key;
        if (change.Written.Any(w => w.Key.Owner != owner) || (change.Record is { } row && row.Owner != owner))
            throw new InvalidOperationException("A change writes keys of its owner alone.");
        var own = keys.Of(owner);
        foreach (var ids in change.Removed.Chunk(Query.LongestList))
            await transaction.ExecuteAsync(Write.Delete(own.WhereIn(keys.Id, ids)), cancellationToken).ConfigureAwait(false);
        // A key of somebody else with the same id is not written over.
        if (await transaction.ExecuteAsync([.. change.Written.Select(w => keys.Insert(w).OrUpdate(own, keys.Id))], cancellationToken).ConfigureAwait(false) != change.Written.Count)
            throw new InvalidOperationException("A key with this id is another owner's.");
        if (change.Record is not { } record)
            return;
        await transaction.ExecuteAsync(
            Write.Insert(_tables.Record)
                .Set(_tables.RecordTenant, owner.Tenant).Set(_tables.RecordIssuer, owner.Issuer).Set(_tables.RecordSubject, owner.Subject)
                .Set(_tables.At, record.At).Set(_tables.Action, record.Action).Set(_tables.ByIssuer, record.ByIssuer).Set(_tables.BySubject, record.BySubject)
                .Set(_tables.KeyIds, record.KeyIds).Set(_tables.Detail, record.Detail),
            cancellationToken).ConfigureAwait(false);
    }
}
