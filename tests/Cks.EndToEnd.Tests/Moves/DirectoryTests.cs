using System.Text.Json;
using Cks.Samples.Portal.Database;
using Cks.Tests.Portal;

namespace Cks.Tests.Moves;

/// <summary>What is read of one row or of all.</summary>
public sealed class DirectoryTests(MovesPortals portals) : IClassFixture<MovesPortals>
{
    [Theory]
    [InlineData(PortalEngine.Sqlite)]
    [InlineData(PortalEngine.Postgres)]
    public async Task The_directory_counts_and_lists_what_is_live_in_the_tenant_and_test_class(PortalEngine engine)
    {
        var portal = await portals.GetAsync(engine);
        foreach (var (admin, isTest) in new[] { ("ADM-001", "FALSE"), ("ADM-001-TEST", "TRUE") })
        {
            var (status, index) = await portal.ReadAsync("/api/admin/directory", admin);
            Assert.Equal(200, status);
            var counts = index.GetProperty("entities").EnumerateArray().ToDictionary(e => e.Text("name")!, e => e.GetProperty("count").GetInt64());
            foreach (var (entity, table, key) in new[] { ("crew", "crew", "crew_id"), ("order", "orders", "order_id"), ("product", "catalog_products", "product_id"), ("warehouse", "warehouses", "warehouse_id") })
            {
                var expected = await portal.Database.LinesAsync($"SELECT {key} FROM {table} WHERE tenant_id = 'main' AND is_test = {isTest} AND archived_at IS NULL");
                var (found, list) = await portal.ReadAsync($"/api/admin/directory/{entity}", admin);
                Assert.Equal(200, found);
                Assert.Equal(expected.Order(StringComparer.Ordinal), list.GetProperty("items").EnumerateArray().Select(i => i.Text("code")!).Order(StringComparer.Ordinal));
                Assert.Equal(expected.Count, counts[entity]);
            }
        }

        foreach (var entity in new[] { "nonsense", "staffing", "participant" })
            Assert.Equal(404, (await portal.ReadAsync($"/api/admin/directory/{entity}")).Status);
    }

    [Theory]
    [InlineData(PortalEngine.Sqlite)]
    [InlineData(PortalEngine.Postgres)]
    public async Task Pain06_a_profile_outside_the_scope_is_404_and_one_inside_is_masked(PortalEngine engine)
    {
        var portal = await portals.GetAsync(engine);
        var (status, own) = await portal.ReadAsync("/api/profile/cus-2", "CUS-002");
        Assert.Equal((200, "customer", "CUS-002"), (status, own.Text("entity"), own.GetProperty("profile").Text("code")));

        var (found, center) = await portal.ReadAsync("/api/profile/CEN-002", "CUS-002");
        Assert.Equal((200, "CEN-002"), (found, center.GetProperty("profile").Text("code")));
        Assert.False(center.GetProperty("profile").TryGetProperty("customerCode", out _) && center.GetProperty("profile").TryGetProperty("contractorCode", out _));
        var (_, crew) = await portal.ReadAsync("/api/profile/CRW-022", "CON-002");
        Assert.False(crew.GetProperty("profile").TryGetProperty("address", out _)); // the mask of contractors

        foreach (var (viewer, code) in new[] { ("CUS-002", "CEN-001"), ("CUS-002", "CUS-001"), ("CUS-002", "CON-002"), ("CUS-002", "MGR-001"), ("MGR-001", "CON-003"), ("MGR-002", "CRW-023"), ("ADM-001", "CRW-023"), ("ADM-001", "CRW-001-TEST"), ("MGR-001", "nonsense"), ("MGR-001", "CEN-999") })
        {
            var (refused, body) = await portal.ReadAsync($"/api/profile/{code}", viewer);
            Assert.True((refused, body.Reason()) == (404, "outside_scope"), $"{viewer} {code}: {refused}");
        }
    }

