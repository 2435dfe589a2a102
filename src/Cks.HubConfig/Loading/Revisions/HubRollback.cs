using Cks.Core;

namespace Cks.HubConfig;

/// <summary>What bringing an earlier revision of hub documents back came to.</summary>
public sealed class HubRollback
{
    private HubRollback(HubRollbackState state, long? revision, IReadOnlyList<Diagnostic> diagnostics) => (State, Revision, Diagnostics) = (state, revision, diagnostics);

    /// <summary>Whether its documents are in force again: here, and for a store on each host as soon as it looks.</summary>
    public bool IsDone => State == HubRollbackState.Done;

    /// <summary>What became of it.</summary>
    public HubRollbackState State { get; }

    /// <summary>The new revision; <see langword="null"/> when there is none.</summary>
    public long? Revision { get; }

    /// <summary>Why the documents are refused; warnings may stand beside those that are not.</summary>
    public IReadOnlyList<Diagnostic> Diagnostics { get; }

    internal static HubRollback Refused(HubRollbackState state, IReadOnlyList<Diagnostic>? findings = null) => new(state, null, findings ?? []);

    internal static HubRollback Of(SnapshotActivation<HubDocuments> step) => step.IsActivated
        ? new(HubRollbackState.Done, step.Active.Version.Sequence, step.Diagnostics)
        : new(step.Reason switch { SnapshotRefusalReason.NotKept => HubRollbackState.NotKept, SnapshotRefusalReason.InUse => HubRollbackState.InUse, SnapshotRefusalReason.Overtaken => HubRollbackState.Overtaken, _ => HubRollbackState.Refused }, null, step.Diagnostics);

    internal static HubRollback Of(RevisionOutcome outcome) => outcome.IsAccepted
        ? new(outcome.Revision.IsEffective ? HubRollbackState.Done : HubRollbackState.Waiting, outcome.Revision.Sequence, outcome.Diagnostics)
        : new(
            outcome.Refusal switch
            {
                RevisionRefusal.NotFound or RevisionRefusal.NeverInForce => HubRollbackState.NotKept,
                RevisionRefusal.Unchanged => HubRollbackState.InUse,
                RevisionRefusal.NotSeen => HubRollbackState.Overtaken,
                _ => HubRollbackState.Refused,
            },
            null, outcome.Diagnostics);
}
