using Cks.Core;

namespace Cks.Rbac;

/// <summary>The audit row of a change: who did what for whom, and why. Written with the change or not at all (S29).</summary>
/// <param name="At">When (UTC).</param>
/// <param name="Action">What was done.</param>
/// <param name="By">Who did it.</param>
/// <param name="Person">Whose grants they are; empty where a whole tenant was read.</param>
/// <param name="Tenant">Where they count.</param>
/// <param name="Grants">The grants that it was done with: as they are afterwards, those that were taken back as they were.</param>
/// <param name="Reason">Why, in words.</param>
/// <param name="PolicyVersion">The policy under which it was judged; empty where none was asked.</param>
public sealed record GrantRecord(
    DateTimeOffset At, GrantAction Action, PersonId By, PersonId Person, TenantId Tenant, IReadOnlyList<Grant> Grants, string Reason, string PolicyVersion);
