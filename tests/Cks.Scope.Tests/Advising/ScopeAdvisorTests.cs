using System.Data.Common;
using Cks.Core;
using Cks.QueryBuilder;
using Cks.Rbac;
using Cks.Scope.Tests.Activity;
using Cks.Scope.Tests.Model;
using Cks.Scope.Tests.Reading;
using Cks.Tests;
using Microsoft.Data.Sqlite;

namespace Cks.Scope.Tests.Advising;

/// <summary>Advice on tables without any index, in both databases, and what remains of it when it is followed.</summary>
public sealed class ScopeAdvisorTests
{
    private static readonly ScopeModel Model = ScopeText.ModelStore.Current.Value;

    private static ScopeAdvisor Advisor(ScopeModel? model = null) => new(model ?? Model, new PolicyDecisionPoint(ScopeText.PolicyStore), TimeProvider.System);

    [Fact]
    public void Each_kind_of_step_has_its_index()
    {
        var made = Advisor().Advise().Made.Select(m => m.Sql).ToArray();

        Assert.Equal(made.Length, made.Distinct().Count());
        Assert.Contains("""CREATE INDEX "ix_managers_id" ON "managers" ("tenant", "test", "id");""", made); // the own record
        Assert.Contains("""CREATE INDEX "ix_centers_manager_copy" ON "centers" ("tenant", "test", "manager_copy", "id");""", made); // a copied key
        Assert.Contains("""CREATE INDEX "ix_crew_center" ON "crew" ("tenant", "test", "center", "id");""", made); // a way down, and a page by key
        Assert.Contains("""CREATE INDEX "ix_staffing_crew" ON "staffing" ("tenant", "test", "crew", "service");""", made); // a link table
        Assert.Contains("""CREATE INDEX "ix_reports_manager" ON "reports" ("tenant", "test", "manager", "id");""", made); // sideways
        Assert.Contains("""CREATE INDEX "ix_orders_created" ON "orders" ("tenant", "test", "created", "id");""", made); // everything, newest first
        Assert.DoesNotContain(made, s => s.Contains("\"customer\", \"tenant\"", StringComparison.Ordinal) || s.Contains("centers\" (\"tenant\", \"test\", \"customer\"", StringComparison.Ordinal)); // nobody goes that way any more
        Assert.Empty(Advisor().Advise().Findings);
    }

    [Fact]
    public void Who_asks_is_told_with_each()
    {
        var need = Advisor().Advise().Made.Single(m => m.Name == "ix_staffing_crew").Need;

        Assert.Equal(["crew: services", "crew: activeServices"], need.Why);
    }

    [Fact]
    public void A_feed_has_its_tables_and_one_of_the_applications_own_its_ids()
    {
        var audience = Advisor(ScopeText.Read(ActivityWorld.Model).GetOrThrow()).Advise().Made.Select(m => m.Sql).ToArray();
        var derived = Advisor(ScopeText.Read(ActivityWorld.Model[..ActivityWorld.Model.LastIndexOf('}')] + """
            , "activityTable": { "table": "events", "id": "id", "tenant": "tenant", "test": "test", "type": "type", "actor": "actor", "actorRole": "role", "target": "target", "targetType": "kind", "description": "text", "at": "at",
                "ids": { "centerId": { "column": "center", "entity": "center" }, "crewId": { "column": "crew", "entity": "crew" } } } }
            """).GetOrThrow()).Advise().Made.Select(m => m.Sql).ToArray();

        Assert.Contains("""CREATE INDEX "ix_activity_audience_audience_created_at" ON "activity_audience" ("tenant_id", "is_test", "audience", "created_at", "activity_id");""", audience);
        Assert.Contains("""CREATE INDEX "ix_activity_dismissals_viewer" ON "activity_dismissals" ("tenant_id", "is_test", "viewer", "activity_id");""", audience);
        Assert.Equal(5, derived.Count(s => s.Contains("ON \"events\"", StringComparison.Ordinal)));
        Assert.Contains("""CREATE INDEX "ix_events_center" ON "events" ("tenant", "test", "center");""", derived);
    }

