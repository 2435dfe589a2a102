using Cks.Samples.Portal.Database;
using Cks.Tests.Oracle;

namespace Cks.Tests.Database;

public sealed class ScopeOracleTests(SeededDatabases databases)
{
    private static readonly DateOnly Today = DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime);

    /// <summary>The second opinion: from every row up its chain in memory, where the oracle goes down by SQL.</summary>
    [Fact]
    public async Task Every_set_is_what_a_walk_up_from_each_row_finds()
    {
        var database = await databases.GetAsync(PortalEngine.Sqlite);
        var oracle = new ScopeOracle(database.Source, Today);
        var members = 0;
        foreach (var tenant in new[] { "main", "acme" })
        {
            var walk = new PortalWalk(await PortalRows.ReadAsync(database.Source, tenant));
            foreach (var viewer in await oracle.AllViewersAsync(tenant))
                members += SecondOpinion.Agree(walk, await oracle.ScopeOfAsync(viewer), Today);
        }

        Assert.True(members > 5000, $"only {members} members");
    }

    [Fact]
    public async Task Both_engines_answer_alike_for_everybody()
    {
        var sqlite = new ScopeOracle((await databases.GetAsync(PortalEngine.Sqlite)).Source);
        var postgres = new ScopeOracle((await databases.GetAsync(PortalEngine.Postgres)).Source);
        var viewers = await sqlite.AllViewersAsync();
        Assert.Equal(viewers, await postgres.AllViewersAsync());
        foreach (var viewer in viewers.Where((v, i) => v.Role != "crew" || i % 25 == 0))
            Assert.Equal(Text(await sqlite.ScopeOfAsync(viewer)), Text(await postgres.ScopeOfAsync(viewer)));
    }

    [Theory]
    [InlineData("MGR-001", "contractors: CON-001; customers: CUS-001; centers: CEN-001; crew: CRW-001",
        "contractorCount=1 customerCount=1 centerCount=1 crewCount=1 pendingOrders=3 active")]
    [InlineData("CON-001", "customers: CUS-001; centers: CEN-001; crew: CRW-001", "customerCount=1 centerCount=1 crewCount=1 serviceCount=1 active")]
    [InlineData("CUS-001", "centers: CEN-001; crew: CRW-001; services: CEN-001-SRV-001,CEN-001-SRV-002", "centerCount=1 crewCount=1 serviceCount=1 active")]
    [InlineData("CEN-001", "crew: CRW-001; services: CEN-001-SRV-001,CEN-001-SRV-002", "crewCount=1 activeServices=1 pendingRequests=5 active")]
    [InlineData("CRW-001", "center: CEN-001; services: CEN-001-SRV-001,CEN-001-SRV-002; certifications: CRW-001:SRV-001",
        "activeServices=1 completedToday=1 trainings=1 active")]
    [InlineData("CRW-003", "center: ; services: ; certifications: CRW-003:SRV-001", "activeServices=0 completedToday=0 trainings=0 unassigned")]
    [InlineData("WHS-001", "orders: CUS-001-PO-1508,CEN-001-PO-1507; inventory: WHS-001:PRD-001,WHS-001:PRD-002",
        "inventoryCount=2 pendingOrders=1 deliveriesScheduled=1 lowStockItems=0 active")]
    public async Task The_test_tree_is_seen_whole_and_alone(string code, string relationships, string summary)
    {
        var oracle = new ScopeOracle((await databases.GetAsync(PortalEngine.Sqlite)).Source);
        var viewers = (await oracle.AllViewersAsync()).Where(v => v.Code == $"{code}-TEST").ToList();
        Assert.Equal(2, viewers.Count);
        foreach (var viewer in viewers)
        {
            var scope = (await oracle.ScopeOfAsync(viewer))!;
            Assert.All(scope.Relationships.SelectMany(s => s.Value), row => Assert.Contains("-TEST", row.Code));
            var sets = scope.Relationships.Select(s => $"{s.Key}: {string.Join(',', s.Value.Select(r => r.Code.Replace("-TEST", "")))}");
            Assert.Equal(relationships, string.Join("; ", sets));
            Assert.Equal(summary, $"{string.Join(' ', scope.Metrics.Select(m => $"{m.Key}={m.Value}"))} {scope.AccountStatus}");
        }
    }

    [Theory]
    [InlineData("active", "active")]
    [InlineData(" Active ", "active")]
    [InlineData("ASSIGNED", "active")]
    [InlineData("operational", "active")]
    [InlineData("paused", "paused")]
    [InlineData("", null)]
    [InlineData("  ", null)]
    [InlineData(null, null)]
    public async Task Account_status_is_trimmed_lower_case_and_blank_is_null(string? status, string? expected)
    {
        var oracle = new ScopeOracle((await databases.GetAsync(PortalEngine.Sqlite)).Source);
        var viewers = (await oracle.AllViewersAsync()).Where(v => v.Status == status && !v.IsArchived && v.Role != "admin").ToList();
        Assert.NotEmpty(viewers);
        Assert.Equal(expected, (await oracle.ScopeOfAsync(viewers[0]))!.AccountStatus);
    }

    [Fact]
    public async Task An_archived_viewer_and_an_admin_have_no_scope()
    {
        var oracle = new ScopeOracle((await databases.GetAsync(PortalEngine.Sqlite)).Source);
        foreach (var viewer in (await oracle.AllViewersAsync()).Where(v => v.IsArchived || v.Role == "admin"))
            Assert.Null(await oracle.ScopeOfAsync(viewer));
    }

    [Fact]
    public async Task A_service_at_an_archived_center_counts_for_its_customer_and_not_for_the_contractor()
    {
        await using var database = await TestDatabase.CreateMigratedAsync(PortalEngine.Sqlite);
        await PortalSeeds.SeedAsync(database.Source, PortalEngine.Sqlite, SeededDatabases.Issuer, SeedPlan.Test);
        var oracle = new ScopeOracle(database.Source);
        var viewers = (await oracle.AllViewersAsync()).Where(v => v.Tenant == "main" && v.IsTest).ToDictionary(v => v.Role + v.Code);
        await database.ExecuteAsync("UPDATE centers SET archived_at = created_at WHERE tenant_id = 'main' AND center_id = 'CEN-001-TEST'");
        Assert.Equal(1, (await oracle.ScopeOfAsync(viewers["customerCUS-001-TEST"]))!.Metrics["serviceCount"]);
        Assert.Equal(0, (await oracle.ScopeOfAsync(viewers["contractorCON-001-TEST"]))!.Metrics["serviceCount"]);
        Assert.Empty((await oracle.ScopeOfAsync(viewers["crewCRW-001-TEST"]))!.Relationships["center"]);
        await database.ExecuteAsync("UPDATE customers SET archived_at = created_at WHERE tenant_id = 'main' AND customer_id = 'CUS-001-TEST'");
        Assert.Single((await oracle.ScopeOfAsync(viewers["contractorCON-001-TEST"]))!.Relationships["crew"]);
    }

    private static string Text(OracleScope? scope) => scope is null
        ? "none"
        : string.Join(
            '\n',
            [.. scope.Relationships.SelectMany(s => s.Value.Select(r => $"{s.Key} {r}")), .. scope.Metrics.Select(m => m.ToString()), scope.AccountStatus]);
}
