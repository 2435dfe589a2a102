using System.Collections.Concurrent;
using Cks.Core;
using Cks.HubConfig;

namespace Cks.Benchmarks;

/// <summary>
/// Cks.HubConfig. <c>reload</c>: one hub of three layers, cold, against parsing and a naive merge. <c>read</c>: a value of the snapshot by its pointer, against a hit of a <see cref="ConcurrentDictionary{TKey, TValue}"/> that
/// holds the same values under the same pointers. <c>growth</c>: a reload of 20 KB against one of 2 KB.
/// </summary>
internal sealed class HubDocumentsArea : IRatioArea
{
    private const int Small = 2_000;
    private const int Large = 20_000;

    public string Name => "hub-documents";

    public ValueTask<IReadOnlyList<RatioCase>> PrepareAsync(CancellationToken cancellationToken)
    {
        var reload = new HubReload();
        var (small, large) = (HubLayerTexts.Create(RatioCase.FewestInputs, Small), HubLayerTexts.Create(RatioCase.FewestInputs, Large));
        return ValueTask.FromResult<IReadOnlyList<RatioCase>>(
        [
            RatioCase.Sync("reload", small, reload.Ours, HubReload.Peer),
            Read(reload, small[0]),
            RatioCase.Sync("growth", Enumerable.Range(0, RatioCase.FewestInputs), n => Load(large[n]), n => Load(small[n])),
        ]);

        int Load(HubLayerTexts texts) => reload.Load(texts).Roles.Count();
    }

    private static RatioCase Read(HubReload reload, HubLayerTexts texts)
    {
        var snapshot = reload.Load(texts).Find("contractor", "", TenantWatch.None)!;
        string[] pointers = [.. LayeredHub.Read([new(HubLayerKind.Base, "", "base.json", texts.Base), new(HubLayerKind.Role, "contractor", "contractor.json", texts.Role), new(HubLayerKind.Environment, "", "production.json", texts.Environment)]).GetOrThrow().Pointers];
        var peer = new ConcurrentDictionary<string, SourceNode>(pointers.Select(p => KeyValuePair.Create(p, snapshot.Find(p)!)), StringComparer.Ordinal);
        // Texts of their own, as a caller has them: none is the key itself.
        var asked = Enumerable.Range(0, RatioCase.FewestInputs).Select(n => new string(pointers[n % pointers.Length].AsSpan()));
        return RatioCase.Sync("read", asked, p => (int)snapshot.Find(p)!.Kind, p => peer.TryGetValue(p, out var value) ? (int)value.Kind : 0);
    }
}
