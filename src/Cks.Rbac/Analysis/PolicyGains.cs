using Cks.Core;

namespace Cks.Rbac;

/// <summary>What anybody gains by the step from one policy to the next, for the provenance of the revision: of a swap as of a rollback (S26).</summary>
internal sealed class PolicyGains(TimeProvider clock) : ISnapshotAnalyzer<Policy>
{
    public string Analyze(SnapshotProposal<Policy> proposal, DiagnosticBag findings) =>
        proposal.Current is not { } current || findings.HasErrors ? "" : PolicyDiff.Between(current.Value, proposal.Candidate, clock.GetUtcNow()).Gains;
}
