using Cks.Samples.Portal.Database;
using Cks.Tests.Portal;

namespace Cks.Tests.Reports;

/// <summary>Who acknowledges and who resolves, by tables written by hand from section 11(b) of the domain reference.</summary>
public sealed class ReportResolutionTests
{
    [Theory]
    [InlineData(PortalEngine.Sqlite)]
    [InlineData(PortalEngine.Postgres)]
    public async Task Pain08_only_who_sees_a_report_and_did_not_write_it_acknowledges(PortalEngine engine)
    {
        await using var portal = await SmallPortal.StartAsync(engine);
        var (crew, stranger, order) = ((await portal.CrewOfAsync("MGR-001"))[0], (await portal.CrewOfAsync("MGR-002"))[0], await portal.AddOrderAsync());
        foreach (var kind in new[] { "report", "feedback" })
        {
            var code = await CreateAsync(portal, "CEN-001", new { kind, category = "order", order, title = "x" });
            foreach (var (who, tenant, expected) in new[]
            {
                ("MGR-001", "main", 200), ("CON-001", "main", 200), ("CUS-001", "main", kind == "feedback" ? 200 : 403), ("CEN-001", "main", 403), (crew, "main", 200), ("WHS-001", "main", 200),
                ("ADM-001", "main", 200), ("MGR-002", "main", 404), ("CON-003", "main", 404), ("CEN-003", "main", 404), (stranger, "main", 404), ("WHS-002", "main", 404), ("MGR-001", "acme", 404),
                ("ADM-001", "acme", 404), ("CEN-001-TEST", "main", 404),
            })
            {
                // Again is no error, and no second event.
                for (var i = 0; i < 2; i++)
                    Assert.Equal((who, kind, expected), (who, kind, (await portal.PostAsync($"/api/reports/{code}/acknowledge", who, tenant: tenant)).Status));
                Assert.Equal(expected == 200 ? 1 : 0, await portal.Database.CountAsync($"SELECT count(*) FROM report_acknowledgments WHERE tenant_id = '{tenant}' AND report_id = '{code}' AND acknowledged_by = '{who}'"));
                Assert.Equal(expected == 200 ? 1 : 0, await portal.Database.CountAsync($"SELECT count(*) FROM activities WHERE tenant_id = '{tenant}' AND type = '{kind}_acknowledged' AND target_id = '{code}' AND actor_id = '{who}'"));
            }

            await portal.Database.ExecuteAsync($"UPDATE reports SET archived_at = '2099-01-01T00:00:00.0000000Z' WHERE report_id = '{code}'");
            Assert.Equal(404, (await portal.PostAsync($"/api/reports/{code}/acknowledge", "MGR-001")).Status);
        }

        foreach (var absent in new[] { "CEN-001-RPT-999", "x", "' OR 1=1 --" })
            Assert.Equal(404, (await portal.PostAsync($"/api/reports/{Uri.EscapeDataString(absent)}/acknowledge", "MGR-001")).Status);
    }

    [Theory]
    [InlineData(PortalEngine.Sqlite)]
    [InlineData(PortalEngine.Postgres)]
    public async Task A_report_is_resolved_by_the_right_one_when_all_have_acknowledged(PortalEngine engine)
    {
        await using var portal = await SmallPortal.StartAsync(engine);
        var (crew, order) = ((await portal.CrewOfAsync("MGR-001"))[0], await portal.AddOrderAsync());
        await portal.Database.ExecuteAsync($"UPDATE orders SET crew_id = '{crew}' WHERE tenant_id = 'main' AND order_id = '{order}'");
        var (managed, stored) = (await portal.AddServiceAsync(900, "active", crew: crew), await portal.AddServiceAsync(901, "active", "WHS-001"));
        string[] everybody = ["MGR-001", "CON-001", "CUS-001", "CEN-001", crew, "WHS-001", "WHS-002", "MGR-002", "CON-003"];
        foreach (var (report, resolver, stakeholders) in new (object, string, string[])[]
        {
            (new { kind = "report", category = "order", order, title = "x" }, "WHS-001", ["MGR-001", "CON-001", crew, "WHS-001"]),
            (new { kind = "feedback", category = "order", order, title = "x" }, "WHS-001", ["WHS-001", "MGR-001", "CUS-001", "CON-001", crew]),
            (new { kind = "report", category = "service", service = managed, title = "x" }, "MGR-001", ["MGR-001"]),
            (new { kind = "report", category = "service", service = stored, title = "x" }, "WHS-001", ["WHS-001", "MGR-001"]),
            (new { kind = "feedback", category = "procedure", title = "x" }, "MGR-001", ["MGR-001"]),
            (new { kind = "report", category = "other", title = "x" }, "MGR-001", ["MGR-001"]),
        })
        {
            var code = await CreateAsync(portal, "CEN-001", report);
            foreach (var stakeholder in stakeholders)
            {
                await NobodyResolves(code);
                Assert.Equal(200, (await portal.PostAsync($"/api/reports/{code}/acknowledge", stakeholder)).Status);
            }

            await NobodyResolves(code, except: resolver);
            Assert.Contains("resolve", await CanAsync(portal, code, resolver));
            var (status, body) = await portal.PostAsync($"/api/reports/{code}/resolve", resolver);
            Assert.Equal((200, "resolved"), (status, body.GetProperty("status").GetString()));
            Assert.Equal([$"resolved | {resolver}"], await portal.Database.LinesAsync($"SELECT status, resolved_by FROM reports WHERE tenant_id = 'main' AND report_id = '{code}' AND resolved_at IS NOT NULL"));
            await NobodyResolves(code);
        }

        async Task NobodyResolves(string code, string? except = null)
        {
            foreach (var who in everybody.Where(e => e != except))
            {
                var (status, _) = await portal.AskAsync($"/api/reports/{code}", portal.TokenOf(who));
                // Who lacks the action whatever the report is told so.
                Assert.Equal((who, status == 404 && who[..3] is "MGR" or "WHS" ? 404 : 403), (who, (await portal.PostAsync($"/api/reports/{code}/resolve", who)).Status));
                if (status == 200)
                    Assert.DoesNotContain("resolve", await CanAsync(portal, code, who));
            }
        }
    }

