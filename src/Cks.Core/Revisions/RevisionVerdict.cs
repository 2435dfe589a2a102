namespace Cks.Core;

/// <summary>What a rule says of a revision that it does not refuse.</summary>
/// <param name="NeedsApproval">Whether a second person has to approve it.</param>
/// <param name="Gains">What anybody gains by it, for people; empty for nothing.</param>
public readonly record struct RevisionVerdict(bool NeedsApproval, string Gains);
