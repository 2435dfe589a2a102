using Cks.Core;

namespace Cks.HubConfig;

/// <summary>Reads the layers of tenants. A tenant that has a file, had one, or is listed has a layer: one that is gone is broken, not empty (S09).</summary>
internal static class TenantFiles
{
    /// <summary>The layers by their tenants.</summary>
    /// <param name="files">The documents as they are now.</param>
    /// <param name="before">What was known before.</param>
    /// <param name="unreadable">Why documents cannot be read, by their tenants.</param>
    /// <param name="listed">Tenants that have a layer, whatever the documents say.</param>
    public static IReadOnlyDictionary<string, TenantLayers> Of(
        IReadOnlyList<HubFile> files, IReadOnlyDictionary<string, TenantLayers> before, IReadOnlyDictionary<string, IReadOnlyList<Diagnostic>>? unreadable = null, IReadOnlyList<string>? listed = null)
    {
        unreadable ??= new Dictionary<string, IReadOnlyList<Diagnostic>>();
        var present = files.Where(f => f.Kind == HubLayerKind.Tenant).ToLookup(f => f.Role, StringComparer.Ordinal);
        return present.Select(p => p.Key).Concat(unreadable.Keys).Concat(before.Keys).Concat(listed ?? []).Distinct(StringComparer.Ordinal)
            .ToDictionary(t => t, t => Of([.. present[t]], before.GetValueOrDefault(t) ?? TenantLayers.None(t), unreadable.GetValueOrDefault(t)), StringComparer.Ordinal);
    }

    private static TenantLayers Of(HubFile[] mine, TenantLayers kept, IReadOnlyList<Diagnostic>? unreadable)
    {
        var findings = new DiagnosticBag();
        // Those of a copy: all that were kept, the newest first.
        if (mine is [{ IsStale: true } newest, ..])
            return mine.Reverse().Aggregate(kept, (layers, file) => HubLayers.Read(file, findings) is { } older ? layers.With(older, file) : layers).Without([Stale(newest)]);
        // Read already: revisions that differ elsewhere share the layer.
        if (mine.Length == 1 && kept.Holds(mine[0]))
            return kept.Without([]);
        if (mine.Length == 1 && HubLayers.Read(mine[0], findings) is { } layer)
            return kept.With(layer, mine[0]);
        if (unreadable is not null)
            return kept.Without(unreadable);
        if (mine.Length == 0)
            findings.Add(CksCodes.DocumentMissing, SourceLocation.Whole(kept.Tenant), "The layer of the tenant is gone.", "Put it back; an empty layer is written {}.");
        else if (mine.Length > 1)
            findings.Add(CksCodes.DocumentMissing, SourceLocation.Whole(mine[1].Name), "The tenant has a layer already.", "Keep one of the two.");
        return kept.Without([.. findings]);
    }

    private static Diagnostic Stale(HubFile file) => new(CksCodes.HubTenantLayer, SourceLocation.Whole(file.Name), "When the copy was made the layer of the tenant could not be used.", "Mend it at the source.");
}
