using System.Text;
using Cks.Core;
using CsCheck;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Cks.HubConfig.Tests;

public sealed class TenantLayerTests
{
    private const string Narrow = """{ "schemaVersion": 2, "metadata": { "displayName": "Acme" }, "permissions": { "canViewFinancials": false } }""";
    private static readonly string[] WithoutFinancials = [.. Portal.Capabilities.Where(c => c != "financials:view")];

    [Fact]
    public void Hub_of_a_role_and_tenant_is_what_all_layers_make()
    {
        using var folder = new LayerFolder();
        folder.Tenant("acme", """{ "dashboard": { "widgets": [{ "id": "stats-overview", "refreshInterval": 60000 }] }, "metadata": { "displayName": "Acme" }, "features": { "bulkOperations": { "maxBatchSize": 500 } } }""");
        var catalog = folder.Catalog();
        var hub = catalog.Current("contractor", "acme")!;
        Assert.Equal(("contractor", "acme", TenantLayerState.InUse, "Acme"), (hub.Role, hub.Tenant, hub.State, hub.Definition.Metadata.DisplayName));
        Assert.Equal(TimeSpan.FromMinutes(1), hub.Definition.Dashboard.Widgets[0].RefreshInterval);
        Assert.Equal("50", hub.Definition.Features["bulkOperations"].Settings["maxBatchSize"].Text);
        var why = hub.Explain("/dashboard/widgets[id=stats-overview]/refreshSeconds")!;
        Assert.Equal(("tenant acme", "60", "role contractor", "30"), (why.Winner.Layer.ToString(), why.Value!.Text, Assert.Single(why.Hidden).Layer.ToString(), why.Hidden[0].Value!.Text));
        Assert.EndsWith("acme.json:1:75", why.Winner.Location.ToString(), StringComparison.Ordinal);
        Assert.Equal(["base", "role contractor", "environment", "tenant acme"], hub.Layers.Select(l => l.ToString()));
        Assert.Same(hub, catalog.Current("contractor", "acme"));

        var other = catalog.Current("contractor", "other")!;
        Assert.Equal(("", TenantLayerState.NoLayer, "Contractor Portal"), (other.Tenant, other.State, other.Definition.Metadata.DisplayName));
        Assert.Same(other, catalog.Current("contractor", "third"));
        Assert.NotEqual(hub.Revision, other.Revision);
        Assert.Null(catalog.Current("crew", "acme"));
        Assert.Empty(catalog.TenantFaults);
    }

    [Fact]
    public void Value_is_read_without_taking_anything_from_the_heap()
    {
        using var folder = new LayerFolder();
        folder.Tenant("acme", Narrow);
        var hub = folder.Catalog().Current("contractor", "acme")!;
        Assert.Equal("Acme", hub.Find("/metadata/displayName")!.Text);
        Assert.Null(hub.Find("/metadata/none"));
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1_000; i++)
            if (hub.Find("/dashboard/widgets[id=stats-overview]/refreshSeconds") is null)
                Assert.Fail("The value is gone.");
        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

    [Fact]
    public void Hub_of_a_tenant_is_found_without_taking_anything_from_the_heap()
    {
        using var folder = new LayerFolder();
        folder.Tenant("acme", Narrow);
        var catalog = folder.Catalog();
        string[] roles = ["contractor"];
        var capability = Rbac.CapabilityId.Of("financials:view");
        Assert.False(catalog.Permits(roles, "acme", capability));
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1_000; i++)
            if (catalog.Permits(roles, "acme", capability))
                Assert.Fail("The narrowing is gone.");
        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

    [Fact]
    public void Role_that_has_no_layers_can_be_explained_as_well()
    {
        var hub = Portal.Catalog(Portal.Folder).Current("contractor", "acme")!;
        Assert.Equal("30", hub.Explain("/dashboard/widgets[id=stats-overview]/refreshSeconds")!.Value!.Text);
        Assert.Equal(["role contractor"], hub.Layers.Select(l => l.ToString()));
    }

