using Cks.Core;

namespace Cks.HubConfig.Tests;

public sealed class LayerMergerTests
{
    private const string Widgets = """{ "dashboard": { "widgets": [{ "id": "a", "type": "x" }, { "id": "b", "type": "x" }, { "id": "c", "type": "x" }] } }""";

    [Theory]
    [InlineData("""{ "metadata": { "title": "One" } }""", """{ "metadata": { "theme": { "p": 1 } } }""", """{"metadata":{"title":"One","theme":{"p":1}}}""")]
    [InlineData("""{ "metadata": { "title": "One" } }""", """{ "metadata": { "title": "Two" } }""", """{"metadata":{"title":"Two"}}""")]
    [InlineData("""{ "metadata": { "title": "One" } }""", """{ "metadata": { "title": null } }""", """{"metadata":{}}""")]
    [InlineData("""{ "metadata": { "title": "One" } }""", """{ "metadata": { "$patch": "replace", "theme": {} } }""", """{"metadata":{"theme":{}}}""")]
    [InlineData("""{ "metadata": { "title": { "$secretRef": "kv:a" } } }""", """{ "metadata": { "title": { "$secretRef": "kv:b" } } }""", """{"metadata":{"title":{"$secretRef":"kv:b"}}}""")]
    [InlineData("""{ "$schema": "x", "$lock": [], "metadata": {} }""", """{ "$preserved": { "1": {} } }""", """{"metadata":{}}""")]
    public void Objects_merge_name_by_name(string below, string over, string expected) => Assert.Equal(expected, LayerWorld.Over(HubLayerKind.Role, below, over));

    [Theory]
    [InlineData("""[{ "id": "b", "title": "B" }]""", "a b+ c")]
    [InlineData("""[{ "id": "d" }, { "id": "a", "$patch": "delete" }]""", "b c d")]
    [InlineData("""[{ "id": "d", "$position": "first" }]""", "d a b c")]
    [InlineData("""[{ "id": "a", "$position": "last" }]""", "b c a")]
    [InlineData("""[{ "id": "d", "$position": { "before": "b" } }]""", "a d b c")]
    [InlineData("""[{ "id": "a", "$position": { "after": "b" } }, { "id": "d", "$position": { "before": "c" } }]""", "b a d c")]
    [InlineData("""[{ "id": "a", "$position": { "after": "b" } }, { "id": "b", "$patch": "delete" }]""", "c a")]
    [InlineData("""[{ "id": "a", "$patch": "replace", "title": "A" }]""", "a+ b c")]
    [InlineData("""[]""", "a b c")]
    public void Items_merge_by_id_and_stand_where_the_layer_says(string items, string expected)
    {
        var document = LayerWorld.Merge((HubLayerKind.Base, Widgets), (HubLayerKind.Tenant, $$"""{ "dashboard": { "widgets": {{items}} } }""")).GetOrThrow();
        Assert.Equal(expected, string.Join(' ', document.Root.Properties["dashboard"].Properties["widgets"].Items.Select(i => i.Properties["id"].Text + (i.TryGet("title", out _) ? "+" : ""))));
    }

    [Theory]
    [InlineData("""["a", "b"]""", """{ "$add": ["c", "a"], "$remove": ["b"] }""", """["a","c"]""")]
    [InlineData("""["a", "b"]""", """["c"]""", """["c"]""")]
    [InlineData("""{ "$add": ["a"] }""", """{ "$add": ["b"] }""", """["a","b"]""")]
    public void Sets_take_values_in_and_out(string below, string over, string expected) =>
        Assert.Equal(Channels(expected).Replace(" ", "", StringComparison.Ordinal), LayerWorld.Over(HubLayerKind.Tenant, Channels(below), Channels(over)));

    private static string Channels(string value) => $$"""{ "features": { "f": { "channels": {{value}} } } }""";

    [Theory]
    [InlineData("true", "false", "false")]
    [InlineData("false", "true", "false")]
    [InlineData("true", "true", "true")]
    [InlineData("false", "null", "false")]
    public void Permission_is_what_all_layers_leave(string below, string over, string expected) =>
        Assert.All(
            new[] { HubLayerKind.Role, HubLayerKind.Environment, HubLayerKind.Tenant, HubLayerKind.Preview },
            kind => Assert.Equal(Permission(expected).Replace(" ", "", StringComparison.Ordinal), LayerWorld.Over(kind, Permission(below), Permission(over))));

