using Cks.Core;

namespace Cks.Storage;

/// <summary>
/// The stored revisions, also for whoever reads them before the host has looked at the tables. Where they are of another version that is said (CKS120), and not that a table is missing; in Development, where the host makes them a moment later, a document
/// without its table has no revision yet.
/// </summary>
internal sealed class EarlyRevisions(StorageDatabase database, TimeProvider time, bool isDevelopment) : IRevisionStore
{
    private readonly StoredRevisions _revisions = new(database, time);
    private volatile bool _isCurrent;

    public async ValueTask<RevisionHead> HeadAsync(string document, CancellationToken cancellationToken = default)
    {
        if (!_isCurrent)
        {
            var report = await StorageSchema.CheckAsync(database, cancellationToken).ConfigureAwait(false);
            if (isDevelopment && report.Missing.Contains(StorageSchema.Revisions))
                return RevisionHead.Empty;
            if (!report.IsCurrent)
                throw new CksConfigurationException(report.Findings(database.Dialect));
            _isCurrent = true;
        }

        return await _revisions.HeadAsync(document, cancellationToken).ConfigureAwait(false);
    }

    public IAsyncEnumerable<Revision> HistoryAsync(string document, CancellationToken cancellationToken = default) => _revisions.HistoryAsync(document, cancellationToken);

    public ValueTask ChangeAsync(string document, Func<RevisionHead, RevisionChange?> decide, CancellationToken cancellationToken = default) => _revisions.ChangeAsync(document, decide, cancellationToken);
}
