using System.Text.Json;
using Cks.Samples.Portal.Database;
using Cks.Tests.Portal;

namespace Cks.Tests.Scope;

/// <summary>A role that the portal was not built for is documents and rows, and no code.</summary>
public sealed class EighthRoleTests
{
    private const string Hub = """
        {
          "schemaVersion": 2,
          "metadata": { "role": "auditor", "version": "1.0.0", "displayName": "Audit", "icon": "search", "theme": { "primaryColor": "#0f766e", "accentColor": "#14b8a6" } },
          "navigation": {
            "sidebarItems": [
              { "id": "dashboard", "label": "Dashboard", "icon": "home", "path": "/" },
              { "id": "ecosystem", "label": "What is audited", "icon": "network", "path": "/ecosystem" },
              { "id": "orders", "label": "Orders", "icon": "clipboard", "path": "/orders" },
              { "id": "assign", "label": "Assign", "icon": "link", "path": "/assign" }
            ],
            "quickActions": [{ "id": "new-service-order", "label": "New Service Request", "action": "createServiceOrder", "icon": "plus" }]
          },
          "dashboard": {
            "layout": "grid",
            "widgets": [{ "id": "overview", "type": "stats-card", "title": "What is audited", "area": { "row": 1, "column": 1, "rows": 1, "columns": 3 }, "endpoint": "scope", "refreshSeconds": 30 }]
          },
          "permissions": { "canEditProfile": true, "canCreateOrders": true },
          "features": { "notifications": { "enabled": false, "channels": [] }, "reporting": { "enabled": false } },
          "dataFetching": { "endpoints": { "scope": "/api/scope", "orders": "/api/orders" }, "caching": { "orders": { "ttlSeconds": 60 } } }
        }
        """;

    private const string Reads = """
        [
          { "id": "aud", "actions": ["scope:view", "ecosystem:view", "orders:list"] },
          { "id": "aud-own", "actions": ["auditor:view"], "fields": { "read": ["code", "name", "status"] } },
          { "id": "aud-centers", "actions": ["center:view"], "fields": { "read": ["code", "name", "status"] } },
          { "id": "aud-crew", "actions": ["crew:view"], "fields": { "read": ["code", "status"] } },
          { "id": "aud-orders", "actions": ["orders:view"], "when": { "type": "service" }, "fields": { "read": ["code", "type", "status", "centerCode", "createdAt"] } }
        ]
        """;

    private const string Audits = """
        {
          "entity": "auditor", "includeRelationships": ["centers", "crew"], "lists": ["orders"], "summaryMetrics": ["accountStatus", "centerCount", "crewCount"], "activityFilters": ["actor", "target"]
        }
        """;

    private const string Everything = """{ "entity": "auditor", "includeAll": ["center", "order"] }""";