    [Theory]
    [InlineData(PortalEngine.Sqlite)]
    [InlineData(PortalEngine.Postgres)]
    public async Task Pain02_history_is_read_of_what_one_sees_and_of_what_one_was_told(PortalEngine engine)
    {
        var portal = await portals.GetAsync(engine);
        await portal.AssignAsync("center", "CEN-005", "CUS-003");
        await portal.AssignAsync("center", "CEN-006", "CUS-001");
        await portal.ArchiveAsync("crew", "CRW-012");

        var (status, all) = await portal.ReadAsync("/api/history/center/CEN-005");
        Assert.Equal(200, status);
        Assert.Equal(["center_assigned_to_customer", "center_unassigned_from_customer", "center_assigned_to_customer", "center_created"], Types(all));
        Assert.Equal("CUS-003", all.GetProperty("items")[0].GetProperty("ids").Text("customerId"));
        // The new manager reads from when it was assigned to it; what was before, the old one was told.
        var (_, now) = await portal.ReadAsync("/api/history/center/CEN-005", "MGR-002");
        Assert.Equal(["center_assigned_to_customer"], Types(now));
        Assert.Equal((JsonValueKind.Null, JsonValueKind.Null), (now.GetProperty("items")[0].GetProperty("actor").ValueKind, now.GetProperty("items")[0].GetProperty("ids").ValueKind));
        Assert.Equal(404, (await portal.ReadAsync("/api/history/center/CEN-005", "MGR-001")).Status);
        Assert.Equal("crew_archived", Types((await portal.ReadAsync("/api/history/crew/CRW-012")).Body)[0]);
        Assert.Equal(404, (await portal.ReadAsync("/api/history/crew/CRW-012", "MGR-001")).Status);
        foreach (var (viewer, path) in new[] { ("ADM-001", "crew/CRW-999"), ("ADM-001", "crew/CRW-001-TEST"), ("ADM-001", "center/CRW-004"), ("ADM-001", "nonsense/CRW-004"), ("MGR-001", "order/CEN-999-PO-001"), ("MGR-001", "contractor/CON-003") })
            Assert.Equal(404, (await portal.ReadAsync($"/api/history/{path}", viewer)).Status);
        foreach (var viewer in new[] { "CON-001", "CUS-001", "CEN-001", "CRW-002", "WHS-001" })
            Assert.Equal(403, (await portal.ReadAsync("/api/history/center/CEN-001", viewer)).Status);

        static string[] Types(JsonElement page) => [.. page.GetProperty("items").EnumerateArray().Select(i => i.Text("type")!)];
    }

    [Theory]
    [InlineData(PortalEngine.Sqlite)]
    [InlineData(PortalEngine.Postgres)]
    public async Task A_long_history_comes_in_pages_without_gaps(PortalEngine engine)
    {
        var portal = await portals.GetAsync(engine);
        for (var i = 0; i < 28; i++)
            Assert.True((await portal.AssignAsync("crew", "CRW-008", i % 2 == 0 ? "CEN-001" : "CEN-009")).HasChanged());
        var expected = await portal.Database.LinesAsync("SELECT activity_id FROM activities WHERE tenant_id = 'main' AND target_id = 'CRW-008' ORDER BY created_at DESC, activity_id DESC");
        Assert.True(expected.Count is > 50 and < 100);

        var (_, first) = await portal.ReadAsync("/api/history/crew/crw8");
        var (_, second) = await portal.ReadAsync($"/api/history/crew/CRW-008?after={first.Text("next")}");

        Assert.Equal(50, first.GetProperty("items").GetArrayLength());
        Assert.Equal(expected, new[] { first, second }.SelectMany(p => p.GetProperty("items").EnumerateArray()).Select(i => i.Text("id")));
        Assert.Null(second.Text("next"));
        foreach (var cursor in new[] { "x", new string('0', 32), "' OR 1=1" })
        {
            var (status, body) = await portal.ReadAsync($"/api/history/crew/CRW-008?after={Uri.EscapeDataString(cursor)}");
            Assert.Equal((400, "bad_cursor"), (status, body.Reason()));
        }
    }

    [Theory]
    [InlineData("CUS-002")]
    [InlineData("ADM-001")]
    public async Task Permissions_are_the_capabilities_and_the_fields_that_may_be_read(string viewer)
    {
        var portal = await portals.GetAsync(PortalEngine.Sqlite);

        var (status, body) = await portal.ReadAsync("/api/me/permissions", viewer);

        Assert.Equal(200, status);
        Assert.Equal((await portal.ReadAsync("/api/me/bootstrap", viewer)).Body.GetProperty("capabilities").GetRawText(), body.GetProperty("capabilities").GetRawText());
        var fields = body.GetProperty("fields");
        Assert.Equal(viewer == "ADM-001", fields.TryGetProperty("manager", out _));
        Assert.Contains("name", fields.GetProperty("center").EnumerateArray().Select(f => f.GetString()));
    }
}
