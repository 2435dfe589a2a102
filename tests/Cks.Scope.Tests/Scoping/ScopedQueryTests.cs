using System.Data.Common;
using System.Globalization;
using Cks.QueryBuilder;
using Cks.Rbac;
using Cks.Scope.Tests.Model;
using Cks.Scope.Tests.Reading;
using Cks.Tests;
using CsCheck;

namespace Cks.Scope.Tests.Scoping;

/// <summary>
/// Random queries of random data: scoped and read over all of it they answer what they answer bare, over nothing but the rows that the naive model shows the viewer.
/// </summary>
public sealed class ScopedQueryTests
{
    // Few of each viewer, and many graphs.
    private const int Queries = 2;
    private static readonly string[] Readable = ["manager", "customer", "center", "crew", "service", "order", "report"];

    private static readonly string[] Constructs =
    [
        "query as a table", "common table", "union", "recursive table", "alias", "join", "join by a condition", "left join", "left join by a condition", "cross join", "alternatives", "not", "in", "in several", "not in",
        "exists", "not exists", "groups", "distinct", "limit", "count", "hidden",
    ];

    // Declared by the application with what it needs, so that keys are asked for instead of the strategy's own conditions.
    private static readonly SqlSchema Own = SqlSchema.Create(s =>
    {
        foreach (var entity in ScopeText.ModelStore.Current.Value.Entities)
            s.Table(entity.Table.Name, t =>
            {
                t.Column<string>("tenant").Column<bool>("test");
                foreach (var column in entity.Table.Columns.Where(c => c is Column<string> && c.Name != "tenant").Take(3))
                    t.Column<string>(column.Name);
            });
    });

    [Fact]
    public async Task S05_random_queries_answer_by_the_visible_rows_only_on_SQLite()
    {
        await using var all = NaiveModelTests.Memory();
        await using var seen = NaiveModelTests.Memory();
        await using var open = await all.OpenConnectionAsync(TestContext.Current.CancellationToken);
        await using var held = await seen.OpenConnectionAsync(TestContext.Current.CancellationToken);
        await SampleAsync(new(all, seen, SqliteCompiler.Default, "text"), RandomGraphs.All);
    }

    [Fact]
    public async Task S05_random_queries_answer_by_the_visible_rows_only_on_PostgreSQL()
    {
        await using var all = new PostgresDatabase();
        await using var seen = new PostgresDatabase();
        await SampleAsync(new(await all.SourceAsync(), await seen.SourceAsync(), PostgresCompiler.Default, "timestamptz"), graphs: 250);
    }

    private static async Task SampleAsync(Databases on, int graphs)
    {
        var mix = new SortedDictionary<string, int>(StringComparer.Ordinal);
        await Gen.Select(Graph.All, Gen.Int).SampleAsync((graph, seed) => CompareAsync(Denser(graph, new(seed)), new(seed), on, mix), iter: graphs, threads: 1);
        var asked = mix["asked"];
        TestContext.Current.TestOutputHelper!.WriteLine(string.Join('\n', mix.Select(m => $"{m.Key}: {m.Value} ({100.0 * m.Value / asked:0.0} %)")));
        Assert.DoesNotContain(Constructs, c => mix.GetValueOrDefault(c) < asked / 200);
        // About half of what is measured: few graphs differ much from each other.
        Assert.InRange(mix["answered otherwise than bare"], asked / 8, asked);
        Assert.InRange(mix["too large"], 0, asked / 10);
        Assert.InRange(mix["answered with rows"], asked / 12, asked);
    }

    // Most of one tenant and class, so that somebody sees something.
    private static Graph Denser(Graph graph, Random random)
    {
        bool Stays() => random.Next(4) == 0;
        return new(
            [.. graph.Nodes.Select(n => Stays() ? n : n with { Tenant = "main", Test = false, Archived = false }).DistinctBy(n => n.Table == "staffing" ? (n.Table, n.Parent + n.Link, n.Tenant) : (n.Table, n.Id, n.Tenant))],
            [.. graph.Orders.Select(o => Stays() ? o : o with { Tenant = "main", Test = false, Archived = false }).DistinctBy(o => (o.Id, o.Tenant))],
            [.. graph.Participants.Select(p => p with { Tenant = "main", Test = false }).Distinct()],
            [.. graph.Reports.Select(r => Stays() ? r : r with { Tenant = "main", Test = false, Archived = false }).DistinctBy(r => (r.Id, r.Tenant))]);
    }

