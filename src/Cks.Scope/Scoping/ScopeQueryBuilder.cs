using Cks.QueryBuilder;
using Cks.Rbac;

namespace Cks.Scope;

/// <summary>
/// Puts relationships of a role together into one query: <c>ScopeQueryBuilder.For(queries, me).ForRole("contractor").IncludeRelationship("customers").IncludeRelationship("centers").Build()</c> (seed, section 18, phase 4).
/// Immutable: every method returns another one.
/// </summary>
public sealed class ScopeQueryBuilder
{
    private readonly IScopeQueries _queries;
    private readonly Subject _me;
    private readonly string? _role;
    private readonly string[] _relationships;
    private readonly int? _limit;

    private ScopeQueryBuilder(IScopeQueries queries, Subject me, string? role, string[] relationships, int? limit) =>
        (_queries, _me, _role, _relationships, _limit) = (queries, me, role, relationships, limit);

    /// <summary>Begins a query of what a subject sees.</summary>
    public static ScopeQueryBuilder For(IScopeQueries queries, Subject me)
    {
        ArgumentNullException.ThrowIfNull(queries);
        ArgumentNullException.ThrowIfNull(me);
        return new(queries, me, null, [], null);
    }

    /// <summary>Takes the strategy of one of the subject's roles.</summary>
    /// <param name="role">The role; without one, the first that has a strategy.</param>
    public ScopeQueryBuilder ForRole(string role)
    {
        ArgumentNullException.ThrowIfNull(role);
        return new(_queries, _me, role, _relationships, _limit);
    }

    /// <summary>Adds the rows of a relationship or list: of the first that is included all, of others those directly below; rows that have none below stay.</summary>
    /// <param name="name">Its name in the strategy; for <c>includeAll</c> the name of the entity.</param>
    public ScopeQueryBuilder IncludeRelationship(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return new(_queries, _me, _role, [.. _relationships, name], _limit);
    }

    /// <summary>Keeps so many rows at most.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The number is negative.</exception>
    public ScopeQueryBuilder Limit(int rows)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(rows);
        return new(_queries, _me, _role, _relationships, rows);
    }

    /// <inheritdoc cref="IScopeQueries.Relationships"/>
    public Scoped<Query> Build() => _queries.Relationships(_me, _role, _relationships, _limit);
}
