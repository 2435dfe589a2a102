using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using Cks.Samples.Portal.Database;
using Cks.Samples.Portal.Sessions;
using Cks.Tests.Database;
using Cks.Tests.Oracle;
using Cks.Tests.Portal;
using Microsoft.Extensions.DependencyInjection;

namespace Cks.Tests.Properties;

/// <summary>
/// The first of the five properties: whatever changes outside of what a naive oracle lets somebody see, every answer stays the same to the byte, and asks the database as often.
/// Set aside are dates, trace ids and cursors, which are signed anew each time.
/// </summary>
public sealed partial class NonInterferenceTests(ITestOutputHelper output)
{
    private static readonly (string Table, string Key, string Text, string[] Sets)[] People =
    [
        ("managers", "manager_id", "name", ["manager"]), ("contractors", "contractor_id", "name", ["contractors", "contractor"]), ("customers", "customer_id", "name", ["customers", "customer"]),
        ("centers", "center_id", "name", ["centers", "center"]), ("crew", "crew_id", "name", ["crew"]), ("warehouses", "warehouse_id", "name", ["warehouse"]),
    ];

    // What is seen is seen in these sets; services are also counted where they are not listed, so only what they are called is changed.
    private static readonly (string Table, string Key, string Text, string Set, bool IsWhole)[] Things =
    [
        ("services", "service_id", "service_name", "services", false), ("inventory_items", "inventory_id", "item_name", "inventory", true), ("orders", "order_id", "title", "orders", false), ("reports", "report_id", "title", "reports", true),
    ];

    // What a role lists besides its scope and its orders and reports, written by hand.
    private static readonly (string Role, string Set, string Sql)[] Listed =
    [
        ("manager", "warehouse", "SELECT warehouse_id FROM warehouses WHERE manager_id = '{0}'"),
        ("manager", "services", "SELECT s.service_id FROM services s JOIN centers e ON e.tenant_id = s.tenant_id AND e.center_id = s.center_id JOIN customers u ON u.tenant_id = e.tenant_id AND u.customer_id = e.customer_id JOIN contractors c ON c.tenant_id = u.tenant_id AND c.contractor_id = u.contractor_id WHERE c.cks_manager = '{0}' AND s.tenant_id = '{1}'"),
        ("contractor", "services", "SELECT s.service_id FROM services s JOIN centers e ON e.tenant_id = s.tenant_id AND e.center_id = s.center_id JOIN customers u ON u.tenant_id = e.tenant_id AND u.customer_id = e.customer_id WHERE u.contractor_id = '{0}' AND s.tenant_id = '{1}'"),
        ("warehouse", "services", "SELECT service_id FROM services WHERE warehouse_id = '{0}'"),
        ("warehouse", "center", "SELECT e.center_id FROM centers e JOIN warehouses w ON w.tenant_id = e.tenant_id AND w.manager_id = e.cks_manager WHERE w.warehouse_id = '{0}' AND w.tenant_id = '{1}'"),
    ];

    [Theory]
    [InlineData(PortalEngine.Sqlite)]
    [InlineData(PortalEngine.Postgres)]
    public async Task What_happens_outside_changes_neither_an_answer_nor_its_statements(PortalEngine engine)
    {
        await using var portal = await RunningPortal.StartAsync(engine, builder =>
        {
            builder.Configuration[PortalSessions.LifetimeKey] = "00:01:00";
            // How long a plugin takes is how busy the machine is.
            builder.Services.AddCksHubConfig().ConfigurePlugins(o => o.LoadWithin = TimeSpan.FromMinutes(1));
        }, SeedPlan.Test);
        var issuer = Assert.Single(await portal.Database.LinesAsync("SELECT DISTINCT issuer FROM identity_links"));
        var random = new RandomPortal(portal.Database.Source, engine, issuer, TimeProvider.System.GetUtcNow().UtcDateTime);
        using var statements = new Statements(portal.Database.ConnectionString);
        var (asked, changed, seed) = (0, 0, 0);
        foreach (var viewer in await ViewersAsync(portal))
        {
            var seen = await SeenAsync(portal, viewer);
            var paths = await PathsAsync(portal, viewer, seen);
            await AnswersAsync(portal, viewer, paths, statements); // keys are fetched, and caches are as warm before as after
            var day = PortalAnswers.Today;
            var before = await AnswersAsync(portal, viewer, paths, statements);
            changed += await ChangeOutsideAsync(portal, viewer, seen);
            await random.FillAsync(++seed, size: 60); // two whole tenants more, with codes of this one
            var after = await AnswersAsync(portal, viewer, paths, statements);
            // What counts by the day is another number on the next.
            if (PortalAnswers.Today != day)
                continue;
            foreach (var (path, (was, now)) in paths.Zip(before.Zip(after)))
                Assert.True(was == now, $"{viewer.Tenant} {viewer.Code} {path}:\n{was}\n{now}");
            asked += paths.Count;
        }

        output.WriteLine($"{asked} answers, {changed} rows changed outside of them, {seed} graphs more");
        Assert.True(asked > 300 && changed > 10_000, $"{asked} asked, {changed} changed");
    }

