using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Cks.Core;
using CsCheck;

namespace Cks.HubConfig.Tests;

public sealed class HubDefinitionFuzzTests
{
    private static readonly JsonDocumentOptions Lenient = new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };

    private static readonly string[] Values =
    [
        "null", "true", "false", "0", "-1", "1", "999", "1000", "500", "501", "2147483647", "2147483648", "1.5", "1e3", "{}", "[]", "\"\"", "\" \"", "\"x\"", "\"jobs\"", "\"profile\"", "\"grid\"",
        "\"javascript:alert(1)\"", "\"//evil.example\"", "\"/\\\\evil\"", "\"/a/../b\"", "\"/ok\"", "\"\\u0000\"", "\"/\\u0000\"", "\"</script>\"", "\"#fff\"", "\"#ffff\"", "\"#FFFFFF\"",
        "\"1 / 1 / 2 / 2\"", "\"1/1/2/2\"", "\"5 / 5 / 6 / 6\"", "\"2 / 2 / 2 / 3\"", "\"1 / 1 / 2 / 101\"", "[1]", "{\"enabled\":true}", "{\"ttl\":5}", "{\"id\":\"jobs\",\"label\":\"L\",\"path\":\"/p\"}",
    ];

    private static readonly string[] Names = ["role", "path", "id", "icon", "ttl", "enabled", "jobs", "title", "maxItems", "widgets", "pathh", "$schema", "", "__proto__", "a b"];

    private static readonly Gen<(int Node, int Kind, string Value, string Name)> Mutations =
        Gen.Select(Gen.Int[0, 9_999], Gen.Int[0, 4], Gen.Int[0, Values.Length - 1].Select(i => Values[i]), Gen.Int[0, Names.Length - 1].Select(i => Names[i]));

    [Fact]
    public void Document_loads_exactly_when_no_rule_is_broken()
    {
        var (loaded, refused) = (0, 0);
        Mutations.Array[1, 3].Sample(mutations =>
        {
            var text = Mutate(mutations).ToJsonString();
            using var document = JsonDocument.Parse(text);
            var result = HubDefinitionReader.Read("hub.json", Encoding.UTF8.GetBytes(text));
            Assert.True(HubRules.Hold(document.RootElement) == result.IsLoaded, $"{text}\n{string.Join('\n', result.Diagnostics)}");
            Assert.Equal(result.IsLoaded, result.Diagnostics.Count == 0);
            // The published schema allows $schema at the root alone, and cannot know what two values say together, nor that a number must be written in digits.
            var isSchemaSilent = text.Contains("$schema", StringComparison.Ordinal);
            if (result.IsLoaded && !isSchemaSilent)
                Assert.Empty(HubSchema.Compiled(1).Validate("hub.json", Encoding.UTF8.GetBytes(text)));
            else if (!isSchemaSilent && HubSchema.Compiled(1).IsValid(Encoding.UTF8.GetBytes(text)))
                Assert.All(result.Diagnostics, d => Assert.True(d.Code == CksCodes.HubDuplicateId || d.Code == CksCodes.HubDocument || (d.Code == CksCodes.WrongKind && text.Contains("1e3", StringComparison.Ordinal)), d.ToString()));
            Assert.All(result.Diagnostics, d => Assert.True(d.Location.Line > 0 && d.Message.Length > 0, d.ToString()));
            Interlocked.Increment(ref result.IsLoaded ? ref loaded : ref refused);
        }, iter: 2_500);
        Assert.True(loaded > 100 && refused > 100, $"Loaded {loaded}, refused {refused}: the mutations do not try both sides.");
    }

    [Fact]
    public void Broken_bytes_never_throw_and_load_only_as_a_document_that_keeps_the_rules() =>
        Gen.Select(Gen.Int[0, Portal.Contractor.Length - 1], Gen.Int[0, 40], Gen.Byte.Array[0, 4], Gen.Bool).Array[1, 4].Sample(edits =>
        {
            var bytes = Portal.Contractor.ToList();
            foreach (var (at, length, inserted, repeat) in edits)
            {
                var start = Math.Min(at, bytes.Count);
                var cut = bytes.GetRange(start, Math.Min(length, bytes.Count - start));
                bytes.RemoveRange(start, cut.Count);
                bytes.InsertRange(start, repeat ? [.. cut, .. cut] : inserted);
            }

            var result = HubDefinitionReader.Read("hub.json", bytes.ToArray());
            if (!result.IsLoaded)
            {
                Assert.NotEmpty(result.Diagnostics);
                return;
            }

            using var document = JsonDocument.Parse(bytes.ToArray(), Lenient);
            Assert.True(HubRules.Hold(document.RootElement), Encoding.UTF8.GetString([.. bytes]));
        }, iter: 2_500);

    [Fact]
    public void Validated_document_points_only_at_what_the_portal_provides() =>
        Mutations.Array[1, 2].Sample(mutations =>
        {
            var result = HubDefinitionReader.Read("hub.json", Encoding.UTF8.GetBytes(Mutate(mutations).ToJsonString()));
            if (result.Value is not { } hub)
                return;
            var known = hub.Navigation.SidebarItems.All(i => Portal.PageCapabilities.ContainsKey(i.Path.Value))
                && hub.Navigation.QuickActions.All(a => Portal.ActionCapabilities.ContainsKey(a.Action))
                && hub.Dashboard.Widgets.All(w => Portal.DataSourceCapabilities.ContainsKey(w.DataSource.Value))
                && hub.DataFetching.Endpoints.Values.All(p => Portal.DataSourceCapabilities.ContainsKey(p.Value))
                && hub.Permissions.Keys.All(p => Portal.Aliases.ContainsKey(p) || Portal.Capabilities.Contains(p))
                && Portal.Roles.Contains(hub.Metadata.Role);
            Assert.Equal(known, new HubValidator(Portal.Targets, Portal.Policy).Validate(hub).Count == 0);
        }, iter: 1_500);

    private static JsonNode Mutate((int Node, int Kind, string Value, string Name)[] mutations)
    {
        var root = JsonNode.Parse(Portal.Contractor, documentOptions: Lenient)!;
        foreach (var (index, kind, value, name) in mutations)
        {
            var nodes = Descendants(root).ToArray();
            if (nodes.Length == 0)
                break;
            var (parent, step) = nodes[index % nodes.Length];
            if (parent is JsonObject o)
                Change(o, (string)step, kind, JsonNode.Parse(value), name);
            else
                Change((JsonArray)parent, (int)step, kind, JsonNode.Parse(value));
        }

        return root;
    }

    private static void Change(JsonObject parent, string key, int kind, JsonNode? value, string name)
    {
        var old = parent[key]?.DeepClone();
        switch (kind)
        {
            case 0:
                parent.Remove(key);
                break;
            case 1:
                parent.Remove(key);
                parent[name] = old;
                break;
            case 2:
                parent[name] = value;
                break;
            default:
                parent[key] = value;
                break;
        }
    }

    private static void Change(JsonArray parent, int index, int kind, JsonNode? value)
    {
        if (kind == 0)
            parent.RemoveAt(index);
        else if (kind == 1)
            parent.Insert(index, parent[index]?.DeepClone());
        else if (kind == 2)
            parent.Add(value);
        else
            parent[index] = value;
    }

    private static IEnumerable<(JsonNode Parent, object Step)> Descendants(JsonNode? node) => node switch
    {
        JsonObject o => o.SelectMany(p => Descendants(p.Value).Prepend((o, p.Key))),
        JsonArray a => a.SelectMany((item, i) => Descendants(item).Prepend((a, i))),
        _ => [],
    };
}
