using System.Text;
using System.Text.Json.Nodes;
using Cks.Core;
using CsCheck;

namespace Cks.HubConfig.Tests;

public sealed class LayerPropertyTests
{
    private static readonly string[] Ids = ["a", "b", "c"];
    private static readonly string[] Names = ["canX", "canY", "canZ"];

    [Fact]
    public void Layer_that_is_laid_twice_changes_nothing_the_second_time() => Sample((random, below) =>
    {
        var layer = LayerWorld.Random(random, HubLayerKind.Environment, Ids, Names);
        if (Merge(below, (HubLayerKind.Environment, layer)) is { } once)
            Assert.Equal(Text(once), Text(Merge(below, (HubLayerKind.Environment, layer), (HubLayerKind.Environment, layer))!));
    });

    [Fact]
    public void Layers_that_share_nothing_commute() => Sample((random, below) =>
    {
        var one = LayerWorld.Random(random, HubLayerKind.Tenant, ["a"], ["canX"], withHead: false);
        var two = LayerWorld.Random(random, HubLayerKind.Tenant, ["b", "c"], ["canY", "canZ"], withHead: false);
        var (forth, back) = (Merge(below, (HubLayerKind.Tenant, one), (HubLayerKind.Tenant, two)), Merge(below, (HubLayerKind.Tenant, two), (HubLayerKind.Tenant, one)));
        Assert.Equal(forth is null, back is null);
        if (forth is not null)
            Assert.Equal(Sorted(forth.Root), Sorted(back!.Root));
    });

    [Fact]
    public void No_field_crosses_between_items() => Sample((random, below) =>
    {
        if (Merge(below, (HubLayerKind.Tenant, LayerWorld.Random(random, HubLayerKind.Tenant, Ids, Names))) is not { } document)
            return;
        foreach (var pointer in document.Pointers.Where(p => p.Contains("[id=", StringComparison.Ordinal)))
        {
            var id = pointer[(pointer.IndexOf('=', StringComparison.Ordinal) + 1)..pointer.IndexOf(']', StringComparison.Ordinal)];
            var why = document.Explain(pointer)!;
            if (why.Value is { Kind: System.Text.Json.JsonValueKind.String } && !pointer.EndsWith("/endpoint", StringComparison.Ordinal))
                Assert.StartsWith(id, why.Value.Text, StringComparison.Ordinal);
        }
    });

    [Fact]
    public void S09_Tenant_layer_never_widens_a_permission_whatever_it_holds()
    {
        var (loaded, narrowed) = (0, 0);
        Sample((random, below) =>
        {
            if (Merge(below) is not { } before)
                return;
            var kind = random.Next(4) == 0 ? HubLayerKind.Preview : HubLayerKind.Tenant;
            var hostile = Hostile(random, LayerWorld.Random(random, HubLayerKind.Tenant, Ids, Names));
            if (Merge(below, (kind, hostile)) is not { } after)
                return;
            Interlocked.Increment(ref loaded);
            var (was, now) = (Permissions(before.Root), Permissions(after.Root));
            foreach (var (name, permitted) in now)
                Assert.False(permitted && was.GetValueOrDefault(name) is false, $"{name} was widened by {hostile.ToJsonString()}");
            foreach (var (name, permitted) in was)
                if (!permitted)
                    Assert.False(now.GetValueOrDefault(name, true), $"The narrowing of {name} was lost by {hostile.ToJsonString()}");
            Interlocked.Add(ref narrowed, was.Count(w => w.Value && !now.GetValueOrDefault(w.Key)));
            foreach (var feature in Names)
            {
                var (limit, limitNow) = (Number(before, $"/features/{feature}/limit"), Number(after, $"/features/{feature}/limit"));
                var isGone = after.Explain($"/features/{feature}") is not { Value: not null };
                Assert.True(limit is null || (limitNow is null ? isGone : limitNow <= limit), hostile.ToJsonString());
                var isKilled = before.Explain($"/features/{feature}/kill")?.Value is { Kind: System.Text.Json.JsonValueKind.True };
                Assert.True(!isKilled || after.Explain($"/features/{feature}/kill")?.Value is { Kind: System.Text.Json.JsonValueKind.True }, hostile.ToJsonString());
            }
        }, 4_000);
        Assert.True(loaded > 500 && narrowed > 100, $"{loaded} loaded, {narrowed} narrowed: the layers do not try enough.");
    }

