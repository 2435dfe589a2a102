using System.Data.Common;
using Cks.QueryBuilder;
using Cks.Rbac;
using Cks.Scope.Tests.Model;
using Cks.Tests;
using Microsoft.Data.Sqlite;
using static Cks.Scope.Tests.Reading.NaiveScope;

namespace Cks.Scope.Tests.Reading;

/// <summary>3,000 random graphs, some viewers of every role in each: scope, lists, keys and single rows against the naive model.</summary>
public sealed class RandomGraphTests(ITestOutputHelper output)
{
    [Fact]
    public async Task Three_thousand_graphs_equal_the_naive_model_on_SQLite()
    {
        await using var source = SqliteFactory.Instance.CreateDataSource($"Data Source=graphs-{Guid.NewGuid():N};Mode=Memory;Cache=Shared");
        await using var open = await source.OpenConnectionAsync(TestContext.Current.CancellationToken);
        await CompareAsync(source, SqliteCompiler.Default, "text");
    }

    [Fact]
    public async Task Three_thousand_graphs_equal_the_naive_model_on_PostgreSQL()
    {
        await using var database = new PostgresDatabase();
        await CompareAsync(await database.SourceAsync(), PostgresCompiler.Default, "timestamptz");
    }

    [Fact]
    public void Three_thousand_graphs_equal_the_naive_model_in_memory()
    {
        var (mix, random, seenOf) = (new GraphMix(), new Random(1), new Dictionary<string, (int Seen, int Not)>());
        var checker = new TestScopes(SqliteFactory.Instance.CreateDataSource("Data Source=:memory:"), SqliteCompiler.Default).Checker;
        foreach (var (whole, graphs) in RandomGraphs.Of(RandomGraphs.All, mix))
        {
            var rows = whole.InMemory();
            foreach (var (graph, viewers) in graphs)
                foreach (var node in viewers)
                {
                    var (me, viewer) = (SubjectOf(node), graph.Viewer(node.Table, node.Id, node.Tenant, node.Test));
                    var seen = viewer is null ? Entities.ToDictionary(e => e, _ => Array.Empty<string>()) : Seen(graph, viewer);
                    foreach (var entity in Entities)
                    {
                        mix.Saw(me.Roles[0], entity, seen[entity].Length);
                        foreach (var code in Some(seen[entity]).Concat(Some(CodesOf(graph, entity))).Append("nobody"))
                        {
                            var isSeen = Found(entity, seen[entity], code) is not null;
                            var (yes, no) = seenOf.GetValueOrDefault(entity);
                            seenOf[entity] = isSeen ? (yes + 1, no) : (yes, no + 1);
                            Assert.Equal((node, code, isSeen), (node, code, checker.CanSee(me, entity, code, rows)));
                        }
                    }
                }
        }

        mix.Check(output);
        output.WriteLine(string.Join(", ", seenOf.Select(s => $"{s.Key} {s.Value.Seen} seen, {s.Value.Not} not")));
        Assert.All(seenOf, s => Assert.True(s.Value is { Seen: > 500, Not: > 10_000 }, $"{s.Key} {s.Value}"));

        // Few are all, of many some are drawn.
        IEnumerable<string> Some(string[] codes) => codes.Length <= 8 ? codes : Enumerable.Range(0, 8).Select(_ => codes[random.Next(codes.Length)]);
    }

    private async Task CompareAsync(DbDataSource source, SqlCompiler compiler, string moment)
    {
        var (mix, random) = (new GraphMix(), new Random(1));
        foreach (var (whole, graphs) in RandomGraphs.Of(RandomGraphs.All, mix))
        {
            await whole.WriteAsync(source, moment);
            var scopes = new TestScopes(source, compiler);
            foreach (var (graph, viewers) in graphs)
                foreach (var node in viewers)
                    await CompareAsync(graph, node, scopes, mix, random);
        }

        mix.Check(output);
    }

    private static async Task CompareAsync(Graph graph, Node node, TestScopes scopes, GraphMix mix, Random random)
    {
        var (me, viewer) = (SubjectOf(node), graph.Viewer(node.Table, node.Id, node.Tenant, node.Test));
        var seen = viewer is null ? Entities.ToDictionary(e => e, _ => Array.Empty<string>()) : Seen(graph, viewer);
        foreach (var (of, keys) in seen)
            mix.Saw(me.Roles[0], of, keys.Length);

        var scope = await scopes.Service.GetScopeAsync(me);
        Assert.Equal(viewer is null || viewer.Table == "admins", scope is null);
        foreach (var (set, keys) in scope is null ? [] : Expected(graph, viewer!))
        {
            Assert.Equal(keys.Take(ScopeSet.PageSize), scope!.Relationships[set].Items.Select(r => (string)r["code"]!));
            Assert.Equal(Math.Min(keys.Length, ScopeSet.CountLimit), scope!.Relationships[set].Count);
        }

        foreach (var (set, keys) in viewer is null ? [] : Lists(graph, viewer))
            Assert.Equal(keys, (await scopes.PagesAsync(me, set, new ScopeListRequest { Count = random.Next(3) == 0 ? ScopeCount.Exact : ScopeCount.None })).SelectMany(p => p.Items).Select(r => (string)r["code"]!));

        var entity = Entities[random.Next(Entities.Length)];
        Assert.Equal(seen[entity], await scopes.KeysAsync(me, entity));
        await LookAsync(scopes.Service, me, entity, seen[entity], Draw(seen[entity]));
        await LookAsync(scopes.Service, me, entity, seen[entity], Draw(CodesOf(graph, entity)));

        string? Draw(IReadOnlyList<string> codes) => codes.Count == 0 ? null : codes[random.Next(codes.Count)];
    }

    // A key is found as it is; one that is not seen, in the one form of the entity's codes.
    private static string? Found(string entity, string[] seen, string code)
    {
        Assert.True(ScopeText.ModelStore.Current.Value.TryGetEntity(entity, out var of));
        string? normal = null;
        of.Code?.TryNormalize(code, out normal);
        return seen.Contains(code) ? code : normal is not null && seen.Contains(normal) ? normal : null;
    }

    private static async Task LookAsync(IScopeService service, Subject me, string entity, string[] seen, string? code)
    {
        if (code is null)
            return;
        var found = Found(entity, seen, code);
        Assert.Equal((code, found is not null), (code, await service.CanSeeAsync(me, entity, code)));
        Assert.Equal(found, (await service.FindAsync(me, entity, code))?["code"]);
    }
}
