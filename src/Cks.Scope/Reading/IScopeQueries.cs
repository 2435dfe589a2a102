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

    /// <summary>
    /// The keys of all rows, live or not, to which the subject stands in a relation: <c>own</c>, <c>assigned</c> or <c>subordinate</c>. For plans on a table of the application's own:
    /// <c>rows.Where(planner.Plan(me, accept), columnOf, id, relation => queries.Related(me, "orders", relation))</c>.
    /// </summary>
    /// <param name="me">The subject.</param>
    /// <param name="resource">Resource of the policy.</param>
    /// <param name="relation">Relation of it.</param>
    /// <returns>A query of one column; <see langword="null"/> when the model does not answer that, for any role.</returns>
    Query? Related(Subject me, string resource, string relation);
}
