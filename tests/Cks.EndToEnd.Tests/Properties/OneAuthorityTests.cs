using System.Text.Json;
using Cks.Samples.Portal.Database;
using Cks.Tests.Database;
using Cks.Tests.Portal;

namespace Cks.Tests.Properties;

/// <summary>
/// The second of the five properties, at the portal: what a list shows is exactly what can be opened by its code, and every action that is shown with a row is accepted.
/// </summary>
public sealed class OneAuthorityTests(RunningPortals portals)
{
    private static readonly string[] Lists = ["orders", "reports", "services"];
    private static readonly string[] People = ["manager", "contractor", "customer", "center", "crew", "warehouse", "admin"];

    [Theory]
    [InlineData(PortalEngine.Sqlite)]
    [InlineData(PortalEngine.Postgres)]
    public async Task What_a_list_shows_is_what_can_be_opened(PortalEngine engine)
    {
        var portal = await portals.GetAsync(engine);
        var (opened, closed) = (0, 0);
        var codes = new Dictionary<string, List<string>>();
        foreach (var list in Lists)
            codes[list] = await portal.Database.LinesAsync($"SELECT DISTINCT {list.TrimEnd('s')}_id FROM {list} ORDER BY 1");
        foreach (var viewer in await ViewersAsync(portal, each: 1))
            foreach (var list in Lists)
            {
                var listed = await ListedAsync(portal, viewer, list);
                foreach (var code in codes[list].Where((c, i) => listed?.Contains(c) == true ? i % 3 == 0 : i % 11 == 0))
                {
                    var (status, body) = await portal.AskAsync($"/api/{list}/{code}", portal.TokenOf(viewer.Code, viewer.Tenant));
                    Assert.Equal((viewer.Code, code, listed is null ? 403 : listed.Contains(code) ? 200 : 404), (viewer.Code, code, status));
                    opened += status == 200 ? 1 : 0;
                    closed += status == 200 ? 0 : 1;
                }
            }

        Assert.True(opened > 100 && closed > 100, $"{opened} opened, {closed} not");
    }

    /// <summary>Of people: those of the sets of a scope, above and in the directory, and nobody else.</summary>
    [Theory]
    [InlineData(PortalEngine.Sqlite)]
    [InlineData(PortalEngine.Postgres)]
    public async Task Whoever_a_scope_or_the_directory_shows_has_a_profile(PortalEngine engine)
    {
        var portal = await portals.GetAsync(engine);
        var people = new List<string>();
        foreach (var entity in People)
            people.AddRange(await portal.Database.LinesAsync($"SELECT DISTINCT {entity}_id FROM {TableOf(entity)} ORDER BY 1"));
        var (opened, closed, listed) = (0, 0, new HashSet<string>());
        foreach (var viewer in await ViewersAsync(portal, each: 1))
        {
            var token = portal.TokenOf(viewer.Code, viewer.Tenant);
            var (status, scope) = await portal.AskAsync("/api/scope", token);
            HashSet<string> seen = [viewer.Code];
            if (status == 200)
                seen.UnionWith(scope.GetProperty("relationships").EnumerateObject().Where(r => r.Value.ValueKind == JsonValueKind.Object && r.Value.TryGetProperty("code", out _)).Select(r => r.Value.GetProperty("code").GetString()!));
            foreach (var set in viewer.Role == "admin" ? People : [.. People.Select(TableOf), "servedCenters"])
                if (await CodesAsync(portal, token, viewer.Role == "admin" ? $"/api/admin/directory/{set}" : $"/api/scope/{viewer.Code}/{set}") is { } codes)
                {
                    seen.UnionWith(codes);
                    listed.Add($"{viewer.Role} {set}");
                }

            foreach (var code in people.Where((c, i) => seen.Contains(c) ? i % 3 == 0 || c == viewer.Code : i % 11 == 0))
            {
                var (answer, _) = await portal.AskAsync($"/api/profile/{code}", token);
                Assert.Equal((viewer.Tenant, viewer.Code, code, seen.Contains(code) ? 200 : 404), (viewer.Tenant, viewer.Code, code, answer));
                (opened, closed) = answer == 200 ? (opened + 1, closed) : (opened, closed + 1);
            }
        }

        Assert.True(opened > 100 && closed > 100 && listed.Count >= 12, $"{opened} opened, {closed} not; {string.Join(", ", listed.Order())}");
    }