    private static string Permission(string value) => $$"""{ "permissions": { "p": {{value}} } }""";

    [Theory]
    [InlineData("""{ "permissions": { "p": false, "q": true } }""", """{ "permissions": null }""", """{"permissions":{"p":false}}""")]
    [InlineData("""{ "permissions": { "p": false, "q": true } }""", """{ "permissions": { "$patch": "replace", "r": true } }""", """{"permissions":{"p":false,"r":true}}""")]
    [InlineData("""{ "features": { "f": { "kill": true } } }""", """{ "features": { "f": { "kill": false } } }""", """{"features":{"f":{"kill":true}}}""")]
    [InlineData("""{ "features": { "f": { "kill": true } } }""", """{ "features": { "f": { "kill": "no" } } }""", """{"features":{"f":{"kill":true}}}""")]
    [InlineData("""{ "features": { "f": { "kill": false } } }""", """{ "features": { "f": { "kill": true } } }""", """{"features":{"f":{"kill":true}}}""")]
    [InlineData("""{ "features": { "f": { "kill": true } } }""", """{ "features": { "f": null } }""", """{"features":{"f":{"kill":true}}}""")]
    [InlineData("""{ "features": { "f": { "kill": true } } }""", """{ "features": null }""", """{"features":{"f":{"kill":true}}}""")]
    [InlineData("""{ "features": { "f": { "kill": true } } }""", """{ "features": { "f": { "$patch": "replace", "enabled": true } } }""", """{"features":{"f":{"enabled":true,"kill":true}}}""")]
    [InlineData("""{ "features": { "f": { "kill": true } } }""", """{ "features": { "$patch": "replace", "f": { "enabled": true, "kill": false } } }""", """{"features":{"f":{"enabled":true,"kill":true}}}""")]
    [InlineData("""{ "features": { "f": { "kill": true } } }""", """{ "features": { "$patch": "replace" } }""", """{"features":{"f":{"kill":true}}}""")]
    [InlineData("""{ "features": { "f": { "kill": true } } }""", """{ "features": { "$patch": "replace", "f": true } }""", """{"features":{"f":{"kill":true}}}""")]
    [InlineData("""{ "features": { "f": { "limit": 10 } } }""", """{ "features": { "f": { "limit": 20 } } }""", """{"features":{"f":{"limit":10}}}""")]
    [InlineData("""{ "features": { "f": { "limit": 10 } } }""", """{ "features": { "f": { "limit": 9.5e0 } } }""", """{"features":{"f":{"limit":9.5e0}}}""")]
    [InlineData("""{ "features": { "f": { "limit": 10 } } }""", """{ "features": { "f": { "limit": 1e999 } } }""", """{"features":{"f":{"limit":10}}}""")]
    [InlineData("""{ "features": { "f": { "limit": 10 } } }""", """{ "features": { "f": { "limit": null } } }""", """{"features":{"f":{"limit":10}}}""")]
    [InlineData("""{ "features": { "f": { "limit": 10 } } }""", """{ "features": { "f": { "$patch": "replace", "limit": 20 } } }""", """{"features":{"f":{"limit":10}}}""")]
    public void What_narrows_stays_whatever_a_later_layer_says(string below, string over, string expected)
    {
        Assert.Equal(expected, LayerWorld.Over(HubLayerKind.Role, below, over));
        if (!over.Contains("\"r\"", StringComparison.Ordinal))
            Assert.Equal(expected, LayerWorld.Over(HubLayerKind.Tenant, below, over));
    }

    [Fact]
    public void What_is_deleted_and_brought_back_has_the_limits_that_it_had()
    {
        var document = LayerWorld.Merge(
            (HubLayerKind.Base, """{ "features": { "f": { "limit": 10, "enabled": true } } }"""), (HubLayerKind.Tenant, """{ "features": { "$patch": "replace" } }"""),
            (HubLayerKind.Preview, """{ "features": { "f": { "limit": 500 } } }""")).GetOrThrow();
        Assert.Equal("""{"features":{"f":{"limit":10}}}""", LayerWorld.Text(document.Root));
    }

