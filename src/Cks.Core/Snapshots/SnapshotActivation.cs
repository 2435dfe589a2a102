using System.Diagnostics.CodeAnalysis;

namespace Cks.Core;

/// <summary>What bringing a candidate into use came to.</summary>
/// <typeparam name="T">The validated form of the document.</typeparam>
public sealed class SnapshotActivation<T>
    where T : class
{
    private SnapshotActivation(Snapshot<T>? active, SnapshotRefusalReason reason, IReadOnlyList<Diagnostic> diagnostics) => (Active, Reason, Diagnostics) = (active, reason, diagnostics);

    /// <summary>Whether the candidate is <see cref="Active"/> now.</summary>
    [MemberNotNullWhen(true, nameof(Active))]
    public bool IsActivated => Reason == SnapshotRefusalReason.None;

    /// <summary>The revision in use afterwards: the candidate, or the one that stayed. <see langword="null"/> only when nothing was ever loaded.</summary>
    public Snapshot<T>? Active { get; }

    /// <summary>Why the candidate was refused.</summary>
    public SnapshotRefusalReason Reason { get; }

    /// <summary>All findings, of reading and of the analyzers. Warnings may stand beside a candidate that is in use.</summary>
    public IReadOnlyList<Diagnostic> Diagnostics { get; }

    /// <summary>The same as the result of a load: the value when it came into use, else <see langword="null"/>, with <see cref="Diagnostics"/>.</summary>
    public LoadResult<T> Result => LoadResult<T>.Judged(IsActivated ? Active.Value : null, Diagnostics);

    /// <summary>The revision that came into use, or a <see cref="CksConfigurationException"/> with all findings.</summary>
    public Snapshot<T> GetOrThrow() => IsActivated ? Active : throw new CksConfigurationException(Diagnostics);

    internal static SnapshotActivation<T> Activated(Snapshot<T> active, IReadOnlyList<Diagnostic> diagnostics) => new(active, SnapshotRefusalReason.None, diagnostics);

    internal static SnapshotActivation<T> Refused(Snapshot<T>? active, SnapshotRefusalReason reason, IReadOnlyList<Diagnostic> diagnostics) => new(active, reason, diagnostics);
}
