using System.Text.Json;
using Cks.Samples.Portal.Database;
using Cks.Tests.Portal;

namespace Cks.Tests.Feeds;

/// <summary>Feeds over HTTP: read, and put away, by nobody but their owner.</summary>
public sealed class ActivityEndpointTests
{
    [Theory]
    [InlineData(PortalEngine.Sqlite)]
    [InlineData(PortalEngine.Postgres)]
    public async Task An_item_is_put_away_by_who_has_it_and_stays_for_everybody_else(PortalEngine engine)
    {
        await using var portal = await SmallPortal.StartAsync(engine);
        await portal.PostAsync("/api/reports", "CEN-001", new { kind = "report", category = "other", title = "x" });
        var id = (await FeedAsync(portal, "CEN-001"))[0].GetProperty("id").GetString()!;
        Assert.Contains(id, await IdsAsync(portal, "MGR-001"));

        foreach (var (who, tenant, expected) in new[] { ("CEN-003", "main", 404), ("MGR-002", "main", 404), ("CEN-001", "acme", 404), ("ADM-001", "main", 404), ("CEN-001", "main", 204), ("CEN-001", "main", 204) })
            Assert.Equal((who, expected), (who, (await portal.PostAsync($"/api/activity/{id}/dismiss", who, tenant: tenant)).Status));

        Assert.DoesNotContain(id, await IdsAsync(portal, "CEN-001"));
        Assert.Contains(id, await IdsAsync(portal, "MGR-001"));
        Assert.Equal(["CEN-001"], await portal.Database.LinesAsync($"SELECT viewer FROM activity_dismissals WHERE activity_id = '{id}'"));
        foreach (var absent in new[] { new string('0', 32), "x", "' OR 1=1 --" })
            Assert.Equal(404, (await portal.PostAsync($"/api/activity/{Uri.EscapeDataString(absent)}/dismiss", "CEN-001")).Status);
    }

    [Theory]
    [InlineData(PortalEngine.Sqlite)]
    [InlineData(PortalEngine.Postgres)]
    public async Task Pain31_dismissing_all_hides_ones_own_feed_and_nobody_elses(PortalEngine engine)
    {
        await using var portal = await SmallPortal.StartAsync(engine);
        await portal.PostAsync("/api/reports", "CEN-001", new { kind = "report", category = "other", title = "x" });
        string[] others = ["MGR-001", "CON-001", "CUS-001", "MGR-002", "CEN-003", "WHS-001"];
        var before = new Dictionary<string, string[]>();
        foreach (var other in others)
            before[other] = await IdsAsync(portal, other);
        var (mine, dismissals) = (await IdsAsync(portal, "CEN-001"), await portal.Database.CountAsync("SELECT count(*) FROM activity_dismissals"));
        Assert.NotEmpty(mine);
        Assert.True(before.Values.Count(ids => ids.Length > 0) > 3);

        var (status, body) = await portal.PostAsync("/api/activity/dismiss-all", "CEN-001");

        Assert.Equal((200, mine.Length), (status, body.GetProperty("dismissed").GetInt32()));
        Assert.Empty(await IdsAsync(portal, "CEN-001"));
        // One row for each that was visible, and not one for each in the system.
        Assert.Equal(dismissals + mine.Length, await portal.Database.CountAsync("SELECT count(*) FROM activity_dismissals"));
        foreach (var other in others)
            Assert.Equal(before[other], await IdsAsync(portal, other));
        Assert.Equal(0, (await portal.PostAsync("/api/activity/dismiss-all", "CEN-001")).Body.GetProperty("dismissed").GetInt32());
        // What comes later is seen.
        await portal.PostAsync("/api/reports", "CEN-001", new { kind = "feedback", category = "other", title = "x" });
        Assert.Single(await IdsAsync(portal, "CEN-001"));
    }

