using Cks.Samples.Portal.Database;
using Cks.Tests.Moves;
using Cks.Tests.Portal;

namespace Cks.Tests.Hostile;

/// <summary>Nobody is put to work on what was archived.</summary>
public sealed class ArchivedServiceTests
{
    [Theory]
    [InlineData(PortalEngine.Sqlite)]
    [InlineData(PortalEngine.Postgres)]
    public async Task Crew_is_neither_asked_nor_put_on_an_archived_service(PortalEngine engine)
    {
        await using var portal = await SmallPortal.StartAsync(engine);
        var catalog = (await portal.Database.LinesAsync("SELECT catalog_service_id FROM catalog_services WHERE tenant_id = 'main' AND NOT is_test AND is_active AND archived_at IS NULL ORDER BY 1"))[0];
        var crew = (await portal.CrewOfAsync("MGR-001"))[0];
        var (made, body) = await portal.PostAsync("/api/orders", "MGR-001", new { type = "service", center = "CEN-001", catalogService = catalog });
        Assert.Equal(201, made);
        var order = body.GetProperty("code").GetString();
        var service = Assert.Single(await portal.Database.LinesAsync($"SELECT service_id FROM orders WHERE tenant_id = 'main' AND order_id = '{order}'"));

        Assert.True((await portal.ArchiveAsync("service", service)).HasChanged());
        await ConflictsAsync("request-crew", "MGR-001");
        Assert.True((await portal.RestoreAsync("service", service)).HasChanged());
        Assert.Equal(200, (await portal.PostAsync($"/api/orders/{order}/request-crew", "MGR-001", new { crew })).Status);
        Assert.True((await portal.ArchiveAsync("service", service)).HasChanged());
        await ConflictsAsync("accept", crew);

        Assert.Equal(0, await portal.Database.CountAsync($"SELECT count(*) FROM service_staffing WHERE tenant_id = 'main' AND service_id = '{service}'"));
        Assert.Equal(0, await portal.Database.CountAsync($"SELECT count(*) FROM activities WHERE tenant_id = 'main' AND target_id = '{order}' AND type = 'service_crew_response'"));
        Assert.Equal(200, (await portal.PostAsync($"/api/orders/{order}/reject", crew, new { reason = "It is gone" })).Status);

        async Task ConflictsAsync(string action, string who)
        {
            var (status, answer) = await portal.PostAsync($"/api/orders/{order}/{action}", who, new { crew });
            Assert.Equal((409, "service_archived"), (status, answer.Reason()));
        }
    }
}
