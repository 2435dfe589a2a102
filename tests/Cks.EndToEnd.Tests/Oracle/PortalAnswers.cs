using System.Globalization;
using System.Text.Json;
using Cks.Tests.Database;
using Cks.Tests.Portal;

namespace Cks.Tests.Oracle;

/// <summary>
/// What the running portal answers a viewer, against an oracle. Each comparison tells how many rows it has compared, or null when the viewer was refused
/// as it has to be.
/// </summary>
internal static class PortalAnswers
{
    private const int PageSize = 200;
    private const int FeedPageSize = 50;
    private const int ExactCount = 1_000;

    /// <summary>The day of the portal, in UTC.</summary>
    public static DateTime Today => TimeProvider.System.GetUtcNow().Date;

    /// <summary>Asks for every viewer that has a user, several at a time.</summary>
    public static async Task<List<int?>> ForEachAsync(IEnumerable<OracleViewer> viewers, Func<OracleViewer, Task<int?>> compare)
    {
        List<int?> compared = [];
        await Parallel.ForEachAsync(viewers.Where(v => v.Subject is not null), new ParallelOptions { MaxDegreeOfParallelism = 8 }, async (viewer, _) =>
        {
            var rows = await compare(viewer);
            lock (compared)
                compared.Add(rows);
        });
        return compared;
    }

    public static async Task<int?> EqualScopeAsync(RunningPortal portal, ScopeOracle oracle, OracleViewer viewer)
    {
        var day = Today;
        if (await AskAsync(portal, viewer, TokenOf(portal, viewer), "/api/scope", mayList: viewer.Role != "admin") is not { } scope)
            return null;
        var expected = (await oracle.ScopeOfAsync(viewer))!;
        // What counts by the day is another number on the next.
        if (Today != day)
            return await EqualScopeAsync(portal, oracle, viewer);
        Assert.Equal((viewer.Role, viewer.Code), (scope.GetProperty("role").GetString(), scope.GetProperty("cksCode").GetString()));
        var sets = scope.GetProperty("relationships");
        Same(viewer, "relationships", expected.Relationships.Keys.Order(), sets.EnumerateObject().Select(p => p.Name).Order());
        foreach (var (name, rows) in expected.Relationships)
        {
            var set = sets.GetProperty(name);
            if (name == "center") // the one relation upward is a record, not a set
            {
                Same(viewer, name, rows.Select(r => Row(name, r)), set.ValueKind == JsonValueKind.Null ? [] : [Row(name, set)]);
                continue;
            }

            Same(viewer, name, rows.Take(PageSize).Select(r => Row(name, r)), set.GetProperty("items").EnumerateArray().Select(r => Row(name, r)));
            Counted(viewer, name, set, rows.Count);
            Assert.Equal((viewer.Code, name, rows.Count > PageSize), (viewer.Code, name, NextOf(set) is not null));
        }

        var summary = scope.GetProperty("summary").EnumerateObject().ToDictionary(p => p.Name, p => p.Value);
        Assert.Equal((viewer.Code, expected.AccountStatus), (viewer.Code, summary["accountStatus"].GetString()));
        Same(
            viewer,
            "summary",
            expected.Metrics.Select(m => $"{m.Key}={m.Value}").Order(),
            summary.Where(m => m.Key != "accountStatus").Select(m => $"{m.Key}={m.Value.GetInt64()}").Order());
        return expected.Relationships.Sum(r => r.Value.Count);
    }

    public static async Task<int?> EqualOrdersAsync(RunningPortal portal, OrderOracle oracle, OracleViewer viewer)
    {
        var expected = oracle.OrdersOf(viewer);
        if (await PagesAsync(portal, viewer, "/api/orders", PageSize, mayList: viewer.Role != "admin", expected.Count) is not { } items)
            return null;
        Same(viewer, "/api/orders", expected.Select(o => o.Code), items.Select(i => i.GetProperty("code").GetString()));
        return expected.Count;
    }

    public static async Task<int?> EqualReportsAsync(RunningPortal portal, ReportOracle oracle, OracleViewer viewer)
    {
        var expected = oracle.ReportsOf(viewer);
        if (await PagesAsync(portal, viewer, "/api/reports", PageSize, mayList: true, expected.Count) is not { } items)
            return null;
        Same(viewer, "/api/reports", expected.Select(r => r.Code), items.Select(i => i.GetProperty("code").GetString()));
        return expected.Count;
    }

