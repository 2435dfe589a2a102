using System.Text.Json;

namespace Cks.Cli.Tests;

/// <summary><c>cks widgets list</c> and <c>cks hub lint --widgets</c>.</summary>
public sealed class WidgetsVerbTests : IDisposable
{
    private const string Catalog = """
        {
          "fallback": "sorry",
          "widgets": [
            { "type": "stats-card", "version": "2.1.0", "renderer": "stats", "isContainer": false, "requires": ["jobs:view"], "dataSources": ["/api/*/stats"],
              "options": { "type": "object", "additionalProperties": false, "properties": { "unit": { "enum": ["jobs", "money"], "x-hub-visibility": "client" }, "limit": { "type": "integer" } } }, "preview": { "open": 3 } },
            { "type": "tabs", "version": "1.0.0", "renderer": "tabs", "isContainer": true, "requires": [], "dataSources": [] }
          ]
        }
        """;

    private const string Hub = """
        {
          "schemaVersion": 2,
          "metadata": { "role": "crew", "version": "1", "displayName": "Crew", "theme": { "primaryColor": "#000", "accentColor": "#000" } },
          "dashboard": { "widgets": [
            { "id": "stats", "type": "stats-card", "endpoint": "stats", "area": { "row": 1, "column": 1, "rows": 1, "columns": 1 }, "options": { "unit": "money" } }
          ] },
          "dataFetching": { "endpoints": { "stats": "/api/crew/stats" } }
        }
        """;

    private readonly TemporaryFolder _folder = new();

