using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Cks.Core;
using CsCheck;

namespace Cks.HubConfig.Tests;

public sealed class WidgetMigrationTests
{
    private const string Options = """
        {
          "type": "object", "additionalProperties": false,
          "properties": {
            "limit": { "type": "integer", "x-hub-visibility": "client" }, "order": { "enum": ["newest", "oldest"], "x-hub-visibility": "client" }, "token": { "x-hub-visibility": "client" }
          }
        }
        """;

    private static readonly WidgetMigration First = new WidgetMigration("1.0.0", "2.0.0").Rename("most", "limit").Remove("colour");
    private static readonly WidgetMigration Second = new WidgetMigration("2.0.0", "3.0.0").Default("order", "\"newest\"").Map("order", new Dictionary<string, string> { ["down"] = "newest", ["up"] = "oldest" }).Rename("key", "token");

    private static readonly HubTargets Targets = Portal.Targets.AddWidget(new("list", "3.1.0") { Options = Options, DataSources = ["/api/*/stats"], Migrations = [First, Second] });

    [Theory]
    [InlineData("^1.0", """{ "most": 5, "colour": "red" }""", """{"limit":5,"order":"newest"}""")]
    [InlineData("^1.2", """{ "most": 5, "order": "up" }""", """{"limit":5,"order":"oldest"}""")]
    [InlineData("1.0.0", """{ "limit": 5 }""", """{"limit":5,"order":"newest"}""")]
    [InlineData("^2.0", """{ "limit": 5, "order": "down" }""", """{"limit":5,"order":"newest"}""")]
    [InlineData("~2.7", """{ "limit": 5, "order": "newest" }""", """{"limit":5,"order":"newest"}""")]
    [InlineData("^3.0", """{ "limit": 5 }""", """{"limit":5}""")]
    [InlineData("^1.0", """{ "most": 5, "key": { "$secretRef": "kv:maps" } }""", """{"limit":5,"order":"newest"}""")]
    public void Options_of_an_older_version_are_shown_as_those_of_this_one(string compatible, string options, string shown)
    {
        var hub = Hub($$"""{ "id": "w", "type": "list", "endpoint": "stats", "compatible": "{{compatible}}", "options": {{options}} }""");
        Assert.Empty(WidgetWorld.Findings(hub, Targets));
        var widget = Assert.Single(Shown(hub));
        Assert.Null(widget.Fault);
        Assert.Equal(shown, Encoding.UTF8.GetString(widget.Options.Span));
    }

    [Theory]
    [InlineData("^0.9", """{ "most": 5 }""", "CKS440", "/compatible")]
    [InlineData("^4.0", """{ "limit": 5 }""", "CKS440", "/compatible")]
    [InlineData("^1.0", """{ "most": 5, "limit": 6 }""", "CKS441", "/options/most")]
    [InlineData("^1.0", """{ "most": "many" }""", "CKS441", "/options/most")]
    [InlineData("^1.0", """{ "order": "sideways" }""", "CKS441", "/options/order")]
    [InlineData("^2.0", """{ "most": 5 }""", "CKS441", "/options/most")]
    [InlineData("^3.0", """{ "most": 5 }""", "CKS441", "/options/most")]
    public void What_no_migration_makes_fit_is_told_where_it_is_written(string compatible, string options, string code, string pointer)
    {
        var hub = Hub($$"""{ "id": "w", "type": "list", "endpoint": "stats", "compatible": "{{compatible}}", "options": {{options}} }""");
        var finding = WidgetWorld.Findings(hub, Targets)[0];
        Assert.Equal((code, $"/dashboard/widgets/0{pointer}"), (finding.Code.Id, finding.Location.Pointer));
        Assert.True(finding.Location.Line > 0);
    }

    [Fact]
    public void What_a_widget_and_its_definition_say_is_carried_together()
    {
        var hub = WidgetWorld.Hub("""[{ "id": "a", "use": "d", "options": { "order": "up" } }, { "id": "b", "use": "d" }]""", """[{ "id": "d", "type": "list", "endpoint": "stats", "compatible": "^1.0", "options": { "most": 7 } }]""");
        Assert.Empty(WidgetWorld.Findings(hub, Targets));
        Assert.Equal(["""{"limit":7,"order":"oldest"}""", """{"limit":7,"order":"newest"}"""], Shown(hub).Select(w => Encoding.UTF8.GetString(w.Options.Span)));
    }

