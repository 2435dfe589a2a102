using Cks.Core;
using Cks.Rbac;

namespace Cks.HubConfig;

/// <summary>Holds a revision to what a host with this policy would hold it to.</summary>
internal sealed class HubRevisionRule(Policy policy, HubTargets? targets, bool secondPerson) : IRevisionRule
{
    private static readonly TenantsStay Tenants = new();

    public string Document => RevisionDocuments.Hubs;

    public RevisionVerdict Judge(ReadOnlyMemory<byte> inForce, ReadOnlyMemory<byte> candidate, SnapshotProvenance provenance, DiagnosticBag findings)
    {
        var result = HubRevisionReader.Read(Document, candidate, targets, policy);
        foreach (var finding in result.Diagnostics)
            findings.Add(finding);
        if (!result.IsLoaded)
            return default;
        // One that cannot be read any more is compared with nothing.
        var before = !inForce.IsEmpty && HubRevisionReader.Read(Document, inForce, targets, policy).Value is { } value ? new Snapshot<HubDocuments>(value, SnapshotVersion.Of(1, inForce.Span), default) { Content = inForce } : null;
        return new(secondPerson, Tenants.Analyze(new(before, result.Value, provenance), findings));
    }
}
