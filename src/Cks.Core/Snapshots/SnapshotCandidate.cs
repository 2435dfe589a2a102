namespace Cks.Core;

/// <summary>A document set that was read and is not in use yet.</summary>
/// <typeparam name="T">The validated form of the document.</typeparam>
/// <param name="Result">What reading gave.</param>
/// <param name="Content">The bytes that the version is made of, and that a copy on disk would hold.</param>
public sealed record SnapshotCandidate<T>(LoadResult<T> Result, ReadOnlyMemory<byte> Content)
    where T : class
{
    /// <summary>Where it comes from, when the source knows more than whoever loads; <see langword="null"/> for what they say.</summary>
    /// <value>Default: <see langword="null"/>.</value>
    public SnapshotProvenance? Provenance { get; init; }

    /// <summary>Whether the source itself said this just now. What it said last, given again because it does not answer, confirms nothing: the copy on disk ends with its age.</summary>
    /// <value>Default: <see langword="true"/>.</value>
    public bool IsConfirmed { get; init; } = true;
}
