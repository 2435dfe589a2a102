using System.Data.Common;
using System.Text.Json;
using Cks.QueryBuilder;
using Cks.Rbac;
using Cks.Tests;
using CsCheck;
using Microsoft.Data.Sqlite;
using static Cks.Scope.Tests.Reading.NaiveScope;

namespace Cks.Scope.Tests.Reading;

/// <summary>Every viewer of random data, read by the service and by the naive model.</summary>
public sealed class NaiveModelTests
{
    [Fact]
    public async Task Scope_equals_the_naive_model_on_SQLite()
    {
        await using var source = Memory();
        await using var open = await source.OpenConnectionAsync(TestContext.Current.CancellationToken);
        await Graph.All.SampleAsync(graph => CompareAsync(graph, source, SqliteCompiler.Default, "text"), iter: 200, threads: 1);
    }

    [Fact]
    public async Task Scope_equals_the_naive_model_on_PostgreSQL()
    {
        await using var database = new PostgresDatabase();
        var source = await database.SourceAsync();
        await Graph.All.SampleAsync(graph => CompareAsync(graph, source, PostgresCompiler.Default, "timestamptz"), iter: 25, threads: 1);
    }

    [Fact]
    public async Task S07_an_inspection_equals_the_naive_model_on_SQLite()
    {
        await using var source = Memory();
        await using var open = await source.OpenConnectionAsync(TestContext.Current.CancellationToken);
        await Graph.All.SampleAsync(graph => InspectAsync(graph, source, SqliteCompiler.Default, "text"), iter: 150, threads: 1);
    }

    [Fact]
    public async Task S07_an_inspection_equals_the_naive_model_on_PostgreSQL()
    {
        await using var database = new PostgresDatabase();
        var source = await database.SourceAsync();
        await Graph.All.SampleAsync(graph => InspectAsync(graph, source, PostgresCompiler.Default, "timestamptz"), iter: 15, threads: 1);
    }

    [Fact]
    public async Task S01_rows_of_another_tenant_or_test_class_never_change_an_answer()
    {
        await using var source = Memory();
        await using var open = await source.OpenConnectionAsync(TestContext.Current.CancellationToken);
        var scopes = new TestScopes(source, SqliteCompiler.Default);
        await Gen.Select(Graph.All, Graph.All).SampleAsync(async (mine, other) =>
        {
            var own = new Graph(
                [.. mine.Nodes.Where(n => n is { Tenant: "main", Test: false })], [.. mine.Orders.Where(n => n is { Tenant: "main", Test: false })],
                [.. mine.Participants.Where(n => n is { Tenant: "main", Test: false })], [.. mine.Reports.Where(n => n is { Tenant: "main", Test: false })]);
            var both = new Graph(
                [.. own.Nodes, .. other.Nodes.Where(n => n.Tenant != "main" || n.Test)], [.. own.Orders, .. other.Orders.Where(n => n.Tenant != "main" || n.Test)],
                [.. own.Participants, .. other.Participants.Where(n => n.Tenant != "main" || n.Test)], [.. own.Reports, .. other.Reports.Where(n => n.Tenant != "main" || n.Test)]);
            var viewers = own.Nodes.Where(n => Viewers.Contains(n.Table)).Select(SubjectOf).ToArray();
            await own.WriteAsync(source, "text");
            var alone = await AnswersAsync(scopes, viewers);
            await both.WriteAsync(source, "text");
            Assert.Equal(alone, await AnswersAsync(scopes, viewers));
        }, iter: 60, threads: 1);
    }

    private static async Task<List<string>> AnswersAsync(TestScopes scopes, Subject[] viewers)
    {
        var answers = new List<string>();
        foreach (var viewer in viewers)
        {
            answers.Add(JsonSerializer.Serialize(await scopes.Service.GetScopeAsync(viewer)));
            foreach (var set in new[] { "orders", "reports", "order" })
                answers.Add(JsonSerializer.Serialize(await scopes.Service.ListAsync(viewer, set, new())));
            foreach (var entity in Entities)
                answers.AddRange(await scopes.KeysAsync(viewer, entity));
            answers.Add(JsonSerializer.Serialize(await scopes.Inspector.GetRoleScopeAsync(viewer, "CEN-001")));
        }

        return answers;
    }

