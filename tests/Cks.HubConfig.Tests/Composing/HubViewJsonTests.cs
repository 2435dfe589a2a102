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
            document["features"]!["messaging"]![text] = new JsonArray(text, 1.50m, null, false, new JsonObject { [text] = text });
            var json = Write(Compose(Encoding.UTF8.GetBytes(document.ToJsonString()), Portal.Capabilities), indented: false);

            Assert.DoesNotContain(json, c => c is '<' or '>' or '&' or '\'' or < ' ' or > '~');
            var back = JsonNode.Parse(json)!;
            Assert.Equal(text + "x", (string?)back["displayName"]);
            Assert.Equal(text + "x", (string?)back["navigation"]![0]!["label"]);
            Assert.Equal(text + "x", (string?)back["widgets"]![0]!["title"]);
            Assert.True(JsonNode.DeepEquals(document["features"]!["messaging"]![text], back["features"]!["messaging"]![text]), json);
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
        hub["features"]!["messaging"]!["key"] = new JsonObject { ["$secretRef"] = "kv:messaging" };
        hub["features"]!["messaging"]!["servers"] = new JsonArray(new JsonObject { ["key"] = new JsonObject { ["$secretRef"] = "kv:messaging" } });
        var json = Write(Compose(Encoding.UTF8.GetBytes(hub.ToJsonString()), Portal.Capabilities), indented: false);
        Assert.DoesNotContain("kv:", json, StringComparison.Ordinal);
        Assert.Equal(["enabled", "provider"], JsonNode.Parse(json)!["features"]!["messaging"]!.AsObject().Select(p => p.Key));
    }

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
