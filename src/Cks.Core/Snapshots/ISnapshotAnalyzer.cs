namespace Cks.Core;

/// <summary>Judges what a document would change, before it comes into use. Reading has validated it already; this is about the step from one revision to the next.</summary>
/// <typeparam name="T">The validated form of the document.</typeparam>
public interface ISnapshotAnalyzer<T>
    where T : class
{
    /// <summary>Looks at a change. May be called again for one document when another one came into use meanwhile; must not change the store.</summary>
    /// <param name="proposal">The change.</param>
    /// <param name="findings">Takes findings. An error refuses the candidate: the revision in use stays.</param>
    /// <returns>What anybody gains, as text for people; empty for nothing.</returns>
    string Analyze(SnapshotProposal<T> proposal, DiagnosticBag findings);
}
