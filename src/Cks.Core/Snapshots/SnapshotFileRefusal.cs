namespace Cks.Core;

/// <summary>Why a copy on disk is not used.</summary>
public enum SnapshotFileRefusal
{
    /// <summary>It may be used.</summary>
    None,

    /// <summary>There is none.</summary>
    Missing,

    /// <summary>Something else than a plain file stands there: a symbolic link, a folder, a pipe.</summary>
    NotAFile,

    /// <summary>Somebody else than its owner may write to it.</summary>
    Permissions,

    /// <summary>It belongs to another account than the one of this process.</summary>
    Owner,

    /// <summary>It is larger than <see cref="SnapshotFileOptions.MaxBytes"/>.</summary>
    TooLarge,

    /// <summary>It is not a copy in this format, or not all of one.</summary>
    Malformed,

    /// <summary>No live key has written it for this purpose: it was changed, moved here from another purpose, or its key has ended.</summary>
    NotAuthentic,

    /// <summary>The high-water mark beside it is missing or not to be trusted, so that nobody can say whether it is the newest copy.</summary>
    NoHighWaterMark,

    /// <summary>A newer copy was written before: this one was put back.</summary>
    Replayed,

    /// <summary>It is older than <see cref="SnapshotFileOptions.MaxAge"/>.</summary>
    Stale,

    /// <summary>It is from the future: the clock went back, and its age cannot be told.</summary>
    FromTheFuture,
}
