using System.Collections.Concurrent;
using Cks.Samples.Portal.Database;
using Cks.Tests.Database;
using Cks.Tests.Oracle;
using Cks.Tests.Portal;

namespace Cks.Tests.Orders;

/// <summary>
/// The write-safety property for orders and assignments: many people act at once, the portal is killed in the middle, and what the database then holds is explained, step by step, by
/// events that were each permitted on the state before; what was acknowledged is there, and nothing is there without its event, audience and audit.
/// </summary>
public sealed class WriteSafetyTests
{
    private static readonly string[] Actions = ["accept", "reject", "cancel", "start-delivery", "deliver", "request-crew"];

    [Theory]
    [InlineData(PortalEngine.Sqlite)]
    [InlineData(PortalEngine.Postgres)]
    public async Task Whatever_is_committed_when_the_portal_is_killed_was_permitted_and_whatever_was_acknowledged_is_there(PortalEngine engine)
    {
        await using var database = await TestDatabase.CreateSeededAsync(engine, SeedPlan.Test);
        await using var portal = await PortalProcess.StartAsync(database);
        var viewers = (await new ScopeOracle(database.Source).AllViewersAsync()).Where(v => v.Tenant == "main" && !v.IsTest && v.Subject is not null && v.MaySignIn).ToDictionary(v => v.Code);
        var before = (await OrdersAsync(database)).ToDictionary(o => o.Code);
        var known = (await database.LinesAsync("SELECT activity_id FROM activities WHERE tenant_id = 'main'")).ToHashSet();
        var crew = viewers.Values.Where(v => v.Role == "crew").Select(v => v.Code).Take(4).ToArray();
        var centers = viewers.Values.Where(v => v.Role == "center").Select(v => v.Code).Take(4).ToArray();
        var parents = await ParentsAsync(database, crew);

        var done = await LoadAsync(portal, viewers, [.. before.Values.Where(o => !o.IsTest)], crew, centers);
        await SettleAsync(database);

        var events = (await database.Source.RowsAsync($"SELECT {FeedOracle.Columns} FROM activities a WHERE a.tenant_id = @tenant ORDER BY a.created_at, a.activity_id", r => FeedOracle.Read(r, 0), ("@tenant", "main")))
            .Where(e => !known.Contains(e.Id)).ToList();
        var managed = (await database.LinesAsync("SELECT order_id, managed_by FROM orders WHERE tenant_id = 'main' AND managed_by IS NOT NULL")).Select(l => l.Split(" | ")).ToDictionary(l => l[0], l => l[1]);
        var steps = 0;
        foreach (var order in await OrdersAsync(database))
        {
            var state = before[order.Code];
            foreach (var e in events.Where(e => e.Target == order.Code))
            {
                var action = ActionOf(e);
                Assert.Contains(action, OrderActions.Of(viewers[e.Actor], state));
                var next = OrderActions.After(state, action);
                state = state with
                {
                    Status = next.Count == 1 ? next[0] : next.Single(s => s == $"pending_{managed.GetValueOrDefault(order.Code, "manager")}"),
                    Crew = action == OrderActions.RequestCrew ? e.TypedIds()["crewId"] : state.Status == "crew_requested" && action == "reject" ? null : state.Crew,
                };
                steps++;
            }

            Assert.Equal(state, order);
        }

        foreach (var (act, count) in done.CountBy(d => d))
            Assert.True(events.Count(e => e.Target == act.Target && e.Actor == act.Actor && ActionOf(e) == act.Action) >= count, $"{act} was acknowledged and is not there");
        var moves = events.Where(e => e.Type == "crew_assigned_to_center").ToList();
        foreach (var move in moves)
            parents[move.Target] = move.TypedIds()["centerId"];
        Assert.Equal(parents, await ParentsAsync(database, crew));
        Assert.Equal(moves.Count, await database.CountAsync("SELECT count(*) FROM audit_log WHERE tenant_id = 'main' AND action = 'assignments.assign'"));
        Assert.Equal(0, await database.CountAsync("SELECT count(*) FROM crew w LEFT JOIN centers e ON e.tenant_id = w.tenant_id AND e.center_id = w.assigned_center WHERE w.tenant_id = 'main' AND coalesce(w.cks_manager, '') <> coalesce(e.cks_manager, '')"));
        foreach (var e in events)
            Assert.True(await database.CountAsync($"SELECT count(*) FROM activity_audience WHERE tenant_id = 'main' AND activity_id = '{e.Id}'") > 0, $"{e.Type} {e.Target} is told to nobody");
        Assert.True(steps > 10 && moves.Count > 3, $"only {steps} steps and {moves.Count} moves before the end");
    }