    [Theory]
    [InlineData(PortalEngine.Sqlite)]
    [InlineData(PortalEngine.Postgres)]
    public async Task A_customers_feed_never_names_a_contractor(PortalEngine engine)
    {
        await using var portal = await SmallPortal.StartAsync(engine);
        var catalog = (await portal.Database.LinesAsync("SELECT catalog_service_id FROM catalog_services WHERE tenant_id = 'main' AND NOT is_test AND is_active AND managed_by = 'manager' AND archived_at IS NULL ORDER BY 1"))[0];
        var (_, order) = await portal.PostAsync("/api/orders", "CUS-001", new { type = "service", center = "CEN-001", catalogService = catalog });
        Assert.Equal(200, (await portal.PostAsync($"/api/orders/{order.GetProperty("code").GetString()}/accept", "CON-001")).Status);

        var feed = await FeedAsync(portal, "CUS-001");
        var accepted = feed[0];
        Assert.Equal(
            ("order_accepted", "success", "contractor", order.GetProperty("code").GetString(), "order"),
            (Text(accepted, "type"), Text(accepted, "category"), Text(accepted, "actorRole"), Text(accepted, "target"), Text(accepted, "targetType")));
        Assert.Null(Text(accepted, "actor"));
        Assert.Equal("CON-001", Text((await FeedAsync(portal, "MGR-001")).First(i => Text(i, "id") == Text(accepted, "id")), "actor"));
        foreach (var viewer in new[] { "CUS-001", "CUS-002", "CUS-003" })
        {
            var items = await FeedAsync(portal, viewer);
            Assert.NotEmpty(items);
            Assert.DoesNotContain(items, i => Text(i, "actor")?.StartsWith("CON-", StringComparison.Ordinal) == true || (Text(i, "target") is { } target && target.StartsWith("CON-", StringComparison.Ordinal) && target.Length == 7));
            Assert.All(items.Where(i => Text(i, "targetType") == "contractor"), i => Assert.Null(Text(i, "target")));
        }
    }

    [Theory]
    [InlineData(PortalEngine.Sqlite)]
    [InlineData(PortalEngine.Postgres)]
    public async Task A_feed_has_its_own_cursors_and_is_never_shared(PortalEngine engine)
    {
        await using var portal = await SmallPortal.StartAsync(engine);
        for (var i = 0; i < 51; i++)
            Assert.Equal(201, (await portal.PostAsync("/api/reports", "CEN-001", new { kind = "feedback", category = "other", title = "x" })).Status);
        using var response = await portal.GetAsync("/api/activity", portal.TokenOf("CEN-001"));
        Assert.True(response.Headers.CacheControl!.Private && response.Headers.CacheControl.NoCache);
        Assert.Contains("Authorization", response.Headers.Vary);
        var (_, first) = await portal.AskAsync("/api/activity", portal.TokenOf("CEN-001"));
        var next = Uri.EscapeDataString(Text(first, "next")!);
        var (status, second) = await portal.AskAsync($"/api/activity?after={next}", portal.TokenOf("CEN-001"));

        Assert.Equal((50, 200), (first.GetProperty("items").GetArrayLength(), status));
        Assert.Empty(first.GetProperty("items").EnumerateArray().Select(i => Text(i, "id")).Intersect(second.GetProperty("items").EnumerateArray().Select(i => Text(i, "id"))));
        foreach (var (who, cursor) in new[] { ("CEN-001", "nonsense"), ("MGR-001", next), ("CEN-003", next), ("CEN-001", "%00") })
        {
            var (refused, body) = await portal.AskAsync($"/api/activity?after={cursor}", portal.TokenOf(who));
            Assert.Equal((who, 400, "bad_cursor"), (who, refused, body.Reason()));
        }
    }

    private static string? Text(JsonElement item, string name) => item.GetProperty(name).GetString();

    private static async Task<JsonElement[]> FeedAsync(RunningPortal portal, string who)
    {
        var (status, body) = await portal.AskAsync("/api/activity", portal.TokenOf(who));
        Assert.Equal(200, status);
        return [.. body.GetProperty("items").EnumerateArray()];
    }

    // Of all pages.
    private static async Task<string[]> IdsAsync(RunningPortal portal, string who)
    {
        var (ids, path) = (new List<string>(), "/api/activity");
        while (path is not null)
        {
            var (status, body) = await portal.AskAsync(path, portal.TokenOf(who));
            Assert.Equal(200, status);
            ids.AddRange(body.GetProperty("items").EnumerateArray().Select(i => Text(i, "id")!));
            path = Text(body, "next") is { } next ? $"/api/activity?after={Uri.EscapeDataString(next)}" : null;
        }

        return [.. ids];
    }
}
