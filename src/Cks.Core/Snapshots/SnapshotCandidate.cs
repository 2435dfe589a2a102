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

    /// <summary>The documents one by one, each with its name, without those that could not be read: what somebody went back from comes into use again only when one of them is another one. None: the content is one document.</summary>
    /// <value>Default: none.</value>
    public IReadOnlyList<KeyValuePair<string, ReadOnlyMemory<byte>>> Documents { get; init; } = [];

    /// <summary>Whether the source says nothing that it had not said then.</summary>
    internal bool Repeats(SnapshotCandidate<T> earlier)
    {
        if (Provenance?.Revision != earlier.Provenance?.Revision)
            return false;
        if (Documents.Count == 0)
            return Content.Span.SequenceEqual(earlier.Content.Span);
        var said = earlier.Documents.ToLookup(d => d.Key, d => d.Value, StringComparer.Ordinal);
        return Documents.All(d => said[d.Key].Any(s => s.Span.SequenceEqual(d.Value.Span)));
    }
}
