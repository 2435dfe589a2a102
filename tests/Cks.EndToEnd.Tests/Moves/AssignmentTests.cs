using Cks.Samples.Portal.Database;
using Cks.Tests.Database;
using Cks.Tests.Portal;

namespace Cks.Tests.Moves;

/// <summary>Who is under whom, moved over HTTP.</summary>
public sealed class AssignmentTests(MovesPortals portals) : IClassFixture<MovesPortals>
{
    [Theory]
    [InlineData(PortalEngine.Sqlite)]
    [InlineData(PortalEngine.Postgres)]
    public async Task Pain26_a_customer_that_moves_takes_its_centers_and_crew_along(PortalEngine engine)
    {
        var portal = await portals.GetAsync(engine);
        string[] centers = ["CEN-001", "CEN-009"];
        string[] crew = await Crew("CEN-001", "CEN-009");
        Assert.NotEmpty(crew);
        Assert.Empty(centers.Except(await portal.ScopeAsync("CON-001", "centers")));

        Assert.True((await portal.AssignAsync("customer", "CUS-001", "CON-003")).HasChanged());

        foreach (var (former, now) in new[] { ("CON-001", "CON-003"), ("MGR-001", "MGR-002") })
        {
            Assert.DoesNotContain("CUS-001", await portal.ScopeAsync(former, "customers"));
            Assert.Empty((await portal.ScopeAsync(former, "centers")).Intersect(centers));
            Assert.Empty((await portal.ScopeAsync(former, "crew")).Intersect(crew));
            Assert.Contains("CUS-001", await portal.ScopeAsync(now, "customers"));
            Assert.Empty(centers.Except(await portal.ScopeAsync(now, "centers")));
            Assert.Empty(crew.Except(await portal.ScopeAsync(now, "crew")));
            // Who was above hears that it is gone and nothing else, who is above now hears that it came.
            Assert.Equal(["customer_unassigned_from_contractor"], await portal.HeardAsync(former, "CUS-001"));
            Assert.Equal(["customer_assigned_to_contractor"], await portal.HeardAsync(now, "CUS-001"));
        }

        Assert.Equal(["customer_unassigned_from_contractor", "customer_assigned_to_contractor"], await portal.HeardAsync("CUS-001", "CUS-001"));
        Assert.Equal(["assignments.assign | ADM-001 | from CON-001 to CON-003"], await portal.Database.LinesAsync("SELECT action, actor_code, detail FROM audit_log WHERE tenant_id = 'main' AND target = 'CUS-001'"));
        Assert.Empty(await DriftQuery.RunAsync(portal.Database));

        async Task<string[]> Crew(params string[] of) =>
            [.. await portal.Database.LinesAsync($"SELECT crew_id FROM crew WHERE tenant_id = 'main' AND archived_at IS NULL AND assigned_center IN ('{string.Join("', '", of)}')")];
    }

    [Theory]
    [InlineData(PortalEngine.Sqlite)]
    [InlineData(PortalEngine.Postgres)]
    public async Task Everything_with_a_parent_is_assigned_and_unassigned_on_the_same_path(PortalEngine engine)
    {
        var portal = await portals.GetAsync(engine);
        foreach (var (entity, table, key, column, code, parent) in new[]
        {
            ("contractor", "contractors", "contractor_id", "cks_manager", "CON-004", "MGR-002"),
            ("customer", "customers", "customer_id", "contractor_id", "CUS-008", "CON-002"),
            ("center", "centers", "center_id", "customer_id", "CEN-008", "CUS-007"),
            ("crew", "crew", "crew_id", "assigned_center", "CRW-031", "CEN-004"),
            ("warehouse", "warehouses", "warehouse_id", "manager_id", "WHS-004", "MGR-001"),
        })
        {
            Assert.True((await portal.AssignAsync(entity, code, parent)).HasChanged());
            Assert.Equal([$"{parent} | active"], await Row());
            Assert.True((await portal.UnassignAsync(entity, code)).HasChanged());
            Assert.Equal(["NULL | unassigned"], await Row());
            Assert.False((await portal.UnassignAsync(entity, code)).HasChanged());
            Assert.Empty(await DriftQuery.RunAsync(portal.Database));

            Task<List<string>> Row() => portal.Database.LinesAsync($"SELECT {column}, status FROM {table} WHERE tenant_id = 'main' AND {key} = '{code}'");
        }
    }

    [Theory]
    [InlineData(PortalEngine.Sqlite)]
    [InlineData(PortalEngine.Postgres)]
    public async Task Assigning_to_the_present_parent_changes_nothing(PortalEngine engine)
    {
        var portal = await portals.GetAsync(engine);
        var before = await DatabaseText.HashAsync(portal.Database);

        Assert.False((await portal.AssignAsync("crew", "CRW-022", "CEN-002")).HasChanged());

        Assert.Equal(before, await DatabaseText.HashAsync(portal.Database));
    }

    [Theory]
    [InlineData(PortalEngine.Sqlite)]
    [InlineData(PortalEngine.Postgres)]
    public async Task Codes_are_read_in_any_spelling(PortalEngine engine)
    {
        var portal = await portals.GetAsync(engine);

        Assert.True((await portal.AssignAsync("crew", "crw6", " ctr-5 ")).HasChanged());

        Assert.Equal(["CEN-005"], await portal.Database.LinesAsync("SELECT assigned_center FROM crew WHERE tenant_id = 'main' AND crew_id = 'CRW-006'"));
    }