    [Theory]
    [InlineData("../contractor.v1")]
    [InlineData("..")]
    [InlineData("acme/../../x")]
    [InlineData("ACME")]
    [InlineData("acme_west")]
    [InlineData("acme\0")]
    [InlineData("")]
    public void S22_Name_that_no_file_can_have_has_no_layer_and_is_never_a_path(string tenant)
    {
        using var folder = new LayerFolder();
        folder.Tenant("acme", Narrow);
        var catalog = folder.Catalog();
        Assert.Equal(TenantLayerState.NoLayer, catalog.Current("contractor", tenant)!.State);
        Assert.Equal(tenant.Length > 0 ? [tenant] : [], catalog.TenantFaults.Select(f => f.Tenant));
        Assert.All(catalog.TenantFaults, f => Assert.Equal((TenantLayerState.NoLayer, CksCodes.HubTenantLayer), (f.State, Assert.Single(f.Findings).Code)));
    }

    [Theory]
    [InlineData("tenants/acme_west.json")]
    [InlineData("tenants/ACME.json")]
    [InlineData("con_tractor.v1.json")]
    [InlineData("tenants/x12345678901234567890123456789012345678901234567890123456789012345.json")]
    public void File_whose_name_names_nobody_stops_the_host(string name)
    {
        using var folder = new LayerFolder();
        folder.Write(name, "{}");
        Assert.Equal(CksCodes.InvalidName, Assert.Single(Assert.Throws<CksConfigurationException>(() => folder.Catalog()).Diagnostics).Code);
        Assert.Throws<CksConfigurationException>(() => new HubFolder("hubs/{tenant}/x.json", NamePattern.TenantPlace));
    }

