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
        if (proposal.Current is { } current && services.GetService<SnapshotStore<Policy>>() is { IsLoaded: true } policies)
        {
            ScopeNames.Check(proposal.Candidate, policies.Current.Value, findings);
            CheckAnswers(current.Value, proposal.Candidate, policies.Current.Value, findings);
        }

        return "";
    }

    // Also of capabilities that no list asks: what was answered at the start is answered as long as the host runs.
    private static void CheckAnswers(ScopeModel current, ScopeModel candidate, Policy policy, DiagnosticBag findings)
    {
        var asked = policy.Capabilities.SelectMany(c => policy.ConditionsOf(c).SelectMany(n => n.Everything()), (c, n) => (c.Resource, n)).Where(a => a.n.Kind is PlanNodeKind.Related or PlanNodeKind.NotRelated);
        foreach (var (resource, relation) in asked.Select(a => (a.Resource, a.n.Name)).Distinct().Where(a => Answers(current, a.Resource, a.Name) && !Answers(candidate, a.Resource, a.Name)))
            findings.Add(CksCodes.UntranslatableCondition, SourceLocation.Whole("scope model"), $"The policy asks for the relation \"{relation}\" of \"{resource}\", which this model does not answer any more.", "Keep what leads there, or change the policy first.");
    }

    private static bool Answers(ScopeModel model, string resource, string relation) => model.EntityOfResource(resource) is { } entity && model.Answers(entity, relation);
}
