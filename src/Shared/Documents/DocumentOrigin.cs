namespace Cks.Core;

/// <summary>Where the documents of one kind come from, and whether they are watched there.</summary>
/// <param name="Source">Reads them.</param>
/// <param name="Fetch">Their bytes, as <see cref="Snapshot{T}.Content"/> has them.</param>
/// <param name="Folder">The folder that they stand in; <see langword="null"/>: they are not watched.</param>
internal sealed record DocumentOrigin<T>(SnapshotSource<T> Source, Func<ReadOnlyMemory<byte>> Fetch, string? Folder)
    where T : class;
