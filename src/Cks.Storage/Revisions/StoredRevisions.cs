using System.Collections.Concurrent;
using Cks.Core;
using Cks.QueryBuilder;

namespace Cks.Storage;

/// <summary>Revisions of documents in a database. Whoever adds one holds the document's row from before they read until it is committed, so that nobody writes over what they have not seen (S16).</summary>
internal sealed class StoredRevisions(StorageDatabase database, TimeProvider time) : IRevisionStore
{
    // Contents never change, and hosts look every few seconds at which one is in force.
    private const int Remembered = 16;

    private readonly RevisionTables _tables = database.Tables.Revisions;
    private readonly ConcurrentDictionary<Guid, (string Hash, ReadOnlyMemory<byte> Content)> _contents = [];

    public async ValueTask<RevisionHead> HeadAsync(string document, CancellationToken cancellationToken = default)
    {
        (Revision Revision, Guid Id, string Hash)? effective = null, last = null;
        await database.Reads.RowsAsync(
            [
                (Newest(document, []), row => last = (Read(row, default), row.Value(_tables.Id), row.Value(_tables.Hash))),
                (InForce(document, []), row => effective = (Read(row, default), row.Value(_tables.Id), row.Value(_tables.Hash))),
            ],
            cancellationToken).ConfigureAwait(false);
        var newest = await WithContentAsync(last, cancellationToken).ConfigureAwait(false);
        var inForce = last?.Id == effective?.Id && last?.Revision == effective?.Revision ? newest : await WithContentAsync(effective, cancellationToken).ConfigureAwait(false);
        // Each query is as of its own instant. Where something was written between them, the later one is where the document stood then.
        return new(inForce, newest is null || inForce?.Sequence >= newest.Sequence ? inForce : newest);
    }

    public IAsyncEnumerable<Revision> HistoryAsync(string document, CancellationToken cancellationToken = default) => database.Reads.EachAsync(All(document, [_tables.Content]), Whole, cancellationToken);

    public async ValueTask ChangeAsync(string document, Func<RevisionHead, RevisionChange?> decide, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(decide);
        RevisionDocuments.Checked(document);
        var transaction = await database.Writes.BeginAsync(cancellationToken).ConfigureAwait(false);
        await using (transaction.ConfigureAwait(false))
        {
            // Adding the row waits for whoever is adding it, and changing it for whoever has changed it.
            await transaction.ExecuteAsync(
                Write.Insert(_tables.Document).Set(_tables.DocumentName, document).Set(_tables.ChangedAt, time.GetUtcNow()).OrUpdate(_tables.DocumentName),
                cancellationToken).ConfigureAwait(false);
            var ((newest, id), (inForce, _)) =
                (await ReadAsync(transaction, Newest(document, [_tables.Content]), cancellationToken).ConfigureAwait(false), await ReadAsync(transaction, InForce(document, [_tables.Content]), cancellationToken).ConfigureAwait(false));
            var head = new RevisionHead(inForce, newest);
            if (decide(head) is not { } change)
                return;
            change.CheckAgainst(document, head);
            await transaction.ExecuteAsync(change.Added is { } added ? Insert(added) : Insert(id, change.Approval!), cancellationToken).ConfigureAwait(false);
            await transaction.CommitAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    private Query All(string document, Column[] more) => Query.From(_tables.Revision).LeftJoin(_tables.Approval, _tables.ApprovedRevision, _tables.Id)
        .Select([
            .. more, _tables.Id, _tables.Name, _tables.Sequence, _tables.Hash, _tables.AuthorIssuer, _tables.AuthorId, _tables.At, _tables.Reason, _tables.Gains, _tables.Restores, _tables.NeedsApproval,
            _tables.ApproverIssuer, _tables.ApproverId, _tables.ApprovedAt, _tables.ApprovalReason,
        ])
        .Where(_tables.Name, Op.Eq, RevisionDocuments.Checked(document)).OrderByDesc(_tables.Sequence);

    private Query Newest(string document, Column[] more) => All(document, more).Limit(1);

    private Query InForce(string document, Column[] more) => All(document, more).Where(or => or.Where(_tables.NeedsApproval, Op.Eq, false).OrWhereNotNull(_tables.ApprovedAt)).Limit(1);

    private async Task<(Revision? Revision, Guid Id)> ReadAsync(SqlTransaction transaction, Query query, CancellationToken cancellationToken)
    {
        (Revision?, Guid) found = default;
        await transaction.RowsAsync(query, row => found = (Whole(row), row.Value(_tables.Id)), cancellationToken).ConfigureAwait(false);
        return found;
    }

    private async ValueTask<Revision?> WithContentAsync((Revision Revision, Guid Id, string Hash)? found, CancellationToken cancellationToken)
    {
        if (found is not var (revision, id, hash))
            return null;
        if (_contents.TryGetValue(id, out var known) && known.Hash == hash)
            return revision with { Content = known.Content };
        var content = await database.Reads.FirstAsync(
            Query.From(_tables.Revision).Select(_tables.Content).Where(_tables.Id, Op.Eq, id), row => row.Value(_tables.Content), cancellationToken).ConfigureAwait(false);
        var whole = Checked(revision with { Content = content }, hash);
        if (_contents.Count >= Remembered)
            _contents.Clear();
        _contents[id] = (hash, whole.Content);
        return whole;
    }

    private Revision Whole(StoredRow row) => Checked(Read(row, row.Value(_tables.Content)), row.Value(_tables.Hash));

    private static Revision Checked(Revision revision, string hash) => revision.ContentHash == hash
        ? revision
        : throw new InvalidDataException($"Revision {revision.Sequence} of \"{revision.Document}\" is not what was written: its content has another hash.");

    private Revision Read(StoredRow row, ReadOnlyMemory<byte> content) =>
        new(row.Value(_tables.Name), row.Value(_tables.Sequence), content, new(row.Value(_tables.AuthorIssuer), row.Value(_tables.AuthorId)), row.Value(_tables.At))
        {
            Reason = row.Value(_tables.Reason),
            Gains = row.Value(_tables.Gains),
            Restores = row.Value(_tables.Restores),
            NeedsApproval = row.Value(_tables.NeedsApproval),
            Approval = row.Value(_tables.ApprovedAt) is { } at
                ? new(new(row.Value(_tables.ApproverIssuer), row.Value(_tables.ApproverId)), at) { Reason = row.Value(_tables.ApprovalReason) }
                : null,
        };

    private Write Insert(Revision revision) => Write.Insert(_tables.Revision)
        .Set(_tables.Id, Guid.CreateVersion7(revision.At)).Set(_tables.Name, revision.Document).Set(_tables.Sequence, revision.Sequence)
        .Set(_tables.Content, revision.Content.ToArray()).Set(_tables.Hash, revision.ContentHash)
        .Set(_tables.AuthorIssuer, revision.Author.Issuer).Set(_tables.AuthorId, revision.Author.Id).Set(_tables.At, revision.At)
        .Set(_tables.Reason, revision.Reason).Set(_tables.Gains, revision.Gains)
        .Set(_tables.Restores, revision.Restores).Set(_tables.NeedsApproval, revision.NeedsApproval);

    private Write Insert(Guid revision, RevisionApproval approval) => Write.Insert(_tables.Approval)
        .Set(_tables.ApprovedRevision, revision).Set(_tables.ApproverIssuer, approval.By.Issuer).Set(_tables.ApproverId, approval.By.Id)
        .Set(_tables.ApprovedAt, approval.At).Set(_tables.ApprovalReason, approval.Reason);
}
