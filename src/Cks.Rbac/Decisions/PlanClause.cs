namespace Cks.Rbac;

/// <summary>What one rule of the policy asks of a row.</summary>
/// <param name="Rule">Id of the rule.</param>
/// <param name="Terms">All must hold; a clause without terms is true of every row.</param>
public sealed record PlanClause(string Rule, IReadOnlyList<PlanTerm> Terms);
