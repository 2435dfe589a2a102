using System.Text;
using System.Text.Json.Nodes;
using CsCheck;

namespace Cks.HubConfig.Tests;

public sealed class ProvenanceTests
{
    private static readonly HubLayerKind[] Kinds = Enum.GetValues<HubLayerKind>();

    [Fact]
    public void Provenance_is_right_for_every_value_of_random_layer_stacks_against_a_naive_merge_with_its_own_trail()
    {
        var (merged, refused, values, hidden) = (0, 0, 0, 0);
        Gen.Int.Sample(seed =>
        {
            var random = new Random(seed);
            var kinds = Kinds.Where(_ => random.Next(3) > 0).ToArray();
            JsonObject[] documents = [.. kinds.Select(k => LayerWorld.Random(random, k, ["a", "b", "c"], ["canX", "canY", "canZ"]))];
            PlacedJson[] texts = [.. documents.Select(d => new PlacedJson(d))];
            var naive = new NaiveLayers();
            foreach (var (i, document) in documents.Index())
                naive.Apply(kinds[i], i, document);
            HubLayer[] layers = [.. texts.Select((t, i) => HubLayer.Read(kinds[i], "", $"{i}.json", Encoding.UTF8.GetBytes(t.Text)).GetOrThrow())];
            var result = LayerMerger.Merge(layers, LayerWorld.Rules);
            if (kinds.Length == 0)
                return;
            Assert.True(result.IsLoaded == !naive.IsWrong, string.Join("\n", result.Diagnostics.Select(d => d.ToString()).Concat(texts.Select(t => t.Text))));
            if (!result.IsLoaded)
            {
                Interlocked.Increment(ref refused);
                return;
            }

            Interlocked.Increment(ref merged);
            var expected = naive.Values.ToDictionary(v => v.Key, v => v.Value, StringComparer.Ordinal);
            Assert.Equal(expected.Keys.Order(StringComparer.Ordinal), result.Value.Pointers.Order(StringComparer.Ordinal));
            foreach (var (pointer, cell) in expected)
            {
                var why = result.Value.Explain(pointer)!;
                ProvenanceEntry[] entries = [why.Winner, .. why.Hidden];
                Assert.True(cell.Trail.Count == entries.Length, $"{pointer}: {why}\n{string.Join("\n", cell.Trail)}\n{string.Join("\n", texts.Select(t => t.Text))}");
                foreach (var (said, entry) in cell.Trail.Zip(entries))
                {
                    Assert.Same(layers[said.Layer], entry.Layer);
                    Assert.Equal((said.Operation, said.Layer + ".json", said.Source), (entry.Operation, entry.Location.File, entry.Location.Pointer));
                    Assert.Equal(texts[said.Layer].Places[said.Source], (entry.Location.Line, entry.Location.Column));
                    if (said.Json is not null)
                        Assert.Equal(said.Json, LayerWorld.Text(entry.Value!));
                }

                Interlocked.Increment(ref values);
                Interlocked.Add(ref hidden, why.Hidden.Count);
            }
        }, iter: 1_500);
        Assert.True(merged >= 1_000 && refused > 50 && values > 10_000 && hidden > 3_000, $"{merged} merged, {refused} refused, {values} values that hide {hidden}.");
    }

    [Fact]
    public void Explanation_names_value_layer_place_revision_and_what_is_hidden()
    {
        var document = LayerWorld.Merge(
            (HubLayerKind.Role, """{ "dashboard": { "widgets": [{ "id": "stats", "type": "card", "title": "Numbers" }] } }"""),
            (HubLayerKind.Tenant, """{ "dashboard": { "widgets": [{ "id": "stats", "title": "Acme" }] } }""")).GetOrThrow();
        var why = document.Explain("/dashboard/widgets[id=stats]/title")!;
        Assert.Equal(
            $"""
            /dashboard/widgets[id=stats]/title
            "Acme"  tenant acme  tenant.json:1:56  rev {document.Layers[1].Revision}  replaced
              hides "Numbers"  role  role.json:1:72  rev {document.Layers[0].Revision}  added
            """, why.ToString());
        Assert.Equal("Acme", why.Value!.Text);
        Assert.Null(document.Explain("/dashboard/widgets[id=none]/title"));
        Assert.Null(document.Explain("dashboard"));
        Assert.Null(document.Explain("/dashboard/widgets[id=stats"));
    }

    [Fact]
    public void What_a_layer_took_out_can_be_explained_as_well()
    {
        var document = LayerWorld.Merge((HubLayerKind.Base, """{ "metadata": { "title": "One" } }"""), (HubLayerKind.Tenant, """{ "metadata": { "title": null } }""")).GetOrThrow();
        var why = document.Explain("/metadata/title")!;
        Assert.Equal(ValueOperation.Deleted, why.Winner.Operation);
        Assert.Null(why.Value);
        Assert.Equal("One", Assert.Single(why.Hidden).Value!.Text);
        Assert.DoesNotContain("/metadata/title", document.Pointers);
    }

    [Fact]
    public void There_is_nothing_within_what_was_taken_out()
    {
        var document = LayerWorld.Merge(
            (HubLayerKind.Base, """{ "features": { "f": { "limit": 3 } } }"""), (HubLayerKind.Tenant, """{ "features": { "$patch": "replace", "limit": { "enabled": true } } }""")).GetOrThrow();
        Assert.Equal(ValueOperation.Deleted, document.Explain("/features/f")!.Winner.Operation);
        Assert.Null(document.Explain("/features/f/limit"));
    }

    [Fact]
    public void Names_with_the_signs_of_pointers_can_be_explained() =>
        Assert.All(
            LayerWorld.Merge((HubLayerKind.Base, """{ "metadata": { "theme": { "a/b": 1, "~c": 2, "d[id=x]": 3, "": 4 } }, "dashboard": { "widgets": [{ "id": "a/b]~[c=d", "title": "t" }] } }""")).GetOrThrow() is var document ? document.Pointers : [],
            pointer => Assert.NotNull(document.Explain(pointer)));
}