    [Fact]
    public void Permission_that_the_base_leaves_to_tenants_can_be_given_by_one_but_not_against_a_role()
    {
        const string Below = """{ "delegable": ["p", "q"], "permissions": { "p": false } }""";
        Assert.Equal("""{"permissions":{"p":true,"q":true}}""", LayerWorld.Over(HubLayerKind.Tenant, Below, """{ "permissions": { "p": true, "q": true, "r": true } }"""));
        Assert.Equal("""{"permissions":{"p":false}}""", LayerWorld.Over(HubLayerKind.Preview, Below, """{ "permissions": { "p": true, "q": true } }"""));
        var document = LayerWorld.Merge((HubLayerKind.Base, Below), (HubLayerKind.Role, """{ "permissions": { "p": false } }"""), (HubLayerKind.Tenant, """{ "permissions": { "p": true } }""")).GetOrThrow();
        Assert.Equal("""{"permissions":{"p":false}}""", LayerWorld.Text(document.Root));
        Assert.Equal("CKS425", Single(HubLayerKind.Tenant, "{}", """{ "delegable": ["p"] }"""));
    }

    [Theory]
    [InlineData("""{ "dataFetching": { "endpoints": { "new": "/x" } } }""")]
    [InlineData("""{ "dataFetching": { "endpoints": { "stats": "/x" } } }""")]
    [InlineData("""{ "dataFetching": { "endpoints": { "stats": null } } }""")]
    [InlineData("""{ "dataFetching": { "endpoints": { "$patch": "replace", "stats": "/stats" } } }""")]
    [InlineData("""{ "dataFetching": { "$patch": "replace" } }""")]
    [InlineData("""{ "dataFetching": null }""")]
    [InlineData("""{ "dashboard": { "widgets": [{ "id": "a", "endpoint": "jobs" }] } }""")]
    [InlineData("""{ "dashboard": { "widgets": [{ "id": "a", "endpoint": { "$secretRef": "kv:x" } }] } }""")]
    [InlineData("""{ "dashboard": { "widgets": [{ "id": "new", "endpoint": "other" }] } }""")]
    [InlineData("""{ "dashboard": { "widgets": [{ "id": "a", "$patch": "replace", "endpoint": "other" }] } }""")]
    public void S22_No_layer_from_the_tenants_on_adds_or_re_points_an_endpoint(string layer)
    {
        const string Below = """{ "dashboard": { "widgets": [{ "id": "a", "endpoint": "stats" }] }, "dataFetching": { "endpoints": { "stats": "/stats", "jobs": "/jobs" } } }""";
        Assert.All(new[] { HubLayerKind.Tenant, HubLayerKind.Experiment, HubLayerKind.Preview }, kind => Assert.Equal("CKS425", Single(kind, Below, layer)));
        Assert.True(LayerWorld.Merge((HubLayerKind.Base, Below), (HubLayerKind.Environment, layer)).IsLoaded);
        Assert.True(LayerWorld.Merge((HubLayerKind.Base, Below), (HubLayerKind.Tenant, """{ "dashboard": { "widgets": [{ "id": "a", "endpoint": "stats" }, { "id": "n", "endpoint": "jobs" }] }, "dataFetching": { "endpoints": { "stats": "/stats" } } }""")).IsLoaded);
    }

    [Theory]
    [InlineData("""{ "permissions": { "p": false } }""")]
    [InlineData("""{ "permissions": { "p": null } }""")]
    [InlineData("""{ "permissions": { "q": false } }""")]
    [InlineData("""{ "permissions": null }""")]
    public void Experiment_does_not_touch_permissions(string layer) => Assert.Equal("CKS425", Single(HubLayerKind.Experiment, """{ "permissions": { "p": true } }""", layer));

