using Cks.Rbac;

namespace Cks.Scope;

/// <summary>What a subject hears of.</summary>
public interface IActivityFeed
{
    /// <summary>A page of the feed, the newest first.</summary>
    /// <param name="me">Who reads.</param>
    /// <param name="after">The <see cref="ActivityPage.Next"/> of the page before; <see langword="null"/> for the first.</param>
    /// <param name="limit">Most items on the page, 1 to <see cref="ActivityPage.Size"/>; anything else is taken as the nearest of these. A page may hold fewer: only <see cref="ActivityPage.Next"/> tells whether there is more.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    /// <returns>The page; <see langword="null"/> when <paramref name="after"/> is not a cursor of this subject's feed, or is too old.</returns>
    /// <exception cref="System.Data.Common.DbException">The database is down or refuses; never turned into an empty feed.</exception>
    ValueTask<ActivityPage?> ReadAsync(Subject me, string? after = null, int limit = ActivityPage.Size, CancellationToken cancellationToken = default);

    /// <summary>Takes one item out of the subject's own feed; again changes nothing.</summary>
    /// <returns>Whether the subject has heard of it; otherwise nothing is written.</returns>
    ValueTask<bool> DismissAsync(Subject me, string activityId, CancellationToken cancellationToken = default);

    /// <summary>Takes everything that is in the subject's feed now out of it, some hundreds at a time: what fails in the middle leaves the rest in the feed.</summary>
    /// <returns>How many items that were.</returns>
    ValueTask<int> DismissAllAsync(Subject me, CancellationToken cancellationToken = default);
}