    internal static DbDataSource Memory() => SqliteFactory.Instance.CreateDataSource($"Data Source=scope-{Guid.NewGuid():N};Mode=Memory;Cache=Shared");

    private static async Task CompareAsync(Graph graph, DbDataSource source, SqlCompiler compiler, string timestamp)
    {
        await graph.WriteAsync(source, timestamp);
        var scopes = new TestScopes(source, compiler);
        foreach (var node in graph.Nodes.Where(n => Viewers.Contains(n.Table)))
        {
            var me = SubjectOf(node);
            var scope = await scopes.Service.GetScopeAsync(me);
            var viewer = graph.Viewer(node.Table, node.Id, node.Tenant, node.Test);
            foreach (var entity in Entities)
                Assert.Equal(viewer is null ? [] : Seen(graph, viewer)[entity], await scopes.KeysAsync(me, entity));
            await CompareRowsAsync(graph, scopes, me, viewer);
            if (viewer is null || viewer.Table == "admins")
            {
                Assert.Null(scope);
                Assert.Equal(me.Roles[0] == "admin" ? ScopeListReason.Found : ScopeListReason.UnknownSet, (await scopes.Service.ListAsync(me, "order", new())).Reason);
                if (viewer is null)
                    Assert.Empty((await scopes.Service.ListAsync(me, me.Roles[0] == "admin" ? "order" : "orders", new())).Set!.Items);
            }
            else
            {
                Compare(scope!, Expected(graph, viewer), Summary(graph, viewer));
                if (viewer.Table != "managers")
                    Assert.Equal(graph.Above(viewer)?.Id, scope!.Upward.Values.Single()?["code"]);
            }

            if (viewer is not null)
                foreach (var (set, keys) in Lists(graph, viewer))
                    await ComparePagesAsync(graph, scopes, me, set, keys);
        }
    }

    private static void Compare(RoleScope scope, Dictionary<string, string[]> sets, Dictionary<string, object?> summary)
    {
        foreach (var (name, keys) in sets)
        {
            Assert.Equal(keys, scope.Relationships[name].Items.Select(r => (string)r["code"]!));
            Assert.Equal(keys.Length, scope.Relationships[name].Count);
        }

        Assert.Equal(sets.Keys.Order(), scope.Relationships.Keys.Order());
        Assert.Equal(summary.OrderBy(s => s.Key), scope.Summary.OrderBy(s => s.Key));
    }

    private static async Task ComparePagesAsync(Graph graph, TestScopes scopes, Subject me, string set, string[] keys)
    {
        var pages = await scopes.PagesAsync(me, set, limit: 2);
        Assert.Equal(keys, pages.SelectMany(p => p.Items).Select(r => (string)r["code"]!));
        Assert.All(pages, p => Assert.Equal((keys.Length, false), ((int)p.Count!, p.More)));
        Assert.Equal(Math.Max(1, (keys.Length + 1) / 2), pages.Count);
        if (set is "orders" or "order" && me.Roles[0] is not "crew")
        {
            var open = keys.Where(k => graph.Orders.Single(o => o.Id == k && o.Tenant == me.Tenant.Value).Status == "open").ToArray();
            var filtered = await scopes.PagesAsync(me, set, limit: 1, FieldFilter.Is("status", "open"));
            Assert.Equal(open, filtered.SelectMany(p => p.Items).Select(r => (string)r["code"]!));
            Assert.All(filtered, p => Assert.Equal(open.Length, p.Count));
        }
    }

    private static async Task CompareRowsAsync(Graph graph, TestScopes scopes, Subject me, Node? viewer)
    {
        foreach (var (entity, code) in new[] { ("center", "CEN-001"), ("order", "ORD-001"), ("order", "ORD-002"), ("crew", me.Code), ("manager", "MGR-001") })
        {
            var isSeen = viewer is not null && Seen(graph, viewer)[entity].Contains(code);
            Assert.Equal(isSeen ? code : null, (await scopes.Service.FindAsync(me, entity, code.ToLowerInvariant().Replace("ord", "ORD")))?["code"]);
            Assert.Equal(isSeen, await scopes.Service.CanSeeAsync(me, entity, code));
        }
    }

