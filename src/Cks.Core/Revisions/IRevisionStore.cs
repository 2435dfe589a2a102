namespace Cks.Core;

/// <summary>
/// Keeps the revisions of documents: only ever adds, and forgets none. Safe to use from several threads and hosts. It holds no rule about what a document may say; <see cref="RevisionPublisher"/> does.
/// Cks.Testing has the contract that every implementation is held to.
/// </summary>
public interface IRevisionStore
{
    /// <summary>Where a document stands, both revisions as of one instant.</summary>
    /// <param name="document">Which document.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="InvalidDataException">What is kept is not what was written.</exception>
    ValueTask<RevisionHead> HeadAsync(string document, CancellationToken cancellationToken = default);

    /// <summary>All revisions of a document, the newest first.</summary>
    /// <inheritdoc cref="HeadAsync" path="/param"/>
    /// <inheritdoc cref="HeadAsync" path="/exception"/>
    IAsyncEnumerable<Revision> HistoryAsync(string document, CancellationToken cancellationToken = default);

    /// <summary>Shows a decision where the document stands, and writes what it says. Nobody else writes to the document between the two; once it returns the change is durable.</summary>
    /// <param name="document">Which document.</param>
    /// <param name="decide">Gives what is written; <see langword="null"/> for nothing. What it throws comes through, and nothing is written. May be called once only.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="InvalidOperationException">The change does not follow: another sequence than the next, an approval where nothing waits, or by the author.</exception>
    ValueTask ChangeAsync(string document, Func<RevisionHead, RevisionChange?> decide, CancellationToken cancellationToken = default);
}
