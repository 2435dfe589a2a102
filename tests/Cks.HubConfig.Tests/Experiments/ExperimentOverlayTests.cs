using System.Text.Json;
using Cks.Core;
using Cks.Rbac;

namespace Cks.HubConfig.Tests;

public sealed class ExperimentOverlayTests
{
    /// <summary>All that gives or holds a right, and all that says where data comes from, is none of an experiment's business: known words, and such as no version has.</summary>
    [Theory]
    [InlineData("""{ "permissions": { "canViewFinancials": true } }""")]
    [InlineData("""{ "permissions": { "canViewFinancials": false } }""")]
    [InlineData("""{ "features": { "messaging": { "enabled": true } } }""")]
    [InlineData("""{ "flags": { "payouts": { "enabled": true } } }""")]
    [InlineData("""{ "experiments": {} }""")]
    [InlineData("""{ "dataFetching": { "endpoints": { "stats": "/api/other" } } }""")]
    [InlineData("""{ "dataFetching": { "caching": { "stats": { "ttlSeconds": 60 } } } }""")]
    [InlineData("""{ "$lock": ["/metadata"] }""")]
    [InlineData("""{ "delegable": ["canViewFinancials"] }""")]
    [InlineData("""{ "schemaVersion": 1 }""")]
    [InlineData("""{ "$preserved": {} }""")]
    [InlineData("""{ "metadata": { "role": "manager" } }""")]
    [InlineData("""{ "metadata": { "version": "2" } }""")]
    [InlineData("""{ "metadata": null }""")]
    [InlineData("""{ "metadata": { "theme": null } }""")]
    [InlineData("""{ "metadata": { "theme": { "$patch": "replace", "primaryColor": "#000" } } }""")]
    [InlineData("""{ "navigation": null }""")]
    [InlineData("""{ "navigation": { "sidebarItems": null } }""")]
    [InlineData("""{ "navigation": { "sidebarItems": { "$patch": "replace" } } }""")]
    [InlineData("""{ "navigation": { "sidebarItems": [{ "id": "jobs", "path": "/crews" }] } }""")]
    [InlineData("""{ "navigation": { "sidebarItems": [{ "id": "jobs", "requires": null }] } }""")]
    [InlineData("""{ "navigation": { "sidebarItems": [{ "id": "jobs", "feature": "messaging" }] } }""")]
    [InlineData("""{ "navigation": { "sidebarItems": [{ "id": "jobs", "$patch": "delete" }] } }""")]
    [InlineData("""{ "navigation": { "quickActions": [{ "id": "new-job", "action": "other" }] } }""")]
    [InlineData("""{ "navigation": { "quickActions": [{ "id": "new-job", "$patch": "replace" }] } }""")]
    [InlineData("""{ "dashboard": { "widgets": [{ "id": "stats-overview", "endpoint": "other" }] } }""")]
    [InlineData("""{ "dashboard": { "widgets": [{ "id": "stats-overview", "type": "other" }] } }""")]
    [InlineData("""{ "dashboard": { "widgets": [{ "id": "stats-overview", "requires": null }] } }""")]
    [InlineData("""{ "dashboard": { "widgets": [{ "id": "stats-overview", "feature": null }] } }""")]
    [InlineData("""{ "dashboard": { "widgets": [{ "id": "stats-overview", "$patch": "replace" }] } }""")]
    [InlineData("""{ "dashboard": { "widgets": [{ "id": "stats-overview", "children": [] }] } }""")]
    [InlineData("""{ "unheardOf": 1 }""")]
    public void S22_Experiment_touches_nothing_but_how_a_hub_looks(string overlay)
    {
        // By the reader, whoever reads the document: nothing has to merge it for that.
        var read = ExperimentWorld.Read($$"""
            "e": { "hash": "xxh3-64", "variants": [{ "id": "a", "partsPerMillion": 1, "overlay": {{overlay}} }] }
            """).Diagnostics;
        Assert.Equal("CKS425", Assert.Single(read).Code.Id);
        Assert.StartsWith("/experiments/e/variants/0/overlay", read[0].Location.Pointer, StringComparison.Ordinal);
        Assert.Contains(ExperimentWorld.Layers(ExperimentWorld.Environment(overlay)).Diagnostics, d => d.Code == CksCodes.LayerOverreach && d.Location.File == "production.json");
    }

