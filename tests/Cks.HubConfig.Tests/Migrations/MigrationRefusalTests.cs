using System.Text;
using System.Text.Json.Nodes;
using Cks.Core;

namespace Cks.HubConfig.Tests;

/// <summary>What cannot be carried is refused with its place: nothing is thrown, nothing is lost, and nothing takes long.</summary>
public sealed class MigrationRefusalTests
{
    private static readonly string[] Names = ["gridArea", "area", "refreshInterval", "refreshSeconds", "dataSource", "endpoint", "requires", "ttl", "ttlSeconds", "id", "$patch", "widgets", "endpoints", "dataFetching", "caching", "jobs", "widget.a"];

    private static readonly string[] Values = ["null", "1", "1.5", "60000", "\"1 / 1 / 2 / 2\"", "\"/api/a\"", "\"a\"", "{}", "[]", "[{}]", "{\"a\":\"/api/a\"}", "{\"row\":1}", "[{\"id\":\"a\",\"dataSource\":\"/api/a\"}]"];

    [Theory]
    [InlineData("\"gridArea\": \"1/1/2/2\", \"area\": {}", "\"gridArea\" becomes \"area\"")]
    [InlineData("\"area\": {}, \"gridArea\": null", "\"gridArea\" becomes \"area\"")]
    [InlineData("\"refreshInterval\": 1000, \"refreshSeconds\": 1", "\"refreshInterval\" becomes \"refreshSeconds\"")]
    [InlineData("\"dataSource\": \"/api/a\", \"endpoint\": \"a\"", "\"dataSource\" becomes \"endpoint\"")]
    [InlineData("\"dataSource\": null, \"endpoint\": \"a\"", "\"dataSource\" becomes \"endpoint\"")]
    public void Old_name_beside_the_new_one_is_refused(string members, string expected)
    {
        foreach (var isPartial in (bool[])[true, false])
        {
            var (carried, findings) = Carry($$"""{ "dashboard": { "widgets": [{ "id": "a", {{members}} }] } }""", isPartial);
            Assert.Null(carried);
            var finding = Assert.Single(findings);
            Assert.Equal(CksCodes.HubMigration, finding.Code);
            Assert.StartsWith(expected, finding.Message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("\"dataFetching\": null")]
    [InlineData("\"dataFetching\": 1.5")]
    [InlineData("\"dataFetching\": { \"endpoints\": null }")]
    [InlineData("\"dataFetching\": { \"endpoints\": [] }")]
    public void Data_source_beside_a_deletion_of_all_endpoints_is_refused(string member) =>
        Assert.Equal(CksCodes.HubMigration, Assert.Single(Carry($$"""{ "dashboard": { "widgets": [{ "id": "a", "dataSource": "/api/a" }] }, {{member}} }""", isPartial: true).Findings).Code);

    /// <summary>The class of fault: whatever stands where, carrying never throws, and what it makes has every name once.</summary>
    [Fact]
    public void Whatever_stands_in_a_document_carrying_it_never_throws()
    {
        var (done, refused) = (0, 0);
        for (var seed = 0; seed < 4_000; seed++)
        {
            var random = new Random(seed);
            var hub = random.Next(2) == 0 ? RandomHubs.Version1(random) : RandomHubs.Layer1(random);
            for (var i = random.Next(1, 4); i > 0; i--)
            {
                var objects = Objects(hub).ToArray();
                objects[random.Next(objects.Length)][Names[random.Next(Names.Length)]] = JsonNode.Parse(Values[random.Next(Values.Length)]);
            }

            var (carried, findings) = Carry(hub.ToJsonString(), isPartial: random.Next(2) == 0);
            Assert.Equal(carried is null, findings.HasErrors);
            _ = carried is null ? refused++ : done++;
            HubDefinitionReader.Read("hub.json", RandomHubs.Utf8(hub));
        }

        Assert.True(done > 500 && refused > 500, $"{done} carried, {refused} refused.");
    }

    [Theory]
    [InlineData("widgets", """{ "dashboard": { "widgets": [#] } }""", """{ "id": "a", "dataSource": "/api/a@" }""")]
    [InlineData("endpoints", """{ "dataFetching": { "endpoints": { # } } }""", "\"widget.a-@\": \"/api/x\"")]
    public void More_entries_than_are_read_are_refused_before_any_work(string name, string document, string entry)
    {
        string Of(int count) => document.Replace("#", string.Join(',', Enumerable.Range(0, count).Select(i => entry.Replace("@", $"{i}", StringComparison.Ordinal))), StringComparison.Ordinal);
        Assert.Equal($"\"{name}\" has 20000 entries; at most 500 are read.", Assert.Single(Carry(Of(20_000), isPartial: true).Findings).Message);
        Assert.Equal($"\"{name}\" has 501 entries; at most 500 are read.", Assert.Single(HubDefinitionReader.Read("hub.json", Encoding.UTF8.GetBytes(Of(501))).Diagnostics).Message);
        Assert.NotNull(Carry(Of(500), isPartial: true).Root);
    }

    [Fact]
    public void Lock_is_carried_to_the_names_of_the_newer_version()
    {
        var (carried, findings) = Carry("""
            { "$lock": ["/dashboard/widgets[id=a]/dataSource", "/dashboard/widgets[id=a]/gridArea", "/dashboard/widgets[id=a]/refreshInterval", "/dataFetching/caching/jobs/ttl", "/metadata/role", "/dataSource", 1, "x"] }
            """, isPartial: true);
        Assert.Empty(findings);
        Assert.Equal(
            """["/dashboard/widgets[id=a]/endpoint","/dashboard/widgets[id=a]/area","/dashboard/widgets[id=a]/refreshSeconds","/dataFetching/caching/jobs/ttlSeconds","/metadata/role","/dataSource",1,"x"]""",
            LayerWorld.Text(carried!.Properties["$lock"]));
    }

    [Fact]
    public void S09_Preserved_null_takes_no_condition_off() =>
        Assert.DoesNotContain("requires", LayerWorld.Text(Carry("""{ "dashboard": { "widgets": [{ "id": "a" }] }, "$preserved": { "2": { "/dashboard/widgets/a/requires": null } } }""", isPartial: true).Root!), StringComparison.Ordinal);

    private static (SourceNode? Root, DiagnosticBag Findings) Carry(string text, bool isPartial)
    {
        var findings = new DiagnosticBag();
        var root = SourceDocument.Read("hub.json", Encoding.UTF8.GetBytes(text), SourceDocumentOptions.Strict, findings)!;
        return (HubMigrations.ToCurrent(root, isPartial, findings), findings);
    }

    private static IEnumerable<JsonObject> Objects(JsonNode? node) => node switch
    {
        JsonObject o => o.SelectMany(p => Objects(p.Value)).Prepend(o),
        JsonArray a => a.SelectMany(Objects),
        _ => [],
    };
}
