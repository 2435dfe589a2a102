using Cks.QueryBuilder;
using Cks.Samples.Portal.Database;
using Cks.Scope;
using Cks.Tests.Database;
using Cks.Tests.Portal;

namespace Cks.Tests.Moves;

public sealed class DriftQueryTests
{
    [Theory]
    [InlineData(PortalEngine.Sqlite)]
    [InlineData(PortalEngine.Postgres)]
    public async Task Drift_is_found_on_every_level_and_the_seeds_have_none(PortalEngine engine)
    {
        await using var database = await TestDatabase.CreateMigratedAsync(engine);
        await PortalSeeds.SeedAsync(database.Source, engine, SeededDatabases.Issuer, SeedPlan.Test);
        Assert.Empty(await DriftQuery.RunAsync(database));

        await database.ExecuteAsync("UPDATE customers SET contractor_id = 'CON-003' WHERE tenant_id = 'main' AND customer_id = 'CUS-001'");

        Assert.Equal(
            ["CEN-001 | cks_manager | MGR-001 | MGR-002", "CEN-001 | contractor_id | CON-001 | CON-003", "CUS-001 | cks_manager | MGR-001 | MGR-002"],
            (await DriftQuery.RunAsync(database)).Select(l => l.Replace("main | ", "")).Where(l => !l.StartsWith("CRW") && !l.StartsWith("CEN-009")).Order(StringComparer.Ordinal));
        Assert.Contains("main | CRW-004 | cks_manager | MGR-001 | MGR-002", await DriftQuery.RunAsync(database));
    }

    /// <summary>What the suite finds by the model is what SQL finds that knows nothing of it, and what it repairs is right.</summary>
    [Theory]
    [InlineData(PortalEngine.Sqlite)]
    [InlineData(PortalEngine.Postgres)]
    public async Task The_suite_finds_and_repairs_what_this_finds(PortalEngine engine)
    {
        await using var database = await TestDatabase.CreateMigratedAsync(engine);
        await PortalSeeds.SeedAsync(database.Source, engine, SeededDatabases.Issuer, SeedPlan.Test);
        var path = Path.Combine(RunningPortal.ContentRoot, "scopes", "portal.scope.json");
        SqlCompiler compiler = engine == PortalEngine.Postgres ? PostgresCompiler.Default : SqliteCompiler.Default;
        var drift = new ScopeDrift(ScopeModelReader.Read(path, await File.ReadAllBytesAsync(path, TestContext.Current.CancellationToken)).GetOrThrow(), new(database.Source, compiler), new(database.Source, compiler));
        Assert.All(await drift.CheckAsync(TestContext.Current.CancellationToken), k => Assert.Equal(0, k.Rows));
        foreach (var change in new[]
        {
            "UPDATE customers SET contractor_id = 'CON-003' WHERE customer_id = 'CUS-001'", "UPDATE centers SET customer_id = NULL WHERE tenant_id = 'acme' AND center_id = 'CEN-002'",
            "UPDATE crew SET cks_manager = 'MGR-002' WHERE crew_id < 'CRW-006' AND NOT is_test", "UPDATE contractors SET cks_manager = NULL WHERE tenant_id = 'main' AND contractor_id = 'CON-002'",
        })
            await database.ExecuteAsync(change);
        var wrong = await DriftQuery.RunAsync(database);

        var found = await drift.CheckAsync(TestContext.Current.CancellationToken);

        Assert.True(wrong.Count > 20, $"{wrong.Count}");
        Assert.Equal(wrong.Count, found.Sum(k => k.Rows));
        Assert.Equal(found.Select(k => k.Rows), (await drift.RepairAsync(TestContext.Current.CancellationToken)).Select(k => k.Rows));
        Assert.Empty(await DriftQuery.RunAsync(database));
    }
}
