using Cks.Samples.Portal.Database;

namespace Cks.Tests.Database;

public sealed class PortalSeedsTests(SeededDatabases databases)
{
    [Theory]
    [InlineData(PortalEngine.Sqlite)]
    [InlineData(PortalEngine.Postgres)]
    public async Task Two_runs_make_the_same_rows(PortalEngine engine)
    {
        var first = await databases.GetAsync(engine);
        await using var second = await TestDatabase.CreateMigratedAsync(engine);
        Assert.True((await PortalSeeds.SeedAsync(second.Source, engine, SeededDatabases.Issuer, time: SeededDatabases.Time)).IsWritten);
        Assert.Equal(await DatabaseText.HashAsync(first), await DatabaseText.HashAsync(second));
    }

    [Fact]
    public async Task Both_engines_hold_the_same_rows()
    {
        var sqlite = await DatabaseText.LinesAsync(await databases.GetAsync(PortalEngine.Sqlite));
        var postgres = await DatabaseText.LinesAsync(await databases.GetAsync(PortalEngine.Postgres));
        Assert.Equal(sqlite, postgres);
    }

    [Fact]
    public void The_generator_is_SplitMix64()
    {
        var random = new SeedRandom(1234567);
        Assert.Equal([6457827717110365317, 3203168211198807973, 9817491932198370423], Enumerable.Range(0, 3).Select(_ => random.Next()));
    }

    [Theory]
    [InlineData(PortalEngine.Sqlite)]
    [InlineData(PortalEngine.Postgres)]
    public async Task A_second_run_does_nothing_and_another_issuer_only_relinks(PortalEngine engine)
    {
        await using var database = await TestDatabase.CreateMigratedAsync(engine);
        Assert.True((await PortalSeeds.SeedAsync(database.Source, engine, "https://old.example.com", SeedPlan.Test)).IsWritten);
        await database.ExecuteAsync(
            "INSERT INTO identity_links (issuer, subject, tenant_id, role, code) VALUES ('https://else.example.com', 'her', 'main', 'crew', 'CRW-041')");
        await database.ExecuteAsync("UPDATE managers SET name = 'Changed' WHERE tenant_id = 'main' AND manager_id = 'MGR-001'");
        var before = await DatabaseText.LinesAsync(database);

        Assert.False((await PortalSeeds.SeedAsync(database.Source, engine, "https://old.example.com", SeedPlan.Test)).IsWritten);
        Assert.Equal(before, await DatabaseText.LinesAsync(database));

        Assert.False((await PortalSeeds.SeedAsync(database.Source, engine, "https://new.example.com", SeedPlan.Test)).IsWritten);
        var expected = before.ConvertAll(line => line.Replace("issuer=23:https://old.example.com", "issuer=23:https://new.example.com"));
        expected.Sort(StringComparer.Ordinal);
        Assert.Equal(expected, await DatabaseText.LinesAsync(database));
        Assert.Equal(1, await database.CountAsync("SELECT count(*) FROM identity_links WHERE issuer = 'https://else.example.com'"));
    }

    [Theory]
    [InlineData(PortalEngine.Sqlite)]
    [InlineData(PortalEngine.Postgres)]
    public async Task Two_hosts_that_seed_at_once_seed_once(PortalEngine engine)
    {
        await using var database = await TestDatabase.CreateMigratedAsync(engine);
        var hosts = Enumerable.Range(0, 3).Select(_ => Task.Run(() => PortalSeeds.SeedAsync(database.Source, engine, SeededDatabases.Issuer, time: SeededDatabases.Time)));
        var runs = await Task.WhenAll(hosts);
        Assert.Single(runs, run => run.IsWritten);
        Assert.Equal(await DatabaseText.HashAsync(await databases.GetAsync(engine)), await DatabaseText.HashAsync(database));
    }

