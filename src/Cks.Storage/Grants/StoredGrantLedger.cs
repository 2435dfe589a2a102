using System.Runtime.CompilerServices;
using Cks.Core;
using Cks.QueryBuilder;
using Cks.Rbac;

namespace Cks.Storage;

/// <summary>Grants and their history in a database. A change holds the rows of both persons from before it reads until it is committed, and its audit row is in the same transaction (S17, S29).</summary>
internal sealed class StoredGrantLedger(StorageDatabase database, TimeProvider time) : IGrantLedger
{
    private readonly GrantTables _tables = database.Tables.Grants;

    public async ValueTask<IReadOnlyList<Grant>> OfAsync(string issuer, string subjectId, TenantId tenant, CancellationToken cancellationToken = default) =>
        await database.Reads.RowsAsync(Of(new(issuer, subjectId), tenant), _tables.Current.Read, cancellationToken).ConfigureAwait(false);

    public IAsyncEnumerable<Grant> InAsync(TenantId tenant, CancellationToken cancellationToken = default)
    {
        var grants = _tables.Current;
        return database.Reads.EachAsync(
            Query.From(grants.Table).Select(grants.All).Where(grants.Tenant, Op.Eq, tenant).OrderBy(grants.Issuer).OrderBy(grants.Subject).OrderBy(grants.Id), grants.Read, cancellationToken);
    }

    public async ValueTask<IReadOnlyList<TenantId>> TenantsOfAsync(string issuer, string subjectId, DateTimeOffset at, CancellationToken cancellationToken = default)
    {
        var grants = _tables.Current;
        var person = Query.From(grants.Table).Select(grants.Tenant)
            .Where(grants.Issuer, Op.Eq, issuer).Where(grants.Subject, Op.Eq, subjectId);
        return await database.Reads.RowsAsync(
            grants.InForce(person, at).Distinct().OrderBy(grants.Tenant), row => row.Value(grants.Tenant), cancellationToken).ConfigureAwait(false);
    }

    public async IAsyncEnumerable<GrantRecord> HistoryAsync(TenantId tenant, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var recorded = _tables.Recorded;
        var rows = Query.From(_tables.Record).LeftJoin(recorded.Table, _tables.RecordOfGrant, _tables.RecordId)
            .Select([
                _tables.Sequence, _tables.At, _tables.Action, _tables.ByIssuer, _tables.BySubject, _tables.RecordIssuer, _tables.RecordSubject, _tables.Reason, _tables.PolicyVersion,
                .. recorded.All,
            ])
            .Where(_tables.RecordTenant, Op.Eq, tenant).OrderBy(_tables.Sequence).OrderBy(_tables.Place);
        (long Sequence, GrantRecord Record, List<Grant> Grants)? open = null;
        await foreach (var next in database.Reads.EachAsync(rows, row => Part(row, tenant), cancellationToken).ConfigureAwait(false))
        {
            if (open is { } before && before.Sequence != next.Sequence)
                yield return before.Record;
            if (open?.Sequence != next.Sequence)
            {
                var grants = new List<Grant>();
                open = (next.Sequence, next.Record with { Grants = grants }, grants);
            }

            if (next.Grant is not null)
                open.Value.Grants.Add(next.Grant);
        }

        if (open is { } last)
            yield return last.Record;
    }

