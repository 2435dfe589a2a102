namespace Cks.Core;

/// <summary>Where a revision comes from. Text is made harmless for logs when it is set.</summary>
/// <param name="Origin">How it came about.</param>
public sealed record SnapshotProvenance(SnapshotOrigin Origin)
{
    /// <summary>Length at which <see cref="Author"/> is cut, in characters before escaping.</summary>
    public const int LongestAuthor = 128;

    /// <summary>Length at which <see cref="Reason"/> is cut, in characters before escaping.</summary>
    public const int LongestReason = 512;

    /// <summary>Read from the documents, by nobody in particular.</summary>
    public static SnapshotProvenance Documents { get; } = new(SnapshotOrigin.Documents);

    /// <summary>Who brought it into use.</summary>
    /// <value>Default: empty, the application itself.</value>
    public string Author { get; init => field = HarmlessText.Of(value, LongestAuthor); } = "";

    /// <summary>Why.</summary>
    /// <value>Default: empty.</value>
    public string Reason { get; init => field = HarmlessText.Of(value, LongestReason); } = "";

    /// <summary>Sequence of the revision whose content this is again: that of a rollback, or of the copy on disk.</summary>
    /// <value>Default: none.</value>
    public long? Restores { get; init; }

    /// <summary>Sequence of the revision in the store that it was read from (<see cref="IRevisionStore"/>), by which several hosts can be compared.</summary>
    /// <value>Default: none, it comes from elsewhere.</value>
    public long? Revision { get; init; }

    /// <summary>What anybody gained by this revision over the one before, as the analyzers say it.</summary>
    /// <value>Default: empty, nothing or not known.</value>
    public string Gains { get; init; } = "";
}
