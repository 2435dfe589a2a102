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
        Assert.True(refused.Headers.CacheControl!.NoStore);
    }

    [Fact]
    public async Task S23_Who_has_the_hub_already_is_refused_once_the_session_has_ended()
    {
        await using var portal = await SmallPortal.StartAsync(PortalEngine.Sqlite);
        var token = portal.TokenOf("MGR-001");
        using var first = await AskByAsync(portal, token, "\"none\"");
        var tag = first.Headers.ETag!.Tag;
        using (var again = await AskByAsync(portal, token, tag))
            Assert.Equal(304, (int)again.StatusCode);

        Assert.Equal(204, (await portal.SendAsync(HttpMethod.Post, "/api/me/sign-out-everywhere", token, null)).Status);

        foreach (var known in new[] { tag, "*" })
        {
            using var refused = await AskByAsync(portal, token, known);
            Assert.Equal(401, (int)refused.StatusCode);
            Assert.Null(refused.Headers.ETag);
            Assert.True(refused.Headers.CacheControl!.NoStore);
        }
    }

    [Fact]
    public async Task S06_A_right_that_is_denied_between_two_calls_is_gone_from_the_hub_and_back_when_that_is_revoked()
    {
        await using var portal = await SmallPortal.StartAsync(PortalEngine.Sqlite);
        var (token, admin) = (portal.TokenOf("MGR-001"), portal.TokenOf("ADM-001"));
        using var first = await AskByAsync(portal, token, "\"none\"");
        var tag = first.Headers.ETag!.Tag;
        Assert.Equal(["backlog", "orders", "overview", "recent-activity"], await WidgetsAsync());

        var (status, grant) = await portal.PostAsync("/api/admin/grants/MGR-001", "ADM-001", new { kind = "deny", name = "activity:view", reason = "as the test wants it" });
        Assert.Equal(200, status);
        using (var changed = await AskByAsync(portal, token, tag))
            Assert.Equal(200, (int)changed.StatusCode);
        Assert.Equal(["backlog", "orders", "overview"], await WidgetsAsync());

        (status, _) = await portal.SendAsync(HttpMethod.Delete, $"/api/admin/grants/MGR-001/{grant.GetProperty("id").GetString()}?reason=over", admin, null);
        Assert.InRange(status, 200, 204);
        Assert.Equal(["backlog", "orders", "overview", "recent-activity"], await WidgetsAsync());

        async Task<IEnumerable<string>> WidgetsAsync() => (await portal.AskAsync("/api/hub", token)).Body.GetProperty("widgets").EnumerateArray().Select(w => w.GetProperty("id").GetString()!).Order(StringComparer.Ordinal);
    }

    [Theory]
    [InlineData("/api/orders", "orders")]
    [InlineData("/api/activity", "recent-activity")]
    public async Task A_widget_reads_the_rows_that_it_shows(string path, string widget)
    {
        var portal = await portals.GetAsync(PortalEngine.Sqlite);
        var (status, all) = await portal.AskAsync(path, portal.TokenOf("MGR-001"));
        var (_, some) = await portal.AskAsync($"{path}?widget={widget}", portal.TokenOf("MGR-001"));
        Assert.Equal(200, status);
        Assert.InRange(all.GetProperty("items").GetArrayLength(), 11, 200);
        Assert.Equal(10, some.GetProperty("items").GetArrayLength());
    }

    /// <summary>The hub of a manager says ten seconds for reports, and nothing may keep what else it reads: orders carry what may be done with them.</summary>
    [Fact]
    public async Task S22_The_browser_keeps_what_the_hub_lets_it_and_no_answer_that_carries_permissions()
    {
        var portal = await portals.GetAsync(PortalEngine.Sqlite);
        foreach (var (path, kept) in new[] { ("/api/reports", true), ("/api/orders", false), ("/api/activity", false), ("/api/scope", false), ("/api/me/bootstrap", false), ("/api/hub", false) })
        {
            using var response = await portal.GetAsync(path, portal.TokenOf("MGR-001"));
            Assert.Equal(200, (int)response.StatusCode);
            var said = response.Headers.CacheControl!;
            Assert.Equal((path, true, !kept, false), (path, said.Private, said.NoCache, said.Public));
            if (kept)
                Assert.InRange(said.MaxAge!.Value, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(10));
            else
                Assert.Null(said.MaxAge);
            Assert.Equal(["Authorization", "Cookie"], response.Headers.Vary);
        }
    }

    private static Task<HttpResponseMessage> AskAsync(RunningPortal portal, string code, string known) => AskByAsync(portal, portal.TokenOf(code), known);

    private static async Task<HttpResponseMessage> AskByAsync(RunningPortal portal, string token, string known)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/hub") { Headers = { Authorization = new AuthenticationHeaderValue("Bearer", token) } };
        request.Headers.TryAddWithoutValidation("If-None-Match", known);
        return await portal.Http.SendAsync(request, TestContext.Current.CancellationToken);
    }
}
