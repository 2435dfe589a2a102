namespace Cks.Rbac;

/// <summary>What is written and answered.</summary>
internal sealed record GrantVerdict(GrantChange? Change, GrantOutcome Outcome)
{
    public static implicit operator GrantVerdict(GrantRefusalReason reason) => new(null, GrantOutcome.Refused(reason));

    public static implicit operator GrantVerdict((GrantRefusalReason Reason, string Detail) refusal) => new(null, GrantOutcome.Refused(refusal.Reason, refusal.Detail));
}
