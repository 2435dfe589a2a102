using Cks.Rbac;
using Cks.Scope.Tests.Reading;
using Microsoft.EntityFrameworkCore;
using static Cks.Scope.Tests.Reading.NaiveScope;

namespace Cks.Scope.EntityFrameworkCore.Tests;

/// <summary>The random graphs of Cks.Scope, read by Entity Framework: of each viewer the rows of one entity, in both forms.</summary>
public sealed class RandomGraphTests(ITestOutputHelper output)
{
    [Fact]
    public async Task Three_thousand_graphs_equal_the_naive_model_on_SQLite()
    {
        await using var portal = await TestPortal.OnSqliteAsync();
        await CompareAsync(portal);
    }

    [Fact]
    public async Task Three_thousand_graphs_equal_the_naive_model_on_PostgreSQL()
    {
        await using var portal = await TestPortal.OnPostgresAsync();
        await CompareAsync(portal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task S12_the_rows_of_a_context_are_those_of_whoever_acts_and_of_the_person(bool postgres)
    {
        await using var portal = postgres ? await TestPortal.OnPostgresAsync() : await TestPortal.OnSqliteAsync();
        var (random, both, cut) = (new Random(3), 0, 0);
        foreach (var (whole, graphs) in RandomGraphs.Of(50, new GraphMix()))
        {
            await portal.WriteAsync(whole);
            await using var plain = portal.Plain();
            await plain.Database.OpenConnectionAsync(TestContext.Current.CancellationToken);
            foreach (var (graph, viewers) in graphs)
                foreach (var person in viewers)
                {
                    Node[] others = [.. graph.Nodes.Where(n => Viewers.Contains(n.Table) && n.Tenant == person.Tenant && n.Test == person.Test)];
                    if (others.Length == 0)
                        continue;
                    var actor = others[random.Next(others.Length)];
                    var me = new Subject("u", SubjectOf(person).Tenant, [RoleOf(person)]) { Code = person.Id, IsTest = person.Test, Actor = "eve", ActorCode = actor.Id, ActorRoles = [RoleOf(actor)] };
                    var (theirs, mine) = (SeenBy(graph, person), SeenBy(graph, actor));
                    var some = Entities.Where(e => theirs[e].Length > 0).ToArray();
                    var entity = some.Length > 0 ? some[random.Next(some.Length)] : Entities[random.Next(Entities.Length)];
                    string[] expected = [.. theirs[entity].Intersect(mine[entity], StringComparer.Ordinal)];
                    (both, cut) = (both + expected.Length, cut + theirs[entity].Length - expected.Length);
                    await using var own = portal.Contexts.Create(me);
                    Assert.Equal(expected, await KeysAsync(entity, plain, own, me, isOwn: random.Next(2) == 0));
                }
        }

        Assert.True(both > 100 && cut > 100, $"{both} and {cut}");
    }

    private static Dictionary<string, string[]> SeenBy(Graph graph, Node node) =>
        graph.Viewer(node.Table, node.Id, node.Tenant, node.Test) is { } viewer ? Seen(graph, viewer) : Entities.ToDictionary(e => e, _ => Array.Empty<string>());

    private async Task CompareAsync(TestPortal portal)
    {
        var (mix, random) = (new GraphMix(), new Random(2));
        foreach (var (whole, graphs) in RandomGraphs.Of(RandomGraphs.All, mix))
        {
            await portal.WriteAsync(whole);
            await using var plain = portal.Plain();
            await plain.Database.OpenConnectionAsync();
            foreach (var (graph, viewers) in graphs)
                foreach (var node in viewers)
                {
                    var (me, viewer) = (SubjectOf(node), graph.Viewer(node.Table, node.Id, node.Tenant, node.Test));
                    var seen = viewer is null ? Entities.ToDictionary(e => e, _ => Array.Empty<string>()) : Seen(graph, viewer);
                    foreach (var (of, keys) in seen)
                        mix.Saw(me.Roles[0], of, keys.Length);
                    // Mostly one of which there is something to see.
                    var some = Entities.Where(e => seen[e].Length > 0).ToArray();
                    var entity = some.Length > 0 && random.Next(4) > 0 ? some[random.Next(some.Length)] : Entities[random.Next(Entities.Length)];
                    await using var own = portal.Contexts.Create(me);
                    Assert.Equal(seen[entity], await KeysAsync(entity, plain, own, me, isOwn: random.Next(2) == 0));
                }
        }

        mix.Check(output);
    }

    private static Task<string[]> KeysAsync(string entity, Portal plain, Portal own, Subject me, bool isOwn) => entity switch
    {
        "admin" => KeysAsync(plain.Admins, own.Admins, me, isOwn),
        "manager" => KeysAsync(plain.Managers, own.Managers, me, isOwn),
        "customer" => KeysAsync(plain.Customers, own.Customers, me, isOwn),
        "center" => KeysAsync(plain.Centers, own.Centers, me, isOwn),
        "crew" => KeysAsync(plain.Crew, own.Crew, me, isOwn),
        "service" => KeysAsync(plain.Services, own.Services, me, isOwn),
        "order" => KeysAsync(plain.Orders, own.Orders, me, isOwn),
        _ => KeysAsync(plain.Reports, own.Reports, me, isOwn),
    };

    private static async Task<string[]> KeysAsync<T>(DbSet<T> plain, DbSet<T> own, Subject me, bool isOwn)
        where T : Thing => [.. (await (isOwn ? own.AsNoTracking() : plain.InScope(me).AsNoTracking()).Select(t => t.Id).ToListAsync()).Order(StringComparer.Ordinal)];
}
