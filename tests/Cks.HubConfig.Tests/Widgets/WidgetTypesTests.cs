using System.Text;
using System.Text.Json;
using Cks.Core;

namespace Cks.HubConfig.Tests;

public sealed class WidgetTypesTests
{
    [Theory]
    [InlineData("1card", "1.0.0", null, null, null, null, "CKS109")]
    [InlineData("card", "1.0", null, null, null, null, "CKS109")]
    [InlineData("card", "01.0.0", null, null, null, null, "CKS109")]
    [InlineData("card", "1.0.0-beta", null, null, null, null, "CKS109")]
    [InlineData("card", "1.0.0", "jobs", null, null, null, "CKS109")]
    [InlineData("card", "1.0.0", null, "api/jobs", null, null, "CKS109")]
    [InlineData("card", "1.0.0", null, "/api/job*", null, null, "CKS109")]
    [InlineData("card", "1.0.0", null, "/api/../jobs", null, null, "CKS109")]
    [InlineData("card", "1.0.0", null, null, "{", null, "CKS109")]
    [InlineData("card", "1.0.0", null, null, null, """{ "type": "objekt" }""", "CKS116")]
    [InlineData("card", "1.0.0", null, null, null, """{ "$ref": "https://example.org/schema" }""", "CKS116")]
    [InlineData("card", "1.0.0", null, null, null, """{ "type": "array" }""", "CKS109")]
    [InlineData("card", "1.0.0", null, null, null, "{", "CKS101")]
    public void Type_that_is_not_well_formed_is_refused_where_it_is_added(string name, string version, string? capability, string? source, string? preview, string? options, string code)
    {
        var type = new WidgetType(name, version) { Requires = capability is null ? [] : [capability], DataSources = source is null ? [] : [source], Preview = preview, Options = options };
        var thrown = Assert.Throws<CksConfigurationException>(() => WidgetTypes.Empty.Add(type));
        Assert.Equal(code, Assert.Single(thrown.Diagnostics).Code.Id);
    }

