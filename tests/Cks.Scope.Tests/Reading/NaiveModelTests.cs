using System.Data.Common;
using System.Text.Json;
using Cks.Core;
using Cks.QueryBuilder;
using Cks.Rbac;
using Cks.Scope.Tests.Model;
using Cks.Tests;
using CsCheck;
using Microsoft.Data.Sqlite;

namespace Cks.Scope.Tests.Reading;

/// <summary>Every viewer of random data, read by the service and by the naive model.</summary>
public sealed class NaiveModelTests
{
    private static ScopeService Service(DbDataSource source, SqlCompiler compiler) =>
        new(ScopeText.ModelStore, ScopeText.Decisions, ScopeText.Decisions, new QueryReader(source, compiler));

    [Fact]
    public async Task Scope_equals_the_naive_model_on_SQLite()
    {
        await using var source = SqliteFactory.Instance.CreateDataSource($"Data Source=scope-{Guid.NewGuid():N};Mode=Memory;Cache=Shared");
        await using var open = await source.OpenConnectionAsync(TestContext.Current.CancellationToken);
        await Graph.All.SampleAsync(graph => CompareAsync(graph, source, SqliteCompiler.Default, "text"), iter: 250, threads: 1);
    }

    [Fact]
    public async Task Scope_equals_the_naive_model_on_PostgreSQL()
    {
        await using var database = new PostgresDatabase();
        var source = await database.SourceAsync();
        await Graph.All.SampleAsync(graph => CompareAsync(graph, source, PostgresCompiler.Default, "timestamptz"), iter: 30, threads: 1);
    }

    [Fact]
    public async Task S01_rows_of_another_tenant_or_test_class_never_change_an_answer()
    {
        await using var source = SqliteFactory.Instance.CreateDataSource($"Data Source=scope-{Guid.NewGuid():N};Mode=Memory;Cache=Shared");
        await using var open = await source.OpenConnectionAsync(TestContext.Current.CancellationToken);
        var service = Service(source, SqliteCompiler.Default);
        await Gen.Select(Graph.All, Graph.All).SampleAsync(async (mine, other) =>
        {
            var own = mine.Nodes.Where(n => n is { Tenant: "main", Test: false }).ToArray();
            var viewers = own.Where(n => n.Table is "managers" or "centers" or "crew").Select(n => SubjectOf(n)).ToArray();
            await new Graph(own).WriteAsync(source, "text");
            var alone = await Task.WhenAll(viewers.Select(v => AnswerAsync(service, v)));
            await new Graph([.. own, .. other.Nodes.Where(n => n.Tenant != "main" || n.Test)]).WriteAsync(source, "text");
            Assert.Equal(alone, await Task.WhenAll(viewers.Select(v => AnswerAsync(service, v))));
        }, iter: 100, threads: 1);
    }

    private static async Task<string> AnswerAsync(ScopeService service, Subject subject) => JsonSerializer.Serialize(await service.GetScopeAsync(subject));

    private static Subject SubjectOf(Node node) =>
        new("u", TenantId.Parse(node.Tenant), [node.Table == "crew" ? "crew" : node.Table[..^1]]) { Code = node.Id, IsTest = node.Test };

    private static async Task CompareAsync(Graph graph, DbDataSource source, SqlCompiler compiler, string timestamp)
    {
        await graph.WriteAsync(source, timestamp);
        var service = Service(source, compiler);
        foreach (var node in graph.Nodes.Where(n => n.Table is "managers" or "centers" or "crew"))
        {
            var scope = await service.GetScopeAsync(SubjectOf(node));
            if (graph.Viewer(node.Table, node.Id, node.Tenant, node.Test) is not { } viewer)
            {
                Assert.Null(scope);
                continue;
            }

            Assert.NotNull(scope);
            foreach (var (name, rows) in Expected(graph, viewer))
            {
                Assert.Equal(rows.Select(r => r.Id).Order(StringComparer.Ordinal), scope.Relationships[name].Items.Select(r => (string)r["code"]!));
                Assert.Equal(rows.Count(), scope.Relationships[name].Count);
            }

            Assert.Equal(Expected(graph, viewer).Keys.Order(), scope.Relationships.Keys.Order());
            Assert.Equal(Summary(graph, viewer), scope.Summary);
            if (viewer.Table != "managers")
                Assert.Equal(graph.Above(viewer)?.Id, scope.Upward.Values.Single()?["code"]);
        }
    }

    private static Dictionary<string, IEnumerable<Node>> Expected(Graph graph, Node viewer) => viewer.Table switch
    {
        "managers" => new[] { "customers", "centers", "crew", "services" }.ToDictionary(t => t, t => graph.Below(viewer, t)),
        "centers" => new[] { "crew", "services" }.ToDictionary(t => t, t => graph.Below(viewer, t)),
        _ => new() { ["services"] = graph.Staffed(viewer) },
    };

    private static Dictionary<string, object?> Summary(Graph graph, Node viewer)
    {
        static long Active(IEnumerable<Node> services) => services.Count(s => s.Status == "active");
        var status = viewer.Status?.Trim().ToLowerInvariant() switch { "" => null, "assigned" => "active", var other => other };
        return viewer.Table switch
        {
            "managers" => new()
            {
                ["accountStatus"] = status,
                ["crewCount"] = (long)graph.Below(viewer, "crew").Count(),
                ["serviceCount"] = Active(graph.Below(viewer, "services", liveTable: "centers")),
            },
            "centers" => new() { ["crewCount"] = (long)graph.Below(viewer, "crew").Count(), ["activeServices"] = Active(graph.Below(viewer, "services")) },
            _ => new() { ["accountStatus"] = status, ["activeServices"] = Active(graph.Staffed(viewer)) },
        };
    }
}
