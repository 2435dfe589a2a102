using System.Runtime.CompilerServices;

namespace Cks.Core;

/// <summary>Revisions in the memory of one process, for tests and for applications that need none after a restart. Thread-safe.</summary>
public sealed class InMemoryRevisionStore : IRevisionStore
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, List<Revision>> _documents = new(StringComparer.Ordinal);

    /// <inheritdoc/>
    public ValueTask<RevisionHead> HeadAsync(string document, CancellationToken cancellationToken = default)
    {
        RevisionDocuments.Checked(document);
        cancellationToken.ThrowIfCancellationRequested();
        lock (_gate)
            return ValueTask.FromResult(Head(document));
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<Revision> HistoryAsync(string document, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        RevisionDocuments.Checked(document);
        await Task.CompletedTask.ConfigureAwait(false);
        Revision[] all;
        lock (_gate)
            all = [.. _documents.GetValueOrDefault(document, [])];
        foreach (var revision in all.Reverse())
        {
            cancellationToken.ThrowIfCancellationRequested();
            yield return revision;
        }
    }

    /// <inheritdoc/>
    public ValueTask ChangeAsync(string document, Func<RevisionHead, RevisionChange?> decide, CancellationToken cancellationToken = default)
    {
        RevisionDocuments.Checked(document);
        ArgumentNullException.ThrowIfNull(decide);
        cancellationToken.ThrowIfCancellationRequested();
        lock (_gate)
        {
            var head = Head(document);
            if (decide(head) is not { } change)
                return ValueTask.CompletedTask;
            change.CheckAgainst(document, head);
            if (!_documents.TryGetValue(document, out var revisions))
                _documents[document] = revisions = [];
            if (change.Added is { } added)
                revisions.Add(added with { Content = added.Content.ToArray() });
            else
                revisions[^1] = revisions[^1] with { Approval = change.Approval };
        }

        return ValueTask.CompletedTask;
    }

    private RevisionHead Head(string document) =>
        _documents.TryGetValue(document, out var revisions) ? new(revisions.FindLast(r => r.IsEffective), revisions[^1]) : RevisionHead.Empty;
}
