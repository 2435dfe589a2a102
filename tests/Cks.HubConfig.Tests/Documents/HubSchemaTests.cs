using System.Text.Json.Nodes;
using Cks.Core;

namespace Cks.HubConfig.Tests;

public sealed class HubSchemaTests
{
    [Theory]
    [InlineData(1, "contractor.v1.json")]
    [InlineData(2, "contractor.v2.json")]
    public void Schema_of_a_version_accepts_its_document_and_no_other(int version, string file)
    {
        foreach (var path in Directory.EnumerateFiles(Portal.Folder, "*.v1.json").Where(_ => version == 1).Append(Path.Combine(Portal.Folder, file)))
            Assert.Empty(HubSchema.Compiled(version).Validate(path, File.ReadAllBytes(path)));
        Assert.NotEmpty(HubSchema.Compiled(3 - version).Validate(file, File.ReadAllBytes(Path.Combine(Portal.Folder, file))));
    }

    [Fact]
    public void Versions_that_do_not_exist_have_no_schema()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => HubSchema.Of(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => HubSchema.Of(HubSchema.CurrentVersion + 1));
    }

    /// <summary>A list of objects without a strategy would be wiped by a layer without a word.</summary>
    [Fact]
    public void Every_list_of_objects_of_the_current_version_says_how_layers_merge_it()
    {
        var schema = JsonNode.Parse(HubSchema.Of(HubSchema.CurrentVersion).Span)!;
        var lists = Descendants(schema).OfType<JsonObject>().Where(o => (string?)(o["type"] as JsonValue) == "array" && ItemsOf(o)["type"] is JsonValue type && (string?)type == "object").ToList();
        Assert.Equal(["children", "definitions", "quickActions", "rules", "sidebarItems", "variants", "widgets"], lists.Select(l => l.GetPropertyName()).Order(StringComparer.Ordinal));
        Assert.All(lists, list => Assert.Equal("keyed", (string?)list["x-hub-merge"]));
        Assert.All(lists, list => Assert.Contains("id", ItemsOf(list)["required"]!.AsArray().Select(n => (string?)n)));
        Assert.Equal(["set", "replace", "replace"], Descendants(schema).OfType<JsonObject>().Select(o => (string?)o["x-hub-merge"]).Where(s => s is not (null or "keyed")));
        Assert.Equal(["min"], Descendants(schema).OfType<JsonObject>().Select(o => (string?)o["x-hub-combine"]).OfType<string>());

        JsonNode ItemsOf(JsonObject list) => list["items"]!["$ref"] is { } reference ? schema["$defs"]![((string)reference!)["#/$defs/".Length..]]! : list["items"]!;
    }

    /// <summary>What the browser gets is what the schema marks, and nothing else of a document.</summary>
    [Fact]
    public void Fields_that_are_not_marked_for_the_client_are_those_that_the_view_does_not_have()
    {
        var properties = JsonNode.Parse(HubSchema.Of(2).Span)!;
        // Nothing of a flag or an experiment is marked, and nothing of it is in the view but the name of the variant.
        foreach (var flag in (string[])["flag", "window", "experiment"])
        {
            Assert.DoesNotContain("x-hub-visibility", properties["$defs"]![flag]!.ToJsonString(), StringComparison.Ordinal);
            properties["$defs"]!.AsObject().Remove(flag);
        }

        var unmarked = Descendants(properties).OfType<JsonObject>().Where(o => o["properties"] is JsonObject).SelectMany(o => o["properties"]!.AsObject())
            .Where(p => p.Value is JsonObject { } o && o["x-hub-visibility"] is null && o["type"] is not JsonValue && (o["$ref"] is not null || o["const"] is not null) && o["additionalProperties"] is null)
            .Select(p => p.Key).Distinct().Order(StringComparer.Ordinal);
        // Options go there as the schema of the type marks them; the id is that of a definition, which nobody sees.
        Assert.Equal(["compatible", "feature", "id", "options", "plugin", "requires", "schemaVersion", "use", "version"], unmarked);
    }

    [Fact]
    public void Schema_and_reader_agree_about_documents_without_and_with_a_mistake()
    {
        string[] names = ["id", "endpoint", "area", "refreshSeconds", "requires", "feature", "ttlSeconds", "path", "row", "schemaVersion", "enabled", "options", "compatible", "plugin", "children", "definitions", "unknown"];
        string[] values = ["0", "1", "1.5", "1.0005", "\"x\"", "\"\"", "\"/x\"", "{}", "[]", "null", "true", "\"widget.stats\"", "99", "100", "\"~2.1\"", "\"2.1\""];
        var (good, bad) = (0, 0);
        for (var seed = 0; seed < 2_000; seed++)
        {
            var random = new Random(seed);
            var hub = RandomHubs.Version2(random);
            if (random.Next(4) > 0)
            {
                var objects = Descendants(hub).OfType<JsonObject>().ToArray();
                objects[random.Next(objects.Length)][names[random.Next(names.Length)]] = JsonNode.Parse(values[random.Next(values.Length)]);
            }

            var utf8 = RandomHubs.Utf8(hub);
            var read = HubDefinitionReader.Read("hub.json", utf8).Diagnostics;
            // The schema cannot know references, sums and the version of another runtime.
            var isForm = read.Any(d => !d.Message.Contains(" is not one of the ", StringComparison.Ordinal) && !d.Message.StartsWith("The area ends", StringComparison.Ordinal)
                && !d.Message.Contains("overlaps", StringComparison.Ordinal) && d.Code != CksCodes.HubDuplicateId);
            // Another version is held to another schema.
            if (hub["schemaVersion"]?.ToJsonString() == "2")
                Assert.True(HubSchema.Compiled(2).IsValid(utf8) == !isForm, $"{seed}: {hub.ToJsonString()}\n{string.Join('\n', read)}\n{string.Join('\n', HubSchema.Compiled(2).Validate("hub.json", utf8))}");
            (good, bad) = read.Count == 0 ? (good + 1, bad) : (good, bad + 1);
        }

        Assert.True(good > 300 && bad > 300, $"{good} good, {bad} bad");
    }

    private static IEnumerable<JsonNode> Descendants(JsonNode? node) => node switch
    {
        JsonObject o => o.SelectMany(p => Descendants(p.Value)).Prepend(o),
        JsonArray a => a.SelectMany(Descendants).Prepend(a),
        null => [],
        _ => [node],
    };
}
