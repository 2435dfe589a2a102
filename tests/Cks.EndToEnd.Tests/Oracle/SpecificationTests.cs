using Cks.Samples.Portal.Database;
using Cks.Tests.Database;

namespace Cks.Tests.Oracle;

/// <summary>The lists by example: the specification's sentences, one row each, on a tree small enough to know by heart.</summary>
public sealed class SpecificationTests
{
    // MGR-001 > CON-001 > CUS-001 (archived) > CEN-001 > CRW-001, CRW-002 and its sibling CEN-002; MGR-002 > CON-002 > CUS-002 > CEN-003; WHS-001 of MGR-001.
    private const string Tree =
        """
        INSERT INTO tenants (tenant_id, name, created_at) VALUES ('one', 'One', @at), ('two', 'Two', @at);
        INSERT INTO managers (tenant_id, is_test, manager_id, name, created_at) VALUES ('one', false, 'MGR-001', 'x', @at), ('one', false, 'MGR-002', 'x', @at),
            ('two', false, 'MGR-001', 'x', @at);
        INSERT INTO contractors (tenant_id, is_test, contractor_id, name, created_at, cks_manager) VALUES ('one', false, 'CON-001', 'x', @at, 'MGR-001'),
            ('one', false, 'CON-002', 'x', @at, 'MGR-002'), ('two', false, 'CON-001', 'x', @at, 'MGR-001');
        INSERT INTO customers (tenant_id, is_test, customer_id, name, created_at, archived_at, contractor_id) VALUES
            ('one', false, 'CUS-001', 'x', @at, @at, 'CON-001'), ('one', false, 'CUS-002', 'x', @at, NULL, 'CON-002');
        INSERT INTO centers (tenant_id, is_test, center_id, name, created_at, customer_id) VALUES ('one', false, 'CEN-001', 'x', @at, 'CUS-001'),
            ('one', false, 'CEN-002', 'x', @at, 'CUS-001'), ('one', false, 'CEN-003', 'x', @at, 'CUS-002');
        INSERT INTO crew (tenant_id, is_test, crew_id, name, created_at, assigned_center) VALUES ('one', false, 'CRW-001', 'x', @at, 'CEN-001'),
            ('one', false, 'CRW-002', 'x', @at, 'CEN-001');
        INSERT INTO warehouses (tenant_id, is_test, warehouse_id, name, created_at, manager_id) VALUES ('one', false, 'WHS-001', 'x', @at, 'MGR-001'),
            ('one', false, 'WHS-002', 'x', @at, 'MGR-001');
        INSERT INTO admins (tenant_id, is_test, admin_id, name, created_at) VALUES ('one', false, 'ADM-001', 'x', @at), ('one', true, 'ADM-001-TEST', 'x', @at);
        """;

    private static readonly DateTime At = new(2026, 3, 1, 12, 0, 0, DateTimeKind.Utc);

