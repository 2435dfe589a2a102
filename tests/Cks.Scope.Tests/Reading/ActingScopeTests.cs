using System.Data.Common;
using Cks.QueryBuilder;
using Cks.Rbac;
using Cks.Tests;
using Microsoft.Data.Sqlite;
using static Cks.Scope.Tests.Reading.NaiveScope;

namespace Cks.Scope.Tests.Reading;

/// <summary>Random people acting in the place of random others: each answer is what the naive model shows to both.</summary>
public sealed class ActingScopeTests(ITestOutputHelper output)
{
    private const int Graphs = 40;

    private int _both;
    private int _cut;

    [Fact]
    public async Task S12_the_rows_of_an_answer_are_those_of_both_on_SQLite()
    {
        await using var source = SqliteFactory.Instance.CreateDataSource($"Data Source=acting-{Guid.NewGuid():N};Mode=Memory;Cache=Shared");
        await using var open = await source.OpenConnectionAsync(TestContext.Current.CancellationToken);
        await CompareAsync(source, SqliteCompiler.Default, "text");
    }

    [Fact]
    public async Task S12_the_rows_of_an_answer_are_those_of_both_on_PostgreSQL()
    {
        await using var database = new PostgresDatabase();
        await CompareAsync(await database.SourceAsync(), PostgresCompiler.Default, "timestamptz");
    }

    [Theory]
    [InlineData("MGR-001", "manager", true)]
    [InlineData("MGR-001", "orders", false)]
    [InlineData("MGR-001", "", false)]
    [InlineData("", "manager", false)]
    [InlineData("MGR-002", "manager", false)]
    [InlineData("MGR-009", "manager", false)]
    public async Task S12_whoever_acts_without_a_live_record_and_a_strategy_of_their_own_sees_nothing(string code, string role, bool sees)
    {
        await using var source = SqliteFactory.Instance.CreateDataSource($"Data Source=acting-{Guid.NewGuid():N};Mode=Memory;Cache=Shared");
        await using var open = await source.OpenConnectionAsync(TestContext.Current.CancellationToken);
        Node center = new("centers", "CEN-001", "main", false, false, "active", "CUS-001");
        var graph = new Graph(
        [
            new("managers", "MGR-001", "main", false, false, "active", null), new("managers", "MGR-002", "main", false, true, "active", null),
            new("customers", "CUS-001", "main", false, false, "active", "MGR-001"), center, new("crew", "CRW-001", "main", false, false, "active", "CEN-001"),
        ]);
        await graph.WriteAsync(source, "text");
        var scopes = new TestScopes(source, SqliteCompiler.Default);
        var me = Acting(center, "somebody", code, role.Length == 0 ? [] : [role]);

        Assert.Equal(sees, await scopes.Service.CanSeeAsync(me, "crew", "CRW-001"));
        Assert.Equal(sees, await scopes.Service.FindAsync(me, "center", "CEN-001") is not null);
        Assert.Equal(sees ? ["CRW-001"] : [], await scopes.KeysAsync(me, "crew"));
        Assert.Equal(sees ? 1 : 0, (await scopes.Service.GetScopeAsync(me))?.Relationships.GetValueOrDefault("crew")?.Items.Count ?? 0);
        Assert.Equal(sees ? ["CRW-001"] : [], await BuiltAsync());
        Assert.Equal(sees, scopes.Checker.CanSee(me, "crew", "CRW-001", graph.InMemory()));
        Assert.True(await scopes.Service.CanSeeAsync(SubjectOf(center), "crew", "CRW-001"));

        // Without a strategy there is nothing that could be put together.
        async Task<List<string>> BuiltAsync() => role == "manager" && code.Length > 0
            ? await scopes.Scoped.ReadListAsync(me, scopes.Queries.Relationships(me, null, ["crew"]), r => r.GetString(0))
            : Assert.Throws<QueryRefusedException>(() => scopes.Queries.Relationships(me, null, ["crew"])) is null ? ["refused"] : [];
    }

    private static Subject Acting(Node person, string actor, string code, string[] roles) =>
        new("u", SubjectOf(person).Tenant, [RoleOf(person)]) { Code = person.Id, IsTest = person.Test, Actor = actor, ActorCode = code, ActorRoles = roles };

