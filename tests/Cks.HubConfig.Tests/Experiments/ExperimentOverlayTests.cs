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
        var schema = JsonDocument.Parse(HubSchema.Of(HubSchema.CurrentVersion)).RootElement;
        Assert.Equal(
            [
                "/dashboard", "/dashboard/layout", "/dashboard/widgets", "/dashboard/widgets/*/area", "/dashboard/widgets/*/maxItems", "/dashboard/widgets/*/options", "/dashboard/widgets/*/refreshSeconds", "/dashboard/widgets/*/title",
                "/metadata", "/metadata/displayName", "/metadata/icon", "/metadata/theme", "/metadata/theme/accentColor", "/metadata/theme/primaryColor",
                "/navigation", "/navigation/quickActions", "/navigation/quickActions/*/icon", "/navigation/quickActions/*/label",
                "/navigation/sidebarItems", "/navigation/sidebarItems/*/icon", "/navigation/sidebarItems/*/label",
            ],
            Words(schema, "", "{0}").Order(StringComparer.Ordinal));

        // Within what is refused nothing can be said, and what stands in a value of its own is the value's.
        IEnumerable<string> Words(JsonElement at, string path, string around)
        {
            while (at.TryGetProperty("$ref", out var reference))
                at = schema.GetProperty("$defs").GetProperty(reference.GetString()!["#/$defs/".Length..]);
            if (at.TryGetProperty("items", out var items) && path.Length > 0)
            {
                foreach (var word in Words(items, $"{path}/*", around.Replace("{0}", """[{ "id": "w"{1} }]""", StringComparison.Ordinal)))
                    yield return word;
                yield break;
            }

            if (!at.TryGetProperty("properties", out var properties))
                yield break;
            foreach (var (name, inner) in properties.EnumerateObject().Select(p => (p.Name, p.Value)).Where(p => p.Name != "id"))
            {
                var said = around.Contains("{1}", StringComparison.Ordinal) ? around.Replace("{1}", $", \"{name}\": {{0}}", StringComparison.Ordinal) : around.Replace("{0}", $"{{ \"{name}\": {{0}} }}", StringComparison.Ordinal);
                string[] values = ["1", "{}", "[]"];
                if (values.All(v => Refuses(said.Replace("{0}", v, StringComparison.Ordinal))))
                    continue;
                yield return $"{path}/{name}";
                if (name is not ("area" or "options"))
                    foreach (var word in Words(inner, $"{path}/{name}", said))
                        yield return word;
            }
        }

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
    [InlineData("", true)]
    [InlineData(", \"$lock\": [\"/experiments/trial/variants[id=all]/overlay\"]", false)]
    [InlineData(", \"$lock\": [\"/experiments/trial/variants[id=all]/overlay/metadata/displayName\"]", false)]
    [InlineData(", \"$lock\": [\"/experiments\"]", false)]
    public void Overlay_is_replaced_whole_by_a_later_layer_unless_it_is_locked(string locks, bool isReplaced)
    {
        using var folder = new LayerFolder();
        folder.Write("base.json", ExperimentWorld.Environment(
            """{ "metadata": { "displayName": "New" }, "dashboard": { "widgets": [{ "id": "stats-overview", "$patch": "delete" }] } }""",
            $$""", "permissions": { "canEditProfile": true }, "features": { "messaging": { "enabled": true } }{{locks}}"""));
        folder.Write("production.json", """{ "schemaVersion": 2, "experiments": { "trial": { "variants": [{ "id": "all", "overlay": { "metadata": { "displayName": "Production" } } }] } } }""");
        if (!isReplaced)
        {
            Assert.All(Assert.Throws<CksConfigurationException>(() => folder.Catalog()).Diagnostics, d => Assert.Equal("CKS424", d.Code.Id));
            return;
        }

        var made = folder.Catalog().Current("contractor", "acme")!.Choose(FlagWorld.By()).Definition;
        Assert.Equal("Production", made.Metadata.DisplayName);
        Assert.Contains(made.Dashboard.Widgets, w => w.Id == "stats-overview");
    }

    /// <summary>Whose experiment it is says what holds it: a tenant takes nothing of that off, changes nobody's variant, and brings in none.</summary>
    [Theory]
    [InlineData("""{ "trial": { "flag": null } }""")]
    [InlineData("""{ "trial": { "audience": null } }""")]
    [InlineData("""{ "trial": { "window": null } }""")]
    [InlineData("""{ "trial": { "group": null } }""")]
    [InlineData("""{ "trial": { "seed": "other" } }""")]
    [InlineData("""{ "trial": { "unit": "tenant" } }""")]
    [InlineData("""{ "trial": null }""")]
    [InlineData("""{ "trial": { "$patch": "replace", "hash": "xxh3-64", "variants": [{ "id": "x", "partsPerMillion": 1000000 }] } }""")]
    [InlineData("""{ "trial": { "variants": null } }""")]
    [InlineData("""{ "trial": { "variants": [{ "id": "all", "from": 1 }] } }""")]
    [InlineData("""{ "trial": { "variants": [{ "id": "all", "overlay": {} }] } }""")]
    [InlineData("""{ "trial": { "variants": [{ "id": "all", "$patch": "delete" }] } }""")]
    [InlineData("""{ "trial": { "kill": null } }""")]
    [InlineData("""{ "$patch": "replace" }""")]
    [InlineData("""{ "own": { "hash": "xxh3-64", "variants": [{ "id": "x", "partsPerMillion": 1 }] } }""")]
    [InlineData("null")]
    public void S22_Tenant_takes_an_experiment_from_nothing_that_holds_it_and_brings_in_none(string experiments)
    {
        using var folder = new LayerFolder();
        folder.Write("production.json", """
            { "schemaVersion": 2, "flags": { "off": { "kill": true } }, "experiments": { "trial": { "flag": "off", "hash": "xxh3-64", "variants": [{ "id": "all", "partsPerMillion": 1000000, "overlay": { "metadata": { "displayName": "New" } } }] } } }
            """);
        folder.Tenant("acme", $$"""{ "schemaVersion": 2, "experiments": {{experiments}} }""");
        var catalog = folder.Catalog();
        Assert.Equal((0, "Contractor Portal"), catalog.Current("contractor", "acme")!.Choose(FlagWorld.By()) is var variant ? (variant.Assignments.Count, variant.Definition.Metadata.DisplayName) : default);
        Assert.Contains(Assert.Single(catalog.TenantFaults).Findings, f => f.Code == CksCodes.LayerOverreach && f.Location.Pointer.StartsWith("/experiments", StringComparison.Ordinal));
    }

    /// <summary>What a tenant says holds as far as the layers below have it: more is not taken, and what was tidied away there is no reason to refuse the layer.</summary>
    [Fact]
    public void S09_Tenant_lowers_shares_and_kills_and_no_tidying_below_costs_it_its_layer()
    {
        using var folder = new LayerFolder();
        var more = """{ "schemaVersion": 2, "metadata": { "displayName": "Acme" }, "experiments": { "trial": { "variants": [{ "id": "all", "partsPerMillion": 600000 }, { "id": "gone", "partsPerMillion": 0 }] }, "gone": { "kill": true } } }""";
        folder.Write("production.json", ExperimentWorld.Environment("""{ "metadata": { "displayName": "New" } }""").Replace("1000000", "500000", StringComparison.Ordinal));
        folder.Tenant("acme", more);
        folder.Tenant("globex", more.Replace("600000", "0", StringComparison.Ordinal));
        var catalog = folder.Catalog();
        Assert.Equal((500_000, 0), (PartsOf("acme"), PartsOf("globex")));
        Assert.Empty(catalog.TenantFaults);
        var told = ExperimentWorld.Layers(File.ReadAllText(Path.Combine(folder.FullName, "production.json")), more).Diagnostics;
        Assert.Equal(["CKS423 /experiments/gone", "CKS423 /experiments/trial/variants/1/id", "CKS426 /experiments/trial/variants/0/partsPerMillion"], told.Select(d => $"{d.Code.Id} {d.Location.Pointer}").Order(StringComparer.Ordinal));
        folder.Write("production.json", """{ "schemaVersion": 2 }""");
        Assert.True(catalog.TryReload().IsLoaded);
        Assert.Equal((TenantLayerState.InUse, "Acme"), (catalog.Current("contractor", "acme")!.State, catalog.Current("contractor", "acme")!.Definition.Metadata.DisplayName));

        int PartsOf(string tenant) => catalog.Current("contractor", tenant)!.Definition.Experiments["trial"].Variants[0].PartsPerMillion;
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
        Assert.Empty(catalog.TenantFaults);
        Assert.Equal(HubHealthState.Good, catalog.Health.State);
        var fault = Assert.Single(catalog.ExperimentFaults);
        Assert.Equal(("acme", "contractor"), (fault.Tenant, fault.Role));
        Assert.Contains("overlaps", Assert.Single(fault.Findings).Message, StringComparison.Ordinal);
        Assert.Equal("trial", Assert.Single(catalog.Current("contractor", "main")!.Choose(FlagWorld.By()).Assignments).Experiment);
    }

    /// <summary>With it goes no other experiment: a control of another one is still one.</summary>
    [Fact]
    public void Experiment_that_does_not_fit_a_tenant_costs_it_no_other_one()
    {
        using var folder = new LayerFolder();
        folder.Write("production.json", $$"""
            { "schemaVersion": 2, "experiments": { {{ExperimentWorld.Title}},
              "area": { "hash": "xxh3-64", "variants": [{ "id": "moved", "partsPerMillion": 1000000, "overlay": { "dashboard": { "widgets": [{ "id": "recent-activity", "area": { "row": 4 } }] } } }] } } }
            """);
        folder.Tenant("acme", """{ "schemaVersion": 2, "dashboard": { "widgets": [{ "id": "stats-overview", "area": { "row": 4 } }] } }""");
        var acme = folder.Catalog().Current("contractor", "acme")!;
        Assert.Equal(["title"], acme.Experiments.Names);
        Assert.Equal(AssignmentReason.Unknown, acme.Experiments.Assign("area", FlagWorld.By()).Reason);
        string[] seen = [.. Enumerable.Range(0, 20).Select(i => acme.Choose(FlagWorld.By($"u{i}"))).Select(v => $"{Assert.Single(v.Assignments).Variant} {v.Definition.Metadata.DisplayName}").Distinct().Order(StringComparer.Ordinal)];
        Assert.Equal(["control Contractor Portal", "new New"], seen);
    }

    /// <summary>Two that go together, and not over a tenant's hub: who has both has neither, and that is told when somebody first has them.</summary>
    [Fact]
    public void Experiments_that_break_a_tenants_hub_together_are_neither_laid_over_it()
    {
        using var folder = new LayerFolder();
        folder.Write("production.json", """
            { "schemaVersion": 2, "experiments": {
              "one": { "hash": "xxh3-64", "variants": [{ "id": "a", "partsPerMillion": 1000000, "overlay": { "dashboard": { "widgets": [{ "id": "recent-activity", "area": { "row": 20 } }] } } }] },
              "two": { "hash": "xxh3-64", "variants": [{ "id": "a", "partsPerMillion": 500000, "overlay": { "dashboard": { "widgets": [{ "id": "stats-overview", "area": { "row": 24 } }] } } }] } } }
            """);
        folder.Tenant("acme", """{ "schemaVersion": 2, "dashboard": { "widgets": [{ "id": "recent-activity", "area": { "rows": 6 } }] } }""");
        var catalog = folder.Catalog();
        Assert.Equal(["a -", "a a"], Seen("globex"));
        Assert.Empty(catalog.ExperimentFaults);
        // Each by itself stands over it.
        Assert.Equal(["one", "two"], catalog.Current("contractor", "acme")!.Experiments.Names);
        Assert.Empty(catalog.ExperimentFaults);
        Assert.Equal(["- -", "a -"], Seen("acme"));
        Assert.Contains("With experiment one/a and experiment two/a: ", Assert.Single(Assert.Single(catalog.ExperimentFaults).Findings).Message, StringComparison.Ordinal);

        string[] Seen(string tenant) => [.. Enumerable.Range(0, 50).Select(i => catalog.Current("contractor", tenant)!.Choose(FlagWorld.By($"u{i}", tenant)).Assignments)
            .Select(all => string.Join(' ', ((string[])["one", "two"]).Select(e => all.FirstOrDefault(a => a.Experiment == e).Variant ?? "-"))).Distinct().Order(StringComparer.Ordinal)];
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

        // By number as well, whatever they change: each is asked for with every view.
        var controls = string.Join(", ", Enumerable.Range(0, 33).Select(i => $$""" "c{{i}}": { "hash": "xxh3-64", "variants": [{ "id": "a", "partsPerMillion": 1 }] }"""));
        Assert.Contains("33 experiments", Assert.Single(ExperimentWorld.Read(controls).Diagnostics, d => d.Code.Id == "CKS419").Message, StringComparison.Ordinal);
        Assert.Empty(ExperimentWorld.Read(controls[controls.IndexOf("\"c1\"", StringComparison.Ordinal)..]).Diagnostics);

        static string Many(int count) => $$"""{ "schemaVersion": 2, "experiments": { {{string.Join(", ", Enumerable.Range(0, count).Select(i => ExperimentWorld.Title.Replace("\"title\"", $"\"title{i}\"", StringComparison.Ordinal)))}} } }""";
    }

    /// <summary>A tenant costs one hub for each variant, not their product, however many ask at once; what its own layer says brings in no more.</summary>
    [Fact]
    public void S30_Tenant_costs_a_hub_for_each_variant_and_once()
    {
        using var folder = new LayerFolder();
        var six = string.Join(", ", Enumerable.Range(0, 6).Select(i => ExperimentWorld.Title.Replace("\"title\"", $"\"title{i}\"", StringComparison.Ordinal)));
        folder.Write("production.json", $$"""{ "schemaVersion": 2, "experiments": { {{six}}, "area": { "group": { "name": "g", "partsPerMillion": 0 }, "hash": "xxh3-64", "variants": [{ "id": "a", "partsPerMillion": 1 }] } } }""");
        foreach (var i in Enumerable.Range(0, 50))
            folder.Tenant($"t{i}", """{ "schemaVersion": 2, "metadata": { "displayName": "Tenant" } }""");
        var catalog = folder.Catalog();
        Assert.Equal(50 * 6, Enumerable.Range(0, 50).Sum(i => catalog.Current("contractor", $"t{i}")!.Merged));
        // Two or more of them together, when somebody first has them, and once.
        var hub = catalog.Current("contractor", "t0")!;
        Assert.Same(hub.Choose(FlagWorld.By()).Definition, hub.Choose(FlagWorld.By()).Definition);
        Assert.InRange(hub.Merged, 6, 7);

        // Each is told of once for each time that the hub is made.
        folder.Write("production.json", ExperimentWorld.Environment("""{ "dashboard": { "widgets": [{ "id": "recent-activity", "area": { "row": 4 } }] } }"""));
        folder.Tenant("t0", """{ "schemaVersion": 2, "dashboard": { "widgets": [{ "id": "stats-overview", "area": { "row": 4 } }] } }""");
        var (documents, made) = (folder.Catalog().Documents.Value, 0);
        Parallel.For(0, 64, new() { MaxDegreeOfParallelism = 16 }, _ => documents.Find("contractor", "t0", new(_ => { }, _ => Interlocked.Increment(ref made), _ => { })));
        Assert.Equal(1, made);
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
        // Lifted neither by a tenant, nor by a later layer that replaces it.
        folder.Tenant("globex", """{ "schemaVersion": 2, "experiments": { "trial": { "kill": false } } }""");
        folder.Write("base.json", LayerFolder.Base.Replace("\"permissions\"", """ "experiments": { "trial": { "kill": true, "hash": "xxh3-64", "variants": [{ "id": "all", "partsPerMillion": 1 }] } }, "permissions" """, StringComparison.Ordinal));
        foreach (var lift in (string[])["""{ "kill": false }""", """{ "$patch": "replace", "hash": "xxh3-64", "variants": [{ "id": "x", "partsPerMillion": 1000000 }] }""", "null"])
        {
            folder.Write("production.json", $$"""{ "schemaVersion": 2, "experiments": { "trial": {{lift}} } }""");
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
