using Cks.Core;
using Cks.Rbac;
using Microsoft.Extensions.DependencyInjection;

namespace Cks.Scope;

/// <summary>Refuses a policy that comes into use later and does not fit the model in use; the first one is held against it when the host starts.</summary>
internal sealed class PolicyFitsModel(IServiceProvider services) : ISnapshotAnalyzer<Policy>
{
    public string Analyze(SnapshotProposal<Policy> proposal, DiagnosticBag findings)
    {
        ArgumentNullException.ThrowIfNull(proposal);
        // The first one is read before the model may be, and neither may wait for the other.
        if (proposal.Current is not null && services.GetService<SnapshotStore<ScopeModel>>() is { IsLoaded: true } models)
            ScopeNames.Check(models.Current.Value, proposal.Candidate, findings);
        return "";
    }
}
