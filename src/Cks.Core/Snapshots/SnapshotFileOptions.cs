namespace Cks.Core;

/// <summary>Limits of a <see cref="SnapshotFile"/>.</summary>
public sealed class SnapshotFileOptions
{
    /// <summary>Age from which the copy is not used any more, and <see cref="SnapshotFile.IsStale"/> says so.</summary>
    /// <value>Default: 7 days.</value>
    public TimeSpan MaxAge { get; set; } = TimeSpan.FromDays(7);

    /// <summary>Largest content, in bytes, that is written and read.</summary>
    /// <value>Default: 16 MiB.</value>
    public int MaxBytes { get; set; } = 16 * 1024 * 1024;
}
