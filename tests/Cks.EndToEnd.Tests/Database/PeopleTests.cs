using System.Data.Common;
using Cks.Samples.Portal.Database;

namespace Cks.Tests.Database;

public sealed class PeopleTests(SeededDatabases databases)
{
    private const string Session = "SELECT tenant_id, role, code, name, status, archived_at, is_test FROM people WHERE issuer = @issuer AND subject = @subject";

    [Theory]
    [InlineData(PortalEngine.Sqlite)]
    [InlineData(PortalEngine.Postgres)]
    public async Task Every_link_is_one_person_with_the_role_and_status_of_its_table(PortalEngine engine)
    {
        var database = await databases.GetAsync(engine);
        var viewers = await LinkedAsync(database);
        var rows = await database.LinesAsync("SELECT issuer, subject, tenant_id, role, code, status, archived_at IS NOT NULL, is_test FROM people");
        Assert.Equal(await database.CountAsync("SELECT count(*) FROM identity_links"), rows.Count);
        Assert.Equal(viewers.Count, rows.Count);
        foreach (var row in rows.Select(r => r.Split(" | ")))
        {
            var viewer = viewers[row[1]];
            Assert.Equal(
                [SeededDatabases.Issuer, PortalSeeds.SubjectOf(viewer.Tenant, viewer.Code), viewer.Tenant, viewer.Role, viewer.Code, viewer.Status ?? "NULL"],
                row[..6]);
            Assert.Equal((viewer.IsArchived, viewer.IsTest), (row[6] is "1" or "True", row[7] is "1" or "True"));
        }
    }

    private static async Task<Dictionary<string, OracleViewer>> LinkedAsync(TestDatabase database)
    {
        var viewers = await new ScopeOracle(database.Source).AllViewersAsync();
        foreach (var (role, table) in new[] { ("warehouse", "warehouses"), ("admin", "admins") }.Where(r => viewers.TrueForAll(v => v.Role != r.Item1)))
        {
            await using var command = database.Source.CreateCommand($"SELECT tenant_id, {role}_id, is_test, status, archived_at IS NOT NULL FROM {table}");
            await using var reader = await command.ExecuteReaderAsync();
            while (await reader.ReadAsync())
            {
                var (tenant, code) = (reader.GetString(0), reader.GetString(1));
                viewers.Add(new(tenant, role, code, reader.GetBoolean(2), reader.GetString(3), reader.GetBoolean(4), PortalSeeds.SubjectOf(tenant, code)));
            }
        }

        return viewers.Where(v => v.Subject is not null).ToDictionary(v => v.Subject!);
    }

    [Theory]
    [InlineData(PortalEngine.Sqlite)]
    [InlineData(PortalEngine.Postgres)]
    public async Task S02_The_same_subject_at_another_issuer_or_in_another_case_is_nobody(PortalEngine engine)
    {
        var database = await databases.GetAsync(engine);
        Assert.Equal(["main | contractor | CON-010"], await FindAsync(database, SeededDatabases.Issuer, "user_main_con_010"));
        Assert.Equal(["acme | contractor | CON-010"], await FindAsync(database, SeededDatabases.Issuer, "user_acme_con_010"));
        Assert.Empty(await FindAsync(database, "https://other.example.com", "user_main_con_010"));
        Assert.Empty(await FindAsync(database, SeededDatabases.Issuer + "/", "user_main_con_010"));
        Assert.Empty(await FindAsync(database, SeededDatabases.Issuer, "USER_MAIN_CON_010"));
        Assert.Empty(await FindAsync(database, SeededDatabases.Issuer, "user_main_crw_050"));
    }

    [Fact]
    public async Task Sqlite_finds_a_session_by_indexes_only()
    {
        var plan = await PlanAsync(await databases.GetAsync(PortalEngine.Sqlite), $"EXPLAIN QUERY PLAN {Session}");
        Assert.Equal(14, plan.Count(step => step.Contains("SEARCH ") && step.Contains(" USING ")));
        Assert.DoesNotContain(plan, step => step.Contains("SCAN ") || step.Contains("AUTOMATIC"));
    }

    [Fact]
    public async Task Postgres_finds_a_session_by_indexes_only()
    {
        // Six managers fit a page and are cheaper to read than their index; with that choice off, a sequential scan means that there is no index to use.
        var plan = await PlanAsync(await databases.GetAsync(PortalEngine.Postgres), $"EXPLAIN {Session}", "SET LOCAL enable_seqscan = off");
        Assert.Equal(14, plan.Count(step => step.Contains("Index") && step.Contains(" Scan ") && !step.Contains("Bitmap Heap")));
        Assert.DoesNotContain(plan, step => step.Contains("Seq Scan"));
    }