    [Theory]
    [InlineData("service", "pending_customer", "CEN-001", "center_id=CEN-001", "", "CEN-001")] // the chain above sees the center's order, in statuses of its own
    [InlineData("service", "pending_contractor", "CEN-001", "center_id=CEN-001", "", "CEN-001 CON-001")]
    [InlineData("service", "pending_manager", "CEN-001", "center_id=CEN-001", "", "CEN-001 CON-001 MGR-001")]
    [InlineData("service", "pending_manager", "CEN-001", "", "", "CEN-001")] // the creator's chain does not, when no center or customer is written
    [InlineData("service", "pending_manager", "CEN-001", "customer_id=CUS-001", "", "CEN-001 CON-001 MGR-001")]
    [InlineData("service", "pending_manager", "CEN-003", "center_id=CEN-001 manager_id=MGR-002", "", "CEN-001 CEN-003 CON-001 MGR-001 MGR-002")]
    [InlineData("service", "service_created", "CEN-001", "center_id=CEN-001 crew_id=CRW-001", "", "CEN-001 CON-001 CRW-001 MGR-001")] // not its colleague
    [InlineData("service", "service_created", "CEN-001", "center_id=CEN-001", "CRW-002", "CEN-001 CON-001 CRW-002 MGR-001")]
    [InlineData("service", "rejected", "CEN-001", "center_id=CEN-001 crew_id=CRW-001", "", "CEN-001 CON-001 MGR-001")]
    [InlineData("service", "rejected", "CRW-001", "center_id=CEN-001 crew_id=CRW-001", "", "CEN-001 CON-001 CRW-001 MGR-001")] // hidden from crew, not from its creator
    [InlineData("service", "warehouse_accepted", "CEN-001", "center_id=CEN-001 warehouse_id=WHS-001", "", "CEN-001 CON-001 WHS-001")]
    [InlineData("product", "pending_warehouse", "MGR-001", "destination_id=CEN-001 warehouse_id=WHS-001", "", "CEN-001 MGR-001 WHS-001")]
    [InlineData("product", "delivered", "CEN-002", "center_id=CEN-002 destination_id=CEN-001 manager_id=MGR-001", "CEN-003 CON-002", "CEN-001 CEN-002 CEN-003")]
    [InlineData("product", "delivered", "CEN-003", "customer_id=CUS-002 destination_id=CEN-001", "", "CEN-001 CEN-003 CUS-002")] // a destination has no ancestors
    public async Task An_order_is_seen_by_its_creator_its_parties_and_those_above_its_customer_or_center(
        string type, string status, string creator, string columns, string participants, string seen)
    {
        await using var database = await CreateAsync();
        var parties = columns.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(c => c.Split('=')).ToList();
        var code = $"{creator}-{(type == "product" ? "PO" : "SO")}-001";
        await ExecuteAsync(
            database,
            $"""
            INSERT INTO orders (tenant_id, is_test, order_id, order_type, status, creator_id, creator_role, title, created_at, updated_at {string.Concat(parties.Select(p => $", {p[0]}"))})
            VALUES ('one', false, '{code}', '{type}', '{status}', '{creator}', '{RoleOf(creator)}', 'x', @at, @at {string.Concat(parties.Select(p => $", '{p[1]}'"))})
            """);
        foreach (var participant in participants.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            await ExecuteAsync(
                database,
                $"""
                INSERT INTO order_participants (tenant_id, is_test, order_id, participant_id, participant_role, participation)
                VALUES ('one', false, '{code}', '{participant}', '{RoleOf(participant)}', 'watcher')
                """);
        }

        Assert.Equal(seen, await SeenAsync(database, (lists, viewer) => lists.Orders.OrdersOf(viewer).Count));
        await ExecuteAsync(database, "UPDATE orders SET archived_at = @at");
        Assert.Equal("", await SeenAsync(database, (lists, viewer) => lists.Orders.OrdersOf(viewer).Count));
    }

    [Theory]
    [InlineData("CEN-003", "MGR-001", "", "ADM-001 CEN-001 CEN-002 CEN-003 CON-001 CRW-001 CRW-002 MGR-001")] // the ecosystem is the one that was written
    [InlineData("CEN-001", null, "", "ADM-001 CEN-001")]
    [InlineData("WHS-002", "MGR-002", "", "ADM-001 CEN-003 CON-002 CUS-002 MGR-002 WHS-002")]
    [InlineData("CEN-001", null, "order", "ADM-001 CEN-001 WHS-001")]
    public async Task A_report_is_listed_by_its_creator_the_ecosystem_and_the_warehouse_that_it_is_about(string creator, string? manager, string about, string seen)
    {
        await using var database = await CreateAsync();
        await ExecuteAsync(
            database,
            """
            INSERT INTO orders (tenant_id, is_test, order_id, order_type, status, creator_id, creator_role, warehouse_id, title, created_at, updated_at, archived_at)
            VALUES ('one', false, 'CEN-003-PO-001', 'product', 'delivered', 'CEN-003', 'center', 'WHS-001', 'x', @at, @at, @at)
            """);
        await ExecuteAsync(
            database,
            $"""
            INSERT INTO reports (tenant_id, is_test, report_id, kind, creator_id, creator_role, manager_id, category, order_id, title, status, created_at)
            VALUES ('one', false, '{creator}-RPT-001', 'report', '{creator}', '{RoleOf(creator)}', {(manager is null ? "NULL" : $"'{manager}'")},
                '{(about == "" ? "other" : about)}', {(about == "" ? "NULL" : "'CEN-003-PO-001'")}, 'x', 'open', @at)
            """);
        Assert.Equal(seen, await SeenAsync(database, (lists, viewer) => lists.Reports.ReportsOf(viewer).Count));
        await ExecuteAsync(database, "UPDATE reports SET archived_at = @at");
        Assert.Equal("", await SeenAsync(database, (lists, viewer) => lists.Reports.ReportsOf(viewer).Count));
    }

