using System.Data.Common;
using System.Text;
using Cks.Core;
using Cks.QueryBuilder;
using Cks.Rbac;
using Cks.Scope.Tests.Model;
using Cks.Tests;
using CsCheck;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace Cks.Scope.Tests.Reading;

/// <summary>Relations on random data: the resolver says what the naive model says, and a list has exactly the rows that a check permits.</summary>
public sealed class RelationTests
{
    private static readonly string[] Viewers = ["managers", "centers", "crew", "admins"];

    private static readonly Dictionary<string, string[]> Relations = new()
    {
        ["admin"] = ["own", "subordinate"],
        ["manager"] = ["own"],
        ["customer"] = ["assigned", "subordinate"],
        ["center"] = ["own", "subordinate"],
        ["crew"] = ["own", "assigned", "subordinate"],
        ["service"] = ["assigned", "subordinate"],
        ["orders"] = ["assigned", "subordinate"],
        ["report"] = ["subordinate"],
    };

    // A condition is asked of a row for each way in which one can stand in it.
    private static readonly string[] Conditions =
    [
        """{ "is": "RELATION" }""", """{ "not": { "is": "RELATION" } }""", """{ "any": [{ "is": "RELATION" }, { "status": "active" }] }""", """{ "status": ["active", "open"], "not": { "is": "RELATION" } }""",
    ];

    // Who sees everything sees itself as well.
    private static readonly string Model = ScopeText.Model.Replace("\"includeAll\": [", "\"includeAll\": [\"admin\", ");

    [Fact]
    public async Task S01_S15_relations_equal_the_naive_model_on_SQLite()
    {
        await using var source = SqliteFactory.Instance.CreateDataSource($"Data Source=relations-{Guid.NewGuid():N};Mode=Memory;Cache=Shared");
        await using var open = await source.OpenConnectionAsync(TestContext.Current.CancellationToken);
        await Graph.All.SampleAsync(graph => CompareAsync(graph, source, SqliteCompiler.Default, "text"), iter: 120, threads: 1);
    }

    [Fact]
    public async Task S01_S15_relations_equal_the_naive_model_on_PostgreSQL()
    {
        await using var database = new PostgresDatabase();
        var source = await database.SourceAsync();
        await Graph.All.SampleAsync(graph => CompareAsync(graph, source, PostgresCompiler.Default, "timestamptz"), iter: 12, threads: 1);
    }

    [Fact]
    public async Task A_list_has_the_rows_that_a_check_permits_on_SQLite()
    {
        await using var source = SqliteFactory.Instance.CreateDataSource($"Data Source=lists-{Guid.NewGuid():N};Mode=Memory;Cache=Shared");
        await using var open = await source.OpenConnectionAsync(TestContext.Current.CancellationToken);
        await Gen.Select(Graph.All, Gen.Int[0, 999]).SampleAsync((graph, seed) => CompareListsAsync(graph, seed, source, SqliteCompiler.Default, "text"), iter: 60, threads: 1);
    }

    [Fact]
    public async Task A_list_has_the_rows_that_a_check_permits_on_PostgreSQL()
    {
        await using var database = new PostgresDatabase();
        var source = await database.SourceAsync();
        await Gen.Select(Graph.All, Gen.Int[0, 999]).SampleAsync((graph, seed) => CompareListsAsync(graph, seed, source, PostgresCompiler.Default, "timestamptz"), iter: 8, threads: 1);
    }

