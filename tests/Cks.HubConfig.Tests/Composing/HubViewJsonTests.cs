using System.Buffers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Cks.Rbac;
using CsCheck;

namespace Cks.HubConfig.Tests;

public sealed class HubViewJsonTests
{
    private static readonly string[] Hostile = ["</script>", "<!--", "javascript:alert(1)", "\0", "\u001b[31m", "\u2028", "\u2029", "\"", "'", "&lt;", "\\", "{{x}}", "\r\n", "é", "😀", "a"];

    [Fact]
    public void View_has_one_form()
    {
        const string Expected = """
            {
              "role": "contractor",
              "displayName": "Contractor Portal",
              "icon": "hardhat",
              "theme": {
                "primaryColor": "#2563eb",
                "accentColor": "#10b981"
              },
              "navigation": [
                {
                  "id": "dashboard",
                  "label": "Dashboard",
                  "icon": "home",
                  "path": "/"
                },
                {
                  "id": "jobs",
                  "label": "Jobs",
                  "icon": "briefcase",
                  "path": "/jobs"
                }
              ],
              "quickActions": [
                {
                  "id": "new-job",
                  "label": "New Job",
                  "icon": "plus",
                  "action": "createJob"
                }
              ],
              "layout": "grid",
              "widgets": [
                {
                  "id": "stats-overview",
                  "type": "stats-card",
                  "gridArea": "1 / 1 / 2 / 4",
                  "dataSource": "/api/contractor/stats",
                  "refreshInterval": 30000
                }
              ],
              "permissions": {
                "canCreateJobs": true,
                "canEditProfile": false,
                "canManageCrews": false,
                "canViewFinancials": false
              },
              "features": {
                "bulkOperations": {
                  "enabled": true,
                  "maxBatchSize": 100
                },
                "messaging": {
                  "enabled": true,
                  "provider": "internal"
                },
                "notifications": {
                  "enabled": true,
                  "channels": [
                    "email",
                    "push"
                  ]
                },
                "reporting": {
                  "enabled": false
                }
              },
              "endpoints": {
                "dashboard": "/api/contractor/dashboard",
                "jobs": "/api/contractor/jobs",
                "widget.stats-overview": "/api/contractor/stats"
              },
              "caching": {
                "dashboard": {
                  "ttl": 60,
                  "staleWhileRevalidate": false
                }
              },
              "hubVersion": "v1-HUB",
              "policyVersion": "v1-POLICY"
            }
            """;
        var view = Compose(Portal.Contractor, "jobs:view", "jobs:create", "stats:view");
        var text = Write(view, indented: true)
            .Replace(view.HubVersion.Hash, "HUB", StringComparison.Ordinal)
            .Replace(view.PolicyVersion.Hash, "POLICY", StringComparison.Ordinal);
        Assert.Equal(Expected, text);
    }

    [Fact]
    public void S22_Texts_and_settings_are_inert_and_come_back_as_they_were() =>
        Gen.Int[0, Hostile.Length - 1].Array[1, 5].Select(pieces => string.Concat(pieces.Select(i => Hostile[i]))).Sample(text =>
        {
            var document = JsonNode.Parse(Portal.Contractor, documentOptions: new() { CommentHandling = JsonCommentHandling.Skip })!;
            document["metadata"]!["displayName"] = text + "x";
            document["navigation"]!["sidebarItems"]![0]!["label"] = text + "x";
            document["dashboard"]!["widgets"]![0]!["title"] = text + "x";
            document["features"]!["messaging"]!["provider"] = new JsonArray(text, 1.50m, null, false, new JsonObject { [text] = text });
            var json = Write(Compose(Encoding.UTF8.GetBytes(document.ToJsonString()), Portal.Capabilities), indented: false);

            Assert.DoesNotContain(json, c => c is '<' or '>' or '&' or '\'' or < ' ' or > '~');
            var back = JsonNode.Parse(json)!;
            Assert.Equal(text + "x", (string?)back["displayName"]);
            Assert.Equal(text + "x", (string?)back["navigation"]![0]!["label"]);
            Assert.Equal(text + "x", (string?)back["widgets"]![0]!["title"]);
            Assert.True(JsonNode.DeepEquals(document["features"]!["messaging"]!["provider"], back["features"]!["messaging"]!["provider"]), json);
        }, iter: 200);

