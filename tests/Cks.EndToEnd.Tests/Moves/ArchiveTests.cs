using Cks.Samples.Portal.Database;
using Cks.Samples.Portal.Moves;
using Cks.Tests.Database;
using Cks.Tests.Portal;

namespace Cks.Tests.Moves;

/// <summary>Rows that end and are revived.</summary>
public sealed class ArchiveTests(MovesPortals portals) : IClassFixture<MovesPortals>
{
    [Fact]
    public async Task S17_whoever_is_archived_is_denied_things_and_granted_none()
    {
        await using var portal = await SmallPortal.StartAsync(PortalEngine.Sqlite);
        var crew = (await portal.CrewOfAsync("MGR-001"))[0];
        Assert.True((await portal.ArchiveAsync("crew", crew)).HasChanged());

        foreach (var (kind, name) in new[] { ("role", "deputy"), ("permit", "activity:view") })
        {
            var (status, body) = await portal.PostAsync($"/api/admin/grants/{crew}", MoveRequests.Admin, new { kind, name, reason = "r" });
            Assert.Equal((409, "is_archived"), (status, body.Reason()));
        }

        Assert.Equal(200, (await portal.PostAsync($"/api/admin/grants/{crew}", MoveRequests.Admin, new { kind = "deny", name = "activity:view", reason = "r" })).Status);
    }

    [Theory]
    [InlineData(PortalEngine.Sqlite)]
    [InlineData(PortalEngine.Postgres)]
    public async Task An_archived_center_loses_its_crew_and_reviving_it_puts_nothing_back(PortalEngine engine)
    {
        var portal = await portals.GetAsync(engine);
        const string Crew = "SELECT crew_id, status FROM crew WHERE tenant_id = 'main' AND crew_id IN ('CRW-006', 'CRW-010', 'CRW-035', 'CRW-037') ORDER BY 1";
        var crew = await portal.Database.LinesAsync(Crew);
        Assert.Contains("CEN-010", await portal.ScopeAsync("CUS-002", "centers"));

        Assert.True((await portal.ArchiveAsync("center", "cen-10", " Closed for good ")).HasChanged());

        Assert.DoesNotContain("CEN-010", await portal.ScopeAsync("CUS-002", "centers"));
        Assert.Equal(["CUS-002 | CON-002 | MGR-001 | operational"], await portal.Database.LinesAsync("SELECT customer_id, contractor_id, cks_manager, status FROM centers WHERE tenant_id = 'main' AND center_id = 'CEN-010'"));
        Assert.Equal(crew, await portal.Database.LinesAsync(Crew));
        Assert.Equal(["NULL | NULL"], await portal.Database.LinesAsync("SELECT DISTINCT assigned_center, cks_manager FROM crew WHERE tenant_id = 'main' AND crew_id IN ('CRW-006', 'CRW-010', 'CRW-035', 'CRW-037')"));
        Assert.Equal(
            ["center | CEN-010 | customer | CUS-002", "crew | CRW-006 | center | CEN-010", "crew | CRW-010 | center | CEN-010", "crew | CRW-035 | center | CEN-010", "crew | CRW-037 | center | CEN-010"],
            await portal.Database.LinesAsync("SELECT child_entity, child_code, parent_entity, parent_code FROM archive_links l JOIN archives a USING (tenant_id, is_test, archive_id) WHERE tenant_id = 'main' AND code = 'CEN-010' ORDER BY 1, 2"));
        Assert.Empty(await DriftQuery.RunAsync(portal.Database));
        var entry = (await portal.ReadAsync("/api/admin/archive")).Body.GetProperty("items")[0];
        Assert.Equal(("center", "CEN-010", "ADM-001", "Closed for good"), (entry.Text("entity"), entry.Text("code"), entry.Text("archivedBy"), entry.Text("reason")));
        Assert.Equal(TimeSpan.FromDays(30), entry.GetProperty("deleteAfter").GetDateTimeOffset() - entry.GetProperty("archivedAt").GetDateTimeOffset());

        Assert.False((await portal.ArchiveAsync("center", "CEN-010")).HasChanged());
        Assert.True((await portal.RestoreAsync("center", "CEN-010")).HasChanged());
        Assert.False((await portal.RestoreAsync("center", "CEN-010")).HasChanged());

        Assert.Equal(["NULL | NULL | NULL | unassigned"], await portal.Database.LinesAsync("SELECT customer_id, contractor_id, cks_manager, status FROM centers WHERE tenant_id = 'main' AND center_id = 'CEN-010' AND archived_at IS NULL"));
        Assert.Equal(0, await portal.Database.CountAsync("SELECT count(*) FROM crew WHERE tenant_id = 'main' AND assigned_center = 'CEN-010'"));
        Assert.Equal(["ADM-001"], await portal.Database.LinesAsync("SELECT restored_by FROM archives WHERE tenant_id = 'main' AND code = 'CEN-010' AND restored_at IS NOT NULL"));
        Assert.DoesNotContain("CEN-010", (await portal.ReadAsync("/api/admin/archive")).Body.GetRawText());
        Assert.Equal(["archive.archive", "archive.restore"], await portal.Database.LinesAsync("SELECT action FROM audit_log WHERE tenant_id = 'main' AND target = 'CEN-010' ORDER BY at, audit_id"));
        Assert.Empty(await DriftQuery.RunAsync(portal.Database));
    }