    [Fact]
    public async Task Who_follows_it_on_SQLite_has_nothing_left_to_do()
    {
        await using var source = SqliteFactory.Instance.CreateDataSource($"Data Source=advice-{Guid.NewGuid():N};Mode=Memory;Cache=Shared");
        await using var open = await source.OpenConnectionAsync(TestContext.Current.CancellationToken);
        await FollowAsync(source, SqliteCompiler.Default, "text", n => $"WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {n})");
    }

    [Fact]
    public async Task Who_follows_it_on_PostgreSQL_has_nothing_left_to_do()
    {
        await using var database = new PostgresDatabase();
        var (advice, source) = (await FollowAsync(await database.SourceAsync(), PostgresCompiler.Default, "timestamptz", n => $"WITH n(i) AS (SELECT * FROM generate_series(1, {n}))"), await database.SourceAsync());

        // A text that is not ordered by code point needs to be in the index that gives an order.
        Assert.Contains("""CREATE INDEX "ix_orders_created" ON "orders" ("tenant", "test", "created", "id" COLLATE "C");""", advice.Made.Select(m => m.Sql));
        Assert.Contains("""CREATE INDEX "ix_crew_id" ON "crew" ("tenant", "test", "id");""", advice.Made.Select(m => m.Sql));
        Assert.Contains("""CREATE INDEX "ix_crew_center" ON "crew" ("tenant", "test", "center", "id" COLLATE "C");""", advice.Made.Select(m => m.Sql));
        Assert.Contains(advice.Findings, f => f.Code == CksCodes.TableScan && f.Location.ToString() == "crew");
    }

    [Fact]
    public async Task An_index_of_live_rows_is_enough_for_a_page_and_not_for_a_way()
    {
        await using var source = SqliteFactory.Instance.CreateDataSource($"Data Source=advice-{Guid.NewGuid():N};Mode=Memory;Cache=Shared");
        await using var open = await source.OpenConnectionAsync(TestContext.Current.CancellationToken);
        await new Graph([]).WriteAsync(source, "text");
        await ExecuteAsync(source, "CREATE INDEX live_crew ON crew (tenant, test, center, id) WHERE archived IS NULL");
        await ExecuteAsync(source, "CREATE INDEX live_centers ON centers (tenant, test, manager_copy, id) WHERE (\"archived\" IS NULL)");
        await ExecuteAsync(source, "CREATE INDEX some_reports ON reports (tenant, test, manager, id) WHERE manager IS NULL");

        var made = (await Advisor().AdviseAsync(source, SqliteCompiler.Default, 0, TestContext.Current.CancellationToken)).Made.Select(m => m.Name).ToArray();

        Assert.DoesNotContain("ix_crew_center", made);
        Assert.Contains("ix_centers_manager_copy", made); // their crew is seen whether they are archived or not
        Assert.Contains("ix_reports_manager", made);
    }

    [Fact]
    public async Task A_table_that_is_not_there_is_a_finding_and_a_view_is_told()
    {
        await using var source = SqliteFactory.Instance.CreateDataSource($"Data Source=advice-{Guid.NewGuid():N};Mode=Memory;Cache=Shared");
        await using var open = await source.OpenConnectionAsync(TestContext.Current.CancellationToken);
        await new Graph([]).WriteAsync(source, "text");
        await ExecuteAsync(source, "DROP TABLE crew; ALTER TABLE reports RENAME TO all_reports; CREATE VIEW reports AS SELECT * FROM all_reports");

        var advice = await Advisor().AdviseAsync(source, SqliteCompiler.Default, 0, TestContext.Current.CancellationToken);

        Assert.Contains("CKS308 crew The database has no such table.", advice.Findings.Select(f => f.ToString()[..43]));
        Assert.Equal(["reports"], advice.Views);
        Assert.DoesNotContain(advice.Made, m => m.Need.Table.Name is "crew" or "reports");
    }

    [Fact]
    public async Task A_name_that_is_taken_is_not_used_again()
    {
        await using var source = SqliteFactory.Instance.CreateDataSource($"Data Source=advice-{Guid.NewGuid():N};Mode=Memory;Cache=Shared");
        await using var open = await source.OpenConnectionAsync(TestContext.Current.CancellationToken);
        await new Graph([]).WriteAsync(source, "text");
        await ExecuteAsync(source, "CREATE INDEX ix_crew_center ON crew (status, center)");

        var made = (await Advisor().AdviseAsync(source, SqliteCompiler.Default, 0, TestContext.Current.CancellationToken)).Made;

        Assert.Contains("""CREATE INDEX "ix_crew_center_2" ON "crew" ("tenant", "test", "center", "id");""", made.Select(m => m.Sql));
    }