    [Theory]
    [InlineData(PortalEngine.Sqlite)]
    [InlineData(PortalEngine.Postgres)]
    public async Task Every_action_that_is_shown_is_accepted(PortalEngine engine)
    {
        await using var portal = await RunningPortal.StartAsync(engine, seeds: SeedPlan.Test);
        var accepted = new HashSet<(string Role, string List, string Status, string Action)>();
        var scopes = new ScopeOracle(portal.Database.Source);
        foreach (var viewer in (await ViewersAsync(portal, each: 6)).Where(v => v.Tenant == "main" && v.Role != "admin"))
        {
            var crew = (await scopes.ScopeOfAsync(viewer))!.Relationships.GetValueOrDefault("crew", []).FirstOrDefault(c => c.Status is "active" or "assigned")?.Code;
            foreach (var list in Lists)
                foreach (var code in (await ListedAsync(portal, viewer, list) ?? []).Take(60))
                {
                    var (_, body) = await portal.AskAsync($"/api/{list}/{code}", portal.TokenOf(viewer.Code));
                    var status = body.GetProperty(list.TrimEnd('s')).GetProperty("status").GetString()!;
                    // Each kind once: the first accepted one changes the row.
                    var action = Can(body, list).FirstOrDefault(a => !accepted.Contains((viewer.Role, list, status, a)));
                    if (action is null)
                        continue;
                    var (answer, problem) = await portal.PostAsync($"/api/{list}/{code}/{action}", viewer.Code, new { reason = "no", notes = "done", crew });
                    Assert.True(answer == 200, $"{viewer.Code} {list} {code} in {status} shows {action}: {answer} {problem}");
                    accepted.Add((viewer.Role, list, status, action));
                }
        }

        Assert.True(accepted.Count >= 12, string.Join(", ", accepted));
    }

    [Theory]
    [InlineData(PortalEngine.Sqlite)]
    [InlineData(PortalEngine.Postgres)]
    public async Task Every_action_that_a_row_says_is_accepted_and_every_other_one_is_refused(PortalEngine engine)
    {
        await using var portal = await RunningPortal.StartAsync(engine, seeds: SeedPlan.Test);
        var (refused, accepted, roles) = (0, new HashSet<(string Role, string List, string Status, string Action)>(), new HashSet<string>());
        var scopes = new ScopeOracle(portal.Database.Source);
        foreach (var viewer in await ViewersAsync(portal, each: 1))
        {
            var (token, crew) = (portal.TokenOf(viewer.Code, viewer.Tenant), default(string));
            if (viewer.Role == "manager")
                crew = (await scopes.ScopeOfAsync(viewer))!.Relationships["crew"].FirstOrDefault(c => c.Status is "active" or "assigned")?.Code;
            foreach (var list in (string[])["orders", "services"])
            {
                var rows = await RowsAsync(portal, token, list);
                foreach (var row in rows)
                {
                    var (code, status, can) = (row.GetProperty("code").GetString()!, row.GetProperty("status").GetString()!, row.Can());
                    var all = row.GetProperty("_can").EnumerateObject().Select(c => c.Name.Split(':')[1]).ToArray();
                    var before = await portal.Database.LinesAsync(Stands(list, code, viewer.Tenant));
                    foreach (var action in all.Except(can))
                    {
                        var (answer, problem) = await portal.PostAsync($"/api/{list}/{code}/{action}", viewer.Code, new { reason = "no", notes = "done", crew = "CRW-001" }, viewer.Tenant);
                        Assert.True(answer == 403, $"{viewer.Code} {list} {code} in {status} does not show {action}: {answer} {problem}");
                        refused++;
                    }

                    Assert.Equal(before, await portal.Database.LinesAsync(Stands(list, code, viewer.Tenant)));
                    roles.Add(viewer.Role);
                    // The first one changes the row, so each row has one.
                    if (can.FirstOrDefault(a => !accepted.Contains((viewer.Role, list, status, a))) is not { } shown || (shown == "request-crew" && crew is null))
                        continue;
                    var (done, why) = await portal.PostAsync($"/api/{list}/{code}/{shown}", viewer.Code, new { reason = "no", notes = "done", crew }, viewer.Tenant);
                    // Permitted, and impossible: the seeds have orders whose service was archived.
                    if ((done, why.Reason()) == (409, "service_archived"))
                        continue;
                    Assert.True(done == 200, $"{viewer.Code} {list} {code} in {status} shows {shown}: {done} {why}");
                    accepted.Add((viewer.Role, list, status, shown));
                }
            }
        }

        Assert.True(refused > 200 && accepted.Count >= 8, $"{refused} refused; {string.Join(", ", accepted)}");
        Assert.Equal(["admin", "center", "contractor", "crew", "customer", "manager", "warehouse"], roles.Order());
    }

