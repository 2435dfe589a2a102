using Cks.Rbac;

namespace Cks.Scope;

/// <summary>
/// Decides in memory what <see cref="IScopeService.CanSeeAsync"/> decides in the database, by the same strategies, policy and masks: for rows that are at hand anyway, such as those of a message or a cache,
/// and for an application's own tests. It asks no database, so it is as current as the rows are; what is read from the database is better asked for within a scope there.
/// </summary>
public interface IScopeChecker
{
    /// <summary>Whether a subject sees a row in whatever way.</summary>
    /// <param name="me">The subject.</param>
    /// <param name="entity">Name of the entity.</param>
    /// <param name="key">The key, as it is; where no row of that key is seen, in any form that the entity's code format reads.</param>
    /// <param name="rows">
    /// The row, what lies on the ways to it, and the subject's own record. A row that is missing leads nowhere. That makes the answer <see langword="false"/>, and <see langword="true"/> only where the policy
    /// denies whoever stands in a relation to the row, or permits whoever does not: the rows that such a relation is made of must be there.
    /// </param>
    /// <returns><see langword="false"/> for every row that is not seen, whether it exists or not.</returns>
    /// <exception cref="InvalidOperationException">
    /// A row of a table that is searched lacks a column of the model or has a value of another type there; there are two rows of one key in one tenant; or rows are of a table that the model does not know.
    /// </exception>
    bool CanSee(Subject me, string entity, string key, IScopeRows rows);
}
