using Cks.QueryBuilder;

namespace Cks.Scope;

/// <summary>A statement that is sent.</summary>
/// <param name="Name">What it asks for, in words.</param>
/// <param name="Query">The query.</param>
internal sealed record ScopeStatement(string Name, Query Query);
