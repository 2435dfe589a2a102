namespace Cks.Core;

/// <summary>A change that an analyzer judges before it happens.</summary>
/// <typeparam name="T">The validated form of the document.</typeparam>
/// <param name="Current">The revision in use; <see langword="null"/> at the first load.</param>
/// <param name="Candidate">What would take its place.</param>
/// <param name="Provenance">Where that comes from. A rollback names its author and reason here.</param>
public sealed record SnapshotProposal<T>(Snapshot<T>? Current, T Candidate, SnapshotProvenance Provenance)
    where T : class;