    public async ValueTask ChangeAsync(TenantId tenant, PersonId grantor, PersonId grantee, Func<GrantsHeld, GrantChange?> decide, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(decide);
        var transaction = await database.Writes.BeginAsync(cancellationToken).ConfigureAwait(false);
        await using (transaction.ConfigureAwait(false))
        {
            await HoldAsync(transaction, tenant, grantor, grantee, cancellationToken).ConfigureAwait(false);
            var held = await ReadAsync(transaction, Of(grantor, tenant), cancellationToken).ConfigureAwait(false);
            var change = decide(new(held, grantor == grantee ? held : await ReadAsync(transaction, Of(grantee, tenant), cancellationToken).ConfigureAwait(false)));
            if (change is null)
                return;
            await WriteAsync(transaction, tenant, grantee, change, cancellationToken).ConfigureAwait(false);
            await transaction.CommitAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    private Query Of(PersonId person, TenantId tenant) => _tables.Current.Of(person, tenant).Select(_tables.Current.All).OrderBy(_tables.Current.Id);

    /// <summary>Waits until nobody else changes grants of either, the lesser first, so that no two wait for each other.</summary>
    private async Task HoldAsync(SqlTransaction transaction, TenantId tenant, PersonId one, PersonId other, CancellationToken cancellationToken)
    {
        var people = new[] { one, other }.Distinct().OrderBy(p => p.Issuer, StringComparer.Ordinal).ThenBy(p => p.Id, StringComparer.Ordinal);
        // Adding a row waits for whoever is adding it, and changing one for whoever has changed it.
        await transaction.ExecuteAsync(
            [.. people.Select(p => Write.Insert(_tables.Person)
                .Set(_tables.PersonTenant, tenant).Set(_tables.PersonIssuer, p.Issuer).Set(_tables.PersonSubject, p.Id)
                .Set(_tables.ChangedAt, time.GetUtcNow()).OrUpdate(_tables.PersonTenant, _tables.PersonIssuer, _tables.PersonSubject))],
            cancellationToken).ConfigureAwait(false);
    }

    private async Task<List<Grant>> ReadAsync(SqlTransaction transaction, Query query, CancellationToken cancellationToken)
    {
        var grants = new List<Grant>();
        await transaction.RowsAsync(query, row => grants.Add(_tables.Current.Read(row)), cancellationToken).ConfigureAwait(false);
        return grants;
    }

    private async Task WriteAsync(SqlTransaction transaction, TenantId tenant, PersonId grantee, GrantChange change, CancellationToken cancellationToken)
    {
        var grants = _tables.Current;
        if (change.Written.Any(g => new PersonId(g.Issuer, g.SubjectId) != grantee || g.Tenant != tenant) || change.Record.Tenant != tenant)
            throw new ArgumentException("A change is of the grants of one person in one tenant: those that were held for it.", nameof(change));
        var own = grants.Of(grantee, tenant);
        foreach (var ids in change.Removed.Chunk(Query.LongestList))
            await transaction.ExecuteAsync(Write.Delete(own.WhereIn(grants.Id, ids)), cancellationToken).ConfigureAwait(false);
        // A grant of somebody else with the same id is not written over.
        if (await transaction.ExecuteAsync([.. change.Written.Select(g => grants.Insert(g).OrUpdate(own, grants.Id))], cancellationToken).ConfigureAwait(false) != change.Written.Count)
            throw new InvalidOperationException("A grant with this id is another person's.");
        await transaction.ExecuteAsync([.. Recorded(change.Record)], cancellationToken).ConfigureAwait(false);
    }

    private IEnumerable<Write> Recorded(GrantRecord record)
    {
        var id = Guid.CreateVersion7();
        yield return Write.Insert(_tables.Record)
            .Set(_tables.RecordId, id).Set(_tables.RecordTenant, record.Tenant).Set(_tables.At, record.At).Set(_tables.Action, record.Action)
            .Set(_tables.ByIssuer, record.By.Issuer).Set(_tables.BySubject, record.By.Id)
            .Set(_tables.RecordIssuer, record.Person.Issuer).Set(_tables.RecordSubject, record.Person.Id)
            .Set(_tables.Reason, record.Reason).Set(_tables.PolicyVersion, record.PolicyVersion);
        var place = 0;
        foreach (var grant in record.Grants)
            yield return _tables.Recorded.Insert(grant).Set(_tables.RecordOfGrant, id).Set(_tables.Place, place++);
    }

    private (long Sequence, GrantRecord Record, Grant? Grant) Part(StoredRow row, TenantId tenant)
    {
        var by = new PersonId(row.Value(_tables.ByIssuer), row.Value(_tables.BySubject));
        var person = new PersonId(row.Value(_tables.RecordIssuer), row.Value(_tables.RecordSubject));
        var record = new GrantRecord(row.Value(_tables.At), row.Value(_tables.Action), by, person, tenant, [], row.Value(_tables.Reason), row.Value(_tables.PolicyVersion));
        return (row.Value(_tables.Sequence), record, row.IsNull(_tables.Recorded.Id) ? null : _tables.Recorded.Read(row));
    }
}
