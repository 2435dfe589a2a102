using Cks.Core;
using Cks.Rbac;
using Cks.Samples.Portal.Database;
using Cks.Samples.Portal.Orders;
using Cks.Tests.Portal;
using Microsoft.Extensions.DependencyInjection;

namespace Cks.Tests.Orders;

/// <summary>What the portal's own code no longer checks for orders and services, its guards do.</summary>
public sealed class GuardedOrderTests(RunningPortals portals)
{
    private const string Waiting =
        """
        SELECT o.order_id, o.warehouse_id FROM orders o JOIN warehouses w ON w.tenant_id = o.tenant_id AND w.warehouse_id = o.warehouse_id AND w.archived_at IS NULL AND w.status = 'active'
        WHERE o.tenant_id = 'main' AND NOT o.is_test AND o.status = 'pending_warehouse' AND o.order_type = 'product' AND o.archived_at IS NULL ORDER BY 1
        """;

    [Theory]
    [InlineData(PortalEngine.Sqlite)]
    [InlineData(PortalEngine.Postgres)]
    public async Task S13_an_order_that_changed_since_the_guard_decided_is_left_alone(PortalEngine engine)
    {
        await using var portal = await RunningPortal.StartAsync(engine, seeds: SeedPlan.Test);
        var (code, warehouse) = (await portal.Database.LinesAsync(Waiting))[0].Split(" | ") is [var order, var keeper] ? (order, keeper) : default;
        var me = await portal.Services.GetRequiredService<ISubjectBinder>().BindAsync(new Subject("u", TenantId.Parse("main"), ["warehouse"]) { Code = warehouse });
        var desk = portal.Services.GetRequiredService<OrderDesk>();
        var decided = (await portal.Services.GetRequiredService<OrderFinder>().LoadAsync(me, code, TestContext.Current.CancellationToken))!;
        foreach (var change in new[] { "title = 'another'", "status = 'rejected'", "warehouse_id = NULL", "archived_at = created_at" })
        {
            await portal.Database.ExecuteAsync($"UPDATE orders SET {change} WHERE tenant_id = 'main' AND order_id = '{code}'");

            var outcome = await desk.ActAsync(me, OrderAction.Accept, decided, new(null, null), TestContext.Current.CancellationToken);

            Assert.Equal((change, 409), (change, outcome.Refusal?.Status));
            Assert.Equal(0, await portal.Database.CountAsync($"SELECT count(*) FROM orders WHERE tenant_id = 'main' AND order_id = '{code}' AND status = 'awaiting_delivery'"));
        }

        await portal.Database.ExecuteAsync($"UPDATE orders SET title = '{decided.Title.Replace("'", "''", StringComparison.Ordinal)}', status = '{decided.Status}', warehouse_id = '{warehouse}', archived_at = NULL WHERE tenant_id = 'main' AND order_id = '{code}'");
        Assert.True((await desk.ActAsync(me, OrderAction.Accept, decided, new(null, null), TestContext.Current.CancellationToken)).IsDone);
    }

    [Fact]
    public async Task S22_answers_with_rows_are_the_callers_alone_and_refusals_are_not_kept()
    {
        var portal = await portals.GetAsync(PortalEngine.Sqlite);
        var code = (await portal.Database.LinesAsync(Waiting))[0].Split(" | ");
        var service = (await portal.Database.LinesAsync("SELECT s.service_id FROM services s WHERE s.tenant_id = 'main' AND NOT s.is_test AND s.archived_at IS NULL ORDER BY 1"))[0];
        foreach (var (path, who) in new[] { ("/api/orders", code[1]), ($"/api/orders/{code[0]}", code[1]), ($"/api/services/{service}", "ADM-001") })
        {
            using var answer = await portal.GetAsync(path, portal.TokenOf(who));
            Assert.Equal((path, 200), (path, (int)answer.StatusCode));
            Assert.Equal((path, "no-cache, private"), (path, answer.Headers.CacheControl!.ToString()));
            Assert.Superset(new HashSet<string> { "Authorization", "Cookie" }, answer.Headers.Vary.ToHashSet());
        }

        foreach (var path in new[] { "/api/orders/NOT-THERE", "/api/services/NOT-THERE", "/api/orders?after=x" })
        {
            using var refusal = await portal.GetAsync(path, portal.TokenOf("MGR-001"));
            Assert.True((int)refusal.StatusCode is 400 or 404, path);
            Assert.True(refusal.Headers.CacheControl is { NoStore: true } or { NoCache: true, Private: true }, path);
        }
    }

    [Fact]
    public async Task S28_a_wrong_body_is_looked_at_after_the_order_was_found_and_permitted()
    {
        var portal = await portals.GetAsync(PortalEngine.Sqlite);
        var (code, warehouse) = (await portal.Database.LinesAsync(Waiting))[0].Split(" | ") is [var order, var keeper] ? (order, keeper) : default;
        var other = warehouse == "WHS-001" ? "WHS-002" : "WHS-001";

        Assert.Equal(404, await StatusAsync("NOT-THERE", warehouse));
        Assert.Equal(404, await StatusAsync(code, other));
        Assert.Equal(400, await StatusAsync(code, warehouse));

        async Task<int> StatusAsync(string named, string who)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, $"/api/orders/{named}/reject") { Content = new StringContent("{\"reason\": [", null, "application/json") };
            request.Headers.Authorization = new("Bearer", portal.TokenOf(who));
            using var response = await portal.Http.SendAsync(request, TestContext.Current.CancellationToken);
            return (int)response.StatusCode;
        }
    }
}
