using System.Text;
using System.Text.Json.Nodes;

namespace Cks.HubConfig.Tests;

/// <summary>The difference of two hubs knows every word of the schema, and what layers say beside it.</summary>
public sealed class HubDiffSchemaTests
{
    // How it is written, and not what it says; the id of a definition is told with the widgets that use it. The last two have one value alone.
    private static readonly string[] Silent = ["/$schema", "/schemaVersion", "/$preserved", "/dashboard/definitions/*/id", "/dashboard/layout", "/flags/*/hash"];

    // Every word of the schema at least once, and a second name for whatever is named.
    private const string Everything = """
        {
          "$schema": "s", "schemaVersion": 2, "$preserved": {},
          "metadata": { "role": "crew", "version": "1", "displayName": "Crew", "icon": "hat", "theme": { "primaryColor": "#000", "accentColor": "#111" } },
          "navigation": {
            "sidebarItems": [{ "id": "home", "label": "Home", "icon": "home", "path": "/", "requires": "jobs:view", "feature": "one" }],
            "quickActions": [{ "id": "new", "label": "New", "icon": "plus", "action": "createJob", "requires": "jobs:create", "feature": "one" }]
          },
          "dashboard": {
            "layout": "grid",
            "definitions": [{
              "id": "b", "type": "card", "compatible": "^1", "plugin": "p", "title": "Shared", "endpoint": "a", "refreshSeconds": 30, "maxItems": 5, "options": { "unit": "jobs", "chart": { "kind": "bar" } }, "requires": "jobs:view", "feature": "one"
            }, { "id": "two", "type": "list", "endpoint": "a" }],
            "widgets": [{
              "children": [{ "id": "own", "use": "b", "area": { "row": 1, "column": 1, "rows": 1, "columns": 1 } }, { "id": "other", "use": "two", "area": { "row": 50, "column": 50, "rows": 1, "columns": 1 } }],
              "compatible": "^1", "plugin": "p", "options": { "unit": "jobs", "chart": { "kind": "bar" } },
              "id": "stats", "type": "card", "title": "Stats", "area": { "row": 1, "column": 1, "rows": 1, "columns": 1 }, "endpoint": "a", "refreshSeconds": 30, "maxItems": 5, "requires": "jobs:view", "feature": "one"
            }, { "id": "use", "use": "two", "area": { "row": 60, "column": 1, "rows": 1, "columns": 1 } }]
          },
          "permissions": { "canExport": true },
          "features": { "one": { "enabled": true, "kill": false, "maxBatchSize": 5, "channels": ["email"], "own": { "deep": 1 } }, "two": { "enabled": true } },
          "flags": {
            "late": {
              "enabled": true, "kill": false, "prerequisites": ["one"], "window": { "from": "2026-01-01T00:00", "to": "2026-02-01T00:00", "zone": "Europe/Berlin" }, "partsPerMillion": 5, "hash": "xxh3-64", "seed": "late", "unit": "subject",
              "rules": [{
                "id": "r", "roles": ["crew"], "tenants": ["acme"], "subjects": ["ann"], "attributes": { "region": ["north"] },
                "window": { "from": "2026-01-01T00:00", "to": "2026-02-01T00:00", "zone": "Europe/Berlin" }, "partsPerMillion": 7
              }]
            }
          },
          "dataFetching": { "endpoints": { "a": "/api/a", "b": "/api/b" }, "caching": { "a": { "ttlSeconds": 60, "staleWhileRevalidate": true } } }
        }
        """;

    // What a value may become; one of them can be read wherever a value can be another one at all.
    private static readonly string[] Others = ["true", "false", "2", "11", "900", "\"two\"", "\"b\"", "\"/other\"", "\"#fff\"", "\"2026-01-15T00:00\"", "\"Europe/Paris\"", "\"jobs:edit\"", "\"tenant\""];

