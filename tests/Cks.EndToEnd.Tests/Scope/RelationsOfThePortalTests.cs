using System.Text;
using System.Text.Json;
using Cks.Core;
using Cks.QueryBuilder;
using Cks.Rbac;
using Cks.Samples.Portal.Database;
using Cks.Scope;
using Cks.Tests.Database;
using Cks.Tests.Portal;
using Microsoft.Extensions.DependencyInjection;

namespace Cks.Tests.Scope;

/// <summary>Relations on the portal's own model and data: a list has exactly the rows that a check permits, and the tree's are told apart by plain SQL.</summary>
public sealed class RelationsOfThePortalTests(SeededDatabases databases)
{
    private static readonly string[] Relations = ["own", "assigned", "subordinate"];
    private static readonly string[] Viewers = ["MGR-001", "CON-001", "CUS-001", "CEN-001", "CRW-001", "WHS-001", "ADM-001"];

    [Theory]
    [InlineData(PortalEngine.Sqlite)]
    [InlineData(PortalEngine.Postgres)]
    public async Task A_list_has_the_rows_that_a_check_permits(PortalEngine engine)
    {
        var database = await databases.GetAsync(engine);
        await using var plain = Services(database, engine, (_, _) => null);
        var (model, resolver) = (plain.GetRequiredService<SnapshotStore<ScopeModel>>().Current.Value, plain.GetServices<IRelationResolver>().Single());
        var (compared, partly) = (0, 0);
        foreach (var relation in Relations)
            foreach (var isNot in new[] { false, true })
            {
                await using var related = Services(database, engine, (resource, answers) => answers.Contains(relation) ? isNot ? $$"""{ "not": { "is": "{{relation}}" } }""" : $$"""{ "is": "{{relation}}" }""" : null);
                var decisions = related.GetRequiredService<IPolicyDecisionPoint>();
                foreach (var me in Viewers.Select(code => SubjectOf(model, code)))
                    foreach (var entity in model.Entities.Where(e => resolver.Answers(e.View.Resource, relation)))
                    {
                        Item[] seen = [.. (await KeysAsync(plain, me, entity.Name)).Select(k => new Item(k))];
                        var checks = await decisions.CheckAllAsync(me, entity.View, seen, TestContext.Current.CancellationToken);
                        var permitted = seen.Where((_, i) => checks[i].IsPermitted).Select(s => s.Code).ToArray();
                        Assert.Equal(permitted, await KeysAsync(related, me, entity.Name));
                        compared++;
                        partly += permitted.Length > 0 && permitted.Length < seen.Length ? 1 : 0;
                    }
            }

        Assert.True(compared > 100 && partly > 5, $"{partly} of {compared} lists were cut in two.");
    }

    [Theory]
    [InlineData(PortalEngine.Sqlite)]
    [InlineData(PortalEngine.Postgres)]
    public async Task Below_a_contractor_is_its_tree_and_directly_below_its_customers(PortalEngine engine)
    {
        var database = await databases.GetAsync(engine);
        await using var services = Services(database, engine, (_, _) => null);
        var (model, resolver) = (services.GetRequiredService<SnapshotStore<ScopeModel>>().Current.Value, services.GetServices<IRelationResolver>().Single());
        var me = SubjectOf(model, "CON-001");

        async Task<string[]> RelatedAsync(string resource, string relation, string all) =>
            [.. (await resolver.ResolveAsync(me, resource, relation, await database.LinesAsync(all), TestContext.Current.CancellationToken)).Order(StringComparer.Ordinal)];

        const string Mine = "c.tenant_id = 'main' AND c.is_test = false AND c.contractor_id = 'CON-001'";
        var customers = (await database.LinesAsync($"SELECT c.customer_id FROM customers c WHERE {Mine}")).Order(StringComparer.Ordinal).ToArray();
        Assert.NotEmpty(customers);
        Assert.Equal(customers, await RelatedAsync("customer", "assigned", "SELECT DISTINCT customer_id FROM customers"));
        Assert.Equal(customers, await RelatedAsync("customer", "subordinate", "SELECT DISTINCT customer_id FROM customers"));
        Assert.Equal(
            (await database.LinesAsync($"SELECT e.center_id FROM centers e JOIN customers c ON c.tenant_id = e.tenant_id AND c.customer_id = e.customer_id AND c.is_test = e.is_test WHERE {Mine}")).Order(StringComparer.Ordinal),
            await RelatedAsync("center", "subordinate", "SELECT DISTINCT center_id FROM centers"));
        Assert.Equal(["CON-001"], await RelatedAsync("contractor", "own", "SELECT DISTINCT contractor_id FROM contractors"));
        Assert.False(resolver.Answers("manager", "subordinate") && (await RelatedAsync("manager", "subordinate", "SELECT DISTINCT manager_id FROM managers")).Length > 0);
    }

