using System.Collections.Frozen;
using Cks.Core;

namespace Cks.HubConfig;

/// <summary>What is known when the documents are read: by this process, or at a start by the copy on disk. Who had a hub or a layer has one, and one that is gone is broken, not empty: it may have taken a right away (S09).</summary>
/// <param name="Tenants">The layers of tenants, with all that are kept.</param>
/// <param name="Roles">The roles that have a hub.</param>
internal sealed record HubsBefore(IReadOnlyDictionary<string, TenantLayers> Tenants, IReadOnlyCollection<string> Roles)
{
    private static HubsBefore None { get; } = new(FrozenDictionary<string, TenantLayers>.Empty, []);

    /// <summary>What the copy knows of. A tenant whose layer is empty may go, and so may a role that is not listed where roles are.</summary>
    public static HubsBefore Of(SnapshotFile? copy, IReadOnlyList<string> listedRoles)
    {
        if (copy?.Read() is not { IsRead: true } kept)
            return None;
        try
        {
            var files = HubBundle.Read(kept.Content.Span);
            return new(
                TenantFiles.Of(files, None.Tenants).Values.Where(t => !t.IsEmpty).ToDictionary(t => t.Tenant, StringComparer.Ordinal),
                [.. files.Where(f => f.Kind == HubLayerKind.Role && (listedRoles.Count == 0 || listedRoles.Contains(f.Role, StringComparer.Ordinal))).Select(f => f.Role)]);
        }
        catch (FormatException)
        {
            // Of a version that wrote something else.
            return None;
        }
    }

    /// <summary>What this process knows, by all revisions that it keeps: after a rollback the one in use has forgotten what came later.</summary>
    public static HubsBefore Of(SnapshotStore<HubDocuments> store)
    {
        var tenants = store.Revisions.Where(r => !r.Value.IsScreenOnly).SelectMany(r => r.Value.Tenants.Values).GroupBy(t => t.Tenant, StringComparer.Ordinal);
        return new(tenants.ToDictionary(t => t.Key, t => t.Aggregate((newer, older) => newer.And(older)), StringComparer.Ordinal), [.. store.Current.Value.Roles]);
    }
}
