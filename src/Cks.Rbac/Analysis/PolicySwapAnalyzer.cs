using Cks.Core;
using Microsoft.Extensions.DependencyInjection;

namespace Cks.Rbac;

/// <summary>
/// Judges the step from one policy to the next: one that asks for an attribute or a relation which the application does not have is refused, and what anybody gains stands in the revision's provenance (S26). At the
/// first load the start of the host asks the same; then the maps may need the very store that is loading, so that they are asked for late.
/// </summary>
internal sealed class PolicySwapAnalyzer(IServiceProvider services, TimeProvider clock) : ISnapshotAnalyzer<Policy>
{
    public string Analyze(SnapshotProposal<Policy> proposal, DiagnosticBag findings)
    {
        if (proposal.Current is not { } current)
            return "";
        services.GetRequiredService<ResourceMaps>().CheckAgainst(proposal.Candidate, services.GetRequiredService<RelationFacts>().Resolvers, findings);
        return findings.HasErrors ? "" : PolicyDiff.Between(current.Value, proposal.Candidate, clock.GetUtcNow()).Gains;
    }
}
