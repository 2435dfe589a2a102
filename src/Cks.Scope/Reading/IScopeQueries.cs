using Cks.QueryBuilder;
using Cks.Rbac;

namespace Cks.Scope;

/// <summary>What a subject sees, as queries of the application's own.</summary>
public interface IScopeQueries
{
    /// <summary>
    /// Every live row of an entity that the subject sees: its own record, records above it, its sets and lists, everything where its role includes all, as far as the policy permits.
    /// No row when it sees none, and while its own record is not live. Narrow it, choose columns, or use it as a sub-query; masks are for the caller to apply.
    /// </summary>
    /// <exception cref="ArgumentException">The model has no such entity.</exception>
    Query Rows(Subject me, string entity);
}
