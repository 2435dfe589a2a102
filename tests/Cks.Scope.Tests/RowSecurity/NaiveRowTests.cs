using Cks.Scope.Tests.Model;
using Cks.Scope.Tests.Reading;
using CsCheck;
using Npgsql;

namespace Cks.Scope.Tests.RowSecurity;

/// <summary>Every table of random data, selected bare by the application's role, beside the naive model.</summary>
public sealed class NaiveRowTests(ITestOutputHelper output)
{
    private static readonly Dictionary<string, string> Roles = new() { ["managers"] = "manager", ["centers"] = "center", ["crew"] = "crew", ["admins"] = "admin" };

    private static readonly Dictionary<string, string> Selects = new()
    {
        ["admins"] = "id",
        ["managers"] = "id",
        ["customers"] = "id",
        ["centers"] = "id",
        ["crew"] = "id",
        ["services"] = "id",
        ["orders"] = "id",
        ["reports"] = "id",
        ["staffing"] = "service || '/' || crew",
        ["participants"] = "order_id || '/' || viewer",
    };

    [Fact]
    public async Task Rows_of_a_bare_select_equal_the_naive_model()
    {
        await using var database = await GuardedDatabase.CreateAsync();
        var (rows, sampled) = (0, 0);
        await Graph.All.SampleAsync(async graph =>
        {
            await graph.WriteAsync(database.Owner, "timestamptz");
            await database.GuardAsync(ScopeText.ModelStore.Current.Value);
            await using var connection = await database.App.OpenConnectionAsync();
            foreach (var node in graph.Nodes.Where(n => Roles.ContainsKey(n.Table)))
            {
                var expected = Naive(graph, graph.Viewer(node.Table, node.Id, node.Tenant, node.Test));
                Assert.Equal(expected, await SelectAsync(connection, node.Tenant, Roles[node.Table], node.Id, node.Test ? "true" : "false"));
                (rows, sampled) = (rows + expected.Values.Sum(r => r.Length), sampled + 1);
            }
        }, iter: 25, threads: 1);
        Assert.True(rows > sampled, $"{sampled} viewers saw {rows} rows, which shows nothing.");
    }

    [Fact]
    public async Task Three_thousand_graphs_equal_the_naive_model()
    {
        await using var database = await GuardedDatabase.CreateAsync();
        var mix = new GraphMix();
        foreach (var (whole, graphs) in RandomGraphs.Of(RandomGraphs.All, mix))
        {
            await whole.WriteAsync(database.Owner, "timestamptz");
            await database.GuardAsync(ScopeText.ModelStore.Current.Value);
            await using var connection = await database.App.OpenConnectionAsync(TestContext.Current.CancellationToken);
            foreach (var (graph, viewers) in graphs)
                foreach (var node in viewers)
                {
                    var expected = Naive(graph, graph.Viewer(node.Table, node.Id, node.Tenant, node.Test));
                    Assert.Equal(expected, await SelectAsync(connection, node.Tenant, Roles[node.Table], node.Id, node.Test ? "true" : "false"));
                    foreach (var (table, keys) in expected.Where(e => e.Key is not ("staffing" or "participants")))
                        mix.Saw(Roles[node.Table], table == "crew" ? table : table[..^1], keys.Length);
                }
        }

        mix.Check(output);
    }

    [Fact]
    public async Task S24_a_missing_empty_or_malformed_identity_sees_nothing()
    {
        await using var database = await GuardedDatabase.CreateAsync();
        await new Graph([new("managers", "MGR-001", "main", false, false, null, null), new("customers", "CUS-001", "main", false, false, null, "MGR-001")]).WriteAsync(database.Owner, "timestamptz");
        await database.GuardAsync(ScopeText.ModelStore.Current.Value);
        await using var connection = await database.App.OpenConnectionAsync(TestContext.Current.CancellationToken);
        Assert.Equal(["MGR-001", "CUS-001"], Flat(await SelectAsync(connection, "main", "manager", "MGR-001", "false")));
        Assert.Empty(Flat(await SelectAsync(connection))); // what is left of a transaction before
        foreach (var (tenant, role, code, test) in new[]
        {
            ("", "manager", "MGR-001", "false"), ("main", "", "MGR-001", "false"), ("main", "manager", "", "false"), ("main", "manager", "MGR-001", ""), ("main", "manager", "MGR-001", "f"), ("main", "manager", "MGR-001", "FALSE"),
            ("main", "manager", "MGR-001", "true"), ("acme", "manager", "MGR-001", "false"), ("main", "admin", "MGR-001", "false"), ("main", "center", "MGR-001", "false"), ("main", "Manager", "MGR-001", "false"), ("main", "manager", "mgr-001", "false"),
            ("main", "owner", "MGR-001", "false"), ("main", "manager", "' OR true --", "false"), ("main'", "manager", "MGR-001", "false"), ("main", "manager' THEN true ELSE '", "MGR-001", "false"),
        })
            Assert.Empty(Flat(await SelectAsync(connection, tenant, role, code, test)));
        await using var fresh = await database.App.OpenConnectionAsync(TestContext.Current.CancellationToken);
        Assert.Empty(Flat(await SelectAsync(fresh)));
    }

