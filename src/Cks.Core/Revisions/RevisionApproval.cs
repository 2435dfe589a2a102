namespace Cks.Core;

/// <summary>A second person's word for a revision.</summary>
/// <param name="By">Who; never the author.</param>
/// <param name="At">When (UTC).</param>
public sealed record RevisionApproval(RevisionAuthor By, DateTimeOffset At)
{
    /// <summary>Why; made harmless for logs and cut at <see cref="SnapshotProvenance.LongestReason"/> characters when it is set.</summary>
    /// <value>Default: empty.</value>
    public string Reason { get; init => field = HarmlessText.Of(value, SnapshotProvenance.LongestReason); } = "";
}