    [Fact]
    public void Each_word_of_the_schema_has_an_example_here()
    {
        var schema = JsonNode.Parse(HubSchema.Of(HubSchema.CurrentVersion).Span)!.AsObject();
        var examples = Values(JsonNode.Parse(Everything)!, "").Select(v => v.Words).ToHashSet(StringComparer.Ordinal);
        string[] words = [.. WordsOf(schema, schema, "", []).Distinct(StringComparer.Ordinal)];
        Assert.True(words.Length > 70, $"{words.Length} words");
        Assert.Equal([], words.Where(w => !examples.Contains(w)));
    }

    [Fact]
    public void A_change_of_each_word_is_told()
    {
        var before = Read(Everything)!;
        var (told, silent) = (0, new List<string>());
        foreach (var (path, words) in Values(JsonNode.Parse(Everything)!, "").Where(v => !Silent.Contains(v.Words)))
        {
            HubDefinition[] after = [.. Others.Select(o => Read(Edited(path, JsonNode.Parse(o)))).OfType<HubDefinition>()];
            var changes = after.Count(hub => !HubDiff.Between(before, hub).IsEmpty);
            told += changes;
            // One of them may be what stands there. What cannot be another value can be gone, or is made of others.
            if (changes < after.Length - 1 || (changes == 0 && !IsMadeOf(words) && !(Read(Edited(path, null)) is { } without && !HubDiff.Between(before, without).IsEmpty)))
                silent.Add(path);
        }

        Assert.Equal([], silent);
        Assert.True(told > 100, $"{told} changes");
    }

    [Fact]
    public void What_a_base_leaves_to_tenants_and_locks_is_told()
    {
        const string Base = """{ "schemaVersion": 2, "permissions": { "canExport": false, "canEdit": true }, "delegable": ["canEdit"], "$lock": ["/permissions/canExport", "/metadata/icon"] }""";
        Assert.Empty(Between(Base, Base.Replace("[\"/permissions/canExport\", \"/metadata/icon\"]", "[\"/metadata/icon\", \"/permissions/canExport\"]", StringComparison.Ordinal)));
        Assert.Equal(
            ["permission widened  /delegable/canExport  delegable permission \"canExport\" is new, and is \"base\""],
            Between(Base, Base.Replace("[\"canEdit\"]", "[\"canEdit\", \"canExport\"]", StringComparison.Ordinal)));
        Assert.Equal(["other  /delegable/canEdit  delegable permission \"canEdit\" is removed, and was \"base\""], Between(Base, Base.Replace("[\"canEdit\"]", "[]", StringComparison.Ordinal)));
        Assert.Equal(
            ["permission widened  /$lock/~1permissions~1canExport  lock \"/permissions/canExport\" is removed, and was \"base\"", "limit loosened  /$lock/~1metadata~1icon  lock \"/metadata/icon\" is removed, and was \"base\""],
            Between(Base, Base.Replace("\"$lock\": [\"/permissions/canExport\", \"/metadata/icon\"]", "\"$lock\": []", StringComparison.Ordinal)));
        Assert.Equal(["other  /$lock/~1navigation  lock \"/navigation\" is new, and is \"base\""], Between(Base, Base.Replace("\"$lock\": [", "\"$lock\": [\"/navigation\", ", StringComparison.Ordinal)));

        // A lock of the role's layer binds fewer layers than one of the base.
        var moved = HubDiff.Between(Layered(Base, ""), Layered(Base.Replace(", \"/metadata/icon\"", "", StringComparison.Ordinal), """, "$lock": ["/metadata/icon"] """)).Changes;
        Assert.Equal([(HubRisk.LimitLoosened, "lock \"/metadata/icon\" is now \"role crew\", and was \"base\"")], moved.Select(c => (c.Risk, c.Text)));
    }

    private static IEnumerable<string> Between(string before, string after) => HubDiff.Between(Layered(before, ""), Layered(after, "")).Changes.Select(c => c.ToString());

