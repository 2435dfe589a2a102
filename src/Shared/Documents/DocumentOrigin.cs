namespace Cks.Core;

/// <summary>Where the documents of one kind come from, and whether they are watched there.</summary>
/// <param name="Source">Reads them.</param>
/// <param name="Fetch">Their bytes, as <see cref="Snapshot{T}.Content"/> has them.</param>
/// <param name="Folders">The folders that they stand in, none where nothing tells of their changes; <see langword="null"/>: they are not watched.</param>
/// <param name="Revisions">Their name in the store of revisions that they come from; <see langword="null"/>: they come from elsewhere.</param>
/// <param name="FirstFile">The file that counts until the store has a revision of them.</param>
internal sealed record DocumentOrigin<T>(SnapshotSource<T> Source, Func<ReadOnlyMemory<byte>> Fetch, IReadOnlyList<string>? Folders, string? Revisions = null, string? FirstFile = null)
    where T : class;