    /// <summary>The words of the form that are not on the list, taken from the schema: whatever a later version adds is refused until somebody puts it there.</summary>
    [Fact]
    public void S22_What_an_experiment_may_touch_is_a_closed_list()
    {
        var schema = JsonDocument.Parse(HubSchema.Of(HubSchema.CurrentVersion)).RootElement.GetProperty("properties");
        var item = schema.GetProperty("dashboard").GetProperty("properties").GetProperty("widgets").GetProperty("items").GetProperty("properties");
        var allowed = item.EnumerateObject().Select(p => p.Name).Where(p => p != "id" && !Refuses($$"""{ "dashboard": { "widgets": [{ "id": "w", "{{p}}": 1 }] } }"""));
        Assert.Empty(allowed.Except(["title", "area", "maxItems", "refreshSeconds", "options"]));
        Assert.Equal(["dashboard", "metadata", "navigation"], schema.EnumerateObject().Select(p => p.Name).Where(p => !Refuses($$"""{ "{{p}}": {} }""")).Order(StringComparer.Ordinal));

        static bool Refuses(string overlay) => ExperimentWorld.Read($$"""
            "e": { "hash": "xxh3-64", "variants": [{ "id": "a", "partsPerMillion": 1, "overlay": {{overlay}} }] }
            """).Diagnostics.Any(d => d.Code == CksCodes.LayerOverreach);
    }

    [Fact]
    public void Overlay_changes_names_colours_order_placement_and_limits_of_what_is_there()
    {
        using var folder = new LayerFolder();
        folder.Write("production.json", ExperimentWorld.Environment("""
            {
              "metadata": { "displayName": "New", "icon": null, "theme": { "primaryColor": "#112233" } },
              "navigation": { "sidebarItems": [{ "id": "crews", "label": "Crews!", "$position": "first" }] },
              "dashboard": { "widgets": [{ "id": "stats-overview", "$patch": "delete" }, { "id": "recent-activity", "title": "New", "maxItems": 5, "refreshSeconds": 60, "area": { "row": 1, "columns": 3 } }] }
            }
            """));
        var hub = folder.Catalog().Current("contractor", "main")!;
        var made = hub.Choose(FlagWorld.By()).Definition;
        Assert.Equal(("Contractor Portal", "New", (string?)null, "#112233"), (hub.Definition.Metadata.DisplayName, made.Metadata.DisplayName, made.Metadata.Icon, made.Metadata.Theme.PrimaryColor.ToString()));
        Assert.Equal(["crews", "dashboard", "jobs"], made.Navigation.SidebarItems.Select(i => i.Id).Take(3));
        Assert.Equal("Crews!", made.Navigation.SidebarItems[0].Label);
        var widget = made.Dashboard.Widgets.Single(w => w.Id == "recent-activity");
        Assert.Equal(("New", 5, TimeSpan.FromMinutes(1), 1, 4), (widget.Title, widget.MaxItems, widget.RefreshInterval, widget.GridArea.RowStart, widget.GridArea.ColumnEnd));
        Assert.DoesNotContain(made.Dashboard.Widgets, w => w.Id == "stats-overview");
        Assert.Same(hub.Definition.Permissions, made.Permissions);
        Assert.Same(hub.Definition.DataFetching, made.DataFetching);
        Assert.Same(made, hub.Choose(FlagWorld.By("u2")).Definition);
    }

    [Fact]
    public void What_a_lower_layer_locks_no_experiment_changes()
    {
        var findings = ExperimentWorld.Layers(ExperimentWorld.Environment("""{ "metadata": { "displayName": "New" } }""", """, "$lock": ["/metadata/displayName"] """)).Diagnostics;
        var finding = Assert.Single(findings);
        Assert.Equal(("CKS424", "production.json", "/experiments/trial/variants/0/overlay/metadata/displayName"), (finding.Code.Id, finding.Location.File, finding.Location.Pointer));
        Assert.StartsWith("With experiment trial/all: ", finding.Message, StringComparison.Ordinal);
    }

