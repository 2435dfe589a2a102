using System.Collections.Immutable;
using Cks.Core;

namespace Cks.HubConfig;

/// <summary>How the hubs are at one moment.</summary>
/// <param name="State">How well.</param>
/// <param name="Revision">Which revision is in use; see <see cref="HubCatalog.Revision"/>.</param>
/// <param name="Version">Its version in this process, with the hash of its documents.</param>
/// <param name="Origin">Where it comes from.</param>
/// <param name="Problems">What is wrong, in words and without the name of a tenant; empty when nothing is.</param>
public sealed record HubHealth(HubHealthState State, long Revision, SnapshotVersion Version, SnapshotOrigin Origin, ImmutableArray<string> Problems)
{
    internal static HubHealth Of(Snapshot<HubDocuments> documents, SnapshotStore<HubDocuments> store, IReadOnlyList<TenantLayerFault> tenants, HubRound remote, SnapshotFile? copy, bool isStoreAway, IReadOnlyList<HubPluginStatus> plugins)
    {
        var problems = ImmutableArray.CreateBuilder<string>();
        var isUnhealthy = documents.Value.IsScreenOnly;
        if (isUnhealthy)
            problems.Add($"The documents that are built in are in use, and nobody is permitted anything. {documents.Provenance.Reason}");
        if (documents.Provenance.Origin == SnapshotOrigin.LastKnownGood)
            problems.Add($"The copy on disk is in use. {documents.Provenance.Reason}");
        if (copy?.IsStale == true)
        {
            problems.Add("The copy on disk is too old to start from.");
            isUnhealthy = true;
        }

        if (isStoreAway)
            problems.Add("The store cannot be read.");
        if (documents.Provenance is { Origin: SnapshotOrigin.Rollback })
            problems.Add("Somebody went back in this process alone: what stands at the source is not in use.");
        if (store.SourceRefusal is { } refusal)
            problems.Add($"What stands at the source was refused: {refusal.Diagnostics.FirstOrDefault(d => d.Severity == DiagnosticSeverity.Error)?.Code.Id ?? refusal.Reason.ToString()}.");
        if (tenants.Count > 0)
            problems.Add($"The layers of {tenants.Count} tenants cannot be used.");
        if (remote.Tenants.Count(d => d.Problem is not null) is > 0 and var away)
            problems.Add($"{away} layers of tenants are not answered for.");
        foreach (var download in remote.Shared)
            if (download.Problem is { } problem)
                problems.Add($"{download.Shown}: {problem}.");
        foreach (var plugin in plugins)
            if (plugin.Problem.Length > 0)
                problems.Add($"The plugin {plugin.Id} is not in use: {plugin.Problem}");
        return new(
            isUnhealthy ? HubHealthState.Unhealthy : problems.Count > 0 ? HubHealthState.Degraded : HubHealthState.Good, HubCatalog.RevisionOf(documents), documents.Version, documents.Provenance.Origin, problems.DrainToImmutable());
    }
}