    [Theory]
    [InlineData("""{ "metadata": { "title": { } } }""", "CKS421 tenant.json:1:26")]
    [InlineData("""{ "metadata": [] }""", "CKS421 tenant.json:1:15")]
    [InlineData("""{ "dashboard": { "widgets": { } } }""", "CKS421 tenant.json:1:29")]
    [InlineData("""{ "dashboard": { "widgets": [{ "id": "a", "type": "y" }] } }""", "CKS421 tenant.json:1:51")]
    [InlineData("""{ "metadata": { "$patch": "replac" } }""", "CKS422 tenant.json:1:27 did you mean replace")]
    [InlineData("""{ "metadata": { "$patch": "delete" } }""", "CKS422 tenant.json:1:27")]
    [InlineData("""{ "metadata": { "$ptch": "delete" } }""", "CKS422 tenant.json:1:17 did you mean $patch")]
    [InlineData("""{ "metadata": { "$lock": [] } }""", "CKS422 tenant.json:1:17")]
    [InlineData("""{ "metadata": { "$position": "first" } }""", "CKS422 tenant.json:1:17")]
    [InlineData("""{ "metadata": { "$add": [1] } }""", "CKS422 tenant.json:1:17")]
    [InlineData("""{ "$patch": "replace" }""", "CKS422 tenant.json:1:3")]
    [InlineData("""{ "$lock": ["metadata"] }""", "CKS422 tenant.json:1:13")]
    [InlineData("""{ "$lock": ["/metadata/titel"] }""", "CKS422 tenant.json:1:13 did you mean title")]
    [InlineData("""{ "dashboard": { "widgets": [{ "id": "a", "$position": "frist" }] } }""", "CKS422 tenant.json:1:56 did you mean first")]
    [InlineData("""{ "dashboard": { "widgets": [{ "id": "a", "$position": { "afer": "b" } }] } }""", "CKS422 tenant.json:1:56")]
    [InlineData("""{ "dashboard": { "widgets": [{ "id": "a", "$position": { "after": "a" } }] } }""", "CKS422 tenant.json:1:56")]
    [InlineData("""{ "dashboard": { "widgets": [{ "id": "a", "$patch": "delete", "title": "x" }] } }""", "CKS422 tenant.json:1:63")]
    [InlineData("""{ "dashboard": { "widgets": [{ "id": "a" }, { "id": "a" }] } }""", "CKS402 tenant.json:1:53")]
    [InlineData("""{ "dashboard": { "widgets": [{ "id": "A" }] } }""", "CKS427 tenant.json:1:38 did you mean a")]
    [InlineData("""{ "Metadata": { } }""", "CKS427 tenant.json:1:3 did you mean metadata")]
    [InlineData("""{ "x": 1, "X": 2 }""", "CKS427 tenant.json:1:11 did you mean x")]
    [InlineData("""{ "dashboard": { "widgets": [{ }] } }""", "CKS105 tenant.json:1:30")]
    [InlineData("""{ "dashboard": { "widgets": [{ "id": 1 }] } }""", "CKS104 tenant.json:1:38")]
    [InlineData("""{ "dashboard": { "widgets": ["a"] } }""", "CKS104 tenant.json:1:30")]
    [InlineData("""{ "features": { "f": { "channels": [{ }] } } }""", "CKS104 tenant.json:1:37")]
    [InlineData("""{ "features": { "f": { "steps": [null] } } }""", "CKS104 tenant.json:1:34")]
    [InlineData("""{ "permissions": { "p": "yes" } }""", "CKS104 tenant.json:1:25")]
    [InlineData("""{ "features": { "f": { "channels": { "$add": ["x"], "$remove": ["x"] } } } }""", "CKS422 tenant.json:1:65")]
    [InlineData("""{ "metadata": { "title": { "$secretRef": "kv:x" } } }""", "CKS425 tenant.json:1:26")]
    [InlineData("""[]""", "CKS104 tenant.json:1:1")]
    public void Mistake_is_an_error_with_its_place_and_what_was_meant(string layer, string expected)
    {
        const string Below = """{ "metadata": { "title": "t" }, "permissions": { "p": true }, "dashboard": { "widgets": [{ "id": "a", "type": "x" }] } }""";
        var result = LayerWorld.Merge((HubLayerKind.Base, Below), (HubLayerKind.Tenant, layer));
        Assert.False(result.IsLoaded);
        var finding = Assert.Single(result.Diagnostics);
        Assert.Equal(expected, $"{finding.Code} {finding.Location}{(finding.Suggestion is null ? "" : $" did you mean {finding.Suggestion}")}");
    }

