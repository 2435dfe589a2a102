using Cks.QueryBuilder;

namespace Cks.Scope;

/// <summary>A copied key: a column that must hold the code which the chain of parents leads to.</summary>
/// <param name="Entity">Whose rows hold the copy.</param>
/// <param name="Column">Where.</param>
/// <param name="Ancestor">The entity above whose key it is.</param>
public sealed record ScopeKey(ScopeEntity Entity, Column<string> Column, ScopeEntity Ancestor);