    /// <summary>An overlay is replaced whole by a later layer, and not where the base has locked it or something in it.</summary>
    [Theory]
    [InlineData("", "Acme")]
    [InlineData(", \"$lock\": [\"/experiments/trial/variants[id=all]/overlay\"]", null)]
    [InlineData(", \"$lock\": [\"/experiments/trial/variants[id=all]/overlay/metadata/displayName\"]", null)]
    [InlineData(", \"$lock\": [\"/experiments\"]", null)]
    public void Overlay_is_replaced_whole_by_a_later_layer_unless_it_is_locked(string locks, string? title)
    {
        using var folder = new LayerFolder();
        folder.Write("production.json", ExperimentWorld.Environment("""{ "metadata": { "displayName": "New" }, "dashboard": { "widgets": [{ "id": "stats-overview", "$patch": "delete" }] } }""", locks));
        folder.Tenant("acme", """{ "schemaVersion": 2, "experiments": { "trial": { "variants": [{ "id": "all", "overlay": { "metadata": { "displayName": "Acme" } } }] } } }""");
        var hub = folder.Catalog().Current("contractor", "acme")!;
        Assert.Equal(title is null ? TenantLayerState.Denied : TenantLayerState.InUse, hub.State);
        var made = hub.Choose(FlagWorld.By()).Definition;
        Assert.Equal(title ?? "Contractor Portal", made.Metadata.DisplayName);
        // Where nothing of the tenant can be used there are no widgets at all.
        Assert.Equal(title is not null, made.Dashboard.Widgets.Any(w => w.Id == "stats-overview"));
    }

    [Fact]
    public void Broken_overlay_is_found_at_a_reload_and_what_was_there_stays()
    {
        using var folder = new LayerFolder();
        var catalog = folder.Catalog();
        var version = catalog.Documents.Version;
        folder.Write("production.json", ExperimentWorld.Environment("""{ "dashboard": { "widgets": [{ "id": "recent-activity", "area": { "row": 1 } }] } }"""));
        var finding = Assert.Single(catalog.TryReload().Diagnostics, d => d.Severity == DiagnosticSeverity.Error);
        Assert.Equal(("CKS401", version), (finding.Code.Id, catalog.Documents.Version));
        Assert.Contains("With experiment trial/all: The widget \"recent-activity\" overlaps \"stats-overview\"", finding.Message, StringComparison.Ordinal);
        Assert.EndsWith("production.json", finding.Location.File, StringComparison.Ordinal);
        Assert.Equal("/experiments/trial/variants/0/overlay", finding.Location.Pointer);
        folder.Write("production.json", ExperimentWorld.Environment("""{ "metadata": { "icon": "none" }, "dashboard": { "widgets": [{ "id": "recent-activity", "maxItems": 501 }] } }"""));
        Assert.Contains("501", Assert.Single(catalog.TryReload().Diagnostics, d => d.Severity == DiagnosticSeverity.Error).Message, StringComparison.Ordinal);
    }

    /// <summary>An experiment of the base is one of several hubs, and a tenant may take out what it is about.</summary>
    [Fact]
    public void What_a_hub_does_not_have_is_left_out_with_a_warning()
    {
        using var folder = new LayerFolder();
        folder.Write("production.json", ExperimentWorld.Environment("""{ "metadata": { "displayName": "New" }, "dashboard": { "widgets": [{ "id": "stats-overview", "title": "S" }, { "id": "recent-activty", "title": "New" }] } }"""));
        folder.Tenant("acme", """{ "schemaVersion": 2, "dashboard": { "widgets": [{ "id": "stats-overview", "$patch": "delete" }] } }""");
        var catalog = folder.Catalog();
        Assert.Equal(["New", "New"], ((string[])["main", "acme"]).Select(t => catalog.Current("contractor", t)!.Choose(FlagWorld.By()).Definition.Metadata.DisplayName));
        Assert.Equal(TenantLayerState.InUse, catalog.Current("contractor", "acme")!.State);
        Assert.Empty(catalog.TenantFaults);
        var warning = Assert.Single(ExperimentWorld.Layers(ExperimentWorld.Environment("""{ "dashboard": { "widgets": [{ "id": "recent-activty", "title": "New" }] } }""")).Diagnostics);
        Assert.Equal(("CKS423", DiagnosticSeverity.Warning, "recent-activity"), (warning.Code.Id, warning.Severity, warning.Suggestion));
    }

