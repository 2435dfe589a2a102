using Cks.Samples.Portal.Database;
using Cks.Tests.Moves;
using Cks.Tests.Portal;

namespace Cks.Tests.Hostile;

/// <summary>Codes of people whom a viewer does not see are in no field of an answer.</summary>
public sealed class HiddenCodesTests
{
    [Theory]
    [InlineData(PortalEngine.Sqlite)]
    [InlineData(PortalEngine.Postgres)]
    public async Task A_contractor_does_not_learn_its_manager_from_an_order_that_the_manager_made(PortalEngine engine)
    {
        await using var portal = await SmallPortal.StartAsync(engine);
        var catalog = (await portal.Database.LinesAsync("SELECT catalog_service_id FROM catalog_services WHERE tenant_id = 'main' AND NOT is_test AND is_active AND archived_at IS NULL ORDER BY 1"))[0];
        var (made, order) = await portal.PostAsync("/api/orders", "MGR-001", new { type = "service", center = "CEN-001", catalogService = catalog });
        Assert.Equal(201, made);

        var (status, body) = await portal.ReadAsync($"/api/orders/{order.GetProperty("code").GetString()}", "CON-001");

        Assert.Equal(200, status);
        Assert.DoesNotContain("MGR-001", body.GetProperty("order").EnumerateObject().Where(f => f.Name != "code").Select(f => f.Value.ToString()));
    }

    [Theory]
    [InlineData(PortalEngine.Sqlite)]
    [InlineData(PortalEngine.Postgres)]
    public async Task Nobody_reads_the_code_of_a_stranger_who_acknowledged_in_the_feed(PortalEngine engine)
    {
        await using var portal = await SmallPortal.StartAsync(engine);
        var others = await portal.Database.LinesAsync(
            """
            SELECT c.contractor_id, u.customer_id, e.center_id FROM contractors c
            JOIN customers u ON u.tenant_id = c.tenant_id AND u.contractor_id = c.contractor_id AND u.archived_at IS NULL AND u.status = 'active'
            JOIN centers e ON e.tenant_id = u.tenant_id AND e.customer_id = u.customer_id AND e.archived_at IS NULL AND e.status IN ('active', 'operational')
            WHERE c.tenant_id = 'main' AND c.cks_manager = 'MGR-001' AND c.contractor_id <> 'CON-001' AND c.archived_at IS NULL AND c.status = 'active' ORDER BY 1, 2, 3
            """);
        var strangers = others[0].Split(" | ");
        foreach (var writer in new[] { "CON-001", "CUS-001", "CEN-001" })
        {
            var (made, report) = await portal.PostAsync("/api/reports", writer, new { kind = "feedback", category = "other", title = "Kitchen" });
            Assert.Equal(201, made);
            foreach (var stranger in strangers)
                Assert.Equal(200, (await portal.PostAsync($"/api/reports/{report.GetProperty("code").GetString()}/acknowledge", stranger)).Status);

            var (status, feed) = await portal.ReadAsync("/api/activity", writer);

            Assert.Equal(200, status);
            Assert.Equal(3, feed.GetProperty("items").EnumerateArray().Count(i => i.Text("type") == "feedback_acknowledged"));
            Assert.Empty(feed.GetProperty("items").EnumerateArray().Select(i => i.Text("actor")).Intersect(strangers));
        }
    }
}
