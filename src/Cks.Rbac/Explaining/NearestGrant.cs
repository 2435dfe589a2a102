namespace Cks.Rbac;

/// <summary>The smallest change of grants that would make a refusal a permit.</summary>
/// <param name="Kind">What to grant.</param>
/// <param name="Name">The role or the capability; empty for the other kinds.</param>
/// <param name="Rule">The rule that would permit, or, with <see cref="NearestGrantKind.None"/>, that denies; <see langword="null"/> where no rule does.</param>
/// <param name="Adds">How many other capabilities a role permits, on all or some resources, that the subject has by no rule: of several roles the one with the fewest is named.</param>
/// <param name="OnSomeResources">Whether it would permit on some resources only.</param>
public sealed record NearestGrant(NearestGrantKind Kind, string Name = "", string? Rule = null, int Adds = 0, bool OnSomeResources = false);