    [Theory]
    [InlineData(PortalEngine.Sqlite)]
    [InlineData(PortalEngine.Postgres)]
    public async Task Whoever_could_not_acknowledge_is_not_waited_for_and_an_admin_waits_for_nobody(PortalEngine engine)
    {
        await using var portal = await SmallPortal.StartAsync(engine);
        var order = await portal.AddOrderAsync();
        var code = await CreateAsync(portal, "CEN-001", new { kind = "report", category = "order", order, title = "x" });
        foreach (var who in new[] { "WHS-001", "MGR-001" })
            Assert.Equal(200, (await portal.PostAsync($"/api/reports/{code}/acknowledge", who)).Status);

        Assert.Equal(403, (await portal.PostAsync($"/api/reports/{code}/resolve", "WHS-001")).Status);
        await portal.Database.ExecuteAsync("UPDATE contractors SET archived_at = '2099-01-01T00:00:00.0000000Z' WHERE tenant_id = 'main' AND contractor_id = 'CON-001'");
        Assert.Equal(200, (await portal.PostAsync($"/api/reports/{code}/resolve", "WHS-001")).Status);

        var other = await CreateAsync(portal, "CEN-001", new { kind = "report", category = "other", title = "x" });
        Assert.Equal(403, (await portal.PostAsync($"/api/reports/{other}/resolve", "ADM-001")).Status);
        Assert.Equal(["acknowledge"], await CanAsync(portal, other, "ADM-001"));
        Assert.Equal(200, (await portal.PostAsync($"/api/reports/{other}/acknowledge", "ADM-001")).Status);
        Assert.Equal(404, (await portal.PostAsync($"/api/reports/{other}/resolve", "ADM-001", tenant: "acme")).Status);
        Assert.Equal(200, (await portal.PostAsync($"/api/reports/{other}/resolve", "ADM-001")).Status);
    }

    [Theory]
    [InlineData(PortalEngine.Sqlite)]
    [InlineData(PortalEngine.Postgres)]
    public async Task Of_20_who_resolve_at_once_exactly_one_does(PortalEngine engine)
    {
        await using var portal = await SmallPortal.StartAsync(engine);
        var code = await CreateAsync(portal, "CEN-001", new { kind = "report", category = "other", title = "x" });
        var token = portal.TokenOf("MGR-001");
        var acknowledged = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => portal.SendAsync(HttpMethod.Post, $"/api/reports/{code}/acknowledge", token)));

        var resolved = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => portal.SendAsync(HttpMethod.Post, $"/api/reports/{code}/resolve", token)));

        Assert.All(acknowledged, a => Assert.Equal(200, a.Status));
        Assert.Equal(1, resolved.Count(a => a.Status == 200));
        Assert.All(resolved.Where(a => a.Status != 200), a => Assert.Contains(a.Status, new[] { 403, 409 }));
        Assert.Equal(
            ["report_acknowledged | 1", "report_created | 1", "report_resolved | 1"],
            await portal.Database.LinesAsync($"SELECT type, count(*) FROM activities WHERE target_id = '{code}' GROUP BY type ORDER BY type"));
    }

    private static async Task<string> CreateAsync(RunningPortal portal, string who, object report)
    {
        var (status, body) = await portal.PostAsync("/api/reports", who, report);
        Assert.Equal((201, null), (status, body.Reason()));
        return body.GetProperty("code").GetString()!;
    }

    private static async Task<string[]> CanAsync(RunningPortal portal, string code, string who) => (await portal.AskAsync($"/api/reports/{code}", portal.TokenOf(who))).Body.Texts("can");
}
