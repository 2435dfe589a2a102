using Cks.QueryBuilder;
using Cks.Rbac;

namespace Cks.Scope;

/// <summary>Cuts queries of the application's own to what a subject sees, for <see cref="ScopedReader"/> and <see cref="ScopedTransactionExtensions"/>, which take no other.</summary>
public interface IScopeQueries
{
    /// <summary>
    /// The query over the rows that the subject sees, outside of everything that it asks for (S05): each table that it reads (in FROM, joins, sub-queries, unions, common tables, as an alias) holds the live rows of its
    /// entity that are seen in whatever way, as far as the policy permits, and none while the subject's own record is not live. Columns that the subject may not read are refused wherever they stand (S04);
    /// where none are chosen, those that it may read are.
    /// </summary>
    /// <param name="me">The subject.</param>
    /// <param name="query">The query, whole: nothing can be added to it afterwards. Tables are known by their names in the database.</param>
    /// <exception cref="ArgumentException">It reads a table that is no entity of the model or lacks its key, tenant or test column, or has a right or full join.</exception>
    /// <exception cref="QueryRefusedException">It names a column that the subject may not use so (<see cref="QueryRefusal.HiddenColumn"/>; a host answers 400), or becomes larger than a query may be.</exception>
    Scoped<Query> Scope(Subject me, Query query);

    /// <summary>
    /// The query over the rows that the subject sees, as <see cref="Scope"/>, with all their columns: for a decision that looks at the whole row and shows nothing of it. Logged with the reason.
    /// </summary>
    /// <param name="me">The subject.</param>
    /// <param name="query">The query, whole.</param>
    /// <param name="reason">Why hidden columns may be read here; a constant.</param>
    /// <exception cref="ArgumentException">As of <see cref="Scope"/>, or there is no reason.</exception>
    Scoped<Query> Unmasked(Subject me, Query query, string reason);

    /// <summary>The query as it is, for tables that are nobody's. Logged with the reason. Whose rows it reads is for the caller to say in it: tenant and test class too.</summary>
    /// <param name="me">Whoever reads it; <see cref="Subject.Nobody"/> before there is a subject.</param>
    /// <param name="query">The query, whole.</param>
    /// <param name="reason">Why it needs no scope; a constant.</param>
    /// <exception cref="ArgumentException">There is no reason.</exception>
    Scoped<Query> Unscoped(Subject me, Query query, string reason);

    /// <summary>
    /// Relationships of a role as one query, with the columns that the subject may read: the rows of the first, and beside each the rows of the others that stand directly below; what has none below stays, with NULL.
    /// See <see cref="ScopeQueryBuilder"/>.
    /// </summary>
    /// <param name="me">The subject.</param>
    /// <param name="role">Which of its roles; <see langword="null"/> for the first that has a strategy.</param>
    /// <param name="relationships">Names of sets or lists of the strategy; for <c>includeAll</c> of the entities.</param>
    /// <param name="limit">Most rows.</param>
    /// <exception cref="ArgumentException">The strategy has no such relationship, or one is of an entity that is there already or stands directly below none of them.</exception>
    /// <exception cref="QueryRefusedException">The subject has not the role, or may not see one of the relationships or the column that puts it below the other.</exception>
    Scoped<Query> Relationships(Subject me, string? role, IReadOnlyList<string> relationships, int? limit = null);

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