    /// <summary>Whoever writes an experiment for all does not take a tenant's hub away, and the tenant does not stop others.</summary>
    [Fact]
    public void Tenant_on_whose_hub_an_experiment_cannot_be_laid_has_its_hub_without_it_and_that_is_told()
    {
        using var folder = new LayerFolder();
        folder.Write("production.json", ExperimentWorld.Environment("""{ "dashboard": { "widgets": [{ "id": "recent-activity", "area": { "row": 4 } }] } }"""));
        folder.Tenant("acme", """{ "schemaVersion": 2, "metadata": { "displayName": "Acme" }, "dashboard": { "widgets": [{ "id": "stats-overview", "area": { "row": 4 } }] } }""");
        var catalog = folder.Catalog();
        var acme = catalog.Current("contractor", "acme")!;
        Assert.Equal((TenantLayerState.InUse, "Acme", 0, 0), (acme.State, acme.Choose(FlagWorld.By()).Definition.Metadata.DisplayName, acme.Choose(FlagWorld.By()).Assignments.Count, acme.Experiments.Names.Count()));
        var fault = Assert.Single(catalog.TenantFaults);
        Assert.Equal(("acme", TenantLayerState.InUse), (fault.Tenant, fault.State));
        Assert.Contains("overlaps", Assert.Single(fault.Findings).Message, StringComparison.Ordinal);
        Assert.Equal("trial", Assert.Single(catalog.Current("contractor", "main")!.Choose(FlagWorld.By()).Assignments).Experiment);
    }

    /// <summary>Two that stand alone and not together: nobody who looks finds that out.</summary>
    [Fact]
    public void Experiments_that_break_together_are_found_when_the_hub_is_made_and_a_group_mends_it()
    {
        const string Both = """
            { "schemaVersion": 2, "experiments": {
              "gone": { GROUP1 "hash": "xxh3-64", "variants": [{ "id": "a", "partsPerMillion": 1000000, "overlay": { "dashboard": { "widgets": [{ "id": "recent-activity", "area": { "row": 5 } }] } } }] },
              "moved": { GROUP2 "hash": "xxh3-64", "variants": [{ "id": "a", "partsPerMillion": 1000000, "overlay": { "dashboard": { "widgets": [{ "id": "stats-overview", "area": { "row": 5 } }] } } }] } } }
            """;
        var finding = Assert.Single(ExperimentWorld.Layers(Both.Replace("GROUP1", "", StringComparison.Ordinal).Replace("GROUP2", "", StringComparison.Ordinal)).Diagnostics);
        Assert.StartsWith("With experiment gone/a and experiment moved/a: ", finding.Message, StringComparison.Ordinal);
        Assert.Empty(ExperimentWorld.Layers(Both.Replace("GROUP1", """ "group": { "name": "g", "partsPerMillion": 500000 }, """, StringComparison.Ordinal)
            .Replace("GROUP2", """ "group": { "name": "g", "from": 500000, "partsPerMillion": 500000 }, """, StringComparison.Ordinal)).Diagnostics);
    }

    [Fact]
    public void S30_Hubs_that_experiments_make_are_bounded()
    {
        Assert.Empty(ExperimentWorld.Layers(Many(6)).Diagnostics);
        var finding = Assert.Single(ExperimentWorld.Layers(Many(7)).Diagnostics);
        Assert.Equal(("CKS419", "/experiments"), (finding.Code.Id, finding.Location.Pointer));
        Assert.Contains("128 different hubs", finding.Message, StringComparison.Ordinal);
        // What is killed is nobody's.
        Assert.Empty(ExperimentWorld.Layers(Many(7).Replace("\"title3\": {", "\"title3\": { \"kill\": true,", StringComparison.Ordinal)).Diagnostics);

        static string Many(int count) => $$"""{ "schemaVersion": 2, "experiments": { {{string.Join(", ", Enumerable.Range(0, count).Select(i => ExperimentWorld.Title.Replace("\"title\"", $"\"title{i}\"", StringComparison.Ordinal)))}} } }""";
    }

