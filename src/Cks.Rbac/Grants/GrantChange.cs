namespace Cks.Rbac;

/// <summary>A change of the grants of one person in one tenant, and its audit row: written together or not at all.</summary>
/// <param name="Written">Grants that are new, or stand in place of those with their ids.</param>
/// <param name="Removed">Ids of grants that are no more. One that is not there any more is no fault.</param>
/// <param name="Record">The audit row.</param>
public sealed record GrantChange(IReadOnlyList<Grant> Written, IReadOnlyList<string> Removed, GrantRecord Record);
