namespace Cks.Core;

/// <summary>Where a document set comes from, and how its bytes are read.</summary>
/// <typeparam name="T">The validated form of the document.</typeparam>
public sealed class SnapshotSource<T>
    where T : class
{
    private readonly Func<Func<SnapshotCandidate<T>>> _reach;
    private readonly Func<ReadOnlyMemory<byte>, LoadResult<T>> _restore;
    private readonly Action<long>? _remember;

    /// <summary>A source of any shape: several files, a store.</summary>
    /// <param name="read">Reads the present documents. Throws when they cannot be reached; a broken document is a <see cref="LoadResult{T}"/>.</param>
    /// <param name="restore">Reads <see cref="SnapshotCandidate{T}.Content"/> of an earlier candidate again.</param>
    public SnapshotSource(Func<SnapshotCandidate<T>> read, Func<ReadOnlyMemory<byte>, LoadResult<T>> restore)
    {
        ArgumentNullException.ThrowIfNull(read);
        ArgumentNullException.ThrowIfNull(restore);
        _restore = restore;
        _reach = () =>
        {
            var candidate = read();
            return () => candidate;
        };
    }

    private SnapshotSource(Func<Func<SnapshotCandidate<T>>> reach, Func<ReadOnlyMemory<byte>, LoadResult<T>> restore, Action<long>? remember = null) => (_reach, _restore, _remember) = (reach, restore, remember);

    /// <summary>One file.</summary>
    /// <param name="path">Absolute, or relative to <paramref name="root"/>; the name in diagnostics.</param>
    /// <param name="root">Folder that relative paths start from.</param>
    /// <param name="reader">Reads a document with its name and bytes.</param>
    public static SnapshotSource<T> File(string path, string? root, Func<string, ReadOnlyMemory<byte>, LoadResult<T>> reader) => Of(path, () => DocumentFile.Read(path, root), reader);

    /// <summary>A document from memory.</summary>
    /// <param name="name">Name in diagnostics.</param>
    /// <param name="utf8">The document.</param>
    /// <param name="reader">Reads a document with its name and bytes.</param>
    public static SnapshotSource<T> Memory(string name, ReadOnlyMemory<byte> utf8, Func<string, ReadOnlyMemory<byte>, LoadResult<T>> reader) => Of(name, () => utf8, reader);

    /// <summary>Documents that are fetched as one run of bytes: several files in a bundle, a row of a database.</summary>
    /// <param name="fetch">Gives the present bytes. Throws when they cannot be reached.</param>
    /// <param name="read">Reads such bytes, now or from a copy of them.</param>
    public static SnapshotSource<T> Of(Func<ReadOnlyMemory<byte>> fetch, Func<ReadOnlyMemory<byte>, LoadResult<T>> read)
    {
        ArgumentNullException.ThrowIfNull(fetch);
        ArgumentNullException.ThrowIfNull(read);
        return new(
            () =>
            {
                var content = fetch();
                return () => new(read(content), content);
            },
            read);
    }

    /// <summary>The revision in force of a document in a store. A store that is behind what was read from it before, as after a restore from a backup, is not believed: reading throws, and what is in use stays; after a restart by what the copy on disk remembers, where there is one.</summary>
    /// <param name="store">The store. It is waited for, on another thread.</param>
    /// <param name="document">The document; the name in diagnostics.</param>
    /// <param name="reader">Reads a document with its name and bytes.</param>
    /// <param name="whenNone">What counts as the document while it has no revision in force; <see langword="null"/>: it is missing (CKS107).</param>
    /// <param name="secondPerson">Whether a revision that nobody approved is refused (CKS107), whatever its writer asked for: that may have been an older version, or another application (S16).</param>
    public static SnapshotSource<T> Revisions(
        IRevisionStore store, string document, Func<string, ReadOnlyMemory<byte>, LoadResult<T>> reader, ReadOnlyMemory<byte>? whenNone = null, bool secondPerson = false)
    {
        ArgumentNullException.ThrowIfNull(store);
        ArgumentNullException.ThrowIfNull(reader);
        RevisionDocuments.Checked(document);
        var highest = 0L;
        return new(
            () =>
            {
                // Without the context of whoever asks, which might wait for this very thread.
                var revision = Task.Run(() => store.HeadAsync(document).AsTask()).GetAwaiter().GetResult().InForce;
                if ((revision?.Sequence ?? 0) < Volatile.Read(ref highest))
                    throw new InvalidOperationException($"The store has \"{document}\" at revision {revision?.Sequence ?? 0}, and {highest} was read from it before.");
                Volatile.Write(ref highest, revision?.Sequence ?? 0);
                return () => secondPerson && revision is { Approval: null } ? new(Unapproved(revision), revision.Content) { Provenance = RevisionPublisher.ProvenanceOf(revision) }
                    : revision is not null ? new(reader(document, revision.Content), revision.Content) { Provenance = RevisionPublisher.ProvenanceOf(revision) }
                    : whenNone is { } none ? new(reader(document, none), none)
                    : throw new CksConfigurationException(CksCodes.DocumentMissing, document, "The store has no revision of it in force.", "Publish one, and let a second person approve it where that is needed.");
            },
            content => reader(document, content),
            revision => Volatile.Write(ref highest, Math.Max(highest, revision)));
    }

    /// <summary>The same source, and what comes into use at a start at which neither the documents nor a copy of them can be used: without it such a start fails. It is never saved as the copy, and nobody can roll back to it.</summary>
    /// <param name="builtIn">Gives what the application carries.</param>
    public SnapshotSource<T> WithBuiltIn(Func<LoadResult<T>> builtIn)
    {
        ArgumentNullException.ThrowIfNull(builtIn);
        return new(_reach, _restore, _remember) { BuiltIn = builtIn };
    }

    internal Func<LoadResult<T>>? BuiltIn { get; private init; }

    /// <summary>The host has had this revision in use before it began.</summary>
    internal void Remember(long revision) => _remember?.Invoke(revision);

    /// <summary>Fetches the documents; reading them is a second step, because what fails there has been reached.</summary>
    internal Func<SnapshotCandidate<T>> Reach() => _reach();

    internal LoadResult<T> Restore(ReadOnlyMemory<byte> content) => _restore(content);

    private static LoadResult<T> Unapproved(Revision revision)
    {
        var findings = new DiagnosticBag();
        findings.Add(
            CksCodes.DocumentMissing, SourceLocation.Whole(revision.Document), $"Revision {revision.Sequence} is in force in the store, and nobody approved it.",
            "Publish it again by an application that asks for a second person, and have it approved.");
        return LoadResult<T>.From(null, findings);
    }

    private static SnapshotSource<T> Of(string name, Func<ReadOnlyMemory<byte>> bytes, Func<string, ReadOnlyMemory<byte>, LoadResult<T>> reader)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(reader);
        return Of(bytes, content => reader(name, content));
    }
}
