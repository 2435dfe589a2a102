namespace Cks.Core;

/// <summary>What reading a copy on disk gave: content that this host wrote, or the reason why there is none.</summary>
public sealed class SnapshotFileContent
{
    private SnapshotFileContent(SnapshotFileRefusal refusal, ReadOnlyMemory<byte> content, long sequence, DateTimeOffset savedAt) =>
        (Refusal, Content, Sequence, SavedAt) = (refusal, content, sequence, savedAt);

    /// <summary>Whether the content may be used.</summary>
    public bool IsRead => Refusal == SnapshotFileRefusal.None;

    /// <summary>Why it may not.</summary>
    public SnapshotFileRefusal Refusal { get; }

    /// <summary>The content; empty when refused.</summary>
    public ReadOnlyMemory<byte> Content { get; }

    /// <summary>Sequence of the revision; 0 when refused.</summary>
    public long Sequence { get; }

    /// <summary>When it was saved (UTC).</summary>
    public DateTimeOffset SavedAt { get; }

    internal static SnapshotFileContent Read(SealedRecord record) => new(SnapshotFileRefusal.None, record.Content, record.Sequence, record.SavedAt);

    internal static SnapshotFileContent Refused(SnapshotFileRefusal refusal) => new(refusal, default, 0, default);
}