    [Theory]
    [InlineData("contractors", "contractor_id", "cks_manager")]
    [InlineData("customers", "customer_id", "contractor_id")]
    [InlineData("centers", "center_id", "customer_id")]
    [InlineData("crew", "crew_id", "assigned_center")]
    [InlineData("services", "service_id", "center_id")]
    [InlineData("service_staffing", "service_id", "crew_id")]
    [InlineData("warehouses", "warehouse_id", "manager_id")]
    [InlineData("customers", "customer_id", "cks_manager")]
    [InlineData("centers", "center_id", "contractor_id")]
    [InlineData("centers", "center_id", "cks_manager")]
    [InlineData("crew", "crew_id", "cks_manager")]
    [InlineData("inventory_items", "inventory_id", "warehouse_id")]
    [InlineData("service_certifications", "certification_id", "holder_id")]
    [InlineData("orders", "order_id", "creator_id")]
    [InlineData("orders", "order_id", "center_id")]
    [InlineData("orders", "order_id", "warehouse_id")]
    [InlineData("order_participants", "order_id", "participant_id")]
    [InlineData("reports", "report_id", "manager_id")]
    public async Task The_children_of_a_parent_are_an_index_range_in_the_order_of_codes(string table, string code, string parent)
    {
        var database = await databases.GetAsync(PortalEngine.Sqlite);
        var sql = $"SELECT {code} FROM {table} WHERE tenant_id = @issuer AND is_test = @subject AND {parent} = 'X' ORDER BY {code}";
        var step = Assert.Single(await PlanAsync(database, $"EXPLAIN QUERY PLAN {sql}"));
        Assert.Contains($"USING COVERING INDEX ix_{table}_{parent} (tenant_id=? AND is_test=? AND {parent}=?)", step);
    }

    [Fact]
    public async Task A_feed_is_an_index_range_in_the_order_of_time()
    {
        var database = await databases.GetAsync(PortalEngine.Sqlite);
        const string sql = "SELECT activity_id FROM activity_audience WHERE tenant_id = @issuer AND is_test = 0 AND audience = @subject ORDER BY created_at DESC, activity_id DESC LIMIT 50";
        var step = Assert.Single(await PlanAsync(database, $"EXPLAIN QUERY PLAN {sql}"));
        Assert.Contains("USING COVERING INDEX sqlite_autoindex_activity_audience_1 (tenant_id=? AND is_test=? AND audience=?)", step);
    }

    [Fact]
    public async Task Every_foreign_key_starts_an_index()
    {
        var database = await databases.GetAsync(PortalEngine.Sqlite);
        foreach (var table in PortalSchema.Tables.Keys.Where(t => t != "people"))
        {
            var indexes = new List<List<string>>();
            foreach (var index in await database.LinesAsync($"SELECT name FROM pragma_index_list('{table}')"))
                indexes.Add(await database.LinesAsync($"SELECT name FROM pragma_index_info('{index}') ORDER BY seqno"));
            var columns = await database.LinesAsync($"SELECT id, \"from\" FROM pragma_foreign_key_list('{table}')");
            foreach (var key in columns.Select(l => l.Split(" | ")).GroupBy(l => l[0], l => l[1]))
                Assert.Contains(indexes, index => key.ToHashSet().SetEquals(index.Take(key.Count())));
        }
    }

    private static async Task<List<string>> FindAsync(TestDatabase database, string issuer, string subject)
    {
        await using var connection = await database.Source.OpenConnectionAsync();
        await using var command = connection.CreateCommand();
        return await ReadAsync(command, Session, issuer, subject, reader => $"{reader.GetString(0)} | {reader.GetString(1)} | {reader.GetString(2)}");
    }

    private static async Task<List<string>> PlanAsync(TestDatabase database, string sql, string? setting = null)
    {
        await using var connection = await database.Source.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await using var command = connection.CreateCommand();
        command.Transaction = transaction;
        if (setting is not null)
        {
            command.CommandText = setting;
            await command.ExecuteNonQueryAsync();
        }

        return await ReadAsync(command, sql, SeededDatabases.Issuer, "user_main_con_010", reader => reader.GetString(reader.FieldCount - 1));
    }

    private static async Task<List<string>> ReadAsync(DbCommand command, string sql, string issuer, string subject, Func<DbDataReader, string> read)
    {
        command.CommandText = sql;
        foreach (var (name, value) in new[] { ("@issuer", issuer), ("@subject", subject) })
        {
            var parameter = command.CreateParameter();
            (parameter.ParameterName, parameter.Value) = (name, value);
            command.Parameters.Add(parameter);
        }

        List<string> lines = [];
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync())
            lines.Add(read(reader));
        return lines;
    }
}