    [Theory]
    [InlineData(PortalEngine.Sqlite)]
    [InlineData(PortalEngine.Postgres)]
    public async Task An_auditor_signs_in_and_reads_its_scope_its_orders_and_its_hub(PortalEngine engine)
    {
        using var documents = new AuditorDocuments(Reads, Audits, Hub);
        await using var portal = await documents.StartAsync(engine);
        foreach (var tenant in new[] { "main", "acme" })
        {
            var token = portal.TokenOf("AUD-001", tenant);
            var centers = await portal.Database.LinesAsync(Live("centers", "center_id", tenant));
            var crew = await portal.Database.LinesAsync(Live("crew", "crew_id", tenant));
            var orders = await portal.Database.LinesAsync($"SELECT order_id FROM orders WHERE tenant_id = '{tenant}' AND NOT is_test AND archived_at IS NULL AND manager_id = 'MGR-001' AND order_type = 'service' ORDER BY created_at DESC, order_id DESC");
            Assert.True(centers.Count > 2 && crew.Count > 2 && orders.Count > 2, $"{tenant}: {centers.Count} {crew.Count} {orders.Count}");

            var (status, me) = await portal.AskAsync("/api/me/bootstrap", token);
            Assert.Equal((200, "auditor", "AUD-001", tenant), (status, Text(me, "role"), Text(me, "code"), Text(me, "tenant")));
            (status, var scope) = await portal.AskAsync("/api/scope", token);
            Assert.Equal((200, "auditor"), (status, Text(scope, "role")));
            Assert.Equal(["centers", "crew"], scope.GetProperty("relationships").EnumerateObject().Select(r => r.Name));
            Assert.Equal(centers, Codes(scope.GetProperty("relationships").GetProperty("centers")));
            Assert.Equal(crew, Codes(scope.GetProperty("relationships").GetProperty("crew")));
            var summary = scope.GetProperty("summary");
            Assert.Equal(("active", centers.Count, crew.Count), (Text(summary, "accountStatus"), summary.GetProperty("centerCount").GetInt32(), summary.GetProperty("crewCount").GetInt32()));

            (status, var list) = await portal.AskAsync("/api/orders", token);
            Assert.Equal(200, status);
            Assert.Equal(orders, Codes(list));
            Assert.All(list.GetProperty("items").EnumerateArray(), o => Assert.Equal(["code", "type", "status", "centerCode", "createdAt", "_can"], o.EnumerateObject().Select(p => p.Name)));
            Assert.All(list.GetProperty("items").EnumerateArray(), o => Assert.All(o.GetProperty("_can").EnumerateObject(), c => Assert.False(c.Value.GetBoolean(), c.Name)));
            Assert.Equal(200, (await portal.AskAsync($"/api/orders/{orders[0]}", token)).Status);

            (status, var hub) = await portal.AskAsync("/api/hub", token);
            Assert.Equal(200, status);
            // What the policy does not permit the document does not give.
            Assert.Equal(["/", "/ecosystem", "/orders"], hub.GetProperty("navigation").EnumerateArray().Select(i => Text(i, "path")));
            Assert.Empty(hub.GetProperty("quickActions").EnumerateArray());
            Assert.Equal((true, false), (hub.GetProperty("permissions").GetProperty("canEditProfile").GetBoolean(), hub.GetProperty("permissions").GetProperty("canCreateOrders").GetBoolean()));
            foreach (var (page, holds) in new[] { ("/hub", $"{centers.Count}"), ("/hub/ecosystem", centers[0]), ("/hub/orders", orders[0]) })
            {
                using var answer = await portal.GetAsync(page, token);
                Assert.Equal(200, (int)answer.StatusCode);
                Assert.Contains(holds, await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
            }
        }
    }

    [Theory]
    [InlineData(PortalEngine.Sqlite)]
    [InlineData(PortalEngine.Postgres)]
    public async Task What_is_hidden_from_an_auditor_and_what_is_another_tenants_stays_hidden(PortalEngine engine)
    {
        using var documents = new AuditorDocuments(Reads, Audits, Hub);
        await using var portal = await documents.StartAsync(engine);
        var token = portal.TokenOf("AUD-001");
        await portal.Database.ExecuteAsync("UPDATE centers SET name = 'OF ACME' WHERE tenant_id = 'acme'");
        var others = await portal.Database.LinesAsync("SELECT center_id FROM centers WHERE tenant_id = 'main' AND (cks_manager IS NULL OR cks_manager <> 'MGR-001' OR archived_at IS NOT NULL OR is_test)");
        var mine = await portal.Database.LinesAsync(Live("centers", "center_id", "main"));
        var products = await portal.Database.LinesAsync("SELECT order_id FROM orders WHERE tenant_id = 'main' AND NOT is_test AND manager_id = 'MGR-001' AND order_type = 'product'");

        var (_, scope) = await portal.AskAsync("/api/scope", token);
        var centers = scope.GetProperty("relationships").GetProperty("centers");
        Assert.DoesNotContain("OF ACME", scope.ToString(), StringComparison.Ordinal);
        Assert.Empty(Codes(centers).Intersect(others));
        Assert.All(centers.GetProperty("items").EnumerateArray(), c => Assert.Equal(["code", "name", "status"], c.EnumerateObject().Select(p => p.Name)));

        // Outside and absent are one answer (S28).
        var outside = new HashSet<string>();
        foreach (var path in others.Take(3).Select(c => $"/api/profile/{c}").Concat(products.Take(3).Select(o => $"/api/orders/{o}")).Concat(["/api/profile/CEN-999", "/api/profile/MGR-001", "/api/orders/NONE", "/api/scope/MGR-001", $"/api/scope/{mine[0]}"]))
        {
            var (status, body) = await portal.AskAsync(path, token);
            Assert.True(status == 404, $"{path}: {status}");
            outside.Add(body.Reason()!);
        }

        Assert.Equal("outside_scope", Assert.Single(outside));
        foreach (var path in new[] { "/api/admin/directory", "/api/services", $"/api/history/center/{mine[0]}" })
            Assert.Equal(403, (await portal.AskAsync(path, token)).Status);
        Assert.Equal(404, (int)(await portal.GetAsync("/hub/assign", token)).StatusCode);
        Assert.Equal(403, (await portal.SendAsync(HttpMethod.Post, "/api/orders", token, new { type = "service", center = mine[0] })).Status);
        Assert.Equal(400, (await portal.AskAsync("/api/orders?status=x&after=y", token)).Status);

        await portal.Database.ExecuteAsync("UPDATE auditors SET manager_id = NULL WHERE tenant_id = 'main'");
        Assert.Empty(Codes((await portal.AskAsync("/api/scope", token)).Body.GetProperty("relationships").GetProperty("centers")));
        Assert.Empty(Codes((await portal.AskAsync("/api/orders", token)).Body));
        await portal.Database.ExecuteAsync("UPDATE auditors SET status = 'suspended' WHERE tenant_id = 'main'");
        await portal.TellAsync("AUD-001");
        Assert.Equal(403, (await portal.AskAsync("/api/scope", token)).Status);
    }

    [Theory]
    [InlineData(PortalEngine.Sqlite)]
    [InlineData(PortalEngine.Postgres)]
    public async Task An_auditor_of_everything_lists_what_an_admin_lists(PortalEngine engine)
    {
        using var documents = new AuditorDocuments(Reads, Everything, Hub);
        await using var portal = await documents.StartAsync(engine);

        var (status, list) = await portal.AskAsync("/api/orders", portal.TokenOf("AUD-001"));

        Assert.Equal(200, status);
        var orders = await portal.Database.LinesAsync("SELECT order_id FROM orders WHERE tenant_id = 'main' AND NOT is_test AND archived_at IS NULL AND order_type = 'service' ORDER BY created_at DESC, order_id DESC");
        Assert.Equal(orders, Codes(list));
        Assert.Equal("no_scope", (await portal.AskAsync("/api/scope", portal.TokenOf("AUD-001"))).Body.Reason());
    }

    private static string Live(string table, string key, string tenant) =>
        $"SELECT {key} FROM {table} WHERE tenant_id = '{tenant}' AND NOT is_test AND archived_at IS NULL AND cks_manager = 'MGR-001' ORDER BY {key}";

    private static string? Text(JsonElement json, string name) => json.GetProperty(name).GetString();

    private static IEnumerable<string> Codes(JsonElement set) => set.GetProperty("items").EnumerateArray().Select(i => Text(i, "code")!);
}