    [Theory]
    [InlineData(PortalEngine.Sqlite)]
    [InlineData(PortalEngine.Postgres)]
    public async Task Pain28_what_is_absent_of_the_wrong_kind_archived_of_another_tenant_or_test_class_is_404_and_changes_nothing(PortalEngine engine)
    {
        var portal = await portals.GetAsync(engine);
        await portal.Database.ExecuteAsync("INSERT INTO customers (tenant_id, is_test, customer_id, name, status, created_at) SELECT tenant_id, is_test, 'CUS-777', name, status, created_at FROM customers WHERE tenant_id = 'acme' AND customer_id = 'CUS-001'");
        await portal.Database.ExecuteAsync("UPDATE centers SET archived_at = created_at WHERE tenant_id = 'main' AND center_id = 'CEN-012'");
        var before = await DatabaseText.HashAsync(portal.Database);
        foreach (var (entity, code, parent) in new (string, string, string?)[]
        {
            ("crew", "CRW-004", "CUS-002"), ("crew", "CUS-002", "CEN-001"), ("crew", "CRW-999", "CEN-001"), ("crew", "CRW-004", "CEN-999"), ("crew", "CRW-004", null), ("crew", "CRW-004", ""),
            ("crew", "CRW-004", "CEN-001-TEST"), ("crew", "CRW-001-TEST", "CEN-001"), ("crew", "CRW-001-TEST", "CEN-001-TEST"),
            ("crew", "CRW-023", "CEN-001"), ("crew", "CRW-004", "CEN-012"), ("center", "CEN-012", "CUS-002"),
            ("customer", "CUS-777", "CON-001"), ("center", "CEN-002", "CUS-777"),
            ("manager", "MGR-001", "MGR-002"), ("service", "CEN-001-SRV-001", "CEN-002"), ("nonsense", "CRW-004", "CEN-001"), ("CREW", "CRW-004", "CEN-001"),
            ("crew", "x'; DROP TABLE crew; --", "CEN-001"), ("crew", "CRW-004", "CEN-001\0"), ("crew", "CRW-004", new string('9', 5_000)),
        })
        {
            var (status, body) = await portal.AssignAsync(entity, code, parent);
            Assert.True((status, body.Reason()) == (404, "outside_scope"), $"{entity} {code} {parent}: {status} {body}");
        }

        foreach (var (entity, code) in new[] { ("customer", "CUS-777"), ("crew", "CRW-001-TEST"), ("crew", "CRW-023"), ("manager", "MGR-001"), ("nonsense", "x") })
            Assert.Equal(404, (await portal.UnassignAsync(entity, code)).Status);
        Assert.Equal(before, await DatabaseText.HashAsync(portal.Database));
        // The admin of the test class reaches its rows and no other.
        Assert.False((await portal.AssignAsync("crew", "CRW-001-TEST", "CEN-001-TEST", "ADM-001-TEST")).HasChanged());
        Assert.Equal(404, (await portal.AssignAsync("crew", "CRW-004", "CEN-001", "ADM-001-TEST")).Status);
    }

    [Theory]
    [InlineData(PortalEngine.Sqlite)]
    [InlineData(PortalEngine.Postgres)]
    public async Task Unassigned_rows_are_listed_by_code_page_after_page(PortalEngine engine)
    {
        await using var portal = await MovesPortals.StartAsync(engine);
        var rows = string.Join(", ", Enumerable.Range(500, 210).Select(n => $"('main', FALSE, 'CRW-{n}', 'Somebody', 'unassigned', '2026-01-01T00:00:00.0000000Z', {(n == 505 ? "'2026-01-01T00:00:00.0000000Z'" : "NULL")})"));
        await portal.Database.ExecuteAsync($"INSERT INTO crew (tenant_id, is_test, crew_id, name, status, created_at, archived_at) VALUES {rows}");
        string[] expected = ["CRW-031", .. Enumerable.Range(500, 210).Where(n => n != 505).Select(n => $"CRW-{n}")];

        var (status, first) = await portal.ReadAsync("/api/admin/assignments/crew/unassigned");
        var (_, second) = await portal.ReadAsync($"/api/admin/assignments/crew/unassigned?after={first.GetProperty("next").GetString()}");

        Assert.Equal(200, status);
        Assert.Equal("""{"code":"CRW-031","name":"Fabled Tide","status":"unassigned"}""", first.GetProperty("items")[0].GetRawText());
        string[][] pages = [.. new[] { first, second }.Select(p => p.GetProperty("items").EnumerateArray().Select(i => i.GetProperty("code").GetString()!).ToArray())];
        Assert.Equal([200, 10], pages.Select(p => p.Length));
        Assert.Equal(expected, pages.SelectMany(p => p));
        Assert.Equal(System.Text.Json.JsonValueKind.Null, second.GetProperty("next").ValueKind);
        Assert.Equal(["CRW-003-TEST"], (await portal.ReadAsync("/api/admin/assignments/crew/unassigned", "ADM-001-TEST")).Body.GetProperty("items").EnumerateArray().Select(i => i.GetProperty("code").GetString()));
        var (bad, problem) = await portal.ReadAsync("/api/admin/assignments/crew/unassigned?after=nonsense");
        Assert.Equal((400, "bad_cursor"), (bad, problem.Reason()));
        foreach (var entity in new[] { "manager", "service", "nonsense" })
            Assert.Equal(404, (await portal.ReadAsync($"/api/admin/assignments/{entity}/unassigned")).Status);
    }
}
