using Cks.Core;
using Cks.Rbac;
using Microsoft.Extensions.DependencyInjection;

namespace Cks.Scope;

/// <summary>Refuses a model that comes into use later and does not fit the policy in use.</summary>
internal sealed class ModelFitsPolicy(IServiceProvider services) : ISnapshotAnalyzer<ScopeModel>
{
    public string Analyze(SnapshotProposal<ScopeModel> proposal, DiagnosticBag findings)
    {
        ArgumentNullException.ThrowIfNull(proposal);
        if (proposal.Current is not null && services.GetService<SnapshotStore<Policy>>() is { IsLoaded: true } policies)
            ScopeNames.Check(proposal.Candidate, policies.Current.Value, findings);
        return "";
    }
}
