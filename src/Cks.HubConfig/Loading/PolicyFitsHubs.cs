using Cks.Core;
using Cks.Rbac;

namespace Cks.HubConfig;

/// <summary>Refuses a revision of the policy that the hub documents in use do not fit: no host could begin with both. A file of the policy is changed together with those of the hubs, and is not held against them.</summary>
internal sealed class PolicyFitsHubs : ISnapshotAnalyzer<Policy>
{
    /// <summary>The hubs, once the host has loaded them. They are not loaded for this: a revision is judged while the store holds its document, and nothing may be read from the store then.</summary>
    public HubCatalog? Hubs { get; set => Volatile.Write(ref field, value); }

    public string Analyze(SnapshotProposal<Policy> proposal, DiagnosticBag findings)
    {
        ArgumentNullException.ThrowIfNull(proposal);
        // The first one is read before the hubs are, which are held against it then.
        if (proposal is { Current: not null, Provenance.Revision: not null })
            Hubs?.CheckAgainst(proposal.Candidate, findings);
        return "";
    }
}