    /// <summary>Experiments merge like everything else: a tenant stops or narrows one, and nobody brings back what is killed.</summary>
    [Fact]
    public void S09_Killed_experiment_stays_so_and_a_kept_layer_that_killed_it_counts()
    {
        using var folder = new LayerFolder();
        folder.Write("production.json", ExperimentWorld.Environment("""{ "metadata": { "displayName": "New" } }"""));
        folder.Tenant("acme", """{ "schemaVersion": 2, "experiments": { "trial": { "kill": true } } }""");
        folder.Tenant("globex", """{ "schemaVersion": 2, "experiments": { "trial": { "variants": [{ "id": "all", "partsPerMillion": 0 }] } } }""");
        var catalog = folder.Catalog();
        Assert.Equal(("trial: none, Killed", "trial: none, NotEnrolled", "trial: all, Enrolled"), (Of("acme"), Of("globex"), Of("main")));
        folder.Tenant("acme", """{ "schemaVersion": 2 }""");
        catalog.TryReload();
        Assert.Equal("trial: all, Enrolled", Of("acme"));
        folder.Tenant("acme", "{ broken");
        catalog.TryReload();
        Assert.Equal((TenantLayerState.LastKnownGood, "trial: none, Killed"), (catalog.Current("contractor", "acme")!.State, Of("acme")));
        Assert.Equal("Contractor Portal", catalog.Current("contractor", "acme")!.Choose(FlagWorld.By()).Definition.Metadata.DisplayName);
        // Lifted neither by a later layer, nor by one that replaces it.
        foreach (var lift in (string[])["""{ "kill": false }""", """{ "$patch": "replace", "hash": "xxh3-64", "variants": [{ "id": "x", "partsPerMillion": 1000000 }] }""", "null"])
        {
            folder.Write("base.json", LayerFolder.Base.Replace("\"permissions\"", """ "experiments": { "trial": { "kill": true } }, "permissions" """, StringComparison.Ordinal));
            folder.Tenant("globex", $$"""{ "schemaVersion": 2, "experiments": { "trial": {{lift}} } }""");
            Assert.Equal("trial: none, Killed", folder.Catalog().Current("contractor", "globex")!.Experiments.Assign("trial", FlagWorld.By()).ToString());
        }

        string Of(string tenant) => catalog.Current("contractor", tenant)!.Experiments.Assign("trial", FlagWorld.By()).ToString();
    }

    [Fact]
    public void Where_nothing_is_known_of_a_tenant_nobody_takes_part()
    {
        using var folder = new LayerFolder();
        folder.Write("production.json", ExperimentWorld.Environment("""{ "metadata": { "displayName": "New" } }"""));
        folder.Tenant("acme", "{ broken");
        var denied = folder.Catalog().Current("contractor", "acme")!;
        Assert.Equal((TenantLayerState.Denied, 0, AssignmentReason.Unknown), (denied.State, denied.Choose(FlagWorld.By()).Assignments.Count, denied.Experiments.Assign("trial", FlagWorld.By()).Reason));
    }

    /// <summary>Without layers, too: the document of a role by itself, of the current version.</summary>
    [Fact]
    public async Task View_is_that_of_the_variant_and_names_it()
    {
        using var folder = new TemporaryFolder();
        var text = System.Text.Encoding.UTF8.GetString(File.ReadAllBytes(Path.Combine(Portal.Folder, "contractor.v2.json")));
        folder.Write("contractor.v1.json", text.Replace("\"permissions\":", $"\"experiments\": {{ {ExperimentWorld.Title} }}, \"permissions\":", StringComparison.Ordinal));
        var decisions = new PolicyDecisionPoint(Portal.Policies(Portal.Capabilities));
        var composer = new HubComposer(Portal.Catalog(folder.Root), decisions, decisions);
        var seen = new HashSet<string>();
        for (var i = 0; i < 50; i++)
        {
            var view = (await composer.ComposeAsync(new Subject($"u{i}", TenantId.Parse("main"), ["contractor"]), TestContext.Current.CancellationToken))!;
            var variant = ExperimentHash.PartOf("title", $"u{i}") < 500_000 ? "control" : "new";
            Assert.Equal((variant, variant == "new" ? "New" : "Contractor Portal"), (view.Experiments["title"], view.DisplayName));
            Assert.Equal(variant, JsonDocument.Parse(Text(view)).RootElement.GetProperty("experiments").GetProperty("title").GetString());
            seen.Add(variant);
        }

        Assert.Equal(2, seen.Count);
        var plain = (await new HubComposer(Portal.Catalog(Portal.Folder), decisions, decisions).ComposeAsync(Portal.Subject("contractor"), TestContext.Current.CancellationToken))!;
        Assert.Empty(plain.Experiments);
        Assert.DoesNotContain("experiments", Text(plain), StringComparison.Ordinal);
    }

    private static string Text(HubView view)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
            view.WriteTo(json);
        return System.Text.Encoding.UTF8.GetString(stream.ToArray());
    }
}