    [Theory]
    [InlineData(PortalEngine.Sqlite)]
    [InlineData(PortalEngine.Postgres)]
    public async Task An_archived_manager_loses_contractors_and_warehouses_and_no_copy_of_its_code_stays(PortalEngine engine)
    {
        var portal = await portals.GetAsync(engine);
        Assert.Equal(200, (await portal.ReadAsync("/api/scope", "MGR-002")).Status);

        Assert.True((await portal.ArchiveAsync("manager", "MGR-002")).HasChanged());

        foreach (var table in new[] { "contractors", "customers", "centers", "crew" })
            Assert.Equal(0, await portal.Database.CountAsync($"SELECT count(*) FROM {table} WHERE tenant_id = 'main' AND cks_manager = 'MGR-002' AND archived_at IS NULL"));
        Assert.Equal(["WHS-003"], await portal.Database.LinesAsync("SELECT warehouse_id FROM warehouses WHERE tenant_id = 'main' AND manager_id = 'MGR-002'")); // archived before
        Assert.Equal(["CON-003 | active", "WHS-005 | active"], await portal.Database.LinesAsync("SELECT contractor_id, status FROM contractors WHERE tenant_id = 'main' AND contractor_id = 'CON-003' AND cks_manager IS NULL UNION ALL SELECT warehouse_id, status FROM warehouses WHERE tenant_id = 'main' AND warehouse_id = 'WHS-005' AND manager_id IS NULL"));
        Assert.True(await portal.Database.CountAsync("SELECT count(*) FROM contractors WHERE tenant_id = 'acme' AND cks_manager = 'MGR-002'") > 0);
        Assert.Empty(await DriftQuery.RunAsync(portal.Database));
        var (status, body) = await portal.ReadAsync("/api/scope", "MGR-002");
        Assert.Equal((403, "archived"), (status, body.Reason()));
        Assert.True((await portal.RestoreAsync("manager", "MGR-002")).HasChanged());
        Assert.Empty(await portal.ScopeAsync("MGR-002", "contractors"));
    }

    [Theory]
    [InlineData(PortalEngine.Sqlite)]
    [InlineData(PortalEngine.Postgres)]
    public async Task Pain12_whoever_is_archived_is_out_at_the_next_request(PortalEngine engine)
    {
        var portal = await portals.GetAsync(engine);
        var token = portal.TokenOf("CRW-020");
        Assert.Equal(200, (await portal.AskAsync("/api/scope", token)).Status);

        Assert.True((await portal.ArchiveAsync("crew", "CRW-020")).HasChanged());
        var (status, body) = await portal.AskAsync("/api/scope", token);
        Assert.True((await portal.RestoreAsync("crew", "CRW-020")).HasChanged());

        Assert.Equal((403, "archived"), (status, body.Reason()));
        Assert.Equal(200, (await portal.AskAsync("/api/scope", token)).Status);
    }

