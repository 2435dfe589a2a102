using Cks.Rbac;
using Cks.Scope.Tests.Reading;
using CsCheck;
using Microsoft.EntityFrameworkCore;
using static Cks.Scope.Tests.Reading.NaiveScope;

namespace Cks.Scope.EntityFrameworkCore.Tests;

/// <summary>Every viewer of random data, read by Entity Framework and by the naive model.</summary>
public sealed class NaiveModelTests
{
    // One where hardly anything hangs together, one where most does.
    private static readonly Gen<Graph> Graphs = Graph.All.SelectMany(sparse => Gen.Bool.Select(isDense => isDense ? Dense(sparse) : sparse));

    private static readonly Node[] Tree =
    [
        .. from i in new[] { 0, 1 }
           from t in new[] { ("managers", "MGR"), ("customers", "CUS"), ("centers", "CEN") }
           select new Node(t.Item1, $"{t.Item2}-00{1 + i}", "main", false, false, "active", ParentOf(t.Item1, i)),
    ];

    // Rows seen, by role and entity.
    private readonly Dictionary<string, int> _mix = [];

    [Fact]
    public async Task Scopes_of_Entity_Framework_equal_the_naive_model_on_SQLite()
    {
        await using var portal = await TestPortal.OnSqliteAsync();
        await Graphs.SampleAsync(graph => CompareAsync(graph, portal), iter: Rounds.Of(16), threads: 1);
        Assert.True(_mix.Values.Sum() > 0);
    }

    [Fact]
    public async Task Scopes_of_Entity_Framework_equal_the_naive_model_on_PostgreSQL()
    {
        await using var portal = await TestPortal.OnPostgresAsync();
        await Graphs.SampleAsync(graph => CompareAsync(graph, portal), iter: Rounds.Of(10), threads: 1);
        Assert.True(_mix.Values.Sum() > 0);
    }

    private static Graph Dense(Graph graph) => new(
        [.. Tree.Concat(graph.Nodes.Select((n, i) => i % 6 == 0 ? n : n with { Tenant = "main", Test = false, Archived = i % 5 == 0, Parent = ParentOf(n.Table, i) ?? n.Parent })).DistinctBy(n => n.Table == "staffing" ? (n.Table, n.Parent + n.Link, n.Tenant) : (n.Table, n.Id, n.Tenant))],
        [.. graph.Orders.Select((o, i) => i % 6 == 0 ? o : o with { Tenant = "main", Test = false, Archived = i % 5 == 0 }).DistinctBy(o => (o.Id, o.Tenant))],
        [.. graph.Participants.Select(p => p with { Tenant = "main", Test = false }).Distinct()],
        [.. graph.Reports.Select(r => r with { Tenant = "main", Test = false }).DistinctBy(r => (r.Id, r.Tenant))]);

    private static string? ParentOf(string table, int i) => table switch
    {
        "customers" => $"MGR-00{1 + (i % 2)}",
        "centers" => $"CUS-00{1 + (i % 2)}",
        "crew" or "services" => $"CEN-00{1 + (i % 2)}",
        _ => null,
    };

    private async Task CompareAsync(Graph graph, TestPortal portal)
    {
        await portal.WriteAsync(graph);
        await using var plain = portal.Plain();
        await plain.Database.OpenConnectionAsync(); // SQLite's provider takes longer to open one than to ask it
        foreach (var node in graph.Nodes.Where(n => Viewers.Contains(n.Table)))
        {
            var me = SubjectOf(node);
            var viewer = graph.Viewer(node.Table, node.Id, node.Tenant, node.Test);
            var seen = viewer is null ? Entities.ToDictionary(e => e, _ => Array.Empty<string>()) : Seen(graph, viewer);
            foreach (var (entity, keys) in seen)
                _mix[$"{RoleOf(node)} {entity}"] = _mix.GetValueOrDefault($"{RoleOf(node)} {entity}") + keys.Length;
            await using var own = portal.Contexts.Create(me);
            await own.Database.OpenConnectionAsync();
            await CompareAsync(seen["admin"], plain.Admins, own.Admins, me);
            await CompareAsync(seen["manager"], plain.Managers, own.Managers, me);
            await CompareAsync(seen["customer"], plain.Customers, own.Customers, me);
            await CompareAsync(seen["center"], plain.Centers, own.Centers, me);
            await CompareAsync(seen["crew"], plain.Crew, own.Crew, me);
            await CompareAsync(seen["service"], plain.Services, own.Services, me);
            await CompareAsync(seen["order"], plain.Orders, own.Orders, me);
            await CompareAsync(seen["report"], plain.Reports, own.Reports, me);
        }
    }

    private static async Task CompareAsync<T>(string[] seen, DbSet<T> plain, DbSet<T> own, Subject me)
        where T : Thing
    {
        Assert.Equal(seen, Sorted(await plain.InScope(me).ToListAsync(), me));
        Assert.Equal(seen, Sorted(await own.ToListAsync(), me));
    }

    private static IEnumerable<string> Sorted(IEnumerable<Thing> rows, Subject me)
    {
        var all = rows.ToList();
        Assert.All(all, r => Assert.Equal((me.Tenant.Value, me.IsTest, null), (r.Tenant, r.Test, r.Archived)));
        return all.Select(r => r.Id).Order(StringComparer.Ordinal);
    }
}