    private async Task CompareAsync(DbDataSource source, SqlCompiler compiler, string moment)
    {
        var random = new Random(7);
        foreach (var (whole, graphs) in RandomGraphs.Of(Graphs, new GraphMix()))
        {
            await whole.WriteAsync(source, moment);
            var scopes = new TestScopes(source, compiler);
            foreach (var (graph, viewers) in graphs)
                foreach (var person in viewers)
                {
                    Node[] others = [.. graph.Nodes.Where(n => Viewers.Contains(n.Table) && n.Tenant == person.Tenant && n.Test == person.Test)];
                    if (others.Length > 0)
                        await CompareAsync(graph, person, others[random.Next(others.Length)], scopes, random);
                }
        }

        output.WriteLine($"{_both} rows that both see, {_cut} that the person alone does");
        Assert.True(_both > 300 && _cut > 1_000, $"{_both} and {_cut}");
    }

    private async Task CompareAsync(Graph graph, Node person, Node actor, TestScopes scopes, Random random)
    {
        var me = Acting(person, "actor", actor.Id, [RoleOf(actor)]);
        var (viewer, own) = (Live(person), Live(actor));
        var (theirs, mine) = (SeenBy(viewer), SeenBy(own));
        foreach (var entity in Entities)
        {
            string[] both = [.. theirs[entity].Intersect(mine[entity], StringComparer.Ordinal)];
            (_both, _cut) = (_both + both.Length, _cut + theirs[entity].Length - both.Length);
        }

        var scope = await scopes.Service.GetScopeAsync(me);
        Assert.Equal(viewer is null || viewer.Table == "admins", scope is null);
        foreach (var (set, keys) in scope is null ? [] : Expected(graph, viewer!))
        {
            // The set is filtered by a field that crew may not read.
            if (set == "orders" && actor.Table == "crew")
            {
                Assert.DoesNotContain(set, scope!.Relationships.Keys);
                continue;
            }

            var both = Both(set, keys);
            Assert.Equal(both.Take(ScopeSet.PageSize), scope!.Relationships[set].Items.Select(r => (string)r["code"]!));
            Assert.Equal(Math.Min(both.Length, ScopeSet.CountLimit), scope.Relationships[set].Count);
        }

        foreach (var (name, row) in scope?.Upward ?? new Dictionary<string, Row?>())
            Assert.Equal(graph.Above(viewer!) is { } above && mine[name].Contains(above.Id) ? above.Id : null, row?["code"]);
        foreach (var (set, keys) in viewer is null ? [] : Lists(graph, viewer))
            Assert.Equal(Both(set, keys), (await scopes.PagesAsync(me, set, new ScopeListRequest { Count = ScopeCount.Exact })).SelectMany(p => p.Items).Select(r => (string)r["code"]!));

        var drawn = Entities[random.Next(Entities.Length)];
        Assert.Equal(theirs[drawn].Intersect(mine[drawn], StringComparer.Ordinal), await scopes.KeysAsync(me, drawn));
        var rows = graph.InMemory();
        foreach (var code in CodesOf(graph, drawn).Where(c => c == c.ToUpperInvariant()).Take(20))
            Assert.Equal(theirs[drawn].Contains(code) && mine[drawn].Contains(code), scopes.Checker.CanSee(me, drawn, code, rows));
        foreach (var seen in new[] { theirs[drawn], mine[drawn] })
            if (seen.Length > 0 && seen[random.Next(seen.Length)] is var code && code == code.ToUpperInvariant())
            {
                var isBoth = theirs[drawn].Contains(code) && mine[drawn].Contains(code);
                Assert.Equal(isBoth, await scopes.Service.CanSeeAsync(me, drawn, code));
                Assert.Equal(isBoth ? code : null, (await scopes.Service.FindAsync(me, drawn, code))?["code"]);
            }

        Node? Live(Node node) => graph.Viewer(node.Table, node.Id, node.Tenant, node.Test);
        Dictionary<string, string[]> SeenBy(Node? node) => node is null ? Entities.ToDictionary(e => e, _ => Array.Empty<string>()) : Seen(graph, node);
        string[] Both(string set, string[] keys) => [.. keys.Where(mine[set is "crew" or "customer" or "center" or "order" ? set : set[..^1]].Contains)];
    }
}
