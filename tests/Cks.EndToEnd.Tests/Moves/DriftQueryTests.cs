using Cks.Samples.Portal.Database;
using Cks.Tests.Database;

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
}
