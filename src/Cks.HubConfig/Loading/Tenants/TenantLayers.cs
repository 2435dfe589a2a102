using Cks.Core;

namespace Cks.HubConfig;

/// <summary>What a tenant's file holds and what it held before. A layer that cannot be used never counts as an empty one: it may have taken a permission away.</summary>
/// <param name="Tenant">The tenant.</param>
/// <param name="Kept">The layers that were read, the newest first.</param>
/// <param name="Files">The documents of them.</param>
/// <param name="Findings">What is wrong with the file as it stands; empty when the first of <paramref name="Kept"/> is it.</param>
internal sealed record TenantLayers(string Tenant, IReadOnlyList<HubLayer> Kept, IReadOnlyList<HubFile> Files, IReadOnlyList<Diagnostic> Findings)
{
    private const int MostKept = 10;

    /// <summary>What is wrong, for who watches.</summary>
    public TenantLayerFault Fault => new(Tenant, Kept.Count > 0 ? TenantLayerState.LastKnownGood : TenantLayerState.Denied, Findings);

    /// <summary>What a copy holds of it: what is in use, not what was refused, and with that all that was before it. Where nothing is, what is no document.</summary>
    public IEnumerable<HubFile> ToKeep =>
        Files.Count == 0 ? [new(Tenant, "", default) { Kind = HubLayerKind.Tenant }] : Findings.Count == 0 ? [Files[0] with { IsStale = false }] : Files.Select(f => f with { IsStale = true });

    /// <summary>Whether the layer in use says nothing: somebody wrote <c>{}</c>, and the file may go.</summary>
    public bool IsEmpty => Findings.Count == 0 && Kept[0].Root.Properties.Keys.All(k => k == "schemaVersion");

    /// <summary>Whether the newest layer is of this very document.</summary>
    public bool Holds(HubFile file) => Files.Count > 0 && Files[0].Name == file.Name && !Files[0].IsStale && Files[0].Utf8.Span.SequenceEqual(file.Utf8.Span);

    public static TenantLayers None(string tenant) => new(tenant, [], [], []);

    public TenantLayers With(HubLayer layer, HubFile file)
    {
        // The same document again, after another one or not, is one that is kept already.
        var kept = Kept.Zip(Files).Where(k => !k.Second.Utf8.Span.SequenceEqual(file.Utf8.Span)).Take(MostKept - 1).ToArray();
        return new(Tenant, [layer, .. kept.Select(k => k.First)], [file, .. kept.Select(k => k.Second)], []);
    }

    /// <summary>With the layers of an earlier revision below.</summary>
    public TenantLayers And(TenantLayers older)
    {
        var below = older.Kept.Zip(older.Files).Where(o => !Files.Any(f => f.Utf8.Span.SequenceEqual(o.Second.Utf8.Span))).Take(MostKept - Kept.Count).ToArray();
        return below.Length == 0 ? this : this with { Kept = [.. Kept, .. below.Select(b => b.First)], Files = [.. Files, .. below.Select(b => b.Second)] };
    }

    public TenantLayers Without(IReadOnlyList<Diagnostic> findings) => this with { Findings = findings };
}