    [Fact]
    public void Catalog_tells_tools_the_migrations_so_that_they_find_what_the_host_finds()
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
            Targets.Widgets.WriteTo(json);
        var read = WidgetTypes.Read("catalog.json", stream.ToArray());
        Assert.Empty(read.Diagnostics);
        var again = new MemoryStream();
        using (var json = new Utf8JsonWriter(again))
            read.Value!.WriteTo(json);
        Assert.Equal(Encoding.UTF8.GetString(stream.ToArray()), Encoding.UTF8.GetString(again.ToArray()));
        HubDefinition Of(string options) => HubDefinitionReader.Read("hub.json", Encoding.UTF8.GetBytes(Hub($$"""{ "id": "w", "type": "list", "endpoint": "stats", "compatible": "^1.0", "options": {{options}} }"""))).Value!;
        Assert.Empty(read.Value.Check(Of("""{ "most": 5, "order": "up" }""")));
        Assert.Equal(["CKS441"], read.Value.Check(Of("""{ "most": 5, "limit": 5 }""")).Select(f => f.Code.Id).Distinct());
    }

    [Theory]
    [InlineData("""{ "from": "1.0.0", "to": "3.0.0", "steps": [{ "renaem": "a", "to": "b" }] }""")]
    [InlineData("""{ "from": "1.0.0", "to": "3.0.0", "steps": [{ "rename": "a" }] }""")]
    [InlineData("""{ "from": "1.0.0", "to": "3.0.0", "steps": [{ "map": "a", "values": { "x": 1 } }] }""")]
    [InlineData("""{ "from": "1.0.0", "to": "3.0.0" }""")]
    [InlineData("""{ "from": "1", "to": "3.0.0", "steps": [] }""")]
    public void Catalog_with_a_migration_that_is_none_is_refused(string migration)
    {
        var read = WidgetTypes.Read("catalog.json", Encoding.UTF8.GetBytes($$"""{ "widgets": [{ "type": "list", "version": "3.0.0", "migrations": [{{migration}}] }] }"""));
        Assert.Contains(read.Diagnostics, d => d.Severity == DiagnosticSeverity.Error);
    }

    [Theory]
    [InlineData("2.0.0", "1.0.0", "no later version")]
    [InlineData("1.0.0", "1.0.0", "no later version")]
    [InlineData("1", "2.0.0", "no later version")]
    [InlineData("1.0.0", "2.0.0", "does not go on")]
    [InlineData("4.0.0", "5.0.0", "the version of the type is")]
    [InlineData("3.0.0", "4.0.0", "the version of the type is")]
    public void Migrations_that_do_not_lead_to_the_version_stop_the_host(string from, string to, string told)
    {
        WidgetMigration wrong = new(from, to);
        WidgetType type = new("list", "3.1.0") { Options = Options, Migrations = told == "does not go on" ? [First, wrong] : [wrong] };
        var e = Assert.Throws<CksConfigurationException>(() => WidgetTypes.Empty.Add(type));
        Assert.Contains(e.Diagnostics, d => d.Code.Id == "CKS109" && d.Message.Contains(told, StringComparison.Ordinal));
    }

    [Fact]
    public void Name_that_no_option_could_have_stops_the_host()
    {
        Assert.Throws<CksConfigurationException>(() => WidgetTypes.Empty.Add(new("list", "2.0.0") { Options = Options, Migrations = [new WidgetMigration("1.0.0", "2.0.0").Rename("a", "b c")] }));
        Assert.Throws<CksConfigurationException>(() => new WidgetMigration("1.0.0", "2.0.0").Default("a", "{"));
        foreach (var wrong in new[] { new WidgetMigration("1.0.0", "2.0.0").Rename("a", "a"), new WidgetMigration("1.0.0", "2.0.0").Map("a", new Dictionary<string, string> { ["x"] = null! }), new WidgetMigration("1.0.0", "2.0.0").Default("a", $"\"{new string('x', 5_000)}\"") })
            Assert.Throws<CksConfigurationException>(() => WidgetTypes.Empty.Add(new("list", "2.0.0") { Options = Options, Migrations = [wrong] }));
    }

    [Fact]
    public void Options_become_what_a_naive_model_makes_of_them_and_each_value_stands_where_it_was_written()
    {
        string[] texts = ["1", "\"x\"", "\"y\"", "{ \"x\": [1, \"x\"] }", "null", "[]"];
        var name = Gen.Char['a', 'd'].Select(c => c.ToString());
        var value = Gen.Int[0, texts.Length - 1].Select(i => texts[i]);
        var step = Gen.Select(Gen.Int[0, 3], name, name, value).Where(s => s.Item1 != 0 || s.Item2 != s.Item3);
        Gen.Select(step.Array[0, 6], step.Array[0, 6], Gen.Dictionary(name, value)[0, 3], Gen.Int[0, 1]).Sample((first, second, options, begin) =>
        {
            WidgetMigration[] migrations = [Of(new("1.0.0", "2.0.0"), first), Of(new("2.0.0", "3.0.0"), second)];
            var carrying = OptionMigrations.Read(migrations, new(3, 0, 0), (m, _) => Assert.Fail(m));
            var root = SourceDocument.Read("o.json", Encoding.UTF8.GetBytes($"{{{string.Join(", ", options.Select(o => $"\"{o.Key}\": {o.Value}"))}}}"), SourceDocumentOptions.ForFiles, new())!;
            Assert.True(VersionRange.TryParse(begin == 0 ? "^1.0" : "^2.0", out var range) && range is not null);
            var conflicts = new List<SourceNode>();
            var carried = carrying.Carry(root.Properties.ToDictionary(p => p.Key, p => p.Value), range!, conflicts);

            var (model, expected) = (JsonNode.Parse("{}")!.AsObject(), 0);
            foreach (var (key, text) in options)
                model[key] = JsonNode.Parse(text);
            foreach (var (kind, one, other, text) in begin == 0 ? [.. first, .. second] : second)
                expected += Naive(model, kind, one, other, text);
            Assert.Equal(expected, conflicts.Count);
            var written = new JsonObject(carried.Select(c => KeyValuePair.Create<string, JsonNode?>(c.Key, JsonNode.Parse(TextOf(c.Value)))));
            Assert.True(JsonNode.DeepEquals(model, written), $"{written} and not {model}");
            // What was written by somebody is at the place of one of the values that they wrote.
            Assert.All(carried.Values.Where(v => v.Location.File == "o.json"), v => Assert.Contains(root.Properties.Values, p => p.Location.Line == v.Location.Line && p.Location.Column == v.Location.Column));
        }, iter: 3_000);
    }

    private static WidgetMigration Of(WidgetMigration migration, (int Kind, string One, string Other, string Value)[] steps)
    {
        foreach (var (kind, one, other, value) in steps)
            migration = kind switch { 0 => migration.Rename(one, other), 1 => migration.Remove(one), 2 => migration.Default(one, value), _ => migration.Map(one, new Dictionary<string, string> { ["x"] = "y", ["y"] = "z" }) };
        return migration;
    }

    private static int Naive(JsonObject options, int kind, string one, string other, string value)
    {
        if (kind == 0 && options.ContainsKey(one))
        {
            if (options.ContainsKey(other))
                return 1;
            options[other] = options[one]?.DeepClone();
            options.Remove(one);
        }
        else if (kind == 1)
            options.Remove(one);
        else if (kind == 2 && !options.ContainsKey(one))
            options[one] = JsonNode.Parse(value);
        else if (kind == 3 && options[one] is JsonValue text && text.TryGetValue(out string? was))
            options[one] = was switch { "x" => "y", "y" => "z", _ => was };
        return 0;
    }

    private static string TextOf(SourceNode node)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
            node.WriteTo(json);
        return Encoding.UTF8.GetString(stream.ToArray());
    }

    private static string Hub(string widget) => WidgetWorld.Hub($"[{widget}]");

    private static IReadOnlyList<WidgetView> Shown(string hub) => WidgetWorld.View(WidgetWorld.Catalog(hub, Targets), Portal.Capabilities).Widgets;
}
