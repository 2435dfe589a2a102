using System.Data.Common;
using System.Text.Json;
using Cks.Core;
using Cks.QueryBuilder;
using Cks.Rbac;
using Cks.Samples.Portal.Database;
using Cks.Scope;
using Cks.Tests.Database;
using Cks.Tests.Portal;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Cks.Tests.Scope;

/// <summary>The portal's own model, policy, schema and seed data under row level security.</summary>
public sealed class RowSecurityOfThePortalTests
{
    private static readonly RowSecurityOptions Names = new() { Role = "cks_test_portal", Definer = "cks_test_portal_definer" };

    [Fact]
    public async Task Each_role_reads_under_it_what_it_reads_without_it()
    {
        await using var database = await TestDatabase.CreateMigratedAsync(PortalEngine.Postgres);
        await PortalSeeds.SeedAsync(database.Source, PortalEngine.Postgres, SeededDatabases.Issuer, time: SeededDatabases.Time);
        await using var free = Services(database.Source, isHeld: false);
        var model = free.GetRequiredService<SnapshotStore<ScopeModel>>().Current.Value;
        await database.ExecuteAsync("DO $$ BEGIN CREATE ROLE cks_test_portal LOGIN PASSWORD 'of-a-test'; EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL; END $$");
        await database.ExecuteAsync($"{RowSecurity.Script(model, Names)}GRANT SELECT ON ALL TABLES IN SCHEMA public TO cks_test_portal");
        // By itself: in one transaction with others it would hold what the whole server shares.
        await database.ExecuteAsync("ANALYZE");
        await using var app = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(database.ConnectionString) { Username = Names.Role, Password = "of-a-test", Options = "-c jit=off" });
        await using var held = Services(app, isHeld: true);

        // The portal's view of everybody, which its own sign-in reads, shows what its owner sees.
        Assert.Equal(["CKS321 The view people shows what its owner sees."], (await RowSecurity.CheckAsync(app, model, Names, TestContext.Current.CancellationToken)).Select(f => $"{f.Code.Id} {f.Message}"));
        await database.ExecuteAsync("ALTER VIEW people SET (security_invoker = true)");
        Assert.Empty(await RowSecurity.CheckAsync(app, model, Names, TestContext.Current.CancellationToken));
        var viewers = (await new ScopeOracle(database.Source).AllViewersAsync()).GroupBy(v => (v.Role, v.IsTest, v.IsArchived)).SelectMany(g => g.Take(3)).ToArray();
        var answered = 0;
        foreach (var viewer in viewers)
        {
            var me = new Subject("u", TenantId.Parse(viewer.Tenant), [viewer.Role]) { Code = viewer.Code, IsTest = viewer.IsTest };
            var expected = await AnswersAsync(free, me);
            Assert.Equal(expected, await AnswersAsync(held, me));
            answered += expected.Count(a => a.Length > 50);
        }

        Assert.True(viewers.Select(v => v.Role).Distinct().Count() == 7 && answered > viewers.Length, $"{answered} answers of {viewers.Length} viewers show anything.");
        var told = held.GetRequiredService<QueryReader>();
        foreach (var entity in model.Entities)
            Assert.Empty(await told.ReadListAsync(Query.From(entity.Table).Select(entity.Key), r => r.GetString(0), TestContext.Current.CancellationToken)); // nobody in particular
    }

    private static async Task<List<string>> AnswersAsync(ServiceProvider services, Subject me)
    {
        var scopes = services.GetRequiredService<IScopeService>();
        List<string> answers = [await scopes.GetScopeAsync(me) is { } scope ? JsonSerializer.Serialize(new { scope.Role, scope.Summary, Sets = scope.Relationships.Select(r => (r.Key, r.Value.Count, r.Value.Items)), scope.Upward }) : ""];
        var (reader, queries) = (services.GetRequiredService<ScopedReader>(), services.GetRequiredService<IScopeQueries>());
        foreach (var entity in services.GetRequiredService<SnapshotStore<ScopeModel>>().Current.Value.Entities)
        {
            var keys = await reader.ReadListAsync(me, queries.Unmasked(me, Query.From(entity.Table).Select(entity.Key).OrderBy(entity.Key), "a test"), r => r.GetString(0), TestContext.Current.CancellationToken);
            answers.Add($"{entity.Name}: {string.Join(' ', keys)}");
            if (keys.Count > 0)
                answers.Add($"{await scopes.CanSeeAsync(me, entity.Name, keys[^1], TestContext.Current.CancellationToken)}");
        }

        return answers;
    }

    private static ServiceProvider Services(DbDataSource source, bool isHeld)
    {
        var services = new ServiceCollection();
        services.AddCksRbac().AddPolicy("portal.rbac.json", File.ReadAllBytes(Path.Combine(RunningPortal.ContentRoot, "policies", "portal.rbac.json")));
        var scope = services.AddCksScope().AddModel("portal.scope.json", File.ReadAllBytes(Path.Combine(RunningPortal.ContentRoot, "scopes", "portal.scope.json")));
        if (isHeld)
            scope.UseRowLevelSecurity();
        services.AddSingleton(source);
        services.AddSingleton<SqlCompiler>(PostgresCompiler.Default);
        services.AddSingleton(SeededDatabases.Time);
        return services.BuildServiceProvider();
    }
}
