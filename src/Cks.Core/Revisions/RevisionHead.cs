namespace Cks.Core;

/// <summary>Where a document stands.</summary>
/// <param name="InForce">The revision in force: the newest that is effective; <see langword="null"/> where there is none.</param>
/// <param name="Newest">The newest; another one than <paramref name="InForce"/> while it waits for a second person. <see langword="null"/> where there is none.</param>
public sealed record RevisionHead(Revision? InForce, Revision? Newest)
{
    /// <summary>A document of which nobody has written anything.</summary>
    public static RevisionHead Empty { get; } = new(null, null);

    /// <summary>Sequence of the newest; 0 where there is none. Whoever writes the next one says that they have seen it.</summary>
    public long Sequence => Newest?.Sequence ?? 0;

    /// <summary>The revision that waits for a second person; <see langword="null"/> where none does.</summary>
    public Revision? Pending => Newest is { IsEffective: false } ? Newest : null;
}
