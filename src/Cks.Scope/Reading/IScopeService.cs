using Cks.Rbac;

namespace Cks.Scope;

/// <summary>
/// Reads what a subject sees. Each call is one round trip and shows one instant, and one whose own record is missing, archived or of the other test class sees nothing in any of
/// them. A database that is down or refuses is a <see cref="System.Data.Common.DbException"/>, never an empty answer.
/// </summary>
public interface IScopeService
{
    /// <summary>The whole scope of the subject: rows and metrics of one instant.</summary>
    /// <returns>
    /// <see langword="null"/> when there is none: no role of the subject has a strategy, the strategy is one of <c>includeAll</c>, the subject has no tenant or code, or its own
    /// record is missing, archived, or of the other test class.
    /// </returns>
    ValueTask<RoleScope?> GetScopeAsync(Subject me, CancellationToken cancellationToken = default);

    /// <summary>A page of one set.</summary>
    /// <param name="me">The subject.</param>
    /// <param name="set">Name of a relationship or list of the subject's role as the model writes it, or the key under which it stands in the scope answer; for <c>includeAll</c> the name of the entity.</param>
    /// <param name="request">Which page.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    ValueTask<ScopeList> ListAsync(Subject me, string set, ScopeListRequest request, CancellationToken cancellationToken = default);

    /// <summary>One row that the subject sees in whatever way, with the fields that it may read; <see langword="null"/> for every other, whether it exists or not.</summary>
    /// <param name="me">The subject.</param>
    /// <param name="entity">Name of the entity.</param>
    /// <param name="code">The key, as it is; where no row of that key is seen, in any form that the entity's code format reads. Act on the row that is found, not on this text.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    ValueTask<Row?> FindAsync(Subject me, string entity, string code, CancellationToken cancellationToken = default);

    /// <summary>Whether <see cref="FindAsync"/> would find the row.</summary>
    /// <param name="me">The subject.</param>
    /// <param name="entity">Name of the entity.</param>
    /// <param name="code">The key, as it is; where no row of that key is seen, in any form that the entity's code format reads. Act on the row that is found, not on this text.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    ValueTask<bool> CanSeeAsync(Subject me, string entity, string code, CancellationToken cancellationToken = default);
}