    // Everybody at once; after some acknowledged changes the portal is killed, whatever is under way.
    private static async Task<ConcurrentBag<(string Target, string Actor, string Action)>> LoadAsync(
        PortalProcess portal, Dictionary<string, OracleViewer> viewers, OracleOrder[] orders, string[] crew, string[] centers)
    {
        var random = new Random(7);
        var acts = new List<(string Path, string Actor, string Target, string Action, object Body)>();
        foreach (var order in orders.Where(o => !OrderStatuses.Final.Contains(o.Status) || o.Status == "service_created"))
        {
            string?[] parties = [order.Creator, order.Customer, order.Center, order.Contractor, order.Manager, order.Crew, order.Warehouse];
            foreach (var actor in parties.OfType<string>().Distinct().Where(viewers.ContainsKey))
                foreach (var action in Actions)
                    acts.Add(($"/api/orders/{order.Code}/{action}", actor, order.Code, action, new { reason = "no", crew = crew[random.Next(crew.Length)] }));
        }

        for (var i = 0; i < 60; i++)
        {
            var moved = crew[random.Next(crew.Length)];
            acts.Add(($"/api/admin/assignments/crew/{moved}", "ADM-001", moved, "assign", new { parent = centers[random.Next(centers.Length)] }));
        }

        var tokens = new Dictionary<string, string>();
        foreach (var actor in acts.Select(a => a.Actor).Distinct())
            tokens[actor] = await portal.TokenAsync(actor);
        var (done, changes) = (new ConcurrentBag<(string, string, string)>(), 0);
        var kill = new TaskCompletionSource();
        var load = Parallel.ForEachAsync(acts.OrderBy(_ => random.Next()).ToArray(), new ParallelOptions { MaxDegreeOfParallelism = 16 }, async (act, _) =>
        {
            if (await portal.PostAsync(act.Path, tokens[act.Actor], act.Body) is not 200)
                return;
            if (act.Action != "assign")
                done.Add((act.Target, act.Actor, act.Action));
            if (Interlocked.Increment(ref changes) == 60)
                kill.TrySetResult();
        });
        await Task.WhenAny(kill.Task, load);
        await portal.KillAsync();
        await load;
        return done;
    }

    private static async Task<List<OracleOrder>> OrdersAsync(TestDatabase database) =>
        await database.Source.RowsAsync($"SELECT {OrderOracle.Columns} FROM orders WHERE tenant_id = @tenant", OrderOracle.Read, ("@tenant", "main"));

    private static async Task<Dictionary<string, string>> ParentsAsync(TestDatabase database, string[] crew) =>
        (await database.LinesAsync($"SELECT crew_id, coalesce(assigned_center, '') FROM crew WHERE tenant_id = 'main' AND crew_id IN ({string.Join(", ", crew.Select(c => $"'{c}'"))})"))
        .Select(l => l.Split(" | ")).ToDictionary(l => l[0], l => l[1]);

    // A server notices that its client is gone a moment later, and takes back what was not committed.
    private static async Task SettleAsync(TestDatabase database)
    {
        while (database.Engine == PortalEngine.Postgres && await database.CountAsync("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid() AND xact_start IS NOT NULL") > 0)
            await Task.Delay(50);
    }

    private static string ActionOf(OracleEvent e) => e.Type switch
    {
        "order_accepted" => "accept",
        "order_rejected" => "reject",
        "order_cancelled" => "cancel",
        "order_updated" => "start-delivery",
        "order_delivered" => "deliver",
        "service_crew_requested" => OrderActions.RequestCrew,
        "service_crew_response" => e.Description.EndsWith("accept", StringComparison.Ordinal) ? "accept" : "reject",
        _ => e.Type,
    };
}
