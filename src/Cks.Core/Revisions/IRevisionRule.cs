namespace Cks.Core;

/// <summary>What the revisions of a document are held to before they are accepted. A document without a rule has no revisions.</summary>
public interface IRevisionRule
{
    /// <summary>The document.</summary>
    string Document { get; }

    /// <summary>Judges a revision against the one in force. Called while the document is held in the store: it asks no database.</summary>
    /// <param name="inForce">Content in force; empty where there is none.</param>
    /// <param name="candidate">Content that would follow.</param>
    /// <param name="provenance">Who wants it and why.</param>
    /// <param name="findings">Takes findings; an error refuses the revision.</param>
    RevisionVerdict Judge(ReadOnlyMemory<byte> inForce, ReadOnlyMemory<byte> candidate, SnapshotProvenance provenance, DiagnosticBag findings);
}
