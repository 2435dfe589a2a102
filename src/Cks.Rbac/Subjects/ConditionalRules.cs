namespace Cks.Rbac;

/// <summary>The rules for one capability where the resource decides.</summary>
/// <param name="Denies">Denies with a condition.</param>
/// <param name="Permits">All permits: those whose obligations are met first, and of these those without a condition.</param>
/// <param name="Met">How many of <paramref name="Permits"/> have no unmet obligation.</param>
/// <param name="Relations">The relations that some of them ask for.</param>
internal sealed record ConditionalRules(PolicyRule[] Denies, PolicyRule[] Permits, int Met, string[] Relations);