    [Theory]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("""{ "schemaVersion": 99 }""")]
    [InlineData("""{ "schemaVersion": 2, "permisions": {} }""")]
    [InlineData("""{ "schemaVersion": 2, "permissions": { "canViewFinancials": "no" } }""")]
    [InlineData("""{ "schemaVersion": 2, "permissions": { "canNothing": false } }""")]
    [InlineData("""{ "schemaVersion": 2, "metadata": { "role": "manager" } }""")]
    [InlineData("""{ "schemaVersion": 2, "dataFetching": { "endpoints": { "jobs": "/api/contractor/profile" } } }""")]
    [InlineData("""{ "schemaVersion": 2, "navigation": { "sidebarItems": [{ "id": "new", "label": "New", "path": "/nowhere" }] } }""")]
    [InlineData("""{ "schemaVersion": 2, "$ptch": 1 }""")]
    [InlineData(null)]
    public void S09_Broken_layer_of_a_tenant_never_gives_a_right_back(string? broken)
    {
        using var folder = new LayerFolder();
        folder.Tenant("acme", Narrow);
        folder.Tenant("beta", Narrow);
        var catalog = folder.Catalog();
        Assert.Equal(WithoutFinancials, LayerFolder.Permitted(catalog, "acme"));
        Assert.Equal(Portal.Capabilities, LayerFolder.Permitted(catalog, "none"));

        Break();
        folder.Tenant("beta", """{ "schemaVersion": 2, "metadata": { "displayName": "Beta" }, "permissions": { "canViewFinancials": false } }""");
        Assert.True(catalog.TryReload().IsLoaded);
        var hub = catalog.Current("contractor", "acme")!;
        Assert.Equal((TenantLayerState.LastKnownGood, "Acme"), (hub.State, hub.Definition.Metadata.DisplayName));
        Assert.False(hub.Definition.Permissions["canViewFinancials"]);
        Assert.Equal(WithoutFinancials, LayerFolder.Permitted(catalog, "acme"));
        Assert.Equal("Beta", catalog.Current("contractor", "beta")!.Definition.Metadata.DisplayName);
        Assert.Equal(("acme", TenantLayerState.LastKnownGood), Assert.Single(catalog.TenantFaults) is var fault ? (fault.Tenant, fault.State) : default);
        Assert.NotEmpty(fault.Findings);

        // Who starts now has never seen a good one.
        var other = folder.Catalog("acme");
        Assert.Empty(LayerFolder.Permitted(other, "acme"));
        Assert.Equal(Portal.Capabilities, LayerFolder.Permitted(other, "none"));
        var denied = other.Current("contractor", "acme")!;
        Assert.Equal((TenantLayerState.Denied, "Contractor Portal"), (denied.State, denied.Definition.Metadata.DisplayName));
        Assert.DoesNotContain(true, denied.Definition.Permissions.Values);
        Assert.Equal(TenantLayerState.Denied, Assert.Single(other.TenantFaults).State);

        // Mended, everything is as it was.
        folder.Tenant("acme", Narrow);
        Assert.True(catalog.TryReload().IsLoaded);
        Assert.True(other.TryReload().IsLoaded);
        Assert.All(new[] { catalog, other }, c =>
        {
            Assert.Equal(TenantLayerState.InUse, c.Current("contractor", "acme")!.State);
            Assert.Equal(WithoutFinancials, LayerFolder.Permitted(c, "acme"));
            Assert.Empty(c.TenantFaults);
        });

        void Break()
        {
            if (broken is null)
                folder.Delete("tenants/acme.json");
            else
                folder.Tenant("acme", broken);
        }
    }

    [Fact]
    public void S09_Everything_that_any_kept_layer_took_away_stays_away_while_the_newest_is_broken()
    {
        using var folder = new LayerFolder();
        folder.Tenant("acme", Narrow);
        var catalog = folder.Catalog();
        folder.Tenant("acme", """{ "schemaVersion": 2, "permissions": { "canCreateJobs": false } }""");
        Assert.True(catalog.TryReload().IsLoaded);
        Assert.DoesNotContain("jobs:create", LayerFolder.Permitted(catalog, "acme"));
        Assert.Contains("financials:view", LayerFolder.Permitted(catalog, "acme"));
        folder.Tenant("acme", "{ \"permissions\": ");
        Assert.True(catalog.TryReload().IsLoaded);
        Assert.DoesNotContain("jobs:create", LayerFolder.Permitted(catalog, "acme"));
        Assert.DoesNotContain("financials:view", LayerFolder.Permitted(catalog, "acme"));
        // An empty layer is a revision, and takes nothing away.
        folder.Tenant("acme", "{}");
        Assert.True(catalog.TryReload().IsLoaded);
        Assert.Equal(Portal.Capabilities, LayerFolder.Permitted(catalog, "acme"));
    }

    [Fact]
    public void S09_What_only_the_newer_layer_took_off_the_screen_does_not_come_back_with_the_one_before()
    {
        using var folder = new LayerFolder();
        folder.Tenant("acme", """{ "schemaVersion": 2, "permissions": { "canViewFinancials": false } }""");
        var catalog = folder.Catalog();
        folder.Tenant("acme", """
            {
              "schemaVersion": 2, "metadata": { "displayName": "Newer" },
              "navigation": { "sidebarItems": [{ "id": "crews", "requires": "crews:manage" }], "quickActions": [{ "id": "new-job", "$patch": "delete" }] },
              "dashboard": { "widgets": [{ "id": "recent-activity", "$patch": "delete" }, { "id": "stats-overview", "feature": "messaging" }] },
              "features": { "messaging": { "enabled": false }, "bulkOperations": { "maxBatchSize": 10 } }, "flags": { "notifications": { "rules": [{ "id": "r", "roles": ["contractor"] }] } }
            }
            """);
        Assert.True(catalog.TryReload().IsLoaded);
        Assert.Equal(TenantLayerState.InUse, catalog.Current("contractor", "acme")!.State);
        // What it does cannot be done any more over this base.
        folder.Write("contractor.v1.json", Encoding.UTF8.GetString(Portal.Contractor).Replace("\"displayName\": \"Contractor Portal\",", "", StringComparison.Ordinal));
        folder.Write("base.json", LayerFolder.Base.Replace("\"permissions\"", "\"metadata\": { \"displayName\": \"All\" }, \"$lock\": [\"/metadata/displayName\"], \"permissions\"", StringComparison.Ordinal));
        Assert.True(catalog.TryReload().IsLoaded);

        var hub = catalog.Current("contractor", "acme")!;
        Assert.Equal((TenantLayerState.LastKnownGood, "All"), (hub.State, hub.Definition.Metadata.DisplayName));
        Assert.Equal(["dashboard", "jobs"], hub.Definition.Navigation.SidebarItems.Select(i => i.Id));
        Assert.Empty(hub.Definition.Navigation.QuickActions);
        Assert.Empty(hub.Definition.Dashboard.Widgets);
        Assert.All(["messaging", "bulkOperations"], f => Assert.False(hub.Definition.Features[f].Enabled));
        Assert.False(hub.Flags.IsOn("notifications", new(Portal.Subject("contractor").Context, DateTimeOffset.UnixEpoch)));
        Assert.DoesNotContain("financials:view", LayerFolder.Permitted(catalog, "acme"));
        // The others have what they had.
        Assert.Equal(2, catalog.Current("contractor", "main")!.Definition.Dashboard.Widgets.Count);
    }

    [Theory]
    [InlineData("\"dashboard\": null", "")]
    [InlineData("\"dashboard\": { \"widgets\": null }", "")]
    [InlineData("\"dashboard\": { \"$patch\": \"replace\", \"layout\": \"grid\" }", "")]
    [InlineData("\"dashboard\": { \"$patch\": \"replace\", \"widgets\": [{ \"id\": \"stats-overview\" }] }", "stats-overview")]
    [InlineData("\"dashboard\": { \"widgets\": [{ \"id\": \"stats-overview\", \"title\": \"x\" }] }", "stats-overview recent-activity")]
    [InlineData("\"features\": null", "stats-overview recent-activity")]
    public void S09_Layer_that_takes_out_a_whole_list_leaves_none_of_it_to_the_one_before(string layer, string left)
    {
        using var folder = new LayerFolder();
        var hub = folder.Catalog().Current("contractor")!.Value;
        var newer = HubLayer.Read(HubLayerKind.Tenant, "acme", "acme.json", Encoding.UTF8.GetBytes($$"""{ "schemaVersion": 2, {{layer}} }""")).GetOrThrow();
        Assert.Equal(left, string.Join(' ', UnusableLayer.Hide(hub, newer).Dashboard.Widgets.Select(w => w.Id)));
        Assert.Equal(layer.StartsWith("\"features", StringComparison.Ordinal) ? hub.Features.Count : 0, UnusableLayer.Off(hub, newer).Count());
    }

    /// <summary>Children, and what a definition gives, are parts as all others.</summary>
    [Theory]
    [InlineData("\"widgets\": [{ \"id\": \"t\", \"children\": [{ \"id\": \"s\", \"title\": \"x\" }] }]", "t[s u]")]
    [InlineData("\"widgets\": [{ \"id\": \"t\", \"children\": [{ \"id\": \"s\", \"$patch\": \"delete\" }] }]", "t[u]")]
    [InlineData("\"widgets\": [{ \"id\": \"t\", \"children\": [{ \"id\": \"s\", \"requires\": \"crews:manage\" }] }]", "t[u]")]
    [InlineData("\"widgets\": [{ \"id\": \"t\", \"children\": [{ \"id\": \"u\", \"feature\": \"on\" }] }]", "t[s]")]
    [InlineData("\"widgets\": [{ \"id\": \"t\", \"children\": null }]", "t")]
    [InlineData("\"widgets\": [{ \"id\": \"t\", \"$patch\": \"replace\", \"children\": [{ \"id\": \"s\" }] }]", "t[s]")]
    [InlineData("\"widgets\": [{ \"id\": \"t\", \"$patch\": \"replace\", \"options\": {} }]", "t")]
    [InlineData("\"widgets\": [{ \"id\": \"t\", \"$patch\": \"delete\" }]", "")]
    [InlineData("\"widgets\": [{ \"id\": \"t\", \"requires\": \"crews:manage\" }]", "")]
    [InlineData("\"definitions\": [{ \"id\": \"d\", \"requires\": \"jobs:view\" }]", "t[s u]")]
    [InlineData("\"definitions\": [{ \"id\": \"d\", \"requires\": \"crews:manage\" }]", "t[s]")]
    [InlineData("\"definitions\": [{ \"id\": \"d\", \"feature\": \"on\" }]", "t[s]")]
    [InlineData("\"definitions\": [{ \"id\": \"d\", \"$patch\": \"delete\" }]", "t[s]")]
    [InlineData("\"definitions\": null", "t[s]")]
    public void S09_What_the_newer_layer_took_out_of_a_container_or_off_a_definition_does_not_come_back(string dashboard, string left)
    {
        var hub = HubDefinitionReader.Read("hub.json", Encoding.UTF8.GetBytes(WidgetWorld.Hub(
            """[{ "id": "t", "type": "tabs", "children": [{ "id": "s", "type": "stats-card", "endpoint": "stats" }, { "id": "u", "use": "d" }] }]""", """[{ "id": "d", "type": "stats-card", "endpoint": "stats", "requires": "jobs:view" }]"""))).GetOrThrow();
        var newer = HubLayer.Read(HubLayerKind.Tenant, "acme", "acme.json", Encoding.UTF8.GetBytes($$"""{ "schemaVersion": 2, "dashboard": { {{dashboard}} } }""")).GetOrThrow();
        Assert.Equal(left, Told(UnusableLayer.Hide(hub, newer).Dashboard.Widgets));

        static string Told(IReadOnlyList<HubWidget> widgets) => string.Join(' ', widgets.Select(w => w.Id + (w.Children.Count > 0 ? $"[{Told(w.Children)}]" : "")));
    }

    [Fact]
    public void S09_Where_nothing_is_known_of_a_layer_there_is_no_widget_and_no_action()
    {
        using var folder = new LayerFolder();
        folder.Tenant("acme", "{");
        var denied = folder.Catalog().Current("contractor", "acme")!;
        Assert.Equal((TenantLayerState.Denied, 0, 0), (denied.State, denied.Definition.Dashboard.Widgets.Count, denied.Definition.Navigation.QuickActions.Count));
        Assert.NotEmpty(denied.Definition.Navigation.SidebarItems);
    }

    [Fact]
    public void S30_Layer_that_did_not_change_is_read_once_and_hubs_of_revisions_that_are_over_are_let_go()
    {
        using var folder = new LayerFolder();
        folder.Tenant("acme", Narrow);
        folder.Tenant("beta", Narrow);
        var catalog = folder.Catalog();
        var (before, made) = (catalog.Documents.Value, catalog.Current("contractor", "acme"));
        folder.Tenant("beta", "{}");
        Assert.True(catalog.TryReload().IsLoaded);
        Assert.Same(before.Tenants["acme"].Kept[0], catalog.Documents.Value.Tenants["acme"].Kept[0]);
        Assert.NotSame(before.Tenants["beta"].Kept[0], catalog.Documents.Value.Tenants["beta"].Kept[0]);
        // On another thread, a moment later; whoever asks for it again gets another one that says the same.
        Assert.True(SpinWait.SpinUntil(() => !ReferenceEquals(made, before.Find("contractor", "acme", _ => { })), TimeSpan.FromSeconds(30)));
        Assert.Equal(made!.Revision, before.Find("contractor", "acme", _ => { })!.Revision);
        Assert.Same(catalog.Current("contractor", "acme"), catalog.Current("contractor", "acme"));
    }

    [Fact]
    public void S09_Feature_that_a_kept_layer_killed_stays_off_while_the_newest_is_broken_and_all_are_off_where_nothing_is_known()
    {
        using var folder = new LayerFolder();
        folder.Tenant("acme", """{ "schemaVersion": 2, "features": { "messaging": { "kill": true } } }""");
        var catalog = folder.Catalog();
        Assert.False(catalog.Current("contractor", "acme")!.Definition.Features["messaging"].Enabled);
        folder.Tenant("acme", Narrow);
        Assert.True(catalog.TryReload().IsLoaded);
        Assert.True(catalog.Current("contractor", "acme")!.Definition.Features["messaging"].Enabled);
        folder.Tenant("acme", "{");
        Assert.True(catalog.TryReload().IsLoaded);
        Assert.Equal(TenantLayerState.LastKnownGood, catalog.Current("contractor", "acme")!.State);
        Assert.False(catalog.Current("contractor", "acme")!.Definition.Features["messaging"].Enabled);
        var denied = folder.Catalog("acme").Current("contractor", "acme")!;
        Assert.Equal(TenantLayerState.Denied, denied.State);
        Assert.All(denied.Definition.Features.Values, f => Assert.False(f.Enabled));
    }

    [Theory]
    [InlineData("""{ "schemaVersion": 2, "features": { "messaging": { "kill": 1 } } }""")]
    [InlineData("""{ "schemaVersion": 2, "features": { "bulkOperations": { "maxBatchSize": "5" } } }""")]
    [InlineData("""{ "schemaVersion": 2, "$lock": ["/metadata/displayName"], "features": { "messaging": { "kill": "yes" } } }""")]
    [InlineData("""{ "schemaVersion": 2, "features": { "reporting": { "kill": {} } } }""")]
    public void S09_Switch_or_limit_that_is_none_costs_the_layer(string layer)
    {
        using var folder = new LayerFolder();
        folder.Tenant("acme", layer);
        Assert.Equal(TenantLayerState.Denied, folder.Catalog().Current("contractor", "acme")!.State);
    }

    [Fact]
    public void Layer_that_is_held_to_the_schema_is_so_with_locks_of_what_is_inherited()
    {
        using var folder = new LayerFolder();
        folder.Write("production.json", """{ "schemaVersion": 2, "$lock": ["/metadata/role"], "featurs": {} }""");
        Assert.Equal("CKS115", Assert.Single(Assert.Throws<CksConfigurationException>(() => folder.Catalog()).Diagnostics).Code.Id);
    }

    [Fact]
    public void S22_Layer_of_version_1_brings_in_a_widget_by_an_address_that_the_layers_below_have_and_by_no_other()
    {
        const string Widget = """{ "dashboard": { "widgets": [{ "id": "mine", "type": "stats-card", "gridArea": "50 / 1 / 51 / 2", "dataSource": "#" }] } }""";
        using var folder = new LayerFolder();
        folder.Tenant("acme", Widget.Replace("#", "/api/contractor/stats", StringComparison.Ordinal));
        folder.Tenant("beta", Widget.Replace("#", "/api/contractor/other", StringComparison.Ordinal));
        folder.Tenant("gamma", """{ "dashboard": { "widgets": [{ "id": "stats-overview", "dataSource": "/api/contractor/activity" }] } }""");
        var catalog = folder.Catalog();
        var hub = catalog.Current("contractor", "acme")!;
        Assert.Equal(TenantLayerState.InUse, hub.State);
        Assert.Equal("/api/contractor/stats", hub.Definition.Dashboard.Widgets[^1].DataSource.Value);
        Assert.All((string[])["beta", "gamma"], tenant =>
        {
            Assert.Equal(TenantLayerState.Denied, catalog.Current("contractor", tenant)!.State);
            Assert.Contains(catalog.TenantFaults, f => f.Tenant == tenant && f.Findings.Any(d => d.Code == CksCodes.LayerOverreach));
        });
    }

    [Theory]
    [InlineData("{ \"features\": { \"messaging\": { \"weight\": -0 } } }")]
    [InlineData("{ \"features\": { \"messaging\": { \"weight\": -0e5 } } }")]
    [InlineData("\uFEFF{ }")]
    public void Layer_is_read_as_strictly_as_a_document(string layer)
    {
        using var folder = new LayerFolder();
        folder.Tenant("acme", layer);
        Assert.Equal(TenantLayerState.Denied, folder.Catalog().Current("contractor", "acme")!.State);
        Assert.False(HubLayer.Read(HubLayerKind.Tenant, "acme", "acme.json", System.Text.Encoding.UTF8.GetBytes(layer)).IsLoaded);
    }

    [Fact]
    public void S09_Whatever_breaks_after_a_good_start_permits_are_a_subset_of_those_before()
    {
        string[] broken = ["{", "[]", """{ "schemaVersion": 3 }""", """{ "permissions": { "canViewFinancials": 1 } }""", """{ "permissions": { "canViewFinancials": true }, "x": 1 }""", """{ "metadata": { "role": "crew" } }"""];
        Gen.Select(Gen.Int[0, 4], Gen.Int[0, broken.Length - 1]).Array[1, 5].Sample(faults =>
        {
            using var folder = new LayerFolder();
            folder.Tenant("acme", Narrow);
            var catalog = folder.Catalog();
            var before = LayerFolder.Permitted(catalog, "acme");
            foreach (var (file, text) in faults)
            {
                if (file == 4)
                    folder.Delete("tenants/acme.json");
                else
                    folder.Write(file switch { 0 => "base.json", 1 => "production.json", 2 => "contractor.v1.json", _ => "tenants/acme.json" }, broken[text]);
                catalog.TryReload();
                var after = LayerFolder.Permitted(catalog, "acme");
                Assert.Subset(before.ToHashSet(), after.ToHashSet());
                before = after;
            }
        }, iter: 60);
    }

    [Fact]
    public void S26_Start_from_a_copy_has_the_last_good_layers_of_tenants_and_knows_which_were_broken()
    {
        using var folder = new LayerFolder();
        folder.Tenant("acme", Narrow);
        folder.Tenant("beta", "{}");
        using (var first = Host(folder))
        {
            var catalog = first.Services.GetRequiredService<HubCatalog>();
            folder.Tenant("acme", "{");
            Assert.True(catalog.TryReload().IsLoaded);
            Assert.True(SpinWait.SpinUntil(() => catalog.Documents.Version.Sequence == 2 && File.Exists(Path.Combine(folder.FullName, "kept", "hubs.cks")), 30_000));
            // The copy is written by a subscriber; a second look at the same bytes writes it at once.
            Assert.True(catalog.TryReload().IsLoaded);
        }

        folder.Delete("contractor.v1.json");
        folder.Delete("base.json");
        folder.Delete("production.json");
        folder.Delete("tenants/beta.json");
        using var second = Host(folder);
        var restored = second.Services.GetRequiredService<HubCatalog>();
        Assert.Equal(SnapshotOrigin.LastKnownGood, restored.Documents.Provenance.Origin);
        Assert.Equal(TenantLayerState.LastKnownGood, restored.Current("contractor", "acme")!.State);
        Assert.Equal(TenantLayerState.InUse, restored.Current("contractor", "beta")!.State);
        Assert.Equal(WithoutFinancials, LayerFolder.Permitted(restored, "acme"));
    }

    [Fact]
    public async Task S30_Pipe_in_the_place_of_a_file_costs_its_tenant_the_layer_and_holds_up_nobody()
    {
        if (!OperatingSystem.IsLinux())
            Assert.Skip("There are no pipes in folders.");
        using var folder = new LayerFolder();
        folder.Tenant("beta", Narrow);
        using (var pipe = System.Diagnostics.Process.Start("mkfifo", [Path.Combine(folder.FullName, "tenants", "acme.json")]))
            await pipe.WaitForExitAsync(TestContext.Current.CancellationToken);
        File.CreateSymbolicLink(Path.Combine(folder.FullName, "tenants", "gamma.json"), "acme.json");
        var catalog = await Task.Run(() => folder.Catalog()).WaitAsync(TimeSpan.FromMinutes(1), TestContext.Current.CancellationToken);
        Assert.Equal((TenantLayerState.Denied, TenantLayerState.Denied, TenantLayerState.InUse), (catalog.Current("contractor", "acme")!.State, catalog.Current("contractor", "gamma")!.State, catalog.Current("contractor", "beta")!.State));
    }

    [Fact]
    public void S30_What_the_layers_make_is_measured_as_it_is_written()
    {
        using var folder = new LayerFolder();
        var text = string.Concat(Enumerable.Repeat("\\u0001", 170_000));
        foreach (var (file, feature) in (((string, string)[])[("base.json", "messaging"), ("production.json", "bulkOperations")]))
            folder.Write(file, $$"""{ "schemaVersion": 2, "features": { "{{feature}}": { "enabled": true, "note": "{{text}}" } } }""");
        Assert.Equal("CKS103", Assert.Throws<CksConfigurationException>(() => folder.Catalog()).Diagnostics[0].Code.Id);
    }

    [Fact]
    public void Findings_of_all_layers_are_reported_together_with_the_places_that_people_wrote()
    {
        using var folder = new LayerFolder();
        folder.Write("base.json", """{ "schemaVersion": 2, "features": { "messaging": { "enabled": 1 } } }""");
        folder.Write("production.json", """{ "schemaVersion": 2, "featurs": {} }""");
        var refused = Assert.Throws<CksConfigurationException>(() => folder.Catalog());
        Assert.Equal(["CKS115 base.json:1:63", "CKS115 production.json:1:34"], refused.Diagnostics.Select(d => $"{d.Code} {Path.GetFileName(d.Location.ToString())}"));
    }

    [Fact]
    public void Mistake_of_what_the_layers_make_stands_where_the_layer_has_it()
    {
        using var folder = new LayerFolder();
        folder.Write("production.json", """{ "schemaVersion": 2, "dataFetching": { "endpoints": { "jobs": "/api/none" } } }""");
        var finding = Assert.Single(Assert.Throws<CksConfigurationException>(() => folder.Catalog()).Diagnostics);
        Assert.Equal("CKS403 production.json:1:64", $"{finding.Code} {Path.GetFileName(finding.Location.ToString())}");
    }

    [Fact]
    public async Task S09_What_a_tenant_takes_away_is_not_shown_and_is_denied_at_the_decision_point_to_that_tenant_alone()
    {
        using var folder = new LayerFolder();
        folder.Tenant("acme", Narrow);
        using var host = Host(folder);
        var (composer, decisions, binder) = (host.Services.GetRequiredService<IHubComposer>(), host.Services.GetRequiredService<Rbac.IPolicyDecisionPoint>(), Rbac.CapabilityId.Of("financials:view"));
        var (acme, main) = (new Rbac.Subject("u1", TenantId.Parse("acme"), ["contractor"]), new Rbac.Subject("u1", TenantId.Parse("main"), ["contractor"]));
        Assert.Equal(Rbac.DecisionReason.Ceiling, decisions.Check(acme, binder).Reason);
        Assert.True(decisions.Check(main, binder).IsPermitted);
        Assert.Equal(("Acme", false), await composer.ComposeAsync(acme) is { } hers ? (hers.DisplayName, hers.Permissions["canViewFinancials"]) : default);
        Assert.Equal(("Contractor Portal", true), await composer.ComposeAsync(main) is { } his ? (his.DisplayName, his.Permissions["canViewFinancials"]) : default);

        // A role beside it does not give it back.
        Assert.False(decisions.Check(new("u1", TenantId.Parse("acme"), ["manager", "contractor"]), binder).IsPermitted);
        folder.Tenant("acme", "{}");
        Assert.True(host.Services.GetRequiredService<HubCatalog>().TryReload().IsLoaded);
        Assert.True(decisions.Check(new("u1", TenantId.Parse("acme"), ["contractor"]), binder).IsPermitted);
    }

    [Fact]
    public async Task S09_Kill_switch_of_any_layer_switches_a_feature_off()
    {
        using var folder = new LayerFolder();
        folder.Write("base.json", """{ "schemaVersion": 2, "features": { "messaging": { "kill": true } } }""");
        folder.Tenant("acme", """{ "schemaVersion": 2, "features": { "messaging": { "enabled": true, "kill": false } } }""");
        using var host = Host(folder);
        var view = await host.Services.GetRequiredService<IHubComposer>().ComposeAsync(new("u1", TenantId.Parse("acme"), ["contractor"]));
        Assert.False(view!.Features["messaging"].Enabled);
        Assert.Empty(view.Features["messaging"].Settings);
    }

    private static IHost Host(LayerFolder folder)
    {
        var builder = Microsoft.Extensions.Hosting.Host.CreateEmptyApplicationBuilder(null);
        builder.Services.AddCksRbac().AddPolicy("test.rbac.json", Portal.PolicyText(Portal.Capabilities, []));
        builder.Services.AddCksHubConfig()
            .AddBase(Path.Combine(folder.FullName, "base.json"))
            .AddRoles(Path.Combine(folder.FullName, "{role}.v1.json"))
            .AddEnvironment(Path.Combine(folder.FullName, "production.json"))
            .AddTenants(Path.Combine(folder.FullName, "tenants", "{tenant}.json"))
            .AddTargets(Portal.AddTargets)
            .KeepLastKnownGood(Path.Combine(folder.FullName, "kept", "hubs.cks"), new Secret<byte[]>(new byte[32]));
        return builder.Build();
    }
}