    /// <summary>One after the other may delete, replace and bring back: what was the least stays it as long as what it belongs to is there.</summary>
    [Fact]
    public void S09_No_stack_of_hostile_layers_lifts_a_limit_a_kill_switch_or_a_condition()
    {
        var (loaded, held) = (0, 0);
        Sample((random, below) =>
        {
            HubLayer[] layers = below;
            foreach (var kind in (HubLayerKind[])[HubLayerKind.Tenant, HubLayerKind.Experiment, HubLayerKind.Preview])
            {
                if (Merge(layers) is not { } before)
                    return;
                HubLayer[] next = [.. layers, Read(kind, Hostile(random, LayerWorld.Random(random, kind, Ids, Names)))];
                if (Merge(next) is not { } after)
                    continue;
                Interlocked.Increment(ref loaded);
                // Against all that any prefix of the stack made, not only the last.
                foreach (var earlier in Enumerable.Range(below.Length, layers.Length - below.Length + 1).Select(n => Merge(layers[..n])!).Append(before))
                {
                    foreach (var feature in Names)
                        if (Number(earlier, $"/features/{feature}/limit") is { } limit && after.Explain($"/features/{feature}")?.Value is { Kind: System.Text.Json.JsonValueKind.Object })
                        {
                            Assert.True(Number(after, $"/features/{feature}/limit") <= limit, string.Join('\n', next.Select(l => LayerWorld.Text(l.Root))));
                            Interlocked.Increment(ref held);
                        }

                    foreach (var id in Ids)
                    {
                        var (requires, endpoint) = (earlier.Explain($"/dashboard/widgets[id={id}]/requires")?.Value, earlier.Explain($"/dashboard/widgets[id={id}]/endpoint")?.Value);
                        if (after.Explain($"/dashboard/widgets[id={id}]")?.Value is null)
                            continue;
                        if (requires is not null)
                            Assert.Equal(requires.Text, after.Explain($"/dashboard/widgets[id={id}]/requires")?.Value?.Text);
                        if (endpoint is not null)
                            Assert.Equal(endpoint.Text, after.Explain($"/dashboard/widgets[id={id}]/endpoint")?.Value?.Text);
                        Interlocked.Add(ref held, requires is null ? 0 : 1);
                    }
                }

                layers = next;
            }
        }, 1_500, withConditions: true);
        Assert.True(loaded > 500 && held > 500, $"{loaded} loaded, {held} held: the layers do not try enough.");
    }

    [Fact]
    public void Hostile_layers_never_throw_and_are_refused_with_a_reason_or_leave_no_directive()
    {
        var (loaded, refused) = (0, 0);
        Sample((random, below) =>
        {
            HubLayer[] layers = [.. below, Read(HubLayerKind.Role, Hostile(random, LayerWorld.Random(random, HubLayerKind.Role, Ids, Names))), Read(HubLayerKind.Tenant, Hostile(random, LayerWorld.Random(random, HubLayerKind.Tenant, Ids, Names)))];
            var result = LayerMerger.Merge(layers, LayerWorld.Rules);
            Interlocked.Increment(ref result.IsLoaded ? ref loaded : ref refused);
            if (!result.IsLoaded)
            {
                Assert.Contains(result.Diagnostics, d => d.Severity == DiagnosticSeverity.Error);
                Assert.All(result.Diagnostics, d => Assert.True(d.Message.Length > 0 && d.Location.Line > 0, d.ToString()));
                return;
            }

            Assert.All(result.Value.Pointers, p => Assert.NotNull(result.Value.Explain(p)));
            Assert.Empty(Directives(result.Value.Root));
        }, 3_000);
        Assert.True(loaded > 100 && refused > 100, $"{loaded} loaded, {refused} refused.");
    }

    private static readonly string[] Words =
        ["$patch", "$position", "$add", "$remove", "$lock", "$secretRef", "$preserved", "$schema", "$x", "id", "kill", "limit", "permissions", "canX", "CANX", "canY", "features", "delegable", "endpoints", "dataFetching", "widgets", "type", "", "a/b"];

