using Cks.Samples.Portal.Database;

namespace Cks.Tests.Database;

/// <summary>What the seeded orders, reports and events must be like, by SQL written by hand.</summary>
public sealed class SeededHistoryTests(SeededDatabases databases)
{
    public static TheoryData<PortalEngine, string, string> Nothing
    {
        get
        {
            (string What, string Sql)[] rules =
            [
                ("customers off their chain", "customers r LEFT JOIN contractors p USING (tenant_id, contractor_id) WHERE r.cks_manager IS DISTINCT FROM p.cks_manager"),
                ("centers off their chain", "centers r LEFT JOIN customers p USING (tenant_id, customer_id) WHERE r.contractor_id IS DISTINCT FROM p.contractor_id OR r.cks_manager IS DISTINCT FROM p.cks_manager"),
                ("crew off their chain", "crew r LEFT JOIN centers p ON p.tenant_id = r.tenant_id AND p.center_id = r.assigned_center WHERE r.cks_manager IS DISTINCT FROM p.cks_manager"),
                ("orders off the chain of a customer who never moved",
                    """
                    orders o JOIN customers u USING (tenant_id, customer_id)
                    WHERE (o.contractor_id, o.manager_id) IS DISTINCT FROM (u.contractor_id, u.cks_manager) AND NOT EXISTS (
                        SELECT 1 FROM activities a WHERE a.tenant_id = o.tenant_id AND a.target_id = o.customer_id AND a.type = 'customer_unassigned_from_contractor')
                    """),
                ("orders of a center of another customer", "orders o JOIN centers e USING (tenant_id, center_id) WHERE o.customer_id IS DISTINCT FROM e.customer_id"),
                ("product orders without a destination or a warehouse", "orders WHERE order_type = 'product' AND (destination_id IS NULL OR warehouse_id IS NULL)"),
                ("orders that became a service of another center", "orders o JOIN services s USING (tenant_id, service_id) WHERE o.center_id <> s.center_id OR o.catalog_service_id <> s.catalog_service_id"),
                ("crew that was asked and is not written down", "orders o WHERE crew_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM order_participants p WHERE p.tenant_id = o.tenant_id AND p.is_test = o.is_test AND p.order_id = o.order_id AND p.participant_id = o.crew_id)"),
                ("orders without their creator among those who take part", "orders o WHERE NOT EXISTS (SELECT 1 FROM order_participants p WHERE p.tenant_id = o.tenant_id AND p.is_test = o.is_test AND p.order_id = o.order_id AND p.participant_id = o.creator_id AND p.participation = 'creator')"),
                ("orders without a line", "orders o WHERE NOT EXISTS (SELECT 1 FROM order_items i WHERE i.tenant_id = o.tenant_id AND i.order_id = o.order_id)"),
                ("activities whose id does not grow with the time",
                    "(SELECT created_at, lag(created_at) OVER (PARTITION BY tenant_id ORDER BY activity_id) AS earlier FROM activities) a WHERE earlier > created_at"),
                ("audience with a time of its own", "activity_audience u JOIN activities a USING (tenant_id, activity_id) WHERE u.created_at <> a.created_at"),
                ("audience of what no feed shows", @"activity_audience u JOIN activities a USING (tenant_id, activity_id) WHERE a.type LIKE '%\_archived' ESCAPE '\'"),
                ("events that nobody sees", @"activities a WHERE type NOT LIKE '%\_archived' ESCAPE '\' AND NOT EXISTS (SELECT 1 FROM activity_audience u WHERE u.tenant_id = a.tenant_id AND u.is_test = a.is_test AND u.activity_id = a.activity_id)"),
                ("audience that is nobody", "activity_audience u WHERE audience NOT LIKE 'role:%' AND NOT EXISTS (SELECT 1 FROM identity_links l WHERE l.tenant_id = u.tenant_id AND l.code = u.audience) AND NOT EXISTS (SELECT 1 FROM crew w WHERE w.tenant_id = u.tenant_id AND w.crew_id = u.audience)"),
                ("roles and codes for one event", "activity_audience u JOIN activity_audience v USING (tenant_id, is_test, activity_id) WHERE u.audience LIKE 'role:%' AND v.audience NOT LIKE 'role:%'"),
            ];
            var data = new TheoryData<PortalEngine, string, string>();
            foreach (var engine in Enum.GetValues<PortalEngine>())
            {
                foreach (var (what, sql) in rules)
                    data.Add(engine, what, sql);
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Nothing))]
    public async Task There_are_no(PortalEngine engine, string what, string from)
    {
        var found = await (await databases.GetAsync(engine)).CountAsync($"SELECT count(*) FROM {from}");
        Assert.True(found == 0, $"{found} {what}");
    }

    [Fact]
    public async Task Orders_have_every_status_and_every_role_creates_them()
    {
        var database = await databases.GetAsync(PortalEngine.Sqlite);
        foreach (var tenant in new[] { "main", "acme" })
        {
            Assert.Equal(16, await database.CountAsync($"SELECT count(*) FROM (SELECT DISTINCT order_type, status FROM orders WHERE tenant_id = '{tenant}' AND NOT is_test)"));
            Assert.Equal(
                ["center", "contractor", "crew", "customer", "manager", "warehouse"],
                await database.LinesAsync($"SELECT DISTINCT creator_role FROM orders WHERE tenant_id = '{tenant}' AND NOT is_test ORDER BY 1"));
        }
    }