    private static async Task<string[]> KeysAsync(ServiceProvider services, Subject me, string entity)
    {
        services.GetRequiredService<SnapshotStore<ScopeModel>>().Current.Value.TryGetEntity(entity, out var of);
        var rows = services.GetRequiredService<IScopeQueries>().Unmasked(me, Query.From(of!.Table).Select(of.Key), "a test");
        return [.. (await services.GetRequiredService<ScopedReader>().ReadListAsync(me, rows, r => r.GetString(0), TestContext.Current.CancellationToken)).Order(StringComparer.Ordinal)];
    }

    private static Subject SubjectOf(ScopeModel model, string code) => new("u", TenantId.Parse("main"), [model.EntityOfCode(code)!.Name]) { Code = code };

    private static ServiceProvider Services(TestDatabase database, PortalEngine engine, Func<string, string[], string?> conditionOf)
    {
        var model = File.ReadAllBytes(Path.Combine(RunningPortal.ContentRoot, "scopes", "portal.scope.json"));
        var (policy, resources) = PolicyOf(model, conditionOf);
        var services = new ServiceCollection();
        var rbac = services.AddCksRbac().AddPolicy("relations.rbac.json", Encoding.UTF8.GetBytes(policy));
        foreach (var resource in resources)
            rbac.MapResource<Item>(resource, m => m.Id(i => i.Code));
        services.AddCksScope().AddModel("portal.scope.json", model);
        services.AddSingleton(database.Source);
        services.AddSingleton<SqlCompiler>(engine == PortalEngine.Postgres ? PostgresCompiler.Default : SqliteCompiler.Default);
        services.AddSingleton(SeededDatabases.Time);
        return services.BuildServiceProvider();
    }

    /// <summary>Every role sees every field of everything, under a condition on each entity.</summary>
    private static (string Policy, string[] Resources) PolicyOf(byte[] model, Func<string, string[], string?> conditionOf)
    {
        using var json = JsonDocument.Parse(model, new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true });
        var bare = new ServiceCollection();
        bare.AddCksScope().AddModel("portal.scope.json", model);
        using var services = bare.BuildServiceProvider();
        var resolver = services.GetServices<IRelationResolver>().Single();
        var (resources, rules) = (new Dictionary<string, string>(), new List<string>());
        foreach (var entity in json.RootElement.GetProperty("entities").EnumerateObject())
        {
            var resource = (entity.Value.TryGetProperty("view", out var view) ? view.GetString()! : entity.Name + ":view").Split(':')[0];
            var fields = entity.Value.TryGetProperty("fields", out var of) ? string.Join(", ", of.EnumerateObject().Select(f => $"\"{f.Name}\"")) : "";
            var answers = Relations.Where(r => resolver.Answers(resource, r)).ToArray();
            resources[resource] = $$"""{ "actions": ["view"], "fields": [{{fields}}], "relations": [{{string.Join(", ", answers.Select(a => $"\"{a}\""))}}] }""";
            rules.Add($$"""{ "actions": ["{{resource}}:view"], "fields": { "read": [{{fields}}] }{{(conditionOf(resource, answers) is { } when ? $", \"when\": {when}" : "")}} }""");
        }

        var roles = json.RootElement.GetProperty("roles").EnumerateObject().Select(r => $$""", "{{r.Name}}": { "inherits": ["all"] }""");
        return ($$"""{ "version": 1, "resources": { {{string.Join(", ", resources.Select(r => $"\"{r.Key}\": {r.Value}"))}} }, "roles": { "all": { "permit": [{{string.Join(", ", rules)}}] }{{string.Concat(roles)}} } }""", [.. resources.Keys]);
    }

    private sealed record Item(string Code);
}
