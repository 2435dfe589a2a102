using System.Diagnostics.CodeAnalysis;

namespace Cks.Core;

/// <summary>What writing or approving a revision came to.</summary>
public sealed class RevisionOutcome
{
    private RevisionOutcome(RevisionRefusal refusal, Revision? revision, IReadOnlyList<Diagnostic> diagnostics) => (Refusal, Revision, Diagnostics) = (refusal, revision, diagnostics);

    /// <summary>Whether it is written. It is in force where <see cref="Revision.IsEffective"/> says so; else it waits for a second person.</summary>
    [MemberNotNullWhen(true, nameof(Revision))]
    public bool IsAccepted => Refusal == RevisionRefusal.None;

    /// <summary>Why not.</summary>
    public RevisionRefusal Refusal { get; }

    /// <summary>The revision as it is kept; <see langword="null"/> when refused.</summary>
    public Revision? Revision { get; }

    /// <summary>Findings of the document's rule; warnings may stand beside an accepted revision.</summary>
    public IReadOnlyList<Diagnostic> Diagnostics { get; }

    internal static RevisionOutcome Accepted(Revision revision, IReadOnlyList<Diagnostic> diagnostics) => new(RevisionRefusal.None, revision, diagnostics);

    internal static RevisionOutcome Refused(RevisionRefusal refusal, IReadOnlyList<Diagnostic>? diagnostics = null) => new(refusal, null, diagnostics ?? []);
}
