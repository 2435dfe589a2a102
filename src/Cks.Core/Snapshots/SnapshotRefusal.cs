namespace Cks.Core;

/// <summary>A candidate that did not come into use, for health pages and logs.</summary>
/// <param name="Reason">Why.</param>
/// <param name="Diagnostics">All findings.</param>
/// <param name="At">When (UTC).</param>
/// <param name="Provenance">Where the candidate came from.</param>
public sealed record SnapshotRefusal(SnapshotRefusalReason Reason, IReadOnlyList<Diagnostic> Diagnostics, DateTimeOffset At, SnapshotProvenance Provenance);