    private static string Stands(string list, string code, string tenant) => list == "orders"
        ? $"SELECT status, crew_id, rejection_reason, updated_at FROM orders WHERE tenant_id = '{tenant}' AND order_id = '{code}'"
        : $"SELECT status, notes, actual_start_time, actual_end_time FROM services WHERE tenant_id = '{tenant}' AND service_id = '{code}'";

    // Rows as they are answered with what may be done: an order in its list and alone alike.
    private static async Task<List<JsonElement>> RowsAsync(RunningPortal portal, string token, string list)
    {
        var (status, page) = await portal.AskAsync($"/api/{list}", token);
        if (status == 403)
            return [];
        Assert.Equal(200, status);
        var rows = new List<JsonElement>();
        foreach (var listed in page.GetProperty("items").EnumerateArray().DistinctBy(r => (r.TryGetProperty("_can", out _) ? string.Join(' ', r.Can()) : "", r.GetProperty("status").GetString())).Take(12))
        {
            var (one, body) = await portal.AskAsync($"/api/{list}/{listed.GetProperty("code").GetString()}", token);
            Assert.Equal(200, one);
            var row = body.GetProperty(list.TrimEnd('s'));
            if (list == "orders")
                Assert.Equal(listed.GetRawText(), row.GetRawText());
            rows.Add(row);
        }

        return rows;
    }

    private static async Task<List<OracleViewer>> ViewersAsync(RunningPortal portal, int each) =>
        [.. (await new ScopeOracle(portal.Database.Source).AllViewersAsync()).Where(v => v is { Subject: not null, MaySignIn: true }).GroupBy(v => (v.Tenant, v.Role)).SelectMany(g => g.Take(each))];

    private static string[] Can(JsonElement answer, string list) => list == "reports" ? answer.Texts("can") : answer.GetProperty(list.TrimEnd('s')).Can();

    private static string TableOf(string entity) => entity == "crew" ? "crew" : entity + "s";

    private static async Task<HashSet<string>?> ListedAsync(RunningPortal portal, OracleViewer viewer, string list) => await CodesAsync(portal, portal.TokenOf(viewer.Code, viewer.Tenant), $"/api/{list}");

    // Every page; null where there is no such list for the role.
    private static async Task<HashSet<string>?> CodesAsync(RunningPortal portal, string token, string path)
    {
        var (codes, next) = (new HashSet<string>(), "");
        while (next is not null)
        {
            var (status, body) = await portal.AskAsync(path + next, token);
            if (next.Length == 0 && status is (403 or 404))
                return null;
            Assert.Equal((path, 200), (path, status));
            codes.UnionWith(body.GetProperty("items").EnumerateArray().Select(i => i.GetProperty("code").GetString()!));
            next = body.GetProperty("next").GetString() is { } after ? "?after=" + Uri.EscapeDataString(after) : null;
        }

        return codes;
    }
}
