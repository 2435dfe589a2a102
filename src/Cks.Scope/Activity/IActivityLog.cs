using Cks.QueryBuilder;

namespace Cks.Scope;

/// <summary>Writes what happened, together with who hears of it.</summary>
public interface IActivityLog
{
    /// <summary>
    /// Writes the event and its audience in the transaction of the change itself: both are there or neither is (S18). The caller's transaction must keep the tree still
    /// between the change and its commit, for instance by locking the tenant's row.
    /// </summary>
    /// <returns>The id of the event.</returns>
    /// <exception cref="ArgumentException">The model declares no such type, or no such target entity.</exception>
    /// <exception cref="InvalidOperationException">The model names a table of the application as <c>activityTable</c>, which the application writes itself.</exception>
    Task<string> WriteAsync(SqlTransaction transaction, ActivityEvent happened, CancellationToken cancellationToken = default);
}