    public static async Task<int?> EqualFeedAsync(RunningPortal portal, FeedOracle oracle, OracleViewer viewer)
    {
        var expected = oracle.FeedOf(viewer);
        if (await PagesAsync(portal, viewer, "/api/activity", FeedPageSize, mayList: true, expected.Count, isCounted: false) is not { } items)
            return null;
        Same(
            viewer,
            "/api/activity",
            expected.Select(e => $"{e.Id} {e.Type} {ActivityCategories.Of(e.Type)} {OracleSql.Text(e.CreatedAt)}"),
            items.Select(i => $"{Text(i, "id")} {Text(i, "type")} {Text(i, "category")} {Text(i, "createdAt") switch
            {
                { } time => OracleSql.Text(DateTimeOffset.Parse(time, CultureInfo.InvariantCulture).UtcDateTime),
                null => "",
            }}"));
        foreach (var (item, e) in items.Zip(expected)) // whom an event names may be masked, but is never somebody else
        {
            Assert.Equal((e.Actor, e.ActorRole), (Text(item, "actor") ?? e.Actor, Text(item, "actorRole") ?? e.ActorRole));
            Assert.Equal((e.Target, e.TargetType), (Text(item, "target") ?? e.Target, Text(item, "targetType") ?? e.TargetType));
        }

        return expected.Count;
    }

    // Every page until there is no next one, or until there are far too many. All but the last are full, and every page counts alike.
    private static async Task<List<JsonElement>?> PagesAsync(
        RunningPortal portal, OracleViewer viewer, string path, int size, bool mayList, int count, bool isCounted = true)
    {
        List<JsonElement> items = [];
        var token = TokenOf(portal, viewer);
        for (var (next, url) = (default(string), path); ; url = $"{path}?after={Uri.EscapeDataString(next)}")
        {
            if (await AskAsync(portal, viewer, token, url, mayList) is not { } page)
                return null;
            var rows = page.GetProperty("items").EnumerateArray().ToList();
            items.AddRange(rows);
            if (isCounted)
                Counted(viewer, path, page, count);
            next = NextOf(page);
            if (next is null || items.Count > count + size)
            {
                Assert.True(rows.Count <= size && (rows.Count > 0 || items.Count == 0), $"{viewer.Code} {url}: a last page of {rows.Count}");
                return items;
            }

            Assert.True(rows.Count == size, $"{viewer.Code} {url}: a page of {rows.Count} that has a next one");
        }
    }

    // The answer; null when the viewer is refused rightly: nobody without a session gets anything, and an admin has no hub lists.
    private static async Task<JsonElement?> AskAsync(RunningPortal portal, OracleViewer viewer, string token, string url, bool mayList)
    {
        var (status, body) = await portal.AskAsync(url, token);
        if (!viewer.MaySignIn)
        {
            var reason = viewer.IsArchived ? "archived" : "suspended";
            Assert.Equal((viewer.Code, url, 403, reason), (viewer.Code, url, status, Text(body, "reason")));
            return null;
        }

        if (!mayList)
        {
            Assert.True(status is 403 or 404, $"{viewer.Code} {url}: {status}");
            if (url == "/api/scope")
                Assert.Equal((404, "no_scope"), (status, Text(body, "reason")));
            return null;
        }

        Assert.True(status == 200, $"{viewer.Tenant} {viewer.Code} {url}: {status} {body}");
        return body;
    }

    // One for all pages: signing it costs more than a page.
    private static string TokenOf(RunningPortal portal, OracleViewer viewer)
    {
        lock (portal.Issuer) // an RSA key promises nothing to several threads
            return portal.TokenOf(viewer.Code, viewer.Tenant);
    }

    private static void Counted(OracleViewer viewer, string what, JsonElement page, int count) => Assert.Equal(
        (viewer.Code, what, Math.Min(count, ExactCount), count > ExactCount),
        (viewer.Code, what, page.GetProperty("count").GetInt32(), page.GetProperty("more").GetBoolean()));

    private static string? NextOf(JsonElement page) => Text(page, "next");

    // People, places and services show all three; of the rest the name is no field, or has another title.
    private static string Row(string set, object row) => (set, row) switch
    {
        ("inventory" or "certifications", OracleRow r) => r.Code,
        ("inventory" or "certifications", JsonElement j) => Text(j, "code") ?? "",
        ("orders", OracleRow r) => $"{r.Code} {r.Status}",
        ("orders", JsonElement j) => $"{Text(j, "code")} {Text(j, "status")}",
        (_, OracleRow r) => $"{r.Code} {r.Name} {r.Status ?? "null"}",
        (_, JsonElement j) => $"{Text(j, "code")} {Text(j, "name")} {j.GetProperty("status").GetString() ?? "null"}",
        _ => "",
    };

    private static string? Text(JsonElement item, string name) => item.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    // Says whose answer it is and what is wrong with it; a diff of two long lists says neither.
    private static void Same(OracleViewer viewer, string what, IEnumerable<string?> expected, IEnumerable<string?> actual)
    {
        var (wanted, found) = (expected.ToList(), actual.ToList());
        if (wanted.SequenceEqual(found))
            return;
        var (missing, extra) = (wanted.Except(found).Take(5).ToList(), found.Except(wanted).Take(5).ToList());
        Assert.Fail(
            $"{viewer.Tenant} {viewer.Code} {what}: {found.Count} of {wanted.Count} rows; missing {string.Join(", ", missing)}; too much {string.Join(", ", extra)}"
            + (missing.Count + extra.Count > 0 ? "" : $"; first out of place {wanted.Zip(found).FirstOrDefault(p => p.First != p.Second)}"));
    }
}
