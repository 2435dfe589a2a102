using Cks.Rbac;

namespace Cks.Scope;

/// <summary>Shows one subject what another sees (S07). Needs the capability <c>scope:inspect</c>, without a condition, and an <see cref="IScopeAudit"/> of the application.</summary>
public interface IScopeInspector
{
    /// <summary>
    /// The scope of another: its sets and metrics cut to the rows that the inspector sees itself, with the fields that both may read. Written down before it is returned.
    /// Its sets have no cursor.
    /// </summary>
    /// <param name="inspector">Who looks.</param>
    /// <param name="code">Code of the other, in any form.</param>
    /// <param name="cancellationToken">Ends the inspection.</param>
    /// <returns>
    /// <see langword="null"/> when the inspector lacks the capability or its own record is not live, and for every code that is not of a live record which the inspector sees and
    /// whose entity belongs to exactly one role with a scope.
    /// </returns>
    /// <exception cref="System.Data.Common.DbException">The database is down or refuses.</exception>
    ValueTask<RoleScope?> GetRoleScopeAsync(Subject inspector, string code, CancellationToken cancellationToken = default);
}
