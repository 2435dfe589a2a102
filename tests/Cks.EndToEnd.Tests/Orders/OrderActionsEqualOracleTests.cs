using System.Text.Json;
using Cks.Samples.Portal.Database;
using Cks.Tests.Database;
using Cks.Tests.Oracle;
using Cks.Tests.Portal;

namespace Cks.Tests.Orders;

/// <summary>What the portal says may be done with an order, against the table written by hand; and that HTTP accepts exactly that.</summary>
public sealed class OrderActionsEqualOracleTests(RunningPortals portals)
{
    private static readonly string[] Actions = ["accept", "reject", "cancel", "start-delivery", "deliver", "request-crew"];

    [Theory]
    [InlineData(PortalEngine.Sqlite)]
    [InlineData(PortalEngine.Postgres)]
    public async Task Each_kind_of_order_offers_each_viewer_what_the_table_says(PortalEngine engine)
    {
        var portal = await portals.GetAsync(engine);
        var (asked, offered) = (0, new HashSet<(string Role, string Status, string Action)>());
        foreach (var tenant in new[] { "main", "acme" })
        {
            var orders = await OrderOracle.ReadAsync(portal.Database.Source, tenant);
            var viewers = (await new ScopeOracle(portal.Database.Source).AllViewersAsync()).Where(v => v.Tenant == tenant && v.Subject is not null && v.MaySignIn && v.Role != "admin");
            foreach (var viewer in viewers.Where((v, i) => v.Role != "crew" || i % 20 == 0))
            {
                // One of each type and status, and of being named or not: that is all that the table looks at.
                foreach (var order in orders.OrdersOf(viewer).DistinctBy(o => (o.Type, o.Status, string.Join(',', OrderActions.Of(viewer, o)))))
                {
                    var (status, body) = await portal.AskAsync($"/api/orders/{order.Code}", portal.TokenOf(viewer.Code, tenant));
                    Assert.Equal(200, status);
                    var can = body.GetProperty("order").Can().Order(StringComparer.Ordinal).ToArray();
                    Assert.Equal(OrderActions.Of(viewer, order), can);
                    offered.UnionWith(can.Select(a => (viewer.Role, order.Status, a)));
                    asked++;
                }
            }
        }

        Assert.True(asked > 300 && offered.Count >= 14, $"{asked} asked, {offered.Count} kinds of action offered");
    }

    [Theory]
    [InlineData(PortalEngine.Sqlite)]
    [InlineData(PortalEngine.Postgres)]
    public async Task Pain03_order_actions_need_the_one_who_is_assigned(PortalEngine engine)
    {
        await using var portal = await RunningPortal.StartAsync(engine);
        var orders = await OrderOracle.ReadAsync(portal.Database.Source, "main");
        var viewers = (await new ScopeOracle(portal.Database.Source).AllViewersAsync()).Where(v => v.Tenant == "main" && v.Subject is not null && v.MaySignIn && !v.IsTest).ToArray();
        string[] roles = ["manager", "contractor", "customer", "center", "warehouse"];
        var before = await portal.Database.LinesAsync("SELECT order_id, status FROM orders ORDER BY order_id");
        var refused = new Dictionary<int, int>();
        foreach (var order in viewers.SelectMany(orders.OrdersOf).DistinctBy(o => o.Code).Where(o => !o.IsTest).DistinctBy(o => (o.Type, o.Status)))
        {
            // Somebody of each role at whom the table does not point.
            foreach (var viewer in roles.SelectMany(r => viewers.Where(v => v.Role == r && OrderActions.Of(v, order).Count == 0).Take(2)))
            {
                foreach (var action in Actions)
                {
                    var (status, _) = await portal.PostAsync($"/api/orders/{order.Code}/{action}", viewer.Code, new { reason = "no", crew = "CRW-001" });
                    Assert.Contains(status, new[] { 403, 404 });
                    Assert.Equal(orders.OrdersOf(viewer).Any(o => o.Code == order.Code) || status == 403, status == 403);
                    refused[status] = refused.GetValueOrDefault(status) + 1;
                }
            }
        }

        Assert.True(refused[403] > 20 && refused[404] > 20, JsonSerializer.Serialize(refused));
        Assert.Equal(before, await portal.Database.LinesAsync("SELECT order_id, status FROM orders ORDER BY order_id"));
    }
}
