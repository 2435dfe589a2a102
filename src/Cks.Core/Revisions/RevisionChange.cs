namespace Cks.Core;

/// <summary>What a store writes: a revision that comes after the newest, or an approval of the newest.</summary>
public sealed class RevisionChange
{
    private RevisionChange(Revision? added, RevisionApproval? approval) => (Added, Approval) = (added, approval);

    /// <summary>The revision that is added; <see langword="null"/> for an approval.</summary>
    public Revision? Added { get; }

    /// <summary>The approval of the newest revision; <see langword="null"/> for an addition.</summary>
    public RevisionApproval? Approval { get; }

    /// <summary>Adds a revision whose sequence is the next one, and which nobody has approved.</summary>
    public static RevisionChange Add(Revision revision)
    {
        ArgumentNullException.ThrowIfNull(revision);
        return new(revision, null);
    }

    /// <summary>Approves the newest revision, which waits for it.</summary>
    public static RevisionChange Approve(RevisionApproval approval)
    {
        ArgumentNullException.ThrowIfNull(approval);
        return new(null, approval);
    }

    /// <summary>For stores: refuses what does not follow from where a document stands.</summary>
    /// <param name="document">The document that is held.</param>
    /// <param name="head">Where it stands.</param>
    /// <exception cref="InvalidOperationException">The sequence is not the next one, or nothing waits for the approval, or it is the author's.</exception>
    public void CheckAgainst(string document, RevisionHead head)
    {
        ArgumentNullException.ThrowIfNull(head);
        if (Added is { } added && (added.Document != document || added.Sequence != head.Sequence + 1 || added.Approval is not null))
            throw new InvalidOperationException("A revision that is added is the next one of its document, and nobody has approved it.");
        if (Approval is { } approval && (head.Pending is not { } pending || pending.Author.IsSamePerson(approval.By)))
            throw new InvalidOperationException("Only a revision that waits is approved, and never by its author.");
    }
}