    [Theory]
    [InlineData("order_created", "CRW-001 role:warehouse", "CRW-001 WHS-001 WHS-002")]
    [InlineData("order_created", "CUS-001 CEN-009", "")] // archived, and nobody
    [InlineData("undeleted", "CEN-001", "CEN-001")]
    [InlineData("order_archived", "CRW-001 role:warehouse", "")]
    [InlineData("order_deleted", "CRW-001", "")]
    [InlineData("order_hard_deleted", "CRW-001", "")]
    [InlineData("order_restored", "CRW-001 role:admin", "")]
    public async Task An_event_is_seen_by_its_audience_until_it_is_dismissed(string type, string audience, string seen)
    {
        await using var database = await CreateAsync();
        const string Id = "0195a1b2c3d470008000000000000001";
        await ExecuteAsync(
            database,
            $$"""
            INSERT INTO activities (tenant_id, is_test, activity_id, type, actor_id, actor_role, target_id, target_type, description, ids, created_at)
            VALUES ('one', false, '{{Id}}', '{{type}}', 'ADM-001', 'admin', 'CRW-001', 'crew', 'x', '{}', @at)
            """);
        foreach (var who in audience.Split(' '))
            await ExecuteAsync(database, $"INSERT INTO activity_audience (tenant_id, is_test, audience, created_at, activity_id) VALUES ('one', false, '{who}', @at, '{Id}')");
        Assert.Equal(seen, await SeenAsync(database, (lists, viewer) => lists.Feeds.FeedOf(viewer).Count));

        foreach (var viewer in seen.Split(' ', StringSplitOptions.RemoveEmptyEntries).Take(1))
            await ExecuteAsync(database, $"INSERT INTO activity_dismissals (tenant_id, is_test, viewer, activity_id, dismissed_at) VALUES ('one', false, '{viewer}', '{Id}', @at)");
        Assert.Equal(string.Join(' ', seen.Split(' ').Skip(1)), await SeenAsync(database, (lists, viewer) => lists.Feeds.FeedOf(viewer).Count));
    }

    private static string RoleOf(string code) => RandomGraph.Prefixes.Single(p => code.StartsWith(p.Value, StringComparison.Ordinal)).Key;

    private static async Task<TestDatabase> CreateAsync()
    {
        var database = await TestDatabase.CreateMigratedAsync(PortalEngine.Sqlite);
        await ExecuteAsync(database, Tree);
        return database;
    }

    private static Task ExecuteAsync(TestDatabase database, string sql) => database.ExecuteAsync(sql.Replace("@at", $"'{OracleSql.Text(At)}'"));

    // Everybody whose list has a row; the other tenant's people have none.
    private static async Task<string> SeenAsync(TestDatabase database, Func<OracleLists, OracleViewer, int> rows)
    {
        var (one, two) = (await OracleLists.ReadAsync(database.Source, "one"), await OracleLists.ReadAsync(database.Source, "two"));
        Assert.All(two.Viewers, viewer => Assert.Equal(0, rows(two, viewer)));
        return string.Join(' ', one.Viewers.Where(viewer => rows(one, viewer) > 0).Select(viewer => viewer.Code));
    }
}
