using Cks.Samples.Portal.Database;

namespace Cks.Tests.Database;

public sealed class PortalSeedsTests(SeededDatabases databases) : IClassFixture<SeededDatabases>
{
    [Theory]
    [InlineData(PortalEngine.Sqlite)]
    [InlineData(PortalEngine.Postgres)]
    public async Task Two_runs_make_the_same_rows(PortalEngine engine)
    {
        var first = await databases.GetAsync(engine);
        await using var second = await TestDatabase.CreateMigratedAsync(engine);
        Assert.True(await PortalSeeds.SeedAsync(second.Source, engine, SeededDatabases.Issuer));
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
        Assert.True(await PortalSeeds.SeedAsync(database.Source, engine, "https://old.example.com"));
        await database.ExecuteAsync("INSERT INTO identity_links (issuer, subject, tenant_id, role, code) VALUES ('https://else.example.com', 'her', 'main', 'crew', 'CRW-050')");
        await database.ExecuteAsync("UPDATE managers SET name = 'Changed' WHERE tenant_id = 'main' AND manager_id = 'MGR-001'");
        var before = await DatabaseText.LinesAsync(database);

        Assert.False(await PortalSeeds.SeedAsync(database.Source, engine, "https://old.example.com"));
        Assert.Equal(before, await DatabaseText.LinesAsync(database));

        Assert.False(await PortalSeeds.SeedAsync(database.Source, engine, "https://new.example.com"));
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
        var runs = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => Task.Run(() => PortalSeeds.SeedAsync(database.Source, engine, SeededDatabases.Issuer))));
        Assert.Single(runs, written => written);
        Assert.Equal(await DatabaseText.HashAsync(await databases.GetAsync(engine)), await DatabaseText.HashAsync(database));
    }

    [Theory]
    [InlineData("managers", "manager_id", 3)]
    [InlineData("contractors", "contractor_id", 8)]
    [InlineData("customers", "customer_id", 25)]
    [InlineData("centers", "center_id", 60)]
    [InlineData("crew", "crew_id", 500)]
    [InlineData("services", "service_id", 100)]
    public async Task S01_Each_tenant_has_enough_and_both_have_the_same_codes_under_other_names(string table, string code, int minimum)
    {
        var database = await databases.GetAsync(PortalEngine.Sqlite);
        var main = await database.LinesAsync($"SELECT {code} FROM {table} WHERE tenant_id = 'main' ORDER BY 1");
        Assert.Equal(main, await database.LinesAsync($"SELECT {code} FROM {table} WHERE tenant_id = 'acme' ORDER BY 1"));
        Assert.True(main.Count >= minimum, $"{table}: {main.Count}");
        if (table != "services")
            Assert.Equal(0, await database.CountAsync($"SELECT count(*) FROM {table} m JOIN {table} a ON a.tenant_id = 'acme' AND a.{code} = m.{code} AND a.name = m.name WHERE m.tenant_id = 'main'"));
    }

    [Theory]
    [InlineData("customers of an archived contractor", "customers u JOIN contractors c ON c.tenant_id = u.tenant_id AND c.contractor_id = u.contractor_id AND c.archived_at IS NOT NULL WHERE u.archived_at IS NULL")]
    [InlineData("contractors of an archived manager", "contractors c JOIN managers m ON m.tenant_id = c.tenant_id AND m.manager_id = c.cks_manager AND m.archived_at IS NOT NULL WHERE c.archived_at IS NULL")]
    [InlineData("centers of an archived customer", "centers e JOIN customers u ON u.tenant_id = e.tenant_id AND u.customer_id = e.customer_id AND u.archived_at IS NOT NULL WHERE e.archived_at IS NULL")]
    [InlineData("crew of an archived center", "crew w JOIN centers e ON e.tenant_id = w.tenant_id AND e.center_id = w.assigned_center AND e.archived_at IS NOT NULL WHERE w.archived_at IS NULL")]
    [InlineData("active services at an archived center", "services s JOIN centers e ON e.tenant_id = s.tenant_id AND e.center_id = s.center_id AND e.archived_at IS NOT NULL WHERE s.archived_at IS NULL AND s.status = 'active'")]
    [InlineData("archived crew on a live service", "service_staffing f JOIN crew w ON w.tenant_id = f.tenant_id AND w.crew_id = f.crew_id AND w.archived_at IS NOT NULL JOIN services s ON s.tenant_id = f.tenant_id AND s.service_id = f.service_id WHERE s.archived_at IS NULL")]
    [InlineData("crew on a service of another center", "service_staffing f JOIN crew w ON w.tenant_id = f.tenant_id AND w.crew_id = f.crew_id JOIN services s ON s.tenant_id = f.tenant_id AND s.service_id = f.service_id WHERE s.center_id <> w.assigned_center")]
    [InlineData("unassigned contractors", "contractors WHERE cks_manager IS NULL")]
    [InlineData("unassigned customers", "customers WHERE contractor_id IS NULL")]
    [InlineData("unassigned centers", "centers WHERE customer_id IS NULL")]
    [InlineData("unassigned crew", "crew WHERE assigned_center IS NULL")]
    [InlineData("suspended people", "people WHERE status = 'suspended'")]
    [InlineData("paused people", "people WHERE status = 'paused'")]
    [InlineData("ended people", "people WHERE status = 'ended'")]
    [InlineData("people with a blank status", "people WHERE trim(status) = ''")]
    [InlineData("people without a status", "people WHERE status IS NULL")]
    [InlineData("archived people", "people WHERE archived_at IS NOT NULL")]
    [InlineData("people with a status that needs trimming", "people WHERE status = ' Active '")]
    [InlineData("crew without a user", "crew w WHERE NOT EXISTS (SELECT 1 FROM identity_links l WHERE l.tenant_id = w.tenant_id AND l.code = w.crew_id)")]
    [InlineData("a test tree", "crew w JOIN centers e ON e.tenant_id = w.tenant_id AND e.center_id = w.assigned_center JOIN customers u ON u.tenant_id = e.tenant_id AND u.customer_id = e.customer_id JOIN contractors c ON c.tenant_id = u.tenant_id AND c.contractor_id = u.contractor_id WHERE c.cks_manager = 'MGR-001-TEST' AND w.crew_id = 'CRW-001-TEST'")]
    [InlineData("codes above 999", "crew WHERE crew_id = 'CRW-1000'")]
    [InlineData("names with quotes", "crew WHERE name LIKE '%\"%''%'")]
    [InlineData("names right to left", "crew WHERE name LIKE '%\u05E6\u05D5\u05D5\u05EA%'")]
    [InlineData("names with emoji", "crew WHERE name LIKE '%\U0001F527%'")]
    public async Task Both_tenants_have(string what, string from)
    {
        var database = await databases.GetAsync(PortalEngine.Sqlite);
        var alias = from.Split(' ') is [_, { Length: 1 } name, ..] ? $"{name}." : "";
        var tenants = await database.LinesAsync($"SELECT DISTINCT {alias}tenant_id FROM {from} ORDER BY 1");
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