    [Theory]
    [InlineData(PortalEngine.Sqlite)]
    [InlineData(PortalEngine.Postgres)]
    public async Task Every_kind_is_archived_and_restored_with_an_event_and_an_audit_row(PortalEngine engine)
    {
        await using var portal = await MovesPortals.StartAsync(engine);
        foreach (var (entity, table, key) in new[]
        {
            ("manager", "managers", "manager_id"), ("contractor", "contractors", "contractor_id"), ("customer", "customers", "customer_id"), ("center", "centers", "center_id"),
            ("crew", "crew", "crew_id"), ("warehouse", "warehouses", "warehouse_id"), ("service", "services", "service_id"), ("catalog-service", "catalog_services", "catalog_service_id"),
            ("product", "catalog_products", "product_id"), ("order", "orders", "order_id"), ("report", "reports", "report_id"),
        })
        {
            Assert.True(Belongings.All.ContainsKey(entity));
            var code = (await portal.Database.LinesAsync($"SELECT {key} FROM {table} WHERE tenant_id = 'main' AND NOT is_test AND archived_at IS NULL ORDER BY 1"))[0];
            var before = (await portal.Database.LinesAsync($"SELECT * FROM {table} WHERE tenant_id = 'main' AND {key} = '{code}'"))[0];

            Assert.True((await portal.ArchiveAsync(entity, code)).HasChanged());
            Assert.Equal(1, await portal.Database.CountAsync($"SELECT count(*) FROM {table} WHERE tenant_id = 'main' AND {key} = '{code}' AND archived_at IS NOT NULL"));
            Assert.True((await portal.RestoreAsync(entity, code)).HasChanged());

            var name = entity.Replace('-', '_');
            Assert.Equal([$"{name}_archived", $"{name}_restored"], await portal.Database.LinesAsync($"SELECT type FROM activities WHERE tenant_id = 'main' AND target_id = '{code}' AND target_type = '{entity}' AND type LIKE '{name}!_%ed' ESCAPE '!' AND type IN ('{name}_archived', '{name}_restored') ORDER BY created_at, activity_id"));
            Assert.Equal(["archive.archive", "archive.restore"], await portal.Database.LinesAsync($"SELECT action FROM audit_log WHERE tenant_id = 'main' AND target = '{code}' ORDER BY at, audit_id"));
            if (entity is "service" or "order" or "report")
                Assert.Equal(before, (await portal.Database.LinesAsync($"SELECT * FROM {table} WHERE tenant_id = 'main' AND {key} = '{code}'"))[0]);
            if (entity is "catalog-service" or "product")
                Assert.Equal(1, await portal.Database.CountAsync($"SELECT count(*) FROM {table} WHERE tenant_id = 'main' AND {key} = '{code}' AND NOT is_active"));
            Assert.Equal(0, await portal.Database.CountAsync($"SELECT count(*) FROM activity_audience h JOIN activities a USING (tenant_id, is_test, activity_id) WHERE a.target_id = '{code}' AND a.type IN ('{name}_archived', '{name}_restored')"));
        }

        Assert.Equal(11, Belongings.All.Count);
        Assert.Empty(await DriftQuery.RunAsync(portal.Database));
    }

    [Theory]
    [InlineData(PortalEngine.Sqlite)]
    [InlineData(PortalEngine.Postgres)]
    public async Task What_the_admin_does_not_reach_is_404_a_bad_reason_400_and_nothing_changes(PortalEngine engine)
    {
        var portal = await portals.GetAsync(engine);
        await portal.Database.ExecuteAsync("INSERT INTO customers (tenant_id, is_test, customer_id, name, status, created_at) SELECT tenant_id, is_test, 'CUS-777', name, status, created_at FROM customers WHERE tenant_id = 'acme' AND customer_id = 'CUS-001'");
        var before = await DatabaseText.HashAsync(portal.Database);
        foreach (var (entity, code) in new[]
        {
            ("customer", "CUS-777"), ("customer", "CUS-001-TEST"), ("customer", "CEN-001"), ("crew", "CUS-001"), ("admin", "ADM-002"), ("inventory", "WHS-001:PRD-001"),
            ("certification", "x"), ("nonsense", "CUS-001"), ("customer", "' OR 1=1 --"), ("order", "CEN-999-PO-999"),
        })
        {
            foreach (var (status, body) in new[] { await portal.ArchiveAsync(entity, code), await portal.RestoreAsync(entity, code), await portal.DeleteAsync(entity, code), await portal.DeleteAsync(entity, code, confirm: false) })
                Assert.True((status, body.Reason()) == (404, "outside_scope"), $"{entity} {code}: {status} {body}");
        }

        foreach (var reason in new[] { new string('x', 1_001), "a\0b" })
        {
            var (status, body) = await portal.ArchiveAsync("crew", "CRW-004", reason);
            Assert.Equal((400, "bad_reason"), (status, body.Reason()));
        }

        Assert.Equal(before, await DatabaseText.HashAsync(portal.Database));
    }
}
