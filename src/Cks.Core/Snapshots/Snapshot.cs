namespace Cks.Core;

/// <summary>An immutable value in use, with its version.</summary>
/// <typeparam name="T">The validated form of the document.</typeparam>
/// <param name="Value">The value.</param>
/// <param name="Version">Which revision it is.</param>
/// <param name="ActivatedAt">When it came into use (UTC).</param>
public sealed record Snapshot<T>(T Value, SnapshotVersion Version, DateTimeOffset ActivatedAt)
    where T : class;
