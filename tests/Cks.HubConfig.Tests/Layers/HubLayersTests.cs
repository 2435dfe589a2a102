using System.Text;
using System.Text.Json.Nodes;
using Cks.Core;
using CsCheck;

namespace Cks.HubConfig.Tests;

/// <summary>The short ways of holding layers to the schema say what the long ones say.</summary>
public sealed class HubLayersTests
{
    private static readonly string[] Values =
        ["null", "true", "7", "0.5", "1e400", "\"x\"", "\"\"", "\"a b/../c\"", "\"#12345\"", "{}", "[]", "[1]", """{ "$patch": "replace" }""", """{ "$add": ["a"] }""", """{ "$secretRef": "kv:a" }""", """[{ "id": "z", "$position": "first" }]"""];

    private static readonly string[] NewNames = ["odd", "$position", "$patch", "kill", "requires", "feature", "maxBatchSize", "channels", "delegable", "window", "from", "roles"];

    private static readonly byte[] Hub = WithFlags(File.ReadAllBytes(Path.Combine(Portal.Folder, "contractor.v2.json")));

    private static readonly SourceNode Schema = SourceDocument.Read("hub.json", HubSchema.Of(HubSchema.CurrentVersion), SourceDocumentOptions.ForFiles, [])!;

    [Fact]
    public void Layer_that_is_right_as_it_is_written_is_right_once_its_directives_are_done()
    {
        var (right, wrong) = (0, 0);
        var partial = JsonSchema.Load("part.json", PartialSchema.Of(Schema)).GetOrThrow();
        Sample(random =>
        {
            var layer = HubLayer.Read(HubLayerKind.Base, "", "base.json", Random(random)).Value;
            if (layer is null || LayerMerger.Merge([layer], HubLayers.Rules, [], withLocks: false) is not { } alone)
                return;
            var findings = partial.Validate("alone.json", Encoding.UTF8.GetBytes(LayerWorld.Text(alone.Root)));
            if (partial.IsValid(layer.Root))
                Assert.True(findings.Count == 0, LayerWorld.Text(layer.Root));
            Interlocked.Increment(ref findings.Count == 0 ? ref right : ref wrong);
        });
        Assert.True(right > 100 && wrong > 100, $"{right} right, {wrong} wrong");
    }

    [Fact]
    public void Whole_is_right_by_what_is_left_to_ask_where_its_layers_are_right()
    {
        var (right, wrong) = (0, 0);
        var (full, rest) = (JsonSchema.Load("hub.json", HubSchema.Of(HubSchema.CurrentVersion)).GetOrThrow(), JsonSchema.Load("rest.json", PartialSchema.RestOf(Schema)).GetOrThrow());
        Sample(random =>
        {
            // A tenant's is bound by locks, floors and what the others leave.
            HubLayer?[] layers = [.. new[] { HubLayerKind.Base, HubLayerKind.Role, random.Next(2) == 0 ? HubLayerKind.Environment : HubLayerKind.Tenant }.Select(kind => HubLayers.Read(new("", "layer.json", Random(random, kind == HubLayerKind.Role ? 1 : 3)) { Kind = kind }, []))];
            if (Array.Exists(layers, l => l is null) || LayerMerger.Merge(layers!, HubLayers.Rules, []) is not { } document)
                return;
            Assert.All(layers, l => Assert.True(l!.IsHeld));
            var text = LayerWorld.Text(document.Root);
            var isRight = full.Validate("whole.json", Encoding.UTF8.GetBytes(text)).Count == 0;
            Assert.True(isRight == full.IsValid(document.Root) && isRight == rest.IsValid(document.Root), text);
            var findings = new DiagnosticBag();
            HubLayers.CheckWhole(document, findings);
            Assert.Equal(isRight, !findings.HasErrors);
            Interlocked.Increment(ref isRight ? ref right : ref wrong);
        });
        Assert.True(right > 50 && wrong > 5, $"{right} right, {wrong} wrong");
    }