    [Theory]
    [InlineData("""{ "metadata": { "titel": null } }""", "CKS423 Did you mean \"title\"?")]
    [InlineData("""{ "dashboard": { "widgets": [{ "id": "b", "$patch": "delete" }] } }""", "CKS423 Did you mean \"a\"?")]
    [InlineData("""{ "dashboard": { "widgets": [{ "id": "a", "$position": { "after": "none" } }] } }""", "CKS423 ")]
    [InlineData("""{ "permissions": { "p": true } }""", "CKS426 Take it out, or change it there.")]
    [InlineData("""{ "permissions": { "new": true } }""", "CKS426 Name it in the base or in the role's layer.")]
    public void What_layers_below_do_not_have_or_leave_is_a_warning(string layer, string expected)
    {
        const string Below = """{ "metadata": { "title": "t" }, "permissions": { "p": false }, "dashboard": { "widgets": [{ "id": "a" }] } }""";
        var result = LayerWorld.Merge((HubLayerKind.Base, Below), (HubLayerKind.Tenant, layer));
        Assert.Equal(Below.Replace(" ", "", StringComparison.Ordinal), LayerWorld.Text(result.GetOrThrow().Root));
        var finding = Assert.Single(result.Diagnostics);
        Assert.Equal(DiagnosticSeverity.Warning, finding.Severity);
        Assert.Equal(expected, $"{finding.Code} {(expected.EndsWith(' ') ? "" : finding.Fix)}");
    }

    [Theory]
    [InlineData("/metadata", """{ "metadata": { "title": "x" } }""")]
    [InlineData("/metadata/title", """{ "metadata": { "title": "x" } }""")]
    [InlineData("/metadata/title", """{ "metadata": { "title": "t" } }""")]
    [InlineData("/metadata/title", """{ "metadata": null }""")]
    [InlineData("/metadata/title", """{ "metadata": { "$patch": "replace" } }""")]
    [InlineData("/metadata/theme", """{ "metadata": { "theme": {} } }""")]
    [InlineData("/dashboard/layout", """{ "dashboard": { "layout": "grid" } }""")]
    [InlineData("/dashboard/widgets[id=a]", """{ "dashboard": { "widgets": [{ "id": "a", "title": "x" }] } }""")]
    [InlineData("/dashboard/widgets[id=a]/type", """{ "dashboard": { "widgets": [{ "id": "a", "$patch": "delete" }] } }""")]
    [InlineData("/dashboard/widgets[id=a]/type", """{ "dashboard": { "widgets": [{ "id": "a", "$patch": "replace" }] } }""")]
    [InlineData("/dashboard/widgets[id=a]/type", """{ "dashboard": { "widgets": [{ "id": "a", "type": "x" }] } }""")]
    public void What_is_locked_is_not_changed_by_a_later_layer_and_both_places_are_told(string pointer, string layer)
    {
        var below = $$"""{ "metadata": { "title": "t" }, "dashboard": { "widgets": [{ "id": "a", "type": "x" }, { "id": "b" }] }, "$lock": ["{{pointer}}"] }""";
        var result = LayerWorld.Merge((HubLayerKind.Base, below), (HubLayerKind.Role, layer));
        var finding = Assert.Single(result.Diagnostics);
        Assert.Equal(CksCodes.LayerLocked, finding.Code);
        Assert.StartsWith("role.json:1:", finding.Location.ToString(), StringComparison.Ordinal);
        Assert.Contains($"\"{pointer}\" is locked at base.json:1:", finding.Message, StringComparison.Ordinal);
        Assert.True(LayerWorld.Merge((HubLayerKind.Base, below), (HubLayerKind.Role, """{ "dashboard": { "widgets": [{ "id": "b", "title": "x" }] }, "features": {} }""")).IsLoaded);
    }

    [Fact]
    public void Lock_on_a_part_that_is_declared_and_not_there_holds_when_somebody_brings_in_what_is_around_it() =>
        Assert.Equal(["CKS424"], LayerWorld.Merge((HubLayerKind.Base, """{ "$lock": ["/dashboard/layout"] }"""), (HubLayerKind.Role, """{ "dashboard": { "layout": "grid" } }""")).Diagnostics.Select(d => d.Code.Id));

