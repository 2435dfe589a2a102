namespace Cks.Core;

/// <summary>Where the documents of one kind come from, and whether they are watched there.</summary>
/// <param name="Source">Reads them.</param>
/// <param name="Fetch">Their bytes, as <see cref="Snapshot{T}.Content"/> has them.</param>
/// <param name="Folder">The folder that they stand in; <see langword="null"/>: they are not watched.</param>
/// <param name="Revisions">Their name in the store of revisions that they come from; <see langword="null"/>: they come from elsewhere.</param>
internal sealed record DocumentOrigin<T>(SnapshotSource<T> Source, Func<ReadOnlyMemory<byte>> Fetch, string? Folder, string? Revisions = null)
    where T : class;