    private static async Task InspectAsync(Graph graph, DbDataSource source, SqlCompiler compiler, string timestamp)
    {
        await graph.WriteAsync(source, timestamp);
        var scopes = new TestScopes(source, compiler);
        foreach (var node in graph.Nodes.Where(n => n.Table is "managers" or "admins" or "centers"))
            foreach (var code in new[] { "MGR-001", "MGR-002", "CUS-001", "CEN-001", "CEN-002", "CRW-001", "CRW-002", "ADM-001" })
            {
                scopes.Audit.Clear();
                var scope = await scopes.Inspector.GetRoleScopeAsync(SubjectOf(node), code);
                var inspector = graph.Viewer(node.Table, node.Id, node.Tenant, node.Test);
                var target = graph.Nodes.SingleOrDefault(n => n.Id == code && n.Tenant == node.Tenant && n.Test == node.Test && n.Table is "managers" or "centers" or "crew");
                if (inspector is null || target is null || node.Table == "centers" || !Seen(graph, inspector)[RoleOf(target)].Contains(code))
                {
                    Assert.Null(scope);
                    Assert.Empty(scopes.Audit);
                    continue;
                }

                Assert.Equal([$"{node.Id} {RoleOf(target)} {code}"], scopes.Audit);
                var seen = Seen(graph, inspector);
                // Numbers are made again from the rows that both reach.
                Compare(scope!, Cut(Expected(graph, target), seen), Summary(graph, target, n => seen[RoleOf(n)].Contains(n.Id), o => seen["order"].Contains(o.Id)));
                if (target.Table != "managers")
                    Assert.Equal(graph.Above(target) is { } above && seen[RoleOf(above)].Contains(above.Id) ? above.Id : null, scope!.Upward.Values.SingleOrDefault()?["code"]);
            }
    }

    private static Dictionary<string, string[]> Cut(Dictionary<string, string[]> sets, Dictionary<string, string[]> seen) =>
        sets.ToDictionary(s => s.Key, s => s.Value.Where(seen[s.Key == "crew" ? "crew" : s.Key[..^1]].Contains).ToArray());

    private static Dictionary<string, object?> Summary(Graph graph, Node viewer, Func<Node, bool>? counts = null, Func<Order, bool>? countsOrder = null)
    {
        long Count(IEnumerable<Node> nodes, string? status = null) => nodes.Count(n => counts?.Invoke(n) != false && (status is null || n.Status == status));
        var orders = viewer.Table is "managers" or "centers" ? graph.OrderList(viewer).Where(o => countsOrder?.Invoke(o) != false).ToArray() : [];
        var status = viewer.Status?.Trim().ToLowerInvariant() switch { "" => null, "assigned" => "active", var other => other };
        return viewer.Table switch
        {
            "managers" => new()
            {
                ["accountStatus"] = status,
                ["crewCount"] = Count(graph.Below(viewer, "crew")),
                ["serviceCount"] = Count(graph.Below(viewer, "services", liveTable: "centers"), "active"),
                ["idleCrew"] = Count(graph.Below(viewer, "crew"), "paused") + Count(graph.Below(viewer, "crew"), ""),
                ["dueToday"] = (long)orders.Count(o => Graph.IsDue(o, orLater: false)),
                ["short"] = (long)orders.Count(o => o.OnHand < o.Minimum),
            },
            "centers" => new()
            {
                ["crewCount"] = Count(graph.Below(viewer, "crew")),
                ["activeServices"] = Count(graph.Below(viewer, "services"), "active"),
                ["openCount"] = (long)orders.Count(o => o.Status is "open" or "done"),
                ["dueLater"] = (long)orders.Count(o => Graph.IsDue(o, orLater: true) && o.Kind == "plain"),
                ["unscheduled"] = (long)orders.Count(o => Graph.IsOpen(o) && o.Due is null),
            },
            _ => new() { ["accountStatus"] = status, ["activeServices"] = Count(graph.Staffed(viewer), "active") },
        };
    }
}