    // Where less is asked of a part, more would be let through under these; and taking out makes wrong what was right.
    private static readonly string[] Inverting = ["not", "if", "then", "else", "oneOf", "anyOf", "contains", "dependentSchemas", "dependentRequired", "minContains", "unevaluatedProperties", "unevaluatedItems"];

    [Fact]
    public void Schema_has_no_word_under_which_the_short_ways_would_ask_less()
    {
        var found = new List<string>();
        Walk(Schema);
        // Within a text, which is no part and is held where it stands; and each way of a widget asks for no more than that something is there, so that a part may lack all of them and the whole may not.
        Assert.Equal(["/$defs/path/not", "/$defs/widget/anyOf"], found);
        Assert.All(Schema.Properties["$defs"].Properties["widget"].Properties["anyOf"].Items, way => Assert.Equal(["required"], way.Properties.Keys));
        Assert.Equal("string", Schema.Properties["$defs"].Properties["path"].Properties["type"].Text);

        void Walk(SourceNode node)
        {
            foreach (var (name, value) in node.Properties)
            {
                // A property may have the name of a keyword.
                if (Inverting.Contains(name) && !node.Pointer.EndsWith("/properties", StringComparison.Ordinal))
                    found.Add(value.Pointer);
                Walk(value);
            }

            foreach (var item in node.Items)
                Walk(item);
        }
    }

    [Fact]
    public void Layer_that_cannot_stand_alone_is_not_held()
    {
        var findings = new DiagnosticBag();
        var layer = HubLayers.Read(new("", "layer.json", """{ "schemaVersion": 2, "permissions": { "odd": 1 } }"""u8.ToArray()) { Kind = HubLayerKind.Environment }, findings);
        Assert.False(layer!.IsHeld);
    }

    private static byte[] WithFlags(byte[] utf8)
    {
        var hub = JsonNode.Parse(utf8)!;
        hub["flags"] = JsonNode.Parse("""
            { "newTable": { "rules": [{ "id": "pilots", "roles": ["contractor"], "attributes": { "plan": ["gold"] } }, { "id": "rest", "partsPerMillion": 10000 }], "hash": "xxh3-64", "window": { "from": "2026-01-01T00:00Z" } }, "old": { "enabled": false, "kill": true, "prerequisites": ["newTable"] } }
            """);
        return Encoding.UTF8.GetBytes(hub.ToJsonString());
    }

    private static void Sample(Action<Random> check) => Gen.Int.Sample(seed => check(new(seed)), iter: 1_500);

    /// <summary>A part of the hub with up to two changes somewhere in it.</summary>
    private static byte[] Random(Random random, int ofFourLeftOut = 1)
    {
        var hub = JsonNode.Parse(Hub)!.AsObject();
        foreach (var (name, _) in hub.ToArray())
            if (name != "schemaVersion" && random.Next(4) < ofFourLeftOut)
                hub.Remove(name);
        for (var i = random.Next(3); i > 0; i--)
            Change(random, hub);
        return Encoding.UTF8.GetBytes(hub.ToJsonString());
    }

    private static void Change(Random random, JsonNode at)
    {
        while (true)
        {
            JsonNode?[] inner = at is JsonObject within ? [.. within.Select(m => m.Value)] : [.. at.AsArray()];
            if (inner.Length > 0 && random.Next(3) > 0 && inner[random.Next(inner.Length)] is JsonObject or JsonArray)
            {
                at = inner.Where(n => n is JsonObject or JsonArray).ElementAt(random.Next(inner.Count(n => n is JsonObject or JsonArray)))!;
                continue;
            }

            var value = JsonNode.Parse(Values[random.Next(Values.Length)]);
            if (at is JsonArray list)
                list.Add(value);
            else if (random.Next(3) == 0 || inner.Length == 0)
                at[NewNames[random.Next(NewNames.Length)]] = value;
            else if (at.AsObject().ElementAt(random.Next(inner.Length)).Key is var name && random.Next(2) == 0)
                at.AsObject().Remove(name);
            else
                at[name] = value;
            return;
        }
    }
}
