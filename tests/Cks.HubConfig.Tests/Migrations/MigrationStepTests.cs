using System.Text.Json;
using System.Text.Json.Nodes;
using Cks.Core;

namespace Cks.HubConfig.Tests;

/// <summary>All operations on documents without a schema, so that what they do where a document is odd is seen as well.</summary>
public sealed class MigrationStepTests
{
    private static readonly MigrationStep Step = new(1,
    [
        new RenameOperation(new("/widgets/*/colour"), "color"),
        new MoveOperation(new("/theme/logo"), new("/brand/logo")),
        new MapOperation(new("/widgets/*/every"), "everySeconds", new MillisecondsToSeconds()),
        new SplitOperation(new("/size"), 'x', "width", "height"),
        new DefaultOperation(new("/dashboard/layout"), "grid"),
        new DropOperation(new("/widgets/*/legacy")),
        DropOperation.Add("/widgets/*/badge"),
    ]);

    private static readonly string[] Values = ["\"a\"", "\"a x b\"", "\"grid\"", "\"list\"", "1", "\"\"", "{\"k\":[1]}", "true"];

    [Fact]
    public void Operations_say_in_words_what_they_do() => Assert.Equal(
        """
        rename /widgets/*/colour to color
        move /theme/logo to /brand/logo
        map /widgets/*/every to everySeconds by milliseconds to seconds
        split /size at x into width, height
        default /dashboard/layout is "grid"
        drop /widgets/*/legacy
        add /widgets/*/badge
        """, Step.Definition);

    [Fact]
    public void Whole_document_goes_up()
    {
        var up = Up("""
            {
              "theme": { "logo": "/l" }, "size": "3 x 4", "dashboard": {},
              "widgets": [{ "id": "a", "colour": "red", "every": 1500, "legacy": 1 }, { "id": "b" }]
            }
            """, isPartial: false);
        Same("""
            {
              "schemaVersion": 2, "brand": { "logo": "/l" }, "dashboard": { "layout": "grid" }, "width": "3", "height": "4",
              "widgets": [{ "id": "a", "color": "red", "everySeconds": 1.5 }, { "id": "b" }], "$preserved": { "2": { "/widgets/a/legacy": 1 } }
            }
            """, up);
    }

    [Fact]
    public void Layer_goes_up_by_its_directives_and_takes_nothing_for_granted()
    {
        var up = Up("""
            {
              "theme": { "logo": null }, "size": null, "dashboard": {}, "$lock": ["/theme"],
              "widgets": [{ "id": "a", "$patch": "delete" }, { "id": "b", "$patch": "replace", "$position": "first", "colour": "red" }, { "id": "c", "every": null, "colour": null }]
            }
            """, isPartial: true);
        Same("""
            {
              "schemaVersion": 2, "brand": { "logo": null }, "width": null, "height": null, "dashboard": {}, "$lock": ["/theme"],
              "widgets": [{ "id": "a", "$patch": "delete" }, { "id": "b", "$patch": "replace", "$position": "first", "color": "red" }, { "id": "c", "everySeconds": null, "color": null }]
            }
            """, up);
    }

    [Fact]
    public void Document_that_goes_down_and_up_again_is_the_same_however_odd_it_is()
    {
        for (var seed = 0; seed < 2_000; seed++)
        {
            var random = new Random(seed);
            var hub = new JsonObject { ["schemaVersion"] = 2 };
            Sometimes(hub, "width", "height");
            foreach (var section in (string[])["brand", "theme", "dashboard"])
                if (random.Next(3) > 0)
                {
                    var o = (JsonObject)(hub[section] = new JsonObject());
                    Sometimes(o, section == "brand" ? ["logo", "other"] : section == "dashboard" ? ["layout"] : ["other"]);
                }

            if (random.Next(3) > 0)
                hub["widgets"] = new JsonArray([.. Enumerable.Range(0, random.Next(4)).Select(i =>
                {
                    var widget = new JsonObject { ["id"] = $"w{i}" };
                    Sometimes(widget, "color", "badge");
                    if (random.Next(2) == 0)
                        widget["everySeconds"] = JsonNode.Parse(random.GetItems(["1", "1.5", "1.50", "0.0001", "1e3", "-2"], 1)[0]);
                    return (JsonNode)widget;
                })]);
            var down = Run(hub.ToJsonString(), (tree, findings) => Step.Down(tree, findings));
            Same(hub.ToJsonString(), Up(down.ToJsonString(), isPartial: false), $"{seed} {down.ToJsonString()}");

            void Sometimes(JsonObject around, params string[] names)
            {
                foreach (var name in names.Where(_ => random.Next(2) == 0))
                    around[name] = JsonNode.Parse(Values[random.Next(Values.Length)]);
            }
        }
    }

    [Fact]
    public void What_was_changed_in_the_older_version_wins_over_what_was_preserved()
    {
        var down = Run("""{ "widgets": [{ "id": "a", "everySeconds": 1.50 }] }""", (tree, findings) => Step.Down(tree, findings));
        down["widgets"]![0]!["every"] = 2000;
        Assert.Equal("2", Up(down.ToJsonString(), isPartial: false)["widgets"]![0]!["everySeconds"]!.ToJsonString());
    }

    [Theory]
    [InlineData("""{ "widgets": [{ "colour": 1, "color": 2 }] }""", "\"colour\" becomes \"color\", which is there already.")]
    [InlineData("""{ "theme": { "logo": 1 }, "brand": { "logo": 2 } }""", "\"/theme/logo\" becomes \"/brand/logo\", which is there already.")]
    [InlineData("""{ "widgets": [{ "every": "soon" }] }""", "\"soon\" is no time in milliseconds.")]
    [InlineData("""{ "size": "3" }""", "\"3\" has not 2 parts.")]
    public void What_cannot_be_carried_is_a_finding(string document, string message)
    {
        var findings = new DiagnosticBag();
        Step.Up(MigrationTree.Of(SourceDocument.Read("hub.json", System.Text.Encoding.UTF8.GetBytes(document), SourceDocumentOptions.Strict, findings)!), isPartial: false, findings);
        var finding = Assert.Single(findings);
        Assert.Equal((CksCodes.HubMigration, message), (finding.Code, finding.Message));
        Assert.True(finding.Location.Line == 1 && finding.Fix.Length > 0);
    }

    private static JsonNode Up(string document, bool isPartial) => Run(document, (tree, findings) => Step.Up(tree, isPartial, findings));

    private static JsonNode Run(string document, Action<MigrationTree, DiagnosticBag> step)
    {
        var findings = new DiagnosticBag();
        var tree = MigrationTree.Of(SourceDocument.Read("hub.json", System.Text.Encoding.UTF8.GetBytes(document), SourceDocumentOptions.Strict, findings)!);
        step(tree, findings);
        // What the older version cannot say is told, and nothing is refused.
        Assert.DoesNotContain(findings, f => f.Severity == DiagnosticSeverity.Error);
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
            tree.ToSource("hub.json").WriteTo(json);
        return JsonNode.Parse(stream.ToArray())!;
    }

    private static void Same(string expected, JsonNode actual, string about = "") => Assert.True(JsonNode.DeepEquals(JsonNode.Parse(expected), actual), $"{about}\n{expected}\n{actual.ToJsonString()}");
}