    /// <summary>The options of a type are one closed object, and a mark that lets nothing go is told: it would be missed by nobody but who waits for the option.</summary>
    [Theory]
    [InlineData("""{ "type": "string" }""", "are an object")]
    [InlineData("""{ "type": ["object", "null"], "additionalProperties": false }""", "are an object")]
    [InlineData("""{ "type": "object", "additionalProperties": false, "allOf": [{ "type": "array" }] }""", "are an object")]
    [InlineData("""{ "const": 1 }""", "are an object")]
    [InlineData("false", "are an object")]
    [InlineData("true", "are an object")]
    [InlineData("{}", "are an object")]
    [InlineData("""{ "type": "object" }""", "are open")]
    [InlineData("""{ "type": "object", "additionalProperties": true }""", "are open")]
    [InlineData("""{ "type": "object", "properties": { "a": { "additionalProperties": false } } }""", "are open")]
    [InlineData("""{ "type": "object", "additionalProperties": { "x-hub-visibility": "cleint" } }""", "Did you mean \"client\"")]
    [InlineData("""{ "type": "object", "additionalProperties": { "x-hub-visibility": { "client": true } } }""", "no such value")]
    [InlineData("""{ "type": "object", "additionalProperties": { "x-hub-visiblity": "client" } }""", "Did you mean \"x-hub-visibility\"")]
    [InlineData("""{ "type": "object", "additionalProperties": false, "patternProperties": { "^pub-": { "x-hub-visibility": "client" } } }""", "counts nowhere")]
    [InlineData("""{ "type": "object", "additionalProperties": { "x-hub-visibility": "client" }, "patternProperties": { "^int-": {} } }""", "counts nowhere")]
    [InlineData("""{ "type": "object", "unevaluatedProperties": false, "oneOf": [{ "properties": { "a": { "x-hub-visibility": "client" } } }, { "properties": { "a": {}, "b": {} } }] }""", "counts nowhere")]
    [InlineData("""{ "type": "object", "unevaluatedProperties": false, "anyOf": [{ "properties": { "a": { "x-hub-visibility": "client" } } }] }""", "counts nowhere")]
    [InlineData("""{ "type": "object", "unevaluatedProperties": false, "if": {}, "then": { "properties": { "a": { "x-hub-visibility": "client" } } } }""", "counts nowhere")]
    [InlineData("""{ "type": "object", "unevaluatedProperties": false, "dependentSchemas": { "b": { "properties": { "a": { "x-hub-visibility": "client" } } } } }""", "counts nowhere")]
    [InlineData("""{ "type": "object", "unevaluatedProperties": { "x-hub-visibility": "client" } }""", "counts nowhere")]
    [InlineData("""{ "type": "object", "additionalProperties": { "items": { "x-hub-visibility": "client" } } }""", "counts nowhere")]
    [InlineData("""{ "type": "object", "additionalProperties": { "prefixItems": [{ "x-hub-visibility": "client" }] } }""", "counts nowhere")]
    [InlineData("""{ "type": "object", "additionalProperties": { "$ref": "#name" }, "$defs": { "a": { "$anchor": "name" } } }""", "through this reference")]
    [InlineData("""{ "type": "object", "additionalProperties": { "$dynamicRef": "#name" }, "$defs": { "a": { "$dynamicAnchor": "name" } } }""", "through this reference")]
    [InlineData("""{ "type": "object", "additionalProperties": false, "properties": { "a": { "$id": "https://example.org/a" } } }""", "$id of its own")]
    public void S22_Options_that_are_open_or_marked_where_it_counts_for_nothing_are_refused_where_they_are_added(string options, string told)
    {
        var finding = Assert.Single(Assert.Throws<CksConfigurationException>(() => WidgetTypes.Empty.Add(new("card", "1.0.0") { Options = options })).Diagnostics);
        Assert.Equal("CKS109", finding.Code.Id);
        Assert.Contains(told, finding.Message + finding.Fix, StringComparison.Ordinal);
    }

    [Fact]
    public void Type_stays_what_was_validated_whatever_becomes_of_the_lists_of_the_caller()
    {
        var (requires, sources) = (new List<string> { "jobs:view" }, new List<string> { "/api/jobs" });
        var types = WidgetTypes.Empty.Add(new("card", "1.0.0") { Requires = requires, DataSources = sources });
        requires.Clear();
        sources.Add("nonsense");
        Assert.Equal(("jobs:view", "/api/jobs"), (Assert.Single(Assert.Single(types.All).Requires), Assert.Single(Assert.Single(types.All).DataSources)));
    }

    [Fact]
    public void All_mistakes_of_a_type_are_told_at_once()
    {
        var thrown = Assert.Throws<CksConfigurationException>(() => WidgetTypes.Empty.Add(new("1", "x") { Renderer = "/", Plugin = "/", Requires = ["a", "b"], DataSources = ["*x"], Preview = "-", Options = "[]" }));
        Assert.Equal(9, thrown.Diagnostics.Count);
    }

    [Fact]
    public void Type_is_added_once()
    {
        var types = WidgetTypes.Empty.Add(new("card", "1.0.0"));
        Assert.Throws<CksConfigurationException>(() => types.Add(new("card", "2.0.0")));
        Assert.True(WidgetTypes.Empty.IsEmpty);
        Assert.Equal("card", Assert.Single(types.All).Renderer);
        Assert.Throws<CksConfigurationException>(() => types.WithFallback("<b>"));
    }

