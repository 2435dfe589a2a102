using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Cks.HubConfig.Tests;

public sealed class HubDiffTests
{
    private const string Hub = """
        {
          "schemaVersion": 2,
          "metadata": { "role": "crew", "version": "1", "displayName": "Crew", "theme": { "primaryColor": "#000", "accentColor": "#000" } },
          "navigation": {
            "sidebarItems": [{ "id": "home", "label": "Home", "path": "/" }, { "id": "jobs", "label": "Jobs", "path": "/jobs", "requires": "jobs:view", "feature": "live" }],
            "quickActions": [{ "id": "new", "label": "New", "action": "createJob" }]
          },
          "dashboard": { "widgets": [{ "id": "stats", "type": "card", "area": { "row": 1, "column": 1, "rows": 1, "columns": 1 }, "endpoint": "stats", "maxItems": 5 }] },
          "permissions": { "canExport": false, "canEdit": true },
          "features": { "live": { "enabled": true, "maxBatchSize": 50, "inner": { "kill": true } }, "dead": { "enabled": true, "kill": true }, "off": { "enabled": false } },
          "dataFetching": { "endpoints": { "stats": "/api/stats", "more": "/api/more" }, "caching": { "stats": { "ttlSeconds": 60 } } }
        }
        """;

    [Fact]
    public void Item_with_another_id_and_nothing_else_different_is_told_as_renamed()
    {
        var changes = HubDiff.Between(Read(Hub), Read(Patched("/dashboard/widgets/0", """{ "id": "numbers" }"""))).Changes;
        Assert.Equal(["widget \"stats\" is removed, renamed to \"numbers\"", "widget \"numbers\" is new, renamed from \"stats\""], changes.Select(c => c.Text));
        Assert.Equal([HubRisk.WidgetRemoved, HubRisk.Other], changes.Select(c => c.Risk));

        var changed = HubDiff.Between(Read(Hub), Read(Patched("/dashboard/widgets/0", """{ "id": "numbers", "maxItems": 6 }"""))).Changes;
        Assert.Equal(["widget \"stats\" is removed", "widget \"numbers\" is new"], changed.Select(c => c.Text));
    }

