using Cks.Rbac;

namespace Cks.Scope;

/// <summary>Reads what a subject sees.</summary>
public interface IScopeService
{
    /// <summary>The whole scope of the subject: rows and metrics of one instant, in exactly one round trip.</summary>
    /// <returns>
    /// <see langword="null"/> when there is none: no role of the subject has a strategy, it has no tenant or code, or its own record is missing, archived, or of the other test class.
    /// </returns>
    /// <exception cref="System.Data.Common.DbException">The database is down or refuses; never turned into an empty scope.</exception>
    ValueTask<RoleScope?> GetScopeAsync(Subject me, CancellationToken cancellationToken = default);
}
