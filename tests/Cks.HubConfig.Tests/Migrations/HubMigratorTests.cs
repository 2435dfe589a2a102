using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Cks.Core;

namespace Cks.HubConfig.Tests;

public sealed class HubMigratorTests
{
    private const int Documents = 1_000;

    /// <summary>The seed's document in version 2, as the released step made it. It never changes.</summary>
    private static byte[] Golden { get; } = File.ReadAllBytes(Path.Combine(Portal.Folder, "contractor.v2.json"));

    /// <summary>What a released step does never changes: documents that were carried by it are in the world. Mend a step with the next version.</summary>
    [Theory]
    [InlineData(1, "568cb0ed221ad1f3bacce9bd3e81db3a7a9fbd909699e926eb9436622a073e2c")]
    public void Released_step_is_what_it_was(int from, string sha256) =>
        Assert.Equal(sha256, Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Assert.Single(HubMigrations.Steps, s => s.From == from).Definition))));

    [Fact]
    public void There_is_a_step_from_every_version_to_the_next() =>
        Assert.Equal(Enumerable.Range(HubSchema.OldestVersion, HubSchema.CurrentVersion - HubSchema.OldestVersion), HubMigrations.Steps.Select(s => s.From));

    [Fact]
    public void Seed_document_is_carried_to_version_2_as_the_released_step_carried_it()
    {
        var migrated = HubMigrator.Migrate("contractor.v1.json", Portal.Contractor, 2).GetOrThrow();
        Assert.Equal((1, 2), (migrated.From, migrated.To));
        Assert.Equal(Encoding.UTF8.GetString(Golden), Encoding.UTF8.GetString(migrated.Utf8.Span));
    }

    [Fact]
    public void Seed_document_comes_back_as_it_was_but_for_its_comment_and_the_version_that_it_says_now()
    {
        var back = Migrate(Golden, 1);
        Assert.Equal(1, (int)back["schemaVersion"]!);
        back.AsObject().Remove("schemaVersion");
        Same(JsonNode.Parse(Portal.Contractor, documentOptions: new() { CommentHandling = JsonCommentHandling.Skip })!, back);
    }

    [Fact]
    public void Document_is_read_the_same_in_both_versions()
    {
        var (one, two) = (HubDefinitionReader.Read("hub.json", Portal.Contractor).GetOrThrow(), HubDefinitionReader.Read("hub.json", Golden).GetOrThrow());
        Assert.Equal((1, 2), (one.SchemaVersion, two.SchemaVersion));
        Assert.Equal(two.Metadata, one.Metadata);
        Assert.Equal(two.Navigation.SidebarItems, one.Navigation.SidebarItems);
        Assert.Equal(two.Dashboard.Widgets, one.Dashboard.Widgets);
        Assert.Equal(two.DataFetching.Endpoints, one.DataFetching.Endpoints);
        Assert.Equal(two.DataFetching.Caching, one.DataFetching.Caching);
    }

    /// <summary>What version 1 cannot say is preserved in it, and the way back up takes it from there.</summary>
    [Fact]
    public void Document_that_goes_down_and_up_again_is_the_same()
    {
        var preserved = 0;
        for (var seed = 0; seed < Documents; seed++)
        {
            var hub = RandomHubs.Version2(new(seed));
            var down = Migrate(RandomHubs.Utf8(hub), 1, seed);
            preserved += down["$preserved"] is null ? 0 : 1;
            Assert.Empty(HubDefinitionReader.Read("down.json", RandomHubs.Utf8(down)).Diagnostics);
            Same(hub, Migrate(RandomHubs.Utf8(down), 2, seed), seed);
        }

        Assert.InRange(preserved, Documents / 10, Documents - (Documents / 20));
    }

    [Fact]
    public void Migration_of_what_is_there_already_changes_no_byte()
    {
        for (var seed = 0; seed < 200; seed++)
        {
            var once = HubMigrator.Migrate("hub.json", RandomHubs.Utf8(RandomHubs.Version1(new(seed))), 2).GetOrThrow().Utf8;
            Assert.Equal(once, HubMigrator.Migrate("hub.json", once, 2).GetOrThrow().Utf8);
        }
    }

    /// <summary>Against the meaning of version 1, said once more and plainly.</summary>
    [Fact]
    public void Widgets_of_version_1_mean_the_same_in_version_2()
    {
        for (var seed = 0; seed < Documents; seed++)
        {
            var old = RandomHubs.Version1(new(seed));
            var hub = HubDefinitionReader.Read("hub.json", RandomHubs.Utf8(old)).GetOrThrow();
            foreach (var (widget, written) in hub.Dashboard.Widgets.Zip(old["dashboard"]!["widgets"]!.AsArray()))
            {
                Assert.Equal((string?)written!["dataSource"], widget.DataSource.Value);
                Assert.Equal(widget.DataSource, hub.DataFetching.Endpoints[widget.Endpoint]);
                Assert.Equal((int)written["refreshInterval"]!, widget.RefreshInterval!.Value.TotalMilliseconds);
                Assert.Equal(((string)written["gridArea"]!).Split('/').Select(int.Parse), [widget.GridArea.RowStart, widget.GridArea.ColumnStart, widget.GridArea.RowEnd, widget.GridArea.ColumnEnd]);
            }
        }
    }

    /// <summary>A layer is carried without the layers below it, and says above them what it said before.</summary>
    [Fact]
    public void Layers_of_version_1_say_together_what_they_say_when_they_are_merged_first()
    {
        for (var seed = 0; seed < Documents; seed++)
        {
            var random = new Random(seed);
            var (bottom, layer) = (RandomHubs.Version1(random, hasOwnNames: false), RandomHubs.Layer1(random));
            var first = Carry(Merge(bottom, layer, "widgets"), isPartial: false);
            var last = Merge(Carry(bottom, isPartial: false), Carry(layer, isPartial: true), "widgets");
            Assert.Equal(Widgets(first), Widgets(last));
        }
    }

    [Fact]
    public void Finding_about_a_value_that_was_carried_points_to_where_it_is_written()
    {
        var findings = new DiagnosticBag();
        var root = SourceDocument.Read("layer.json", """
            { "dashboard": {
              "widgets": [{ "id": "stats", "gridArea": "1 / 1 / 2 / 4", "dataSource": "/api/x" }] } }
            """u8.ToArray(), SourceDocumentOptions.Strict, findings)!;
        var carried = HubMigrations.ToCurrent(root, isPartial: true, findings)!;
        var area = carried.Properties["dashboard"].Properties["widgets"].Items[0].Properties["area"];
        Assert.Equal("/dashboard/widgets/0/area/columns", area.Properties["columns"].Pointer);
        Assert.Equal(new SourceLocation("layer.json", 2, 44, "/dashboard/widgets/0/gridArea"), area.Properties["columns"].Location);
        Assert.Equal(15, ((SourcePlace)area).Length);
        Assert.Equal("layer.json:2:75", carried.Properties["dataFetching"].Properties["endpoints"].Properties["widget.stats"].Location.ToString());
        Assert.Empty(findings);
    }

    [Fact]
    public void Newer_document_is_refused_with_both_versions_named()
    {
        var refused = HubMigrator.Migrate("hub.json", Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(Golden).Replace("\"schemaVersion\": 2", "\"schemaVersion\": 7", StringComparison.Ordinal)), 2);
        Assert.StartsWith("CKS406 hub.json:2:20 The document is of version 7; this runtime reads 1 to 2.", Assert.Single(refused.Diagnostics).ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Document_with_a_finding_is_carried_nowhere()
    {
        var refused = HubMigrator.Migrate("hub.json", Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(Golden).Replace("\"endpoint\": \"widget.stats-overview\"", "\"endpoint\": \"none\"", StringComparison.Ordinal)), 1);
        Assert.False(refused.IsLoaded);
        Assert.Equal(CksCodes.HubDocument, Assert.Single(refused.Diagnostics).Code);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    public void There_is_no_way_to_a_version_that_does_not_exist(int version) => Assert.Throws<ArgumentOutOfRangeException>(() => HubMigrator.Migrate("hub.json", Golden, version));

    private static JsonNode Migrate(byte[] utf8, int version, int seed = -1)
    {
        var result = HubMigrator.Migrate("hub.json", utf8, version);
        Assert.True(result.IsLoaded, $"{seed}: {string.Join('\n', result.Diagnostics)}\n{Encoding.UTF8.GetString(utf8)}");
        return JsonNode.Parse(result.Value.Utf8.Span)!;
    }

    private static void Same(JsonNode expected, JsonNode actual, int seed = -1) => Assert.True(JsonNode.DeepEquals(expected, actual), $"{seed}:\n{expected.ToJsonString()}\n{actual.ToJsonString()}");

    private static JsonObject Carry(JsonObject hub, bool isPartial)
    {
        var findings = new DiagnosticBag();
        var root = SourceDocument.Read("hub.json", RandomHubs.Utf8(hub), SourceDocumentOptions.Strict, findings)!;
        var carried = HubMigrations.ToCurrent(root, isPartial, findings);
        Assert.Empty(findings);
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
            carried!.WriteTo(json);
        return JsonNode.Parse(stream.ToArray())!.AsObject();
    }

    /// <summary>The keyed merge, as plainly as possible.</summary>
    private static JsonObject Merge(JsonObject bottom, JsonObject layer, string keyed)
    {
        var result = bottom.DeepClone().AsObject();
        foreach (var (name, value) in layer)
        {
            if (value is null)
                result.Remove(name);
            else if (value is JsonObject o)
                result[name] = Merge(result[name] as JsonObject ?? [], o, keyed);
            else if (name == keyed)
            {
                var items = result[name]?.AsArray() ?? (JsonArray)(result[name] = new JsonArray());
                foreach (var item in value.AsArray().OfType<JsonObject>())
                    MergeItem(items, item, keyed);
            }
            else
                result[name] = value.DeepClone();
        }

        return result;
    }

    private static void MergeItem(JsonArray items, JsonObject item, string keyed)
    {
        var at = items.IndexOf(items.FirstOrDefault(i => (string)i!["id"]! == (string)item["id"]!));
        var patch = (string?)item["$patch"];
        var clean = item.DeepClone().AsObject();
        clean.Remove("$patch");
        if (patch == "delete")
        {
            if (at >= 0)
                items.RemoveAt(at);
        }
        else if (at < 0)
            items.Add(Merge([], clean, keyed));
        else
            items[at] = Merge(patch == "replace" ? [] : items[at]!.AsObject(), clean, keyed);
    }

    private static IEnumerable<string> Widgets(JsonObject hub)
    {
        foreach (var widget in hub["dashboard"]?["widgets"]?.AsArray() ?? [])
        {
            var plain = widget!.DeepClone().AsObject();
            if (plain["endpoint"] is { } endpoint)
                plain["endpoint"] = hub["dataFetching"]!["endpoints"]![(string)endpoint!]?.DeepClone() ?? throw new InvalidOperationException($"{endpoint} names nothing: {hub.ToJsonString()}");
            yield return string.Join(",", plain.OrderBy(p => p.Key, StringComparer.Ordinal).Select(p => $"{p.Key}:{p.Value?.ToJsonString()}"));
        }
    }
}