    [Fact]
    public void Type_that_needs_what_is_not_there_stops_the_start_with_what_was_meant()
    {
        var targets = Portal.Targets.AddWidget(new("card", "1.0.0") { DataSources = ["/api/contractor/stat"], Requires = ["crew:view"] });
        var findings = Assert.Throws<CksConfigurationException>(() => WidgetWorld.Catalog(WidgetWorld.Hub("[]"), targets)).Diagnostics;
        Assert.Contains(findings, f => f.Code == CksCodes.UnknownCapability && f.Suggestion == "crews:view");
        Assert.Contains(findings, f => f.Code == CksCodes.HubUnknownTarget && f.Suggestion == "/api/contractor/stats");
    }

    [Theory]
    [InlineData("^2.1", "2.1.0", true)]
    [InlineData("^2.1", "2.9.9", true)]
    [InlineData("^2.1", "3.0.0", false)]
    [InlineData("^2.1", "2.0.9", false)]
    [InlineData("^2", "2.0.0", true)]
    [InlineData("^0.3", "0.3.7", true)]
    [InlineData("^0.3", "0.4.0", false)]
    [InlineData("~2.1.3", "2.1.9", true)]
    [InlineData("~2.1.3", "2.1.2", false)]
    [InlineData("~2.1", "2.2.0", false)]
    [InlineData("2.1.0", "2.1.0", true)]
    [InlineData("2.1.0", "2.1.1", false)]
    public void Range_admits_the_versions_that_it_says(string range, string version, bool admits)
    {
        Assert.True(VersionRange.TryParse(range, out var read));
        Assert.True(SemanticVersion.TryParse(version, isPartial: false, out var asked));
        Assert.Equal(admits, read.Admits(asked));
    }

    [Theory]
    [InlineData("")]
    [InlineData("^")]
    [InlineData("2.1")]
    [InlineData("^2.1.0.0")]
    [InlineData("^ 2")]
    [InlineData("^2.01")]
    [InlineData(">=2.1.0")]
    [InlineData("*")]
    [InlineData("^9999999")]
    public void Text_that_is_no_range_is_none(string text) => Assert.False(VersionRange.TryParse(text, out _));

    [Theory]
    [InlineData("/api/*/stats", "/api/contractor/stats", true)]
    [InlineData("/api/*/stats", "/api/stats", false)]
    [InlineData("/api/*/stats", "/api/a/b/stats", false)]
    [InlineData("/api/*", "/api/contractor/stats", false)]
    [InlineData("/api/stats", "/api/stats", true)]
    [InlineData("/api/stats", "/API/stats", false)]
    public void Star_stands_for_one_whole_segment(string pattern, string path, bool admits) => Assert.Equal(admits, SegmentPattern.Admits(pattern, path));

    [Fact]
    public void Catalog_is_read_as_it_was_written()
    {
        var utf8 = Written(WidgetWorld.Targets.Widgets);
        var read = WidgetTypes.Read("widgets.json", utf8).GetOrThrow();
        Assert.Equal(utf8, Written(read));
        Assert.Equal("sorry", read.Fallback);
        Assert.Equal(["activity-feed", "forecast", "stats-card", "tabs", "text"], read.All.Select(t => t.Name));
    }

    [Theory]
    [InlineData("{}", "CKS105")]
    [InlineData("""{ "widgets": [{ "type": "card" }] }""", "CKS105")]
    [InlineData("""{ "widgets": [{ "type": "card", "version": "1.0.0", "render": "x" }] }""", "CKS106")]
    [InlineData("""{ "widgets": [{ "type": "card", "version": "1.0.0" }, { "type": "card", "version": "1.0.0" }] }""", "CKS109")]
    [InlineData("""{ "widgets": [{ "type": "card", "version": "1.0.0", "options": { "type": 1 } }] }""", "CKS116")]
    [InlineData("[]", "CKS104")]
    public void File_that_is_no_catalog_is_refused(string text, string code) =>
        Assert.Contains(code, WidgetTypes.Read("widgets.json", Encoding.UTF8.GetBytes(text)).Diagnostics.Select(d => d.Code.Id));

    private static byte[] Written(WidgetTypes types)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
            types.WriteTo(json);
        return stream.ToArray();
    }
}