    [Theory]
    [InlineData("/permissions", """{ "canExport": true }""", HubRisk.PermissionWidened, "/permissions/canExport", "permission \"canExport\" is now true, and was false")]
    [InlineData("/permissions", """{ "canExport": null }""", HubRisk.PermissionWidened, "/permissions/canExport", "permission \"canExport\" is removed, and was false")]
    [InlineData("/permissions", """{ "canMore": true }""", HubRisk.PermissionWidened, "/permissions/canMore", "permission \"canMore\" is new, and is true")]
    [InlineData("/permissions", """{ "canMore": false }""", HubRisk.Other, "/permissions/canMore", "permission \"canMore\" is new, and is false")]
    [InlineData("/permissions", """{ "canEdit": false }""", HubRisk.Other, "/permissions/canEdit", "permission \"canEdit\" is now false, and was true")]
    [InlineData("/permissions", """{ "canEdit": null }""", HubRisk.Other, "/permissions/canEdit", "permission \"canEdit\" is removed, and was true")]
    [InlineData("/metadata", """{ "role": "boss" }""", HubRisk.PermissionWidened, "/metadata/role", "role of the hub is now \"boss\", and was \"crew\"")]
    [InlineData("/metadata", """{ "displayName": "All" }""", HubRisk.Other, "/metadata/displayName", "displayName of the hub is now \"All\", and was \"Crew\"")]
    [InlineData("/metadata/theme", """{ "accentColor": "#0b875e" }""", HubRisk.ThemeOnly, "/metadata/theme/accentColor", "theme/accentColor of the hub is now \"#0b875e\", and was \"#000000\"")]
    [InlineData("/navigation/sidebarItems/1", """{ "requires": null }""", HubRisk.PermissionWidened, "/navigation/sidebarItems[id=jobs]/requires", "requires of sidebaritem")]
    [InlineData("/navigation/sidebarItems/1", """{ "requires": "jobs:edit" }""", HubRisk.PermissionWidened, "/navigation/sidebarItems[id=jobs]/requires", "requires of")]
    [InlineData("/navigation/sidebarItems/0", """{ "requires": "jobs:edit" }""", HubRisk.Other, "/navigation/sidebarItems[id=home]/requires", "requires of sidebar item \"home\" is now \"jobs:edit\", and was not there")]
    [InlineData("/navigation/sidebarItems/1", """{ "feature": null }""", HubRisk.LimitLoosened, "/navigation/sidebarItems[id=jobs]/feature", "feature of sidebar item \"jobs\" is removed, and was \"live\"")]
    [InlineData("/navigation/sidebarItems/1", """{ "path": "/crews" }""", HubRisk.EndpointChanged, "/navigation/sidebarItems[id=jobs]/path", "path of sidebar item \"jobs\" is now \"/crews\", and was \"/jobs\"")]
    [InlineData("/navigation/quickActions/0", """{ "action": "drop" }""", HubRisk.EndpointChanged, "/navigation/quickActions[id=new]/action", "action of quick action \"new\" is now \"drop\", and was \"createJob\"")]
    [InlineData("/dashboard/widgets/0", """{ "endpoint": "more" }""", HubRisk.EndpointChanged, "/dashboard/widgets[id=stats]/endpoint", "endpoint of widget \"stats\" is now \"more\", and was \"stats\"")]
    [InlineData("/dashboard/widgets/0", """{ "maxItems": 50 }""", HubRisk.Other, "/dashboard/widgets[id=stats]/maxItems", "maxItems of widget \"stats\" is now 50, and was 5")]
    [InlineData("/dashboard", """{ "widgets": [] }""", HubRisk.WidgetRemoved, "/dashboard/widgets[id=stats]", "widget \"stats\" is removed")]
    [InlineData("/navigation", """{ "quickActions": [] }""", HubRisk.Other, "/navigation/quickActions[id=new]", "quick action \"new\" is removed")]
    [InlineData("/dataFetching/endpoints", """{ "more": "/api/all" }""", HubRisk.EndpointChanged, "/dataFetching/endpoints/more", "endpoint \"more\" is now \"/api/all\", and was \"/api/more\"")]
    [InlineData("/dataFetching/endpoints", """{ "new": "/api/new" }""", HubRisk.EndpointChanged, "/dataFetching/endpoints/new", "endpoint \"new\" is new, and is \"/api/new\"")]
    [InlineData("/dataFetching/caching/stats", """{ "ttlSeconds": 90 }""", HubRisk.Other, "/dataFetching/caching/stats/ttlSeconds", "ttlSeconds of cache rule \"stats\" is now 90, and was 60")]
    [InlineData("/features/live", """{ "maxBatchSize": 51 }""", HubRisk.LimitLoosened, "/features/live/maxBatchSize", "maxBatchSize of feature \"live\" is now 51, and was 50")]
    [InlineData("/features/live", """{ "maxBatchSize": "many" }""", HubRisk.LimitLoosened, "/features/live/maxBatchSize", "maxBatchSize of")]
    [InlineData("/features/live", """{ "maxBatchSize": null }""", HubRisk.LimitLoosened, "/features/live/maxBatchSize", "maxBatchSize of feature \"live\" is removed, and was 50")]
    [InlineData("/features/live", """{ "maxBatchSize": 49 }""", HubRisk.Other, "/features/live/maxBatchSize", "maxBatchSize of feature \"live\" is now 49, and was 50")]
    [InlineData("/features/live", """{ "enabled": false }""", HubRisk.Other, "/features/live/enabled", "enabled of feature \"live\" is now false, and was true")]
    [InlineData("/features/live", """{ "inner": { "kill": false } }""", HubRisk.LimitLoosened, "/features/live/inner", "inner of feature \"live\" is now {\"kill\":false}, and was {\"kill\":true}")]
    [InlineData("/features/live", """{ "inner": "none" }""", HubRisk.LimitLoosened, "/features/live/inner", "inner of")]
    [InlineData("/features/live", """{ "inner": { "kill": true, "more": 1 } }""", HubRisk.Other, "/features/live/inner", "inner of")]
    [InlineData("/features", """{ "off": null }""", HubRisk.LimitLoosened, "/features/off", "feature \"off\" is removed")]
    [InlineData("/features", """{ "new": { "enabled": true } }""", HubRisk.LimitLoosened, "/features/new", "feature \"new\" is new")]
    [InlineData("/features", """{ "new": { "enabled": false } }""", HubRisk.Other, "/features/new", "feature \"new\" is new")]
    public void A_change_is_told_by_id_with_what_it_can_do(string at, string patch, HubRisk risk, string pointer, string text)
    {
        var change = Assert.Single(HubDiff.Between(Read(Hub), Read(Patched(at, patch))).Changes);
        Assert.Equal((risk, pointer), (change.Risk, change.Pointer));
        Assert.StartsWith(text.Replace("sidebaritem", "sidebar item", StringComparison.Ordinal), change.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_kill_switch_that_is_lifted_is_a_limit_loosened_and_so_is_what_it_held()
    {
        var diff = HubDiff.Between(Read(Hub), Read(Patched("/features/dead", """{ "kill": false }""")));
        Assert.Equal(["/features/dead/enabled", "/features/dead/kill"], diff.Changes.Select(c => c.Pointer));
        Assert.All(diff.Changes, c => Assert.Equal(HubRisk.LimitLoosened, c.Risk));
        Assert.Equal(HubRisk.LimitLoosened, HubDiff.Between(Read(Hub), Read(Patched("/features", """{ "dead": null }"""))).Risk);
    }

    [Fact]
    public void An_item_that_moves_is_moved_and_the_greatest_risk_comes_first()
    {
        var hub = JsonNode.Parse(Hub)!.AsObject();
        var items = hub["navigation"]!["sidebarItems"]!.AsArray();
        var first = items[0]!.DeepClone();
        items.RemoveAt(0);
        items.Add(first);
        hub["metadata"]!["theme"]!["accentColor"] = "#fff";
        hub["permissions"]!["canExport"] = true;

        Assert.Equal(
            """
            permission widened  /permissions/canExport  permission "canExport" is now true, and was false
            other  /navigation/sidebarItems[id=jobs]  sidebar item "jobs" is moved to the front
            theme only  /metadata/theme/accentColor  theme/accentColor of the hub is now "#ffffff", and was "#000000"

            """.ReplaceLineEndings("\n"), HubDiff.Between(Read(Hub), Read(hub.ToJsonString())).ToString());
    }

    [Fact]
    public void Json_has_every_member_of_every_change()
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
        {
            json.WriteStartObject();
            HubDiff.Between(Read(Hub), Read(Patched("/dashboard", """{ "widgets": [] }"""))).WriteMembers(json);
            json.WriteEndObject();
        }

        using var made = JsonDocument.Parse(stream.ToArray());
        var change = made.RootElement.GetProperty("changes")[0];
        Assert.Equal("widgetRemoved", made.RootElement.GetProperty("risk").GetString());
        Assert.Equal(["risk", "kind", "pointer", "text", "before", "after", "behind"], change.EnumerateObject().Select(p => p.Name));
        Assert.Equal(("removed", 5, JsonValueKind.Null), (change.GetProperty("kind").GetString(), change.GetProperty("before").GetProperty("maxItems").GetInt32(), change.GetProperty("after").ValueKind));
        Assert.Null(HubDiff.Between(Read(Hub), Read(Hub)).Risk);
    }

    [Fact]
    public void S30_hostile_texts_are_text_in_the_page()
    {
        const string Hostile = "</title><script>\u202Ealert(\"&'\")</script><img src=x onerror=alert(1)>";
        var hub = JsonNode.Parse(Hub)!.AsObject();
        hub["metadata"]!["displayName"] = Hostile;
        hub["permissions"]![Hostile] = true;
        hub["features"]!["live"]![Hostile] = Hostile;
        hub["dashboard"]!["widgets"]![0]!["title"] = Hostile;
        var diff = HubDiff.Between(Read(Hub), Read(hub.ToJsonString()));
        var page = diff.ToHtml(Hostile);

        Assert.Equal(4, diff.Changes.Count);
        Assert.DoesNotContain("<script", page, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("<img", page, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain('\u202E', page);
        Assert.DoesNotContain('\u202E', diff.ToString());
        Assert.Equal(4, diff.ToString().Count(c => c == '\n'));
        Assert.Contains("&lt;script&gt;", page, StringComparison.Ordinal);
        Assert.Contains("default-src 'none'", page, StringComparison.Ordinal);
        Assert.DoesNotContain("http", page.Replace("http-equiv", "", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    [Fact]
    public void S30_a_feature_with_very_many_settings_is_compared_in_one_go()
    {
        string Many(int value, bool isReversed)
        {
            var names = Enumerable.Range(0, 20_000).Select(n => $"\"s{n}\": {{}}").Append($"\"last\": {{ \"kill\": true, \"n\": {value} }}");
            return $"{{ \"live\": {{ \"enabled\": true, {string.Join(',', isReversed ? names.Reverse() : names)} }} }}";
        }

        var change = Assert.Single(HubDiff.Between(Read(Patched("/features", Many(1, isReversed: false))), Read(Patched("/features", Many(2, isReversed: true)))).Changes);
        Assert.Equal((HubRisk.Other, "/features/live/last"), (change.Risk, change.Pointer));
    }

    [Fact]
    public void A_setting_that_looks_like_a_secret_is_not_told()
    {
        var (one, other) = (Patched("/features/live", """{ "apiKey": "first-key" }"""), Patched("/features/live", """{ "apiKey": "other-key" }"""));
        foreach (var diff in (HubDiff[])[HubDiff.Between(Read(one), Read(other)), HubDiff.Between(Read(Hub), Read(other)), HubDiff.Between(Read(Patched("/features", """{ "live": { "enabled": true } }""")), Read(other))])
        {
            var all = $"{diff}{diff.ToHtml("d")}{string.Join(' ', diff.Changes.Select(c => c.Before + c.After))}";
            Assert.DoesNotContain("-key", all, StringComparison.Ordinal);
            Assert.Contains("looks like a secret", all, StringComparison.Ordinal);
        }
    }

    private static HubDefinition Read(string hub) => HubDefinitionReader.Read("hub.json", Encoding.UTF8.GetBytes(hub)).GetOrThrow();

    private static string Patched(string at, string patch)
    {
        var hub = JsonNode.Parse(Hub)!;
        var target = at.Split('/').Skip(1).Aggregate(hub, (node, step) => node is JsonArray items ? items[int.Parse(step, System.Globalization.CultureInfo.InvariantCulture)]! : node[step]!).AsObject();
        foreach (var (name, value) in JsonNode.Parse(patch)!.AsObject())
        {
            target.Remove(name);
            if (value is not null)
                target[name] = value.DeepClone();
        }

        return hub.ToJsonString();
    }
}
