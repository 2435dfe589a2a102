using System.Text;
using Cks.Core;

namespace Cks.HubConfig.Tests;

public sealed class LayerRulesTests
{
    [Theory]
    [InlineData("""{ "properties": { "list": { "type": "array", "items": { "type": "object" } } } }""", "test.json:1:27")]
    [InlineData("""{ "properties": { "list": { "type": "array" } } }""", "test.json:1:27")]
    [InlineData("""{ "properties": { "list": { "$ref": "#/$defs/l" } }, "$defs": { "l": { "items": { "$ref": "#/$defs/i" } }, "i": { "type": ["string", "object"] } } }""", "test.json:1:27")]
    [InlineData("""{ "properties": { "list": { "items": { "anyOf": [{ "type": "string" }, { "properties": {} }] } } } }""", "test.json:1:27")]
    [InlineData("""{ "additionalProperties": { "allOf": [{ "type": "array", "items": { } }] } }""", "test.json:1:27")]
    public void List_of_objects_that_does_not_say_how_it_merges_is_refused(string schema, string place)
    {
        var finding = Assert.Single(Read(schema).Diagnostics);
        Assert.Equal((CksCodes.LayerRulesUnusable, place), (finding.Code, finding.Location.ToString()));
        Assert.Null(Read(schema).Value);
    }

    [Theory]
    [InlineData("""{ "properties": { "list": { "type": "array", "items": { "type": "string" } } } }""")]
    [InlineData("""{ "properties": { "list": { "items": { "enum": ["a", 1] } } } }""")]
    [InlineData("""{ "properties": { "list": { "$ref": "#/$defs/l" } }, "$defs": { "l": { "x-hub-merge": "keyed", "items": { "type": "object" } } } }""")]
    [InlineData("""{ "properties": { "list": { "x-hub-merge": { "keyed": "name" }, "items": { "type": "object" } } } }""")]
    [InlineData("""{ "properties": { "more": { "$ref": "#" } } }""")]
    public void Other_schemas_are_read(string schema) => Assert.True(Read(schema).IsLoaded, string.Join('\n', Read(schema).Diagnostics));

    [Theory]
    [InlineData("""{ "properties": { "l": { "x-hub-merge": "keyd" } } }""", "Did you mean \"keyed\"?")]
    [InlineData("""{ "properties": { "l": { "x-hub-combine": "max" } } }""", "Known: min.")]
    [InlineData("""{ "properties": { "l": { "x-hub-visibility": "clint" } } }""", "Did you mean \"client\"?")]
    [InlineData("""{ "properties": { "l": { "$ref": "#/$defs/none" } } }""", "Refer to \"#/$defs/name\".")]
    [InlineData("""{ "properties": { "l": { "$ref": "https://example.test/s" } } }""", "Refer to \"#/$defs/name\".")]
    public void Word_that_is_not_known_is_refused_with_what_was_meant(string schema, string fix)
    {
        var finding = Assert.Single(Read(schema).Diagnostics);
        Assert.Equal((CksCodes.LayerRulesUnusable, fix), (finding.Code, finding.Fix));
    }

    [Fact]
    public void Items_can_be_told_apart_by_another_property()
    {
        var rules = Read("""{ "properties": { "list": { "x-hub-merge": { "keyed": "name" }, "items": { "type": "object" } } } }""").GetOrThrow();
        HubLayer[] layers = [LayerWorld.Layer(HubLayerKind.Base, """{ "list": [{ "name": "a", "x": 1 }] }"""), LayerWorld.Layer(HubLayerKind.Role, """{ "list": [{ "name": "a", "y": 2 }] }""")];
        var document = LayerMerger.Merge(layers, rules).GetOrThrow();
        Assert.Equal("""{"list":[{"name":"a","x":1,"y":2}]}""", LayerWorld.Text(document.Root));
        Assert.Equal("2", document.Explain("/list[name=a]/y")!.Value!.Text);
    }

    private static LoadResult<LayerRules> Read(string schema) => LayerRules.Read("test.json", Encoding.UTF8.GetBytes(schema));
}
