namespace Cks.Rbac;

/// <summary>One comparison of a <see cref="PlanClause"/>: the attribute is one of the values, compared ordinally. A missing attribute is neither.</summary>
/// <param name="Attribute">Attribute as the policy declares it.</param>
/// <param name="Values">At least one, never empty; the subject's own values are filled in.</param>
public sealed record PlanTerm(string Attribute, IReadOnlyList<string> Values);