    /// <summary>A part of the hub needs its target's capability, its own, and its feature; a permission that is switched off is off by each of its names.</summary>
    [Theory]
    [InlineData("", true)]
    [InlineData("\"requires\": \"crews:manage\"", true)]
    [InlineData("\"requires\": \"canManageCrews\"", true)]
    [InlineData("\"requires\": \"financials:view\"", false)]
    [InlineData("\"requires\": \"canEditProfile\"", false)]
    [InlineData("\"requires\": \"profile:edit\"", false)]
    [InlineData("\"requires\": \"canManageCrews\", \"feature\": \"messaging\"", true)]
    [InlineData("\"requires\": \"canManageCrews\", \"feature\": \"reporting\"", false)]
    [InlineData("\"feature\": \"reporting\"", false)]
    public void S09_Condition_of_a_part_only_narrows(string condition, bool isShown)
    {
        var hub = File.ReadAllText(Path.Combine(Portal.Folder, "contractor.v2.json")).Replace("\"canEditProfile\": true", "\"canEditProfile\": false", StringComparison.Ordinal);
        foreach (var id in (string[])["jobs", "new-job", "stats-overview"])
            hub = hub.Replace($"\"id\": \"{id}\"", condition.Length == 0 ? $"\"id\": \"{id}\"" : $"\"id\": \"{id}\", {condition}", StringComparison.Ordinal);
        var view = Compose(Encoding.UTF8.GetBytes(hub), "jobs:view", "jobs:create", "stats:view", "crews:manage", "profile:edit");
        Assert.Equal(isShown, view.Navigation.Any(i => i.Id == "jobs"));
        Assert.Equal(isShown, view.QuickActions.Any(a => a.Id == "new-job"));
        Assert.Equal(isShown, view.Widgets.Any(w => w.Id == "stats-overview"));
        Assert.DoesNotContain(Compose(Encoding.UTF8.GetBytes(hub), "crews:manage").Widgets, w => w.Id == "stats-overview");
    }

    [Fact]
    public void Reference_to_a_secret_never_reaches_the_browser()
    {
        var hub = JsonNode.Parse(File.ReadAllBytes(Path.Combine(Portal.Folder, "contractor.v2.json")))!;
        hub["features"]!["messaging"]!["provider"] = new JsonObject { ["$secretRef"] = "kv:messaging" };
        hub["features"]!["notifications"]!["channels"] = new JsonArray(new JsonObject { ["key"] = new JsonObject { ["$secretRef"] = "kv:messaging" } });
        var json = Write(Compose(Encoding.UTF8.GetBytes(hub.ToJsonString()), Portal.Capabilities), indented: false);
        Assert.DoesNotContain("kv:", json, StringComparison.Ordinal);
        Assert.Equal(["enabled"], JsonNode.Parse(json)!["features"]!["messaging"]!.AsObject().Select(p => p.Key));
        Assert.Equal(["enabled"], JsonNode.Parse(json)!["features"]!["notifications"]!.AsObject().Select(p => p.Key));
    }

    /// <summary>A field of the view is one that a browser may have. Who adds one says so here.</summary>
    [Fact]
    public void S22_Every_field_of_the_view_is_approved_for_the_client_and_settings_are_not()
    {
        string[] approved =
        [
            "role", "displayName", "icon", "theme", "theme.primaryColor", "theme.accentColor",
            "navigation", "navigation.id", "navigation.label", "navigation.icon", "navigation.path",
            "quickActions", "quickActions.id", "quickActions.label", "quickActions.icon", "quickActions.action",
            "layout", "widgets", "widgets.id", "widgets.type", "widgets.title", "widgets.gridArea", "widgets.dataSource", "widgets.refreshInterval", "widgets.maxItems",
            "permissions", "permissions.*", "features", "features.*", "features.*.enabled", "features.*.provider", "features.*.maxBatchSize", "features.*.channels",
            "endpoints", "endpoints.*", "caching", "caching.*", "caching.*.ttl", "caching.*.staleWhileRevalidate", "hubVersion", "policyVersion",
        ];
        var hub = JsonNode.Parse(File.ReadAllBytes(Path.Combine(Portal.Folder, "contractor.v2.json")))!;
        foreach (var (_, feature) in hub["features"]!.AsObject())
            foreach (var setting in (string[])["kill", "internalAddress", "provider2", "limits"])
                feature![setting] = setting == "kill" ? false : new JsonObject { ["hidden"] = "hidden" };
        foreach (var part in (JsonNode[])[hub["navigation"]!["sidebarItems"]![1]!, hub["navigation"]!["quickActions"]![0]!, hub["dashboard"]!["widgets"]![0]!])
            (part["requires"], part["feature"]) = ("canCreateJobs", "messaging");
        (hub["dashboard"]!["widgets"]![0]!["title"], hub["dashboard"]!["widgets"]![0]!["maxItems"]) = ("Title", 5);
        hub["flags"] = new JsonObject { ["messaging"] = new JsonObject { ["rules"] = new JsonArray(new JsonObject { ["id"] = "hidden", ["subjects"] = new JsonArray("u1"), ["partsPerMillion"] = 1_000_000 }) } };
        var view = Compose(Encoding.UTF8.GetBytes(hub.ToJsonString()), Portal.Capabilities);
        var json = JsonNode.Parse(view.Json.Span)!;
        Assert.DoesNotContain("hidden", json.ToJsonString(), StringComparison.Ordinal);
        // All of them were there, so that none is approved without being seen.
        Assert.Equal(approved.Order(StringComparer.Ordinal), Fields(json.AsObject(), "", isMap: false).Distinct().Order(StringComparer.Ordinal));
    }