    [Fact]
    public async Task S15_a_database_that_is_down_is_never_not_related()
    {
        await using var services = Services(SqliteFactory.Instance.CreateDataSource("Data Source=/nowhere/at/all.db"), SqliteCompiler.Default, PolicyOf(resource => resource == "manager" ? """{ "not": { "is": "own" } }""" : null));
        var me = new Subject("u", TenantId.Parse("main"), ["manager"]) { Code = "MGR-001" };

        await Assert.ThrowsAnyAsync<DbException>(async () =>
            await services.GetRequiredService<IPolicyDecisionPoint>().CheckAsync(me, CapabilityId.Of("manager:view"), new Item("MGR-002", null), TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task What_the_model_does_not_know_is_not_answered()
    {
        await using var source = SqliteFactory.Instance.CreateDataSource("Data Source=:memory:");
        await using var services = Services(source, SqliteCompiler.Default, ScopeText.Policy);
        var (resolver, queries, me) = (services.GetServices<IRelationResolver>().Single(), services.GetRequiredService<IScopeQueries>(), new Subject("u", TenantId.Parse("main"), ["manager"]) { Code = "MGR-001" });

        Assert.True(resolver.Answers("orders", "subordinate"));
        foreach (var (resource, relation) in new[] { ("orders", "own"), ("order", "subordinate"), ("report", "assigned"), ("customer", "own"), ("orders", "friend"), ("scope", "own") })
        {
            Assert.False(resolver.Answers(resource, relation), resource);
            Assert.Null(queries.Related(me, resource, relation));
            await Assert.ThrowsAsync<InvalidOperationException>(async () => await resolver.ResolveAsync(me, resource, relation, ["X"], TestContext.Current.CancellationToken));
        }

        // Nobody asks the database who has neither tenant, code nor a role with a strategy.
        foreach (var nobody in new[] { Subject.Nobody, new("u", TenantId.Parse("main"), ["manager"]), new("u", TenantId.Parse("main"), ["narrow"]) { Code = "MGR-001" } })
            Assert.Empty(await resolver.ResolveAsync(nobody, "orders", "subordinate", ["ORD-001"], TestContext.Current.CancellationToken));
    }

    private static async Task CompareAsync(Graph graph, DbDataSource source, SqlCompiler compiler, string timestamp)
    {
        await graph.WriteAsync(source, timestamp);
        await using var services = Services(source, compiler, ScopeText.Policy);
        var resolver = services.GetServices<IRelationResolver>().Single();
        foreach (var me in graph.Nodes.Where(n => Viewers.Contains(n.Table)))
            foreach (var (resource, relations) in Relations)
                foreach (var relation in relations)
                {
                    // Half a surrogate pair is a name of nothing.
                    string[] ids = [.. RowsOf(graph, resource).Select(r => r.Id), "nobody", "\ud800"];
                    var found = await resolver.ResolveAsync(SubjectOf(me), resource, relation, ids, TestContext.Current.CancellationToken);
                    Assert.Equal(RowsOf(graph, resource).Where(r => r.Tenant == me.Tenant && r.Test == me.Test && Stands(graph, me, relation, resource, r.Row)).Select(r => r.Id).Order(StringComparer.Ordinal), found.Order(StringComparer.Ordinal));
                }
    }

    private static async Task CompareListsAsync(Graph graph, int seed, DbDataSource source, SqlCompiler compiler, string timestamp)
    {
        await graph.WriteAsync(source, timestamp);
        var random = new Random(seed);
        await using var all = Services(source, compiler, PolicyOf(_ => null));
        await using var some = Services(source, compiler, PolicyOf(resource => Conditions[random.Next(Conditions.Length)].Replace("RELATION", Relations[resource][random.Next(Relations[resource].Length)], StringComparison.Ordinal)));
        var (rows, checker) = (graph.InMemory(), some.GetRequiredService<IScopeChecker>());
        var (reader, decisions) = (some.GetRequiredService<QueryReader>(), some.GetRequiredService<IPolicyDecisionPoint>());
        var entities = all.GetRequiredService<SnapshotStore<ScopeModel>>().Current.Value.Entities.Where(e => Relations.ContainsKey(e.View.Resource)).ToArray();
        foreach (var me in graph.Nodes.Where(n => Viewers.Contains(n.Table)).Select(SubjectOf))
            foreach (var entity in entities)
            {
                Assert.True(entity.TryField(entity.Name == "report" ? "code" : "status", out var status));
                var seen = await all.GetRequiredService<ScopedReader>().ReadListAsync(me, all.GetRequiredService<IScopeQueries>().Unmasked(me, Query.From(entity.Table).Select(entity.Key, status), "a test"), r => new Item(r.GetString(0), r.IsDBNull(1) ? null : r.GetString(1)), TestContext.Current.CancellationToken);
                var checks = await decisions.CheckAllAsync(me, entity.View, seen, TestContext.Current.CancellationToken);
                Assert.Equal(seen.Where((_, i) => checks[i].IsPermitted).Select(s => s.Id).Order(StringComparer.Ordinal), await ListedAsync(some, reader, me, entity.Name));
                Assert.Equal(seen.Where((_, i) => checks[i].IsPermitted).Select(s => s.Id).Order(StringComparer.Ordinal), RowsOf(graph, entity.View.Resource).Select(r => r.Id).Distinct().Where(id => checker.CanSee(me, entity.Name, id, rows)).Order(StringComparer.Ordinal));
            }
    }

    private static async Task<IEnumerable<string>> ListedAsync(ServiceProvider services, QueryReader reader, Subject me, string entity)
    {
        services.GetRequiredService<SnapshotStore<ScopeModel>>().Current.Value.TryGetEntity(entity, out var of);
        return (await services.GetRequiredService<ScopedReader>().ReadListAsync(me, services.GetRequiredService<IScopeQueries>().Unmasked(me, Query.From(of!.Table).Select(of.Key), "a test"), r => r.GetString(0), TestContext.Current.CancellationToken)).Order(StringComparer.Ordinal);
    }

    /// <summary>What the words mean, written from the documentation.</summary>
    private static bool Stands(Graph graph, Node me, string relation, string resource, object row)
    {
        var isLive = graph.Viewer(me.Table, me.Id, me.Tenant, me.Test) is not null;
        var (node, order) = (row as Node, row as Order);
        return relation switch
        {
            "own" => node!.Table == me.Table && node.Id == me.Id,
            "assigned" => isLive && (me.Table, resource) switch
            {
                ("managers", "customer") or ("centers", "crew") or ("centers", "service") => node!.Parent == me.Id,
                ("crew", "service") => IsStaffed(graph, me, node!),
                ("managers", "orders") => order!.Creator == me.Id,
                ("centers", "orders") => order!.Creator == me.Id || Takes(graph, me, order) || order.Center == me.Id,
                ("crew", "orders") => order!.Creator == me.Id || Takes(graph, me, order),
                _ => false,
            },
            _ => isLive && (me.Table, resource) switch
            {
                ("admins", "admin") => node!.Id != me.Id,
                ("admins", "customer" or "center" or "orders") => true,
                ("managers", "customer" or "center" or "crew" or "service") or ("centers", "crew" or "service") => graph.IsUnder(node!, me),
                ("crew", "service") => IsStaffed(graph, me, node!),
                ("managers", "orders") => order!.Creator == me.Id || graph.Of("customers").Any(c => c.Id == order.Customer && graph.IsUnder(c, me)) || graph.Of("centers").Any(c => c.Id == order.Center && graph.IsUnder(c, me)),
                ("centers", "orders") => order!.Creator == me.Id || Takes(graph, me, order) || order.Center == me.Id,
                ("crew", "orders") => order!.Creator == me.Id || Takes(graph, me, order),
                ("centers", "report") => row is Report { Manager: { } manager } && manager == me.Link,
                _ => false,
            },
        };
    }

    private static bool IsStaffed(Graph graph, Node crew, Node service) => graph.Of("staffing").Any(l => l.Tenant == crew.Tenant && l.Test == crew.Test && l.Parent == crew.Id && l.Link == service.Id);

    private static bool Takes(Graph graph, Node me, Order order) => graph.Participants.Any(p => p.Tenant == me.Tenant && p.Test == me.Test && p.Who == me.Id && p.Order == order.Id);

    private static (string Id, string Tenant, bool Test, object Row)[] RowsOf(Graph graph, string resource) => resource switch
    {
        "orders" => [.. graph.Orders.Select(o => (o.Id, o.Tenant, o.Test, (object)o))],
        "report" => [.. graph.Reports.Select(r => (r.Id, r.Tenant, r.Test, (object)r))],
        _ => [.. graph.Of(resource == "crew" ? "crew" : resource + "s").Select(n => (n.Id, n.Tenant, n.Test, (object)n))],
    };

    private static Subject SubjectOf(Node node) => new("u", TenantId.Parse(node.Tenant), [node.Table == "crew" ? "crew" : node.Table[..^1]]) { Code = node.Id, IsTest = node.Test };

    /// <summary>Every role sees every field of every entity, under a condition on each.</summary>
    private static string PolicyOf(Func<string, string?> conditionOf)
    {
        string Fields(string resource) => resource switch
        {
            "orders" => "\"code\", \"status\", \"kind\", \"maker\", \"created\", \"due\", \"onHand\", \"minimum\"",
            "report" => "\"code\", \"manager\"",
            "customer" => "\"code\", \"status\", \"parent\"",
            _ => "\"code\", \"status\"",
        };
        var resources = Relations.Select(r => $"\"{r.Key}\": {{ \"actions\": [\"view\"], \"fields\": [{Fields(r.Key)}], \"attributes\": [{(r.Key == "report" ? "" : "\"status\"")}], \"relations\": [\"{string.Join("\", \"", r.Value)}\"] }}");
        var rules = Relations.Keys.Select(r =>
        {
            var when = conditionOf(r);
            if (r == "report")
                when = when is null ? null : """{ "is": "subordinate" }""";
            return $"{{ \"actions\": [\"{r}:view\"], \"fields\": {{ \"read\": [{Fields(r)}] }}{(when is null ? "" : $", \"when\": {when}")} }}";
        });
        return $$"""
            {
              "version": 1,
              "resources": { {{string.Join(", ", resources)}} },
              "roles": {
                "all": { "permit": [{{string.Join(", ", rules)}}] },
                "admin": { "inherits": ["all"] }, "manager": { "inherits": ["all"] }, "center": { "inherits": ["all"] }, "crew": { "inherits": ["all"] }
              }
            }
            """;
    }

    private static ServiceProvider Services(DbDataSource source, SqlCompiler compiler, string policy)
    {
        var services = new ServiceCollection();
        var rbac = services.AddCksRbac().AddPolicy("test.rbac.json", Encoding.UTF8.GetBytes(policy));
        foreach (var resource in Relations.Keys)
            rbac.MapResource<Item>(resource, m => m.Attribute("status", i => i.Status).Id(i => i.Id));
        services.AddCksScope().AddModel("test.scope.json", Encoding.UTF8.GetBytes(Model));
        services.AddSingleton(source);
        services.AddSingleton(compiler);
        services.AddSingleton<TimeProvider>(new FakeTimeProvider(Graph.Now));
        return services.BuildServiceProvider();
    }

    private sealed record Item(string Id, string? Status);
}