    [Theory]
    [InlineData("""{ "$secretRef": "kv:x", "more": 1 }""", "CKS422 role.json:1:50")]
    [InlineData("""{ "$secretRef": 1 }""", "CKS104 role.json:1:42")]
    public void Reference_to_a_secret_is_a_text_and_stands_alone(string value, string expected)
    {
        var finding = Assert.Single(LayerWorld.Merge((HubLayerKind.Role, $$"""{ "metadata": { "title": {{value}} } }""")).Diagnostics);
        Assert.Equal(expected, $"{finding.Code} {finding.Location}");
    }

    [Fact]
    public void Layers_are_laid_in_the_order_of_their_kinds() =>
        Assert.Equal(
            """{"metadata":{"title":"Preview"}}""",
            LayerWorld.Text(LayerWorld.Merge([.. Enum.GetValues<HubLayerKind>().Reverse().Select(k => (k, $$"""{ "metadata": { "title": "{{k}}" } }"""))]).GetOrThrow().Root));

    [Theory]
    [InlineData(32, 32, true)]
    [InlineData(33, 1, false)]
    [InlineData(1, 33, false)]
    public void What_the_code_gives_takes_no_room_from_documents(int defaults, int layers, bool isMerged)
    {
        var merged = LayerMerger.Merge(
            [.. Enumerable.Repeat(LayerWorld.Layer(HubLayerKind.Defaults, "{}"), defaults), .. Enumerable.Repeat(LayerWorld.Layer(HubLayerKind.Base, "{}"), layers)], LayerWorld.Rules);
        Assert.Equal(isMerged ? [] : [CksCodes.LayerLimit], merged.Diagnostics.Select(d => d.Code));
    }

    [Fact]
    public void Ten_thousand_layers_or_too_many_bytes_or_entries_are_a_clear_error()
    {
        var layer = LayerWorld.Layer(HubLayerKind.Experiment, "{}");
        var many = LayerMerger.Merge([.. Enumerable.Repeat(layer, 10_000)], LayerWorld.Rules);
        Assert.Equal("CKS428 experiment.json There are 10000 layers; at most 32 are merged. Put layers together.", Assert.Single(many.Diagnostics).ToString());
        var large = LayerWorld.Layer(HubLayerKind.Base, $$"""{ "metadata": { "title": "{{new string('x', 900_000)}}" } }""");
        Assert.Equal(CksCodes.LayerLimit, Assert.Single(LayerMerger.Merge([.. Enumerable.Repeat(large, 5)], LayerWorld.Rules).Diagnostics).Code);
        var wide = LayerWorld.Layer(HubLayerKind.Base, $$"""{ "metadata": { {{string.Join(',', Enumerable.Range(0, 40_000).Select(i => $"\"n{i}\":1"))}} } }""");
        Assert.Equal(CksCodes.LayerLimit, Assert.Single(LayerMerger.Merge([wide], LayerWorld.Rules).Diagnostics).Code);
        Assert.Equal(CksCodes.DocumentTooLarge, Assert.Single(HubLayer.Read(HubLayerKind.Base, "", "b.json", new byte[1024 * 1024 + 1]).Diagnostics).Code);
    }

    [Fact]
    public void No_directive_is_left_in_the_document() => Assert.All(
        new[] { HubLayerKind.Base, HubLayerKind.Tenant },
        kind => Assert.DoesNotContain("$", LayerWorld.Over(
            kind, """{ "features": { "f": { "channels": ["a"] } } }""",
            """{ "$schema": "s", "$lock": ["/features"], "dashboard": { "widgets": [{ "id": "n", "$position": "first", "$patch": "replace" }] }, "features": { "g": { "channels": { "$add": ["b"] } } }, "metadata": { "$patch": "replace", "theme": { "$patch": "replace" } } }"""), StringComparison.Ordinal));

    private static string Single(HubLayerKind kind, string below, string layer) => string.Join(' ', LayerWorld.Merge((HubLayerKind.Base, below), (kind, layer)).Diagnostics.Select(d => d.Code.Id).Distinct());
}