    public WidgetsVerbTests()
    {
        _folder.Write("widgets.json", Catalog);
        _folder.Write("hubs/crew.json", Hub);
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Every_example_in_the_help_works_as_it_stands()
    {
        var help = await Tool.RunAsync(_folder.Root, "widgets", "list", "--help");
        var examples = help.Lines.SkipWhile(l => l != "Examples:").Skip(1).Select(l => l.Trim()).ToArray();
        Assert.Equal(3, examples.Length);
        foreach (var example in examples)
            Assert.Equal(0, (await Tool.RunAsync(_folder.Root, example.Split(' ')[1..])).Exit);
    }

    [Fact]
    public async Task Types_are_listed_with_what_a_document_must_know()
    {
        var run = await Tool.RunAsync(_folder.Root, "widgets", "list");
        Assert.Equal(
            ["stats-card 2.1.0", "  drawn by  stats", "  requires  jobs:view", "  reads     /api/*/stats", "  options   unit (browser), limit", "tabs 1.0.0, a container", "  drawn by  tabs", "  reads     no data", "  options   none"],
            run.Lines);
    }

    /// <summary>What goes to a browser is told as the host decides it, by whatever way of the schema.</summary>
    [Theory]
    [InlineData("""{ "type": "object", "additionalProperties": false, "x-hub-visibility": "client", "properties": { "a": {} } }""", "a (browser)")]
    [InlineData("""{ "type": "object", "additionalProperties": false, "properties": { "a": { "$ref": "#/$defs/look" }, "b": true }, "$defs": { "look": { "allOf": [{ "x-hub-visibility": "client" }] } } }""", "a (browser), b")]
    [InlineData("""{ "type": "object", "additionalProperties": false, "properties": { "a": { "properties": { "kind": { "x-hub-visibility": "client" }, "query": {} } }, "b": {} } }""", "a (browser, in part), b")]
    [InlineData("""{ "type": "object", "unevaluatedProperties": false, "allOf": [{ "properties": { "a": { "x-hub-visibility": "client" } } }] }""", "a (browser)")]
    [InlineData("""{ "type": "object", "additionalProperties": { "x-hub-visibility": "client" } }""", "* (browser)")]
    [InlineData("""{ "type": "object", "additionalProperties": {} }""", "*")]
    [InlineData("""{ "type": "object", "unevaluatedProperties": false, "patternProperties": { "^a": {} } }""", "see its schema: --format json")]
    public async Task What_goes_to_a_browser_is_told_as_the_host_decides_it(string options, string told)
    {
        _folder.Write("widgets.json", $$"""{ "widgets": [{ "type": "card", "version": "1.0.0", "plugin": "extras", "options": {{options}} }] }""");
        var run = await Tool.RunAsync(_folder.Root, "widgets", "list");
        Assert.Equal(["card 1.0.0, of the plugin extras", "  drawn by  card", "  reads     no data", $"  options   {told}"], run.Lines);
    }

    [Fact]
    public async Task Options_that_are_no_object_schema_are_a_finding()
    {
        _folder.Write("widgets.json", """{ "widgets": [{ "type": "card", "version": "1.0.0", "options": true }] }""");
        var run = await Tool.RunAsync(_folder.Root, "widgets", "list");
        Assert.Equal(2, run.Exit);
        Assert.Contains("CKS109", run.Error, StringComparison.Ordinal);
    }

    /// <summary>The way of the page: what a role's document takes from the base is there only once the two are merged.</summary>
    [Fact]
    public async Task Definitions_of_a_base_are_held_to_the_catalog_by_merging_first()
    {
        _folder.Write("hubs/base.json", """{ "schemaVersion": 2, "dashboard": { "definitions": [{ "id": "open", "type": "stats-card", "options": { "unit": "monye" } }] } }""");
        _folder.Write("hubs/crew.json", Hub.Replace("\"type\": \"stats-card\"", "\"use\": \"open\"", StringComparison.Ordinal).Replace(", \"options\": { \"unit\": \"money\" }", "", StringComparison.Ordinal));
        Assert.Contains("CKS401", (await Tool.RunAsync(_folder.Root, "hub", "lint", "hubs/crew.json", "--widgets", "widgets.json")).Output, StringComparison.Ordinal);
        Assert.Equal(0, (await Tool.RunAsync(_folder.Root, "hub", "merge", "--base", "hubs/base.json", "--role", "hubs/crew.json", "-o", "crew.whole.json")).Exit);
        var run = await Tool.RunAsync(_folder.Root, "hub", "lint", "crew.whole.json", "--widgets", "widgets.json");
        Assert.Equal(1, run.Exit);
        Assert.Contains("CKS441", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Json_is_the_catalog_again()
    {
        var run = await Tool.RunAsync(_folder.Root, "widgets", "list", "--type", "stats-card", "--format", "json");
        using var json = JsonDocument.Parse(run.Output);
        var catalog = json.RootElement.GetProperty("catalog");
        Assert.Equal("stats-card", Assert.Single(catalog.GetProperty("widgets").EnumerateArray()).GetProperty("type").GetString());
        Assert.Equal(3, catalog.GetProperty("widgets")[0].GetProperty("preview").GetProperty("open").GetInt32());
        _folder.Write("again/widgets.json", catalog.GetRawText());
        Assert.Equal(0, (await Tool.RunAsync(_folder.Root, "widgets", "list", "again")).Exit);
    }

    [Theory]
    [InlineData("Did you mean \"stats-card\"?", "widgets", "list", "--type", "stats-crad")]
    [InlineData("none.json", "widgets", "list", "none.json")]
    [InlineData("CKS105", "widgets", "list", "hubs/crew.json")]
    [InlineData("CKS105", "hub", "lint", "hubs", "--widgets", "hubs/crew.json")]
    public async Task What_is_no_catalog_or_no_type_is_2_with_the_reason(string told, params string[] args)
    {
        var run = await Tool.RunAsync(_folder.Root, args);
        Assert.Equal((2, ""), (run.Exit, run.Output));
        Assert.Contains(told, run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Lint_holds_the_widgets_to_the_catalog_where_it_is_given()
    {
        Assert.Equal(0, (await Tool.RunAsync(_folder.Root, "hub", "lint", "hubs", "--widgets", "widgets.json")).Exit);
        _folder.Write("hubs/crew.json", Hub.Replace("money", "monye", StringComparison.Ordinal).Replace("\"stats-card\"", "\"stats-card\", \"compatible\": \"^1.0\"", StringComparison.Ordinal));
        Assert.Equal(0, (await Tool.RunAsync(_folder.Root, "hub", "lint", "hubs")).Exit);
        var run = await Tool.RunAsync(_folder.Root, "hub", "lint", "hubs", "--widgets", "widgets.json");
        Assert.Equal(1, run.Exit);
        Assert.Contains("CKS440", run.Output, StringComparison.Ordinal);
        Assert.Contains("CKS441", run.Output, StringComparison.Ordinal);
        Assert.Contains("Did you mean \"money\"?", run.Output, StringComparison.Ordinal);
    }
}
