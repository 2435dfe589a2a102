using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Cks.Core;

namespace Cks.HubConfig.Tests;

/// <summary>A small schema with every way to merge, and random layers of it.</summary>
internal static class LayerWorld
{
    public static readonly byte[] Schema = """
        {
          "type": "object",
          "properties": {
            "metadata": { "type": "object", "properties": { "title": { "type": "string" }, "theme": { "type": "object" } } },
            "dashboard": {
              "type": "object",
              "properties": { "layout": { "type": "string" }, "widgets": { "type": "array", "x-hub-merge": "keyed", "items": { "$ref": "#/$defs/widget" } } }
            },
            "navigation": {
              "type": "object",
              "properties": {
                "sidebarItems": { "type": "array", "x-hub-merge": "keyed", "items": { "$ref": "#/$defs/item" } },
                "quickActions": { "type": "array", "x-hub-merge": "keyed", "items": { "$ref": "#/$defs/item" } }
              }
            },
            "permissions": { "type": "object", "additionalProperties": { "type": "boolean" } },
            "features": { "type": "object", "additionalProperties": { "$ref": "#/$defs/feature" } },
            "dataFetching": { "type": "object", "properties": { "endpoints": { "type": "object", "additionalProperties": { "type": "string" } }, "caching": { "type": "object" } } }
          },
          "$defs": {
            "item": { "type": "object", "properties": { "id": { "type": "string" }, "label": { "type": "string" }, "requires": { "type": "string" }, "feature": { "type": "string" } } },
            "widget": { "type": "object", "properties": { "id": { "type": "string" }, "type": { "type": "string" }, "title": { "type": "string" }, "area": { "type": "object" }, "endpoint": { "type": "string" }, "requires": { "type": "string" }, "feature": { "type": "string" } } },
            "feature": {
              "type": "object",
              "properties": {
                "enabled": { "type": "boolean" },
                "limit": { "type": "number", "x-hub-combine": "min" },
                "channels": { "type": "array", "x-hub-merge": "set", "items": { "type": "string" } },
                "steps": { "type": "array", "items": { "type": "number" } }
              }
            }
          }
        }
        """u8.ToArray();

    public static LayerRules Rules { get; } = LayerRules.Read("test.schema.json", Schema).GetOrThrow();

    public static HubLayer Layer(HubLayerKind kind, string json) => HubLayer.Read(kind, kind == HubLayerKind.Tenant ? "acme" : "", $"{kind.ToString().ToLowerInvariant()}.json", Encoding.UTF8.GetBytes(json)).GetOrThrow();

    public static LoadResult<LayeredDocument> Merge(params (HubLayerKind Kind, string Json)[] layers) => LayerMerger.Merge([.. layers.Select(l => Layer(l.Kind, l.Json))], Rules);

    /// <summary>What base and one layer of a kind make.</summary>
    public static string Over(HubLayerKind kind, string below, string json) => Text(Merge((HubLayerKind.Base, below), (kind, json)).GetOrThrow().Root);

    public static string Text(SourceNode node)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
            node.WriteTo(json);
        return Encoding.UTF8.GetString(stream.ToArray());
    }

    /// <summary>A layer that says something about some of these: widgets, permissions, features and parts.</summary>
    public static JsonObject Random(Random random, HubLayerKind kind, string[] ids, string[] names, bool withHead = true)
    {
        var layer = new JsonObject();
        if (withHead && random.Next(2) == 0)
            layer["metadata"] = Some(random, ("title", () => Title(random, "head")), ("theme", () => random.Next(6) == 0 ? null : Some(random, ("primary", () => Title(random, "one")), ("accent", () => Title(random, "two")))));
        if (random.Next(3) > 0)
            layer["dashboard"] = new JsonObject { ["widgets"] = new JsonArray([.. ids.Where(_ => random.Next(2) == 0).Select(id => Widget(random, kind, id))]) };
        if (kind != HubLayerKind.Experiment && random.Next(3) > 0)
            layer["permissions"] = Some(random, [.. names.Select(n => (n, (Func<JsonNode?>)(() => random.Next(5) switch { 0 => null, < 3 => true, _ => false })))]);
        if (random.Next(3) > 0)
            layer["features"] = Some(random, [.. names.Select(n => (n, (Func<JsonNode?>)(() => random.Next(7) == 0 ? null : Feature(random))))]);
        if (kind < HubLayerKind.Tenant && withHead && random.Next(2) == 0)
            layer["dataFetching"] = new JsonObject { ["endpoints"] = Some(random, ("stats", () => $"/stats/{random.Next(3)}"), ("jobs", () => $"/jobs/{random.Next(3)}")) };
        return layer;
    }

    private static JsonObject Widget(Random random, HubLayerKind kind, string id)
    {
        var widget = new JsonObject { ["id"] = id };
        var directive = random.Next(12);
        if (directive == 0)
        {
            widget["$patch"] = "delete";
            return widget;
        }

        if (directive == 1)
            widget["$patch"] = "replace";
        foreach (var (name, value) in Some(random, ("type", () => random.Next(9) == 0 ? $"{id}-other" : $"{id}-type"), ("title", () => random.Next(6) == 0 ? null : Title(random, id)), ("area", () => random.Next(8) == 0 ? Title(random, id) : new JsonObject { ["row"] = $"{id}-{random.Next(9)}" })).ToArray())
            widget[name] = value?.DeepClone();
        if (kind < HubLayerKind.Tenant && random.Next(3) == 0)
            widget["endpoint"] = random.Next(2) == 0 ? "stats" : "jobs";
        return widget;
    }

    private static JsonObject Feature(Random random)
    {
        var feature = Some(random, ("enabled", () => random.Next(2) == 0), ("limit", () => random.Next(8) == 0 ? null : random.Next(1, 6)), ("kill", () => random.Next(8) switch { 0 => null, < 3 => true, _ => false }), ("steps", () => new JsonArray(random.Next(3), random.Next(3))), ("free", () => new JsonObject { ["x"] = random.Next(9) }));
        if (random.Next(2) == 0)
            feature["channels"] = random.Next(3) == 0
                ? new JsonArray([.. Words(random)])
                : Change(random);
        if (random.Next(10) == 0)
            feature["$patch"] = "replace";
        return feature;
    }

    private static JsonObject Change(Random random)
    {
        JsonNode[] removed = [.. Words(random)];
        var isWrong = random.Next(20) == 0;
        return new() { ["$remove"] = new JsonArray(removed), ["$add"] = new JsonArray([.. Words(random).Where(w => isWrong || !Array.Exists(removed, r => JsonNode.DeepEquals(r, w)))]) };
    }

    private static IEnumerable<JsonNode> Words(Random random) => new[] { "email", "push", "sms" }.Where(_ => random.Next(2) == 0).Select(w => (JsonNode)w);

    private static JsonNode Title(Random random, string of) => $"{of}-{random.Next(100)}";

    private static JsonObject Some(Random random, params (string Name, Func<JsonNode?> Value)[] members)
    {
        var made = new JsonObject();
        foreach (var (name, value) in members)
            if (random.Next(2) == 0)
                made[name] = value();
        return made;
    }
}