    // Two of each role who may sign in, where there are two: of both classes and tenants.
    private static async Task<List<OracleViewer>> ViewersAsync(RunningPortal portal) =>
        [.. (await new ScopeOracle(portal.Database.Source).AllViewersAsync()).Where(v => v is { Subject: not null, MaySignIn: true }).GroupBy(v => (v.Role, v.IsTest)).SelectMany(g => g.Where((_, i) => i is 0 or 2))];

    private static async Task<Dictionary<string, HashSet<string>>> SeenAsync(RunningPortal portal, OracleViewer viewer)
    {
        var lists = await OracleLists.ReadAsync(portal.Database.Source, viewer.Tenant);
        var seen = (await new ScopeOracle(portal.Database.Source).ScopeOfAsync(viewer))?.Relationships.ToDictionary(s => s.Key, s => s.Value.Select(r => r.Code).ToHashSet()) ?? [];
        seen["orders"] = [.. seen.GetValueOrDefault("orders", []), .. lists.Orders.OrdersOf(viewer).Select(o => o.Code)];
        seen["reports"] = [.. lists.Reports.ReportsOf(viewer).Select(r => r.Code)];
        seen["activities"] = [.. lists.Feeds.FeedOf(viewer).Select(e => e.Id)];
        foreach (var (_, set, sql) in Listed.Where(l => l.Role == viewer.Role))
            seen[set] = [.. seen.GetValueOrDefault(set, []), .. await portal.Database.LinesAsync(string.Format(CultureInfo.InvariantCulture, sql, viewer.Code, viewer.Tenant))];
        return seen;
    }

    // Every list and page, and one row of each kind inside and outside, by the codes of both.
    private static async Task<List<string>> PathsAsync(RunningPortal portal, OracleViewer viewer, Dictionary<string, HashSet<string>> seen)
    {
        var paths = new List<string>
        {
            "/api/me/bootstrap", "/api/me/permissions", "/api/scope", $"/api/scope/{viewer.Code}", $"/api/scope/{viewer.Code}/crew", "/api/orders", "/api/orders?status=pending_manager", "/api/reports", "/api/services", "/api/activity", "/api/hub", "/api/hub/data",
            "/api/admin/directory", "/api/admin/directory/center", "/api/admin/archive", "/api/admin/assignments/crew/unassigned",
        };
        foreach (var (table, key, _, set, _) in Things.Where(t => t.Set != "inventory"))
            foreach (var code in await SomeAsync(table, key, seen.GetValueOrDefault(set, [])))
                paths.Add($"/api/{set}/{code}");
        foreach (var (table, key, _, sets) in People)
            foreach (var code in await SomeAsync(table, key, [.. sets.SelectMany(s => seen.GetValueOrDefault(s, [])), viewer.Code]))
                paths.AddRange([$"/api/profile/{code}", $"/api/scope/{code}", $"/api/history/{table.TrimEnd('s')}/{code}"]);
        return paths;

        async Task<IEnumerable<string>> SomeAsync(string table, string key, HashSet<string> inside)
        {
            var codes = await portal.Database.LinesAsync($"SELECT DISTINCT {key} FROM {table} ORDER BY 1");
            return codes.Where(inside.Contains).Take(2).Concat(codes.Where(c => !inside.Contains(c)).Take(2));
        }
    }