    /// <summary>The same of a widget, where the application has widget types: of its options what the type marks.</summary>
    [Fact]
    public void S22_Every_field_of_a_widget_is_approved_for_the_client()
    {
        string[] approved = ["id", "type", "title", "gridArea", "dataSource", "refreshInterval", "maxItems", "renderer", "options", "options.unit", "children", "fault"];
        var view = WidgetWorld.View(WidgetWorld.Hub("""
            [{ "id": "t", "type": "tabs", "children": [{ "id": "s", "use": "d", "title": "Title", "refreshSeconds": 5, "maxItems": 5, "requires": "stats:view", "feature": "on", "options": { "threshold": 1 } }] },
             { "id": "w", "type": "weather", "plugin": "hidden", "compatible": "^1", "title": "hidden", "endpoint": "stats", "options": { "a": "hidden" } }]
            """,
            """[{ "id": "d", "type": "stats-card", "compatible": "^2", "endpoint": "stats", "requires": "jobs:view", "options": { "unit": "jobs", "chart": { "query": "hidden" }, "key": { "$secretRef": "kv:hidden" } } }]""",
            """ "features": { "on": { "enabled": true } },"""), Portal.Capabilities);
        var json = JsonNode.Parse(view.Json.Span)!;
        Assert.DoesNotContain("hidden", json.ToJsonString(), StringComparison.Ordinal);
        Assert.Equal(approved.Order(StringComparer.Ordinal), json["widgets"]!.AsArray().SelectMany(w => Of(w!.AsObject())).Distinct().Order(StringComparer.Ordinal));

        static IEnumerable<string> Of(JsonObject widget) => widget.SelectMany(p => (p.Value switch
        {
            JsonObject options => options.Select(o => $"{p.Key}.{o.Key}"),
            JsonArray children => children.SelectMany(c => Of(c!.AsObject())),
            _ => [],
        }).Prepend(p.Key));
    }

    [Fact]
    public void Json_of_a_view_is_made_once_and_is_what_it_writes()
    {
        var view = Compose(Portal.Contractor, Portal.Capabilities);
        Assert.Equal(Write(view, indented: false), Encoding.UTF8.GetString(view.Json.Span));
        Assert.True(view.Json.Equals(view.Json));
    }

    private static IEnumerable<string> Fields(JsonObject around, string path, bool isMap) => around.SelectMany(p =>
    {
        var name = path + (isMap ? "*" : p.Key);
        var maps = path.Length == 0 && p.Key is "permissions" or "features" or "endpoints" or "caching";
        return (p.Value switch
        {
            // A setting is one value, whatever it holds.
            JsonObject inner when !path.StartsWith("features.*", StringComparison.Ordinal) => Fields(inner, name + ".", maps),
            JsonArray list when !path.StartsWith("features.*", StringComparison.Ordinal) => list.OfType<JsonObject>().SelectMany(i => Fields(i, name + ".", isMap: false)),
            _ => [],
        }).Prepend(name);
    });

    private static HubView Compose(byte[] document, params string[] capabilities)
    {
        using var folder = new TemporaryFolder();
        folder.Write("contractor.v1.json", document);
        var decisions = new PolicyDecisionPoint(Portal.Policies(capabilities));
        return new HubComposer(Portal.Catalog(folder.Root), decisions, decisions).ComposeAsync(Portal.Subject("contractor")).AsTask().Result!;
    }

    private static string Write(HubView view, bool indented)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, new() { Indented = indented, NewLine = "\n" }))
            view.WriteTo(writer);
        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }
}