    /// <summary>Whoever has most of a table is given another plan than one in the middle: to read the table is cheaper then, which is said and is no finding.</summary>
    [Fact]
    public async Task Whoever_has_the_most_is_looked_at_too()
    {
        await using var database = new PostgresDatabase();
        var source = await database.SourceAsync();
        await new Graph([]).WriteAsync(source, "timestamptz");
        await ExecuteAsync(source, "INSERT INTO centers (tenant, test, id) SELECT 'main', FALSE, 'X-' || i FROM generate_series(1, 100) AS i");
        await ExecuteAsync(source, "INSERT INTO crew (tenant, test, id, center) SELECT 'main', FALSE, 'C-' || i, CASE WHEN i % 10 < 9 THEN 'X-77' ELSE 'X-' || (1 + i % 100) END FROM generate_series(1, 20000) AS i");
        // Nothing was counted by then.
        foreach (var made in (await Advisor().AdviseAsync(source, PostgresCompiler.Default, 5_000, TestContext.Current.CancellationToken)).Made)
            await ExecuteAsync(source, made.Sql);
        await ExecuteAsync(source, "ANALYZE");

        var advice = await Advisor().AdviseAsync(source, PostgresCompiler.Default, 5_000, TestContext.Current.CancellationToken);

        var scans = advice.Scans.Where(s => s is { Role: "center", Scan.Table: "crew" }).ToArray();
        Assert.NotEmpty(scans);
        Assert.All(scans, s => Assert.EndsWith(" of X-77, who has the most", s.What, StringComparison.Ordinal));
        Assert.DoesNotContain(scans, s => s.IsFinding);
    }

    private static async Task<ScopeAdvice> FollowAsync(DbDataSource source, SqlCompiler compiler, string timestamp, Func<int, string> numbers)
    {
        await new Graph([]).WriteAsync(source, timestamp);
        foreach (var (table, rows, columns) in new[]
        {
            ("managers", 20, "id"), ("admins", 20, "id"), ("customers", 200, "id, manager"), ("centers", 2_000, "id, customer, manager_copy"), ("crew", 20_000, "id, center"), ("services", 20_000, "id, center"),
            ("orders", 20_000, "id, creator, customer, center"), ("reports", 20_000, "id, manager"), ("staffing", 20_000, "service, crew"), ("participants", 20_000, "order_id, viewer"),
        })
        {
            var created = table == "orders" ? (", created", timestamp == "text" ? ", '2026-01-01T00:00:00.0000000Z'" : ", timestamptz '2026-01-01'") : ("", "");
            var values = columns.Split(", ").Select(c => c switch
            {
                "id" or "order_id" or "service" => "'X-' || i",
                "manager" or "manager_copy" => "'X-' || (1 + i % 20)",
                "customer" => "'X-' || (1 + i % 200)",
                "center" => "'X-' || (1 + i % 2000)",
                _ => "'Y-' || (1 + i % 5000)",
            });
            await ExecuteAsync(source, $"INSERT INTO {table} (tenant, test, {columns}{created.Item1}) {numbers(rows)} SELECT 'main', FALSE, {string.Join(", ", values)}{created.Item2} FROM n");
        }

        await ExecuteAsync(source, "ANALYZE");
        var advice = await Advisor().AdviseAsync(source, compiler, 5_000, TestContext.Current.CancellationToken);
        Assert.Contains(advice.Findings, f => f.Code == CksCodes.MissingIndex);
        Assert.Contains(advice.Findings, f => f.Code == CksCodes.TableScan);

        foreach (var made in advice.Made)
            await ExecuteAsync(source, made.Sql);
        await ExecuteAsync(source, "ANALYZE");
        var followed = await Advisor().AdviseAsync(source, compiler, 5_000, TestContext.Current.CancellationToken);
        Assert.Empty(followed.Findings);
        Assert.Empty(followed.Made);
        Assert.All(followed.Needs, n => Assert.NotNull(n.Index));
        return advice;
    }

    private static async Task ExecuteAsync(DbDataSource source, string sql)
    {
        await using var command = source.CreateCommand(sql);
        await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
    }
}