    private static async Task<int> ChangeOutsideAsync(RunningPortal portal, OracleViewer viewer, Dictionary<string, HashSet<string>> seen)
    {
        var (changed, test) = (0, portal.Database.Engine == PortalEngine.Sqlite ? viewer.IsTest ? "1" : "0" : viewer.IsTest ? "TRUE" : "FALSE");
        var isOther = $"(tenant_id <> '{viewer.Tenant}' OR is_test <> {test})";
        if (viewer.Role != "admin")
        {
            foreach (var (table, key, text, sets) in People)
                await UpdateAsync(table, $"{text} = {text} || '.'", NotAmong(key, [.. sets.SelectMany(s => seen.GetValueOrDefault(s, [])), viewer.Code]));
            foreach (var (table, key, text, set, isWhole) in Things)
            {
                var outside = NotAmong(key, seen.GetValueOrDefault(set, []));
                await UpdateAsync(table, isWhole ? $"{text} = {text} || '.', archived_at = created_at" : $"{text} = {text} || '.'", outside);
            }

            // The history of whoever is seen is what was told to the viewer's kind, and of the own record all of it.
            var known = seen.Values.SelectMany(codes => codes).Append(viewer.Code).Select(c => $"'{c}'");
            await UpdateAsync("activities", "description = description || '.'", $"{NotAmong("activity_id", seen["activities"])} AND target_id NOT IN ({string.Join(", ", known)})");
        }

        foreach (var (table, _, text, _) in People)
            await UpdateAsync(table, $"{text} = {text} || '!'", isOther);
        foreach (var (table, _, text, _, _) in Things)
            await UpdateAsync(table, $"{text} = {text} || '!', archived_at = created_at", isOther);
        return changed;

        async Task UpdateAsync(string table, string set, string where) => changed += await portal.Database.ExecuteAsync($"UPDATE {table} SET {set} WHERE {where}");

        string NotAmong(string key, HashSet<string> codes) =>
            $"tenant_id = '{viewer.Tenant}' AND is_test = {test}" + (codes.Count == 0 ? "" : $" AND {key} NOT IN ({string.Join(", ", codes.Select(c => $"'{c}'"))})");
    }

    private static async Task<List<string>> AnswersAsync(RunningPortal portal, OracleViewer viewer, IReadOnlyList<string> paths, Statements statements)
    {
        var (answers, token) = (new List<string>(), portal.TokenOf(viewer.Code, viewer.Tenant));
        foreach (var path in paths)
        {
            statements.Clear();
            using var response = await portal.GetAsync(path, token);
            var body = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
            Assert.NotEqual(500, (int)response.StatusCode);
            answers.Add($"{(int)response.StatusCode} {statements.Count} {response.Content.Headers.ContentType} {response.Headers.CacheControl} {Changing().Replace(body, "$1:\"*\"")}");
        }

        return answers;
    }

    [GeneratedRegex("(\"next\"|\"traceId\"|\"trace\"):\"[^\"]*\"")]
    private static partial Regex Changing();

    /// <summary>Statements and batches that this database was sent; Npgsql tells, Microsoft.Data.Sqlite does not.</summary>
    private sealed class Statements : IDisposable
    {
        private readonly ActivityListener _listener;
        private int _count;

        public Statements(string database)
        {
            _listener = new()
            {
                ShouldListenTo = source => source.Name == "Npgsql",
                Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
                ActivityStopped = activity =>
                {
                    // What belongs to no request is what the host looks at by itself now and then; a connection more is how busy the pool is.
                    if (activity.Parent is not null && !activity.DisplayName.StartsWith("CONNECT", StringComparison.Ordinal) && activity.GetTagItem("db.namespace") is string name && database.Contains(name))
                        Interlocked.Increment(ref _count);
                },
            };
            ActivitySource.AddActivityListener(_listener);
        }

        public int Count => Volatile.Read(ref _count);

        public void Clear() => Volatile.Write(ref _count, 0);

        public void Dispose() => _listener.Dispose();
    }
}
