using Cks.Core;

namespace Cks.Scope;

/// <summary>Refuses a model that the transformers of the code do not fit, at the start as well as later.</summary>
internal sealed class TransformersFitModel(IEnumerable<RowTransformer> inCode) : ISnapshotAnalyzer<ScopeModel>
{
    public string Analyze(SnapshotProposal<ScopeModel> proposal, DiagnosticBag findings)
    {
        ArgumentNullException.ThrowIfNull(proposal);
        var names = new HashSet<string>(proposal.Candidate.Transformers.Keys, StringComparer.Ordinal);
        var entities = proposal.Candidate.Entities.ToDictionary(e => e.Name, StringComparer.Ordinal);
        foreach (var transformer in inCode)
        {
            SourcePlace place = SourceLocation.Whole($"transformer {transformer.Name}");
            if (!names.Add(transformer.Name))
                findings.Add(CksCodes.UnusableTransformer, place, $"There are two transformers \"{transformer.Name}\".", "Give one of them another name.");
            transformer.Check(entities, _ => place, findings);
        }

        return "";
    }
}