    [Theory]
    [InlineData("managers", "manager_id", 3)]
    [InlineData("contractors", "contractor_id", 8)]
    [InlineData("customers", "customer_id", 25)]
    [InlineData("centers", "center_id", 60)]
    [InlineData("crew", "crew_id", 500)]
    [InlineData("services", "service_id", 100)]
    [InlineData("warehouses", "warehouse_id", 5)]
    [InlineData("admins", "admin_id", 3)]
    public async Task S01_Each_tenant_has_enough_and_both_have_the_same_codes_under_other_names(string table, string code, int minimum)
    {
        var database = await databases.GetAsync(PortalEngine.Sqlite);
        var main = await database.LinesAsync($"SELECT {code} FROM {table} WHERE tenant_id = 'main' ORDER BY 1");
        Assert.Equal(main, await database.LinesAsync($"SELECT {code} FROM {table} WHERE tenant_id = 'acme' ORDER BY 1"));
        Assert.True(main.Count >= minimum, $"{table}: {main.Count}");
        if (table != "services")
            Assert.Empty(await database.LinesAsync($"SELECT name FROM {table} m JOIN {table} a USING ({code}, name) WHERE m.tenant_id < a.tenant_id"));
    }

    [Theory]
    [InlineData("contractors below the archived", "contractors c JOIN managers p ON cks_manager = manager_id WHERE p.archived_at > '' AND c.archived_at IS NULL")]
    [InlineData("customers below the archived", "customers c JOIN contractors p USING (contractor_id) WHERE c.archived_at IS NULL AND p.archived_at > ''")]
    [InlineData("centers below the archived", "centers c JOIN customers p USING (customer_id) WHERE c.archived_at IS NULL AND p.archived_at > ''")]
    [InlineData("crew below the archived", "crew c JOIN centers p ON center_id = assigned_center WHERE c.archived_at IS NULL AND p.archived_at > ''")]
    [InlineData("active services at an archived center", "services c JOIN centers p USING (center_id) WHERE c.status = 'active' AND p.archived_at > ''")]
    [InlineData("archived crew on a service", "service_staffing c JOIN crew p USING (crew_id) WHERE p.archived_at > ''")]
    [InlineData("crew of another center", "service_staffing c JOIN crew p USING (crew_id) WHERE service_id NOT LIKE assigned_center || '-SRV-%'")]
    [InlineData("crew without a user", "crew c WHERE NOT EXISTS (SELECT 1 FROM identity_links l WHERE l.tenant_id = c.tenant_id AND code = crew_id)")]
    [InlineData("unassigned contractors", "contractors c WHERE cks_manager IS NULL")]
    [InlineData("unassigned customers", "customers c WHERE contractor_id IS NULL")]
    [InlineData("unassigned centers", "centers c WHERE customer_id IS NULL")]
    [InlineData("unassigned crew", "crew c WHERE assigned_center IS NULL")]
    [InlineData("suspended people", "people c WHERE status = 'suspended'")]
    [InlineData("paused people", "people c WHERE status = 'paused'")]
    [InlineData("ended people", "people c WHERE status = 'ended'")]
    [InlineData("people with a blank status", "people c WHERE trim(status) = ''")]
    [InlineData("people without a status", "people c WHERE status IS NULL")]
    [InlineData("people with a status that needs trimming", "people c WHERE status = ' Active '")]
    [InlineData("archived people", "people c WHERE archived_at IS NOT NULL")]
    [InlineData("codes above 999", "crew c WHERE crew_id = 'CRW-1000'")]
    [InlineData("names with quotes", "crew c WHERE name LIKE '%\"%''%'")]
    [InlineData("names right to left", "crew c WHERE name LIKE '%\u05E6\u05D5\u05D5\u05EA%'")]
    [InlineData("names with emoji", "crew c WHERE name LIKE '%\U0001F527%'")]
    [InlineData("orders above 999", "orders c WHERE order_id LIKE '%O-1234'")]
    [InlineData("orders that name the contractor of then", "orders c JOIN customers p USING (customer_id) WHERE c.contractor_id <> p.contractor_id")]
    [InlineData("live orders of an archived customer", "orders c JOIN customers p USING (customer_id) WHERE c.archived_at IS NULL AND p.archived_at > ''")]
    [InlineData("orders at an archived warehouse", "orders c JOIN warehouses p USING (warehouse_id) WHERE c.archived_at IS NULL AND p.archived_at > ''")]
    [InlineData("orders of a customer without a center", "orders c WHERE creator_role = 'customer' AND center_id IS NULL")]
    [InlineData("archived orders", "orders c WHERE archived_at > ''")]
    [InlineData("crew that only watch", "order_participants c WHERE participant_role = 'crew' AND participation = 'watcher'")]
    [InlineData("test orders", "orders c WHERE is_test")]
    [InlineData("a warehouse without a manager", "warehouses c WHERE manager_id IS NULL")]
    [InlineData("an archived warehouse", "warehouses c WHERE archived_at > ''")]
    [InlineData("more of a warehouse than a page", "(SELECT tenant_id FROM inventory_items WHERE archived_at IS NULL GROUP BY tenant_id, warehouse_id HAVING count(*) > 200) c WHERE TRUE")]
    [InlineData("low stock", "inventory_items c WHERE quantity_on_hand BETWEEN 1 AND min_stock_level - 1")]
    [InlineData("empty shelves", "inventory_items c WHERE quantity_on_hand = 0")]
    [InlineData("archived items", "inventory_items c WHERE archived_at > ''")]
    [InlineData("imported items", "inventory_items c WHERE warehouse_id = 'WHS-004'")]
    [InlineData("certifications taken back", "service_certifications c WHERE archived_at > ''")]
    [InlineData("trainings to do", "trainings c WHERE completed_at IS NULL AND archived_at IS NULL AND NOT is_test")]
    [InlineData("trainings done", "trainings c WHERE completed_at > ''")]
    [InlineData("feedback", "reports c WHERE kind = 'feedback' AND rating > 1")]
    [InlineData("resolved reports", "reports c WHERE status = 'resolved'")]
    [InlineData("acknowledged reports", "report_acknowledgments c WHERE acknowledged_role = 'customer'")]
    [InlineData("dismissed activities", "activity_dismissals c WHERE viewer LIKE 'CRW-%'")]
    [InlineData("a dismissed catalogue event", "activity_dismissals c JOIN activity_audience p USING (activity_id) WHERE audience = 'role:manager'")]
    [InlineData("cleared activities", "activities c WHERE cleared_at > ''")]
    [InlineData("test activities", "activities c WHERE is_test")]
    [InlineData("archives", "archives c WHERE entity = 'customer'")]
    public async Task Both_tenants_have(string what, string from)
    {
        var database = await databases.GetAsync(PortalEngine.Sqlite);
        var joined = from.Contains(" p ") ? "AND p.tenant_id = c.tenant_id " : "";
        var tenants = await database.LinesAsync($"SELECT DISTINCT c.tenant_id FROM {from} {joined}ORDER BY 1");
        Assert.True(tenants is ["acme", "main"], $"{what}: {string.Join(", ", tenants)}");
    }

    [Theory]
    [InlineData("main")]
    [InlineData("acme")]
    public async Task One_manager_has_about_thirty_percent_of_everything(string tenant)
    {
        var oracle = new ScopeOracle((await databases.GetAsync(PortalEngine.Sqlite)).Source);
        var viewer = (await oracle.AllViewersAsync()).Single(v => v.Tenant == tenant && v.Code == "MGR-001");
        var scope = await oracle.ScopeOfAsync(viewer);
        var live = (await oracle.AllViewersAsync()).Where(v => v.Tenant == tenant && !v.IsArchived && !v.IsTest).CountBy(v => v.Role).ToDictionary();
        foreach (var (set, role) in new[] { ("contractors", "contractor"), ("customers", "customer"), ("centers", "center"), ("crew", "crew") })
            Assert.InRange((double)scope!.Relationships[set].Count / live[role], 0.25, 0.35);
        Assert.True(scope!.Relationships["crew"].Count > 200, "more crew than a page of 200");
    }
}
