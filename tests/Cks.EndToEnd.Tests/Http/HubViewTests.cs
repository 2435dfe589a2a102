using System.Net.Http.Headers;
using Cks.Samples.Portal.Database;
using Cks.Tests.Portal;

namespace Cks.Tests.Http;

/// <summary>The hub of the portal and the data that it names, as a browser keeps them.</summary>
public sealed class HubViewTests(RunningPortals portals)
{
    [Fact]
    public async Task S23_Who_has_the_hub_already_gets_304_until_the_person_may_not_come_in_any_more()
    {
        await using var portal = await SmallPortal.StartAsync(PortalEngine.Sqlite);
        var crew = (await portal.CrewOfAsync("MGR-001"))[0];
        using var first = await AskAsync(portal, crew, "*/*");
        var tag = first.Headers.ETag!.Tag;
        using (var again = await AskAsync(portal, crew, tag))
            Assert.Equal(304, (int)again.StatusCode);
        using (var other = await AskAsync(portal, "MGR-001", tag))
            Assert.Equal(200, (int)other.StatusCode);

        await portal.Database.ExecuteAsync($"UPDATE crew SET status = 'suspended' WHERE tenant_id = 'main' AND crew_id = '{crew}'");
        await portal.TellAsync(crew);

        using var refused = await AskAsync(portal, crew, tag);
        Assert.Equal(403, (int)refused.StatusCode);
        Assert.Null(refused.Headers.ETag);
    }

    [Fact]
    public async Task A_widget_reads_the_orders_that_it_shows()
    {
        var portal = await portals.GetAsync(PortalEngine.Sqlite);
        var (status, all) = await portal.AskAsync("/api/orders", portal.TokenOf("MGR-001"));
        var (_, some) = await portal.AskAsync("/api/orders?widget=orders", portal.TokenOf("MGR-001"));
        Assert.Equal(200, status);
        Assert.InRange(all.GetProperty("items").GetArrayLength(), 11, 200);
        Assert.Equal(10, some.GetProperty("items").GetArrayLength());
    }

    private static async Task<HttpResponseMessage> AskAsync(RunningPortal portal, string code, string known)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/hub") { Headers = { Authorization = new AuthenticationHeaderValue("Bearer", portal.TokenOf(code)) } };
        request.Headers.TryAddWithoutValidation("If-None-Match", known);
        return await portal.Http.SendAsync(request, TestContext.Current.CancellationToken);
    }
}
