using Cks.Core;

namespace Cks.HubConfig;

/// <summary>Refuses a revision of the store in which a tenant lost its layer or has one that cannot be merged: its people would get back what the layer took away, or lose everything (S09). Somebody who brings an earlier revision back means what that says.</summary>
internal sealed class TenantsStay : ISnapshotAnalyzer<HubDocuments>
{
    public string Analyze(SnapshotProposal<HubDocuments> proposal, DiagnosticBag findings)
    {
        ArgumentNullException.ThrowIfNull(proposal);
        var (candidate, current, provenance) = (proposal.Candidate, proposal.Current, proposal.Provenance);
        // Those of other sources keep what they had by themselves.
        if (provenance is not { Origin: SnapshotOrigin.Documents, Revision: not null })
            return provenance.Origin == SnapshotOrigin.Rollback && current is not null ? HubGains.Of(current.Value, candidate) : "";
        if (current is not null && provenance.Restores is null && IsNext(provenance, current.Provenance))
            foreach (var tenant in current.Value.Tenants.Keys.Except(candidate.Tenants.Keys, StringComparer.Ordinal).Order(StringComparer.Ordinal))
                findings.Add(CksCodes.DocumentMissing, SourceLocation.Whole(tenant), $"The layer of tenant \"{tenant}\" is gone.", "Put it back; an empty layer is written {}.");
        // What an experiment or a plugin does not fit is in use without it, and stops nobody.
        var watch = new TenantWatch(fault => Report(fault, findings), fault => findings.Add(HubCompiler.WarningOf(fault)), fault => findings.Add(HubCompiler.WarningOf(fault)));
        foreach (var tenant in candidate.Tenants.Keys.Order(StringComparer.Ordinal))
            foreach (var role in candidate.Roles)
                candidate.Find(role, tenant, watch);
        return current is null ? "" : HubGains.Of(current.Value, candidate);
    }

    // Who publishes judges the step from the one in force, which has no number then. A host that missed revisions between does not know that step, and would refuse for ever what all others have.
    private static bool IsNext(SnapshotProvenance candidate, SnapshotProvenance current) => current.Origin == SnapshotOrigin.Documents && (current.Revision is not { } revision || revision + 1 == candidate.Revision);

    private static void Report(TenantLayerFault fault, DiagnosticBag findings)
    {
        foreach (var finding in fault.Findings)
            findings.Add(finding);
    }
}
