using Cks.Core;
using Microsoft.Extensions.DependencyInjection;

namespace Cks.Rbac;

/// <summary>Refuses a policy that comes into use later and asks for what no type is mapped to; the first one is held against the maps when the host starts.</summary>
/// <param name="services">Asked late: a resolver of the application may itself want the policy.</param>
internal sealed class PolicyFitsMaps(IServiceProvider services) : ISnapshotAnalyzer<Policy>
{
    public string Analyze(SnapshotProposal<Policy> proposal, DiagnosticBag findings)
    {
        ArgumentNullException.ThrowIfNull(proposal);
        if (proposal.Current is not null)
            services.GetRequiredService<ResourceMaps>().CheckAgainst(proposal.Candidate, services.GetRequiredService<RelationFacts>().Resolvers, findings);
        return "";
    }
}
