namespace Cks.Core;

/// <summary>One revision gave way to another.</summary>
/// <typeparam name="T">The validated form of the document.</typeparam>
/// <param name="Old">The revision that the subscriber was told of last, or that was in use when it subscribed; <see langword="null"/> when nothing was.</param>
/// <param name="New">The revision in use since. Revisions between the two were passed over while the subscriber was busy.</param>
public sealed record SnapshotChange<T>(Snapshot<T>? Old, Snapshot<T> New)
    where T : class;