    private static readonly string[] Values =
        ["null", "true", "false", "0", "-1", "1e999", "99", "\"replace\"", "\"delete\"", "\"first\"", "\"a\"", "\"/permissions/canX\"", "{}", "[]", "[null]", "[[]]", "{\"id\":\"a\"}", "[{\"id\":\"a\"}]", "{\"canX\":true}", "{\"$patch\":\"replace\",\"canX\":true,\"canY\":true}",
            "{\"canX\":null,\"canY\":null}", "[\"canX\",\"canY\"]", "[\"/permissions\"]", "{\"before\":\"b\"}", "{\"$add\":[\"x\"],\"$remove\":[\"y\"]}", "{\"$secretRef\":\"kv:x\"}", "{\"kill\":false}", "{\"$patch\":\"replace\",\"kill\":false,\"limit\":99}", "{\"$patch\":\"replace\"}", "{\"$patch\":\"replace\",\"canX\":{\"limit\":99}}"];

    private static JsonNode Hostile(Random random, JsonObject layer)
    {
        for (var i = random.Next(4); i > 0; i--)
        {
            JsonNode[] nodes = [.. Descendants(layer)];
            var value = JsonNode.Parse(Values[random.Next(Values.Length)]);
            var word = Words[random.Next(Words.Length)];
            switch (nodes[random.Next(nodes.Length)])
            {
                case JsonObject o when random.Next(3) == 0 && o.Count > 0:
                    o[o.ElementAt(random.Next(o.Count)).Key] = value;
                    break;
                case JsonObject o:
                    o[word] = value;
                    break;
                case JsonArray a:
                    a.Add(value);
                    break;
                default:
                    layer["permissions"] = value;
                    break;
            }
        }

        return layer;
    }

    private static IEnumerable<JsonNode> Descendants(JsonNode? node) => node switch
    {
        JsonObject o => o.SelectMany(p => Descendants(p.Value)).Prepend(o),
        JsonArray a => a.SelectMany(Descendants).Prepend(a),
        null => [],
        _ => [node],
    };

    private static void Sample(Action<Random, HubLayer[]> test, int iterations = 1_000, bool withConditions = false) => Gen.Int.Sample(seed =>
    {
        var random = new Random(seed);
        if (withConditions)
        {
            var guarded = LayerWorld.Random(random, HubLayerKind.Base, Ids, Names);
            foreach (var widget in guarded["dashboard"]?["widgets"]?.AsArray() ?? [])
                widget!["requires"] = $"{widget["id"]}:view";
            test(random, [Read(HubLayerKind.Base, guarded)]);
            return;
        }

        test(random, [Read(HubLayerKind.Base, LayerWorld.Random(random, HubLayerKind.Base, Ids, Names)), Read(HubLayerKind.Role, LayerWorld.Random(random, HubLayerKind.Role, Ids, Names))]);
    }, iter: iterations);

    private static HubLayer Read(HubLayerKind kind, JsonNode document) => HubLayer.Read(kind, "", $"{kind}.json", Encoding.UTF8.GetBytes(document.ToJsonString())).GetOrThrow();

    private static LayeredDocument? Merge(HubLayer[] below, params (HubLayerKind Kind, JsonNode Document)[] layers) =>
        LayerMerger.Merge([.. below, .. layers.Select(l => Read(l.Kind, l.Document))], LayerWorld.Rules).Value;

    private static Dictionary<string, bool> Permissions(SourceNode root) =>
        root.TryGet("permissions", out var permissions) ? permissions.Properties.ToDictionary(p => p.Key, p => p.Value.Kind == System.Text.Json.JsonValueKind.True) : [];

    private static double? Number(LayeredDocument document, string pointer) => document.Explain(pointer)?.Value?.Text is { } text && double.TryParse(text, System.Globalization.CultureInfo.InvariantCulture, out var number) ? number : null;

    private static IEnumerable<string> Directives(SourceNode node) =>
        node.Properties.Keys.Where(k => k.StartsWith('$') && k != "$secretRef").Concat(node.Properties.Values.SelectMany(Directives)).Concat(node.Items.SelectMany(Directives));

    private static string Text(LayeredDocument document) => LayerWorld.Text(document.Root);

    private static string Sorted(SourceNode node) => node.Kind switch
    {
        System.Text.Json.JsonValueKind.Object => "{" + string.Join(',', node.Properties.OrderBy(p => p.Key, StringComparer.Ordinal).Select(p => $"{p.Key}:{Sorted(p.Value)}")) + "}",
        System.Text.Json.JsonValueKind.Array => "[" + string.Join(',', node.Items.Select(Sorted).Order(StringComparer.Ordinal)) + "]",
        _ => LayerWorld.Text(node),
    };
}