    private static IEnumerable<string> Flat(Dictionary<string, string[]> seen) => seen.Values.SelectMany(v => v);

    private static Dictionary<string, string[]> Naive(Graph graph, Node? viewer)
    {
        var seen = Selects.Keys.ToDictionary(t => t, _ => new HashSet<string>(StringComparer.Ordinal));
        if (viewer is not null)
        {
            seen[viewer.Table].Add(viewer.Id);
            foreach (var (table, keys) in viewer.Table switch
            {
                "admins" => [.. new[] { "customers", "centers" }.Select(t => (t, Ids(graph.Everything(viewer, t)))), ("orders", graph.EveryOrder(viewer).Select(o => o.Id))],
                "managers" => [.. new[] { "customers", "centers", "crew", "services" }.Select(t => (t, Ids(graph.Below(viewer, t)))), ("orders", graph.UnfilteredOrders(viewer).Select(o => o.Id))],
                "centers" => new (string, IEnumerable<string>)[]
                {
                    ("crew", Ids(graph.Below(viewer, "crew"))), ("services", Ids(graph.Below(viewer, "services"))), ("orders", graph.UnfilteredOrders(viewer).Select(o => o.Id)), ("reports", graph.ReportList(viewer).Select(r => r.Id)),
                    ("customers", graph.Above(viewer) is { } above ? [above.Id] : []), ("participants", Joined(graph, viewer)),
                },
                _ =>
                [
                    ("services", Ids(graph.Staffed(viewer))), ("orders", graph.UnfilteredOrders(viewer).Select(o => o.Id)), ("centers", graph.Above(viewer) is { } above ? [above.Id] : []), ("participants", Joined(graph, viewer)),
                    ("staffing", graph.Of("staffing").Where(l => l.Tenant == viewer.Tenant && l.Test == viewer.Test && l.Parent == viewer.Id).Select(l => $"{l.Link}/{l.Parent}")),
                ],
            })
                seen[table].UnionWith(keys);
        }

        return seen.ToDictionary(s => s.Key, s => s.Value.Order(StringComparer.Ordinal).ToArray());
    }

    private static IEnumerable<string> Ids(IEnumerable<Node> nodes) => nodes.Select(n => n.Id);

    private static IEnumerable<string> Joined(Graph graph, Node viewer) => graph.Participants.Where(p => p.Tenant == viewer.Tenant && p.Test == viewer.Test && p.Who == viewer.Id).Select(p => $"{p.Order}/{p.Who}");

    private static async Task<Dictionary<string, string[]>> SelectAsync(NpgsqlConnection connection, params string[] identity)
    {
        await using var transaction = await connection.BeginTransactionAsync();
        await using var batch = new NpgsqlBatch(connection, transaction);
        if (identity.Length > 0)
        {
            var set = new NpgsqlBatchCommand("SELECT set_config('cks.tenant', $1, true), set_config('cks.role', $2, true), set_config('cks.code', $3, true), set_config('cks.test', $4, true)");
            foreach (var value in identity)
                set.Parameters.Add(new() { Value = value });
            batch.BatchCommands.Add(set);
        }

        foreach (var (table, key) in Selects)
            batch.BatchCommands.Add(new($"SELECT {key} FROM {table}"));
        var seen = new Dictionary<string, string[]>();
        await using var reader = await batch.ExecuteReaderAsync();
        if (identity.Length > 0)
            await reader.NextResultAsync();
        foreach (var table in Selects.Keys)
        {
            var keys = new List<string>();
            while (await reader.ReadAsync())
                keys.Add(reader.GetString(0));
            seen[table] = [.. keys.Order(StringComparer.Ordinal)];
            await reader.NextResultAsync();
        }

        return seen;
    }
}