    private static LayeredDocument Layered(string @base, string more) => LayeredHub.Read(
    [
        new(HubLayerKind.Base, "", "base.json", Encoding.UTF8.GetBytes(@base)),
        new(HubLayerKind.Role, "crew", "crew.json", Encoding.UTF8.GetBytes($$"""{ "schemaVersion": 2, "metadata": { "role": "crew", "version": "1", "displayName": "Crew", "theme": { "primaryColor": "#000", "accentColor": "#000" } }{{more}} }""")),
    ]).GetOrThrow();

    private static HubDefinition? Read(string text) => HubDefinitionReader.Read("hub.json", Encoding.UTF8.GetBytes(text)).Value;

    private static bool IsMadeOf(string words) => JsonNode.Parse(Everything) is var all && Values(all!, "").Any(v => v.Words.StartsWith(words + "/", StringComparison.Ordinal));

    private static string Edited(string path, JsonNode? value)
    {
        var root = JsonNode.Parse(Everything)!;
        var (at, last) = (root, path.Split('/')[^1]);
        foreach (var step in path.Split('/')[1..^1])
            at = at is JsonArray list ? list[int.Parse(step, System.Globalization.CultureInfo.InvariantCulture)]! : at[step]!;
        if (at is JsonArray items)
        {
            items.RemoveAt(int.Parse(last, System.Globalization.CultureInfo.InvariantCulture));
            if (value is not null)
                items.Add(value);
        }
        else if (value is null)
        {
            at.AsObject().Remove(last);
        }
        else
        {
            at[last] = value;
        }

        return root.ToJsonString();
    }

    /// <summary>Every value with the way to it, and the same in words of the schema: a name that somebody chose is <c>*</c>, and so is an item.</summary>
    private static IEnumerable<(string Path, string Words)> Values(JsonNode node, string path)
    {
        var children = node switch
        {
            JsonObject members => members.Select(m => (m.Key, m.Value!)),
            JsonArray items => items.Select((item, i) => ($"{i}", item!)),
            _ => [],
        };
        foreach (var (name, child) in children)
        {
            yield return ($"{path}/{name}", WordsOf($"{path}/{name}"));
            foreach (var inner in Values(child, $"{path}/{name}"))
                yield return inner;
        }
    }

    private static string WordsOf(string path)
    {
        var (written, steps) = (path.Split('/')[1..], path.Split('/')[1..]);
        for (var i = 0; i < steps.Length; i++)
            if (int.TryParse(steps[i], out _) || (i == 1 && steps[0] is "permissions" or "features" or "flags") || (i == 2 && steps[0] == "dataFetching") || (i > 1 && steps[i - 1] == "attributes") || (steps[0] == "dashboard" && written[..i].Contains("options")) || (i > 1 && steps[0] == "features" && written[2] == "own"))
                steps[i] = "*";
        return "/" + string.Join('/', steps);
    }

    private static IEnumerable<string> WordsOf(JsonObject schema, JsonObject at, string words, string[] within)
    {
        if (at["$ref"] is { } reference)
        {
            var name = reference.GetValue<string>();
            // A setting holds settings.
            if (within.Contains(name))
                yield break;
            foreach (var word in WordsOf(schema, schema["$defs"]![name["#/$defs/".Length..]]!.AsObject(), words, [.. within, name]))
                yield return word;
        }

        foreach (var (name, value) in at["properties"]?.AsObject() ?? [])
        {
            yield return $"{words}/{name}";
            foreach (var word in WordsOf(schema, value!.AsObject(), $"{words}/{name}", within))
                yield return word;
        }

        foreach (var open in new[] { at["additionalProperties"], at["items"] }.OfType<JsonObject>())
        {
            yield return $"{words}/*";
            foreach (var word in WordsOf(schema, open, $"{words}/*", within))
                yield return word;
        }
    }
}
