namespace Cks.Core;

/// <summary>Why a revision was not written, or not approved.</summary>
public enum RevisionRefusal
{
    /// <summary>It was.</summary>
    None,

    /// <summary>No rule of this application is about such a document.</summary>
    UnknownDocument,

    /// <summary>There is a newer revision than the one that the author says they have seen.</summary>
    NotSeen,

    /// <summary>It is larger than <see cref="Revision.LargestContent"/>.</summary>
    TooLarge,

    /// <summary>The document's rule refuses it; the findings say why.</summary>
    Findings,

    /// <summary>It says what the revision in force says, and none waits that it would replace.</summary>
    Unchanged,

    /// <summary>There is no such revision to bring back or to approve.</summary>
    NotFound,

    /// <summary>The revision to bring back never was in force, because nobody approved it.</summary>
    NeverInForce,

    /// <summary>The revision to approve waits for nobody: it needs no approval, has one, or a newer one took its place.</summary>
    NotPending,

    /// <summary>Its author cannot be the second person.</summary>
    OwnRevision,
}