    [Fact]
    public async Task There_are_three_thousand_orders_and_ten_thousand_activities_and_one_manager_has_thirty_percent()
    {
        var database = await databases.GetAsync(PortalEngine.Sqlite);
        var orders = await database.CountAsync("SELECT count(*) FROM orders");
        Assert.True(orders >= 3_000, $"{orders} orders");
        Assert.True(await database.CountAsync("SELECT count(*) FROM activities") >= 10_000);
        foreach (var tenant in new[] { "main", "acme" })
        {
            var ofOne = await database.CountAsync($"SELECT count(*) FROM orders WHERE tenant_id = '{tenant}' AND manager_id = 'MGR-001'");
            Assert.InRange((double)ofOne / (orders / 2), 0.25, 0.35);
        }
    }

    [Fact]
    public async Task S01_Hundreds_of_orders_have_the_same_code_in_both_tenants()
    {
        var database = await databases.GetAsync(PortalEngine.Sqlite);
        Assert.InRange(await database.CountAsync("SELECT count(*) FROM orders m JOIN orders a USING (order_id) WHERE m.tenant_id < a.tenant_id"), 300, 1_500);
    }

    [Fact]
    public async Task The_next_number_of_each_sequence_is_free_and_the_last_one_is_taken()
    {
        var database = await databases.GetAsync(PortalEngine.Sqlite);
        var lines = await database.LinesAsync("SELECT tenant_id, name, last FROM sequences");
        var taken = (await database.LinesAsync(
            """
            SELECT tenant_id, 'order', order_id FROM orders
            UNION ALL SELECT tenant_id, 'service:' || center_id, service_id FROM services
            UNION ALL SELECT tenant_id, kind || ':' || creator_id, report_id FROM reports
            """)).Select(l => l.Split(" | ")).GroupBy(l => $"{l[0]} | {l[1]}", l => int.Parse(l[2].Split('-')[^1]));
        Assert.Equal(taken.Select(g => $"{g.Key} | {g.Max()}").Order(StringComparer.Ordinal), lines.Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("services", "actual_end_time")]
    [InlineData("orders", "expected_at")]
    public async Task Some_rows_lie_on_today_and_on_both_sides_of_it(string table, string column)
    {
        var database = await databases.GetAsync(PortalEngine.Sqlite);
        var day = SeededDatabases.Time.GetUtcNow();
        var (today, tomorrow) = ($"{day:yyyy-MM-dd}T00:00:00.0000000Z", $"{day.AddDays(1):yyyy-MM-dd}T");
        foreach (var condition in new[] { $"= '{today}'", $"BETWEEN '{day.AddDays(-1):yyyy-MM-dd}T23:59:59' AND '{today[..10]}'", $">= '{tomorrow}'" })
            Assert.Equal(["acme", "main"], await database.LinesAsync($"SELECT DISTINCT tenant_id FROM {table} WHERE {column} {condition} ORDER BY 1"));
    }

    [Fact]
    public async Task Rows_of_a_file_that_refer_to_nothing_are_left_out_and_told()
    {
        await using var database = await TestDatabase.CreateMigratedAsync(PortalEngine.Sqlite);
        var report = await PortalSeeds.SeedAsync(database.Source, PortalEngine.Sqlite, SeededDatabases.Issuer);
        Assert.Equal(
            ["development/imports/inventory_items.csv, row 4: WHS-099 is not there in main", "development/imports/inventory_items.csv, row 7: PRD-9999 is not there in acme"],
            report.Skipped);
        Assert.Equal(6, await database.CountAsync("SELECT count(*) FROM inventory_items WHERE warehouse_id = 'WHS-004'"));
    }

    [Fact]
    public void A_line_that_is_none_is_told_and_the_others_are_read()
    {
        List<string> skipped = [];
        var rows = SeedImportRow.Parse("x.csv", "header\nmain,WHS-001,PRD-001,1,2\r\n\nmain,WHS-001\nmain,WHS-001,PRD-001,-1,2\nmain,WHS-001,PRD-002,3,4", skipped);
        Assert.Equal([("PRD-001", 1L, 2L), ("PRD-002", 3L, 4L)], rows.Select(r => (r.Product, r.OnHand, r.Minimum)));
        Assert.Equal(["x.csv, row 2: not five columns with two whole numbers", "x.csv, row 3: not five columns with two whole numbers"], skipped);
    }

    [Theory]
    [InlineData("test", 40, 60, 13)]
    [InlineData("demo", 900, 150, 2)]
    public async Task The_other_plans_hold_what_they_say_and_keep_the_chain(string name, int crew, int orders, int services)
    {
        await using var database = await TestDatabase.CreateMigratedAsync(PortalEngine.Sqlite);
        var report = await PortalSeeds.SeedAsync(database.Source, PortalEngine.Sqlite, SeededDatabases.Issuer, SeedPlan.All[name]);
        Assert.Empty(report.Skipped);
        Assert.Equal(crew * 2, await database.CountAsync("SELECT count(*) FROM crew WHERE NOT is_test"));
        Assert.Equal(orders * 2, await database.CountAsync("SELECT count(*) FROM orders WHERE NOT is_test"));
        Assert.True(await database.CountAsync("SELECT count(*) FROM orders WHERE service_id IS NOT NULL AND NOT is_test") > services);
        Assert.Equal(0, await database.CountAsync("SELECT count(*) FROM crew r LEFT JOIN centers p ON p.tenant_id = r.tenant_id AND p.center_id = r.assigned_center WHERE r.cks_manager IS DISTINCT FROM p.cks_manager"));
    }
}