    private static async Task CompareAsync(Graph graph, Random random, Databases on, SortedDictionary<string, int> mix)
    {
        await graph.WriteAsync(on.All, on.Timestamp);
        var scopes = new TestScopes(on.All, on.Compiler);
        var bare = new QueryReader(on.Seen, on.Compiler);
        foreach (var node in graph.Nodes.Where(n => NaiveScope.Viewers.Contains(n.Table)).OrderBy(_ => random.Next()).OrderByDescending(n => VisibleOf(graph, n).Nodes.Count).Take(3).Append(graph.Nodes[0]).Where(n => NaiveScope.Viewers.Contains(n.Table)))
        {
            var me = NaiveScope.SubjectOf(node);
            var visible = VisibleOf(graph, node);
            await visible.WriteAsync(on.Seen, on.Timestamp);
            for (var i = 0; i < Queries; i++)
            {
                var made = new RandomQuery(random, TablesOf(scopes, me, visible, random.Next(2) == 0));
                var query = made.Whole();
                Count("asked", made.Uses);
                if (made.IsHidden)
                {
                    var refused = Record.Exception(() => scopes.Queries.Scope(me, query));
                    Assert.True(refused is QueryRefusedException { Reason: QueryRefusal.HiddenColumn }, $"{me.Code}: {refused?.Message}\n{on.Compiler.Compile(query).Sql}");
                    Count("hidden", []);
                    continue;
                }

                if (Scoped(scopes, me, query) is not { } scoped)
                {
                    Count("too large", []);
                    continue;
                }

                var found = Answer(query, await scopes.Scoped.ReadListAsync(me, scoped, Row));
                var expected = Answer(query, await bare.ReadListAsync(query, Row));
                Assert.True(expected.SequenceEqual(found), $"{me.Code} of {me.Tenant}\n{on.Compiler.Compile(query).Sql}\n{on.Compiler.Compile(scoped.Value).Sql}\nexpected\n{string.Join('\n', expected)}\nfound\n{string.Join('\n', found)}");
                Count("answered with rows", [], found.Length > 0 && found[0] != "0");
                Count("answered otherwise than bare", [], !Answer(query, await scopes.Reader.ReadListAsync(query, Row)).SequenceEqual(found));
            }
        }

        void Count(string what, IEnumerable<string> more, bool isSo = true)
        {
            foreach (var use in isSo ? more.Prepend(what) : [])
                mix[use] = mix.GetValueOrDefault(use) + 1;
        }
    }

    // Every reading of a table costs some of the parts that a query may have.
    private static Scoped<Query>? Scoped(TestScopes scopes, Subject me, Query query)
    {
        try
        {
            return scopes.Queries.Scope(me, query);
        }
        catch (QueryRefusedException refused) when (refused.Reason == QueryRefusal.TooComplex)
        {
            return null;
        }
    }

    // Rows have no order but that of the columns by which they are limited. A count that is known to be none is not sent.
    private static string[] Answer(Query query, List<string> rows) => query.IsCount && rows.Count == 0 ? ["0"] : [.. rows.Order(StringComparer.Ordinal)];

    private static string Row(DbDataReader row) => string.Join(" | ", Enumerable.Range(0, row.FieldCount).Select(i => row.IsDBNull(i) ? "NULL" : Convert.ToString(row.GetValue(i), CultureInfo.InvariantCulture)));

    /// <summary>The columns of text that the subject may read, and those that it may not. Where it sees rows, the table is read more often.</summary>
    private static RandomTable[] TablesOf(TestScopes scopes, Subject me, Graph visible, bool own) =>
    [
        .. from entity in ScopeText.ModelStore.Current.Value.Entities
           where Readable.Contains(entity.Name)
           let table = own ? Own.Table(entity.Table.Name) : entity.Table
           let mask = scopes.Decisions.Fields(me, entity.View)
           let columns = table.Columns.OfType<Column<string>>().Where(c => c.Name != "tenant").ToLookup(c => entity.Fields.Any(f => f.Column.Name == c.Name && mask.Allows(f.Name)))
           from often in Enumerable.Range(0, table.Name switch { "orders" => visible.Orders.Count, "reports" => visible.Reports.Count, var name => visible.Of(name).Count() } > 0 ? 5 : 1)
           select new RandomTable(table, [.. columns[true]], [.. columns[false]]),
    ];

    private static Graph VisibleOf(Graph graph, Node node)
    {
        var seen = graph.Viewer(node.Table, node.Id, node.Tenant, node.Test) is { } viewer ? NaiveScope.Seen(graph, viewer) : [];
        bool IsSeen(string entity, string id, string tenant, bool test) => tenant == node.Tenant && test == node.Test && seen.TryGetValue(entity, out var keys) && keys.Contains(id);
        return new(
            [.. graph.Nodes.Where(n => IsSeen(NaiveScope.RoleOf(n), n.Id, n.Tenant, n.Test))], [.. graph.Orders.Where(o => IsSeen("order", o.Id, o.Tenant, o.Test))],
            reports: [.. graph.Reports.Where(r => IsSeen("report", r.Id, r.Tenant, r.Test))]);
    }

    private sealed record Databases(DbDataSource All, DbDataSource Seen, SqlCompiler Compiler, string Timestamp);
}
