using Cks.Core;

namespace Cks.HubConfig;

/// <summary>Refuses a revision of the store in which a tenant lost its layer or has one that cannot be merged: its people would get back what the layer took away, or lose everything (S09). Somebody who brings an earlier revision back means what that says.</summary>
internal sealed class TenantsStay : ISnapshotAnalyzer<HubDocuments>
{
    public string Analyze(SnapshotProposal<HubDocuments> proposal, DiagnosticBag findings)
    {
        ArgumentNullException.ThrowIfNull(proposal);
        // Those of other sources keep what they had by themselves.
        if (proposal.Provenance is not { Origin: SnapshotOrigin.Documents, Revision: not null })
            return "";
        var (candidate, current) = (proposal.Candidate, proposal.Current?.Value);
        if (current is not null && proposal.Provenance.Restores is null)
            foreach (var tenant in current.Tenants.Keys.Except(candidate.Tenants.Keys, StringComparer.Ordinal).Order(StringComparer.Ordinal))
                findings.Add(CksCodes.DocumentMissing, SourceLocation.Whole(tenant), $"The layer of tenant \"{tenant}\" is gone.", "Put it back; an empty layer is written {}.");
        foreach (var tenant in candidate.Tenants.Keys.Order(StringComparer.Ordinal))
            foreach (var role in candidate.Roles)
                candidate.Find(role, tenant, fault => Report(fault, findings));
        return string.Join('\n', (current?.Roles ?? []).Except(candidate.Roles, StringComparer.Ordinal).Select(r => $"role {r}: no hub takes anything away any more"));
    }

    private static void Report(TenantLayerFault fault, DiagnosticBag findings)
    {
        foreach (var finding in fault.Findings)
            findings.Add(finding);
    }
}
