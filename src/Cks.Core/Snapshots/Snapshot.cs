namespace Cks.Core;

/// <summary>An immutable value in use, with its version.</summary>
/// <typeparam name="T">The validated form of the document.</typeparam>
/// <param name="Value">The value.</param>
/// <param name="Version">Which revision it is.</param>
/// <param name="ActivatedAt">When it came into use (UTC).</param>
public sealed record Snapshot<T>(T Value, SnapshotVersion Version, DateTimeOffset ActivatedAt)
    where T : class
{
    /// <summary>Where it comes from.</summary>
    public SnapshotProvenance Provenance { get; init; } = SnapshotProvenance.Documents;

    /// <summary>The bytes it was read from and its version is made of; empty for a part of a larger document set.</summary>
    public ReadOnlyMemory<byte> Content { get; init; }
}
