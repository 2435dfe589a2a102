using System.Text.Json;
using Cks.Samples.Portal.Database;
using Cks.Tests.Portal;

namespace Cks.Tests.Moves;

/// <summary>Rows that are deleted for good.</summary>
public sealed class HardDeleteTests(MovesPortals portals) : IClassFixture<MovesPortals>
{
    [Theory]
    [InlineData(PortalEngine.Sqlite)]
    [InlineData(PortalEngine.Postgres)]
    public async Task Only_what_is_archived_is_deleted_and_only_when_that_is_confirmed(PortalEngine engine)
    {
        var portal = await portals.GetAsync(engine);
        const string Order = "SELECT count(*) FROM orders WHERE tenant_id = 'main' AND order_id = 'CEN-001-PO-033'";

        Refused(409, "not_archived", await portal.DeleteAsync("order", "CEN-001-PO-033"));
        Assert.True((await portal.ArchiveAsync("order", "cen-001-po-033")).HasChanged());
        Refused(400, "confirm_required", await portal.DeleteAsync("order", "CEN-001-PO-033", confirm: false));
        Assert.Equal(1, await portal.Database.CountAsync(Order));
        Assert.True((await portal.DeleteAsync("order", "CEN-001-PO-033")).HasChanged());

        Assert.Equal(0, await portal.Database.CountAsync(Order));
        foreach (var table in new[] { "order_items", "order_participants" })
            Assert.Equal(0, await portal.Database.CountAsync($"SELECT count(*) FROM {table} WHERE tenant_id = 'main' AND order_id = 'CEN-001-PO-033'"));
        Assert.Equal(0, await portal.Database.CountAsync("SELECT count(*) FROM archives WHERE tenant_id = 'main' AND code = 'CEN-001-PO-033'"));
        Refused(404, "outside_scope", await portal.DeleteAsync("order", "CEN-001-PO-033"));
        Refused(404, "outside_scope", await portal.RestoreAsync("order", "CEN-001-PO-033"));
        // Its history stays, for the admin.
        var (status, history) = await portal.ReadAsync("/api/history/order/CEN-001-PO-033");
        Assert.Equal((200, "order_hard_deleted"), (status, history.GetProperty("items")[0].Text("type")));
        Assert.Equal(404, (await portal.ReadAsync("/api/history/order/CEN-001-PO-033", "MGR-001")).Status);
    }

    [Theory]
    [InlineData(PortalEngine.Sqlite)]
    [InlineData(PortalEngine.Postgres)]
    public async Task Of_somebody_who_is_deleted_nothing_stays_that_tells_who_it_was(PortalEngine engine)
    {
        var portal = await portals.GetAsync(engine);
        var token = portal.TokenOf("CRW-030");
        Assert.Equal(1, await portal.Database.CountAsync("SELECT count(*) FROM trainings WHERE tenant_id = 'main' AND crew_id = 'CRW-030'"));
        await portal.Database.ExecuteAsync("UPDATE crew SET phone = NULL WHERE tenant_id = 'main' AND crew_id = 'CRW-030'");

        Assert.True((await portal.ArchiveAsync("crew", "CRW-030")).HasChanged());
        Assert.True((await portal.DeleteAsync("crew", "CRW-030")).HasChanged());

        foreach (var (table, column) in new[] { ("crew", "crew_id"), ("trainings", "crew_id"), ("service_staffing", "crew_id"), ("service_certifications", "holder_id"), ("identity_links", "code"), ("activity_audience", "audience"), ("archive_links", "child_code") })
            Assert.Equal(0, await portal.Database.CountAsync($"SELECT count(*) FROM {table} WHERE tenant_id = 'main' AND {column} = 'CRW-030'"));
        Assert.True(await portal.Database.CountAsync("SELECT count(*) FROM crew WHERE tenant_id = 'acme' AND crew_id = 'CRW-030'") > 0);
        Assert.True(await portal.Database.CountAsync("SELECT count(*) FROM identity_links WHERE tenant_id = 'acme' AND code = 'CRW-030'") > 0);
        const string Snapshot = """{"address":"[REDACTED]","centerCode":"CEN-001","code":"CRW-030","email":"[REDACTED]","emergencyContact":"[REDACTED]","name":"[REDACTED]","status":"assigned"}""";
        Assert.Equal([Snapshot], await portal.Database.LinesAsync("SELECT ids FROM activities WHERE tenant_id = 'main' AND target_id = 'CRW-030' AND type = 'crew_hard_deleted'"));
        var audited = JsonDocument.Parse(Assert.Single(await portal.Database.LinesAsync("SELECT detail FROM audit_log WHERE tenant_id = 'main' AND target = 'CRW-030' AND action = 'archive.delete'"))).RootElement;
        Assert.Equal(("[REDACTED]", "CEN-001", JsonValueKind.Null), (audited.Text("email"), audited.Text("centerCode"), audited.GetProperty("phone").ValueKind));
        var (status, body) = await portal.AskAsync("/api/scope", token);
        Assert.Equal((403, "not_provisioned"), (status, body.Reason()));
    }

    [Theory]
    [InlineData(PortalEngine.Sqlite)]
    [InlineData(PortalEngine.Postgres)]
    public async Task What_has_live_children_or_is_named_by_other_rows_stays(PortalEngine engine)
    {
        var portal = await portals.GetAsync(engine);
        foreach (var (entity, code) in new[] { ("center", "CEN-002"), ("order", "CEN-002-PO-042"), ("crew", "CRW-022"), ("product", "PRD-001"), ("manager", "MGR-002") })
            Assert.True((await portal.ArchiveAsync(entity, code)).HasChanged());
        await portal.Database.ExecuteAsync("UPDATE crew SET assigned_center = 'CEN-002', cks_manager = 'MGR-001' WHERE tenant_id = 'main' AND crew_id = 'CRW-032'");

        Refused(409, "has_children", await portal.DeleteAsync("center", "CEN-002"));
        Refused(409, "still_referenced", await portal.DeleteAsync("order", "CEN-002-PO-042")); // a report
        Refused(409, "still_referenced", await portal.DeleteAsync("crew", "CRW-022")); // an order
        Refused(409, "still_referenced", await portal.DeleteAsync("product", "PRD-001")); // stock
        Refused(409, "still_referenced", await portal.DeleteAsync("manager", "MGR-002")); // orders, and an archived warehouse

        Assert.Equal(0, await portal.Database.CountAsync("SELECT count(*) FROM activities WHERE tenant_id = 'main' AND type LIKE '%hard_deleted' AND target_id IN ('CEN-002', 'CEN-002-PO-042', 'CRW-022', 'PRD-001', 'MGR-002')"));
    }

    private static void Refused(int expected, string reason, (int Status, JsonElement Body) answer) => Assert.Equal((expected, reason), (answer.Status, answer.Body.Reason()));
}
