using System.Text.Json;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace Cks.Cli.Tests;

public sealed class ScopeDriftCommandTests : IDisposable
{
    private const string Model = """
        {
          "version": 1,
          "entities": {
            "manager": { "table": "managers", "key": "id", "tenant": "tenant", "test": "test" }, "customer": { "table": "customers", "key": "id", "tenant": "tenant", "test": "test" },
            "center": { "table": "centers", "key": "id", "tenant": "tenant", "test": "test" }
          },
          "relations": [
            { "name": "customers", "from": "manager", "to": "customer", "by": "manager_id", "parent": true }, { "name": "centers", "from": "customer", "to": "center", "by": "customer_id", "parent": true }
          ],
          "scopeKeys": [{ "entity": "center", "column": "manager_id", "ancestor": "manager" }, { "entity": "center", "column": "customer_copy", "ancestor": "customer" }]
        }
        """;

    // Inherited by the process of the tool.
    private readonly string _variable = $"CKS_TEST_{Guid.NewGuid():N}";
    private readonly TemporaryFolder _folder = new();
    private readonly SqliteConnection _database;

    public ScopeDriftCommandTests()
    {
        File.WriteAllText(Path.Combine(_folder.Root, "app.scope.json"), Model);
        _database = new($"Data Source={Path.Combine(_folder.Root, "app.db")};Pooling=False");
        _database.Open();
        Execute("""
            CREATE TABLE managers (tenant TEXT, test INTEGER, id TEXT); CREATE TABLE customers (tenant TEXT, test INTEGER, id TEXT, manager_id TEXT);
            CREATE TABLE centers (tenant TEXT, test INTEGER, id TEXT, customer_id TEXT, manager_id TEXT, customer_copy TEXT);
            INSERT INTO managers VALUES ('main', 0, 'MGR-001'); INSERT INTO customers VALUES ('main', 0, 'CUS-001', 'MGR-001');
            INSERT INTO centers VALUES ('main', 0, 'CEN-001', 'CUS-001', 'MGR-001', 'CUS-001'), ('main', 0, 'CEN-002', 'CUS-001', 'MGR-002', 'CUS-001'), ('main', 0, 'CEN-003', NULL, 'MGR-001', NULL), ('acme', 0, 'CEN-002', 'CUS-001', NULL, 'CUS-001');
            """);
        Environment.SetEnvironmentVariable(_variable, _database.ConnectionString);
    }

    [Fact]
    public async Task Drift_is_told_for_each_key_and_is_a_finding()
    {
        var run = await RunAsync();

        Assert.Equal(1, run.Exit);
        Assert.Equal(
            """
            CKS323 center.manager_id is a copy of the key of manager and differs from the chain in 2 rows.
                main CEN-002: holds MGR-002, the chain says MGR-001
                main CEN-003: holds MGR-001, the chain says nothing

            """, run.Output);
        Assert.Equal("2 scope keys compared, 2 rows differ.\n", run.Error);
        Assert.Equal(2, Count());
    }

    [Fact]
    public async Task A_repair_writes_what_the_chain_says_and_then_there_is_none()
    {
        var (repair, again) = (await RunAsync("--repair"), await RunAsync());

        Assert.Equal((0, 0, "", "2 scope keys compared, 0 rows differ.\n"), (repair.Exit, again.Exit, again.Output, again.Error));
        Assert.Contains("main CEN-002: held MGR-002, the chain says MGR-001", repair.Output, StringComparison.Ordinal);
        Assert.Equal("2 scope keys compared, 2 rows repaired.\n", repair.Error);
        Assert.Equal(0, Count());
    }

    [Fact]
    public async Task For_other_tools_it_is_JSON()
    {
        using var json = JsonDocument.Parse((await RunAsync("--format", "json")).Output);
        var keys = json.RootElement.GetProperty("keys");

        Assert.Equal(("cks.scope-drift", false, 2), (json.RootElement.GetProperty("schema").GetString(), json.RootElement.GetProperty("repaired").GetBoolean(), keys.GetArrayLength()));
        Assert.Equal("""{"entity":"center","column":"manager_id","ancestor":"manager","rows":2,"examples":[{"tenant":"main","code":"CEN-002","holds":"MGR-002","chain":"MGR-001"},{"tenant":"main","code":"CEN-003","holds":"MGR-001","chain":null}]}""", JsonSerializer.Serialize(keys[0]));
    }

    [Fact]
    public async Task A_connection_string_is_read_from_the_environment_and_never_shown()
    {
        Environment.SetEnvironmentVariable(_variable, "Password=hunter2;Nonsense");
        var nonsense = await RunAsync();
        Environment.SetEnvironmentVariable(_variable, null);
        var (empty, missing) = (await RunAsync(), await Tool.RunAsync(_folder.Root, "scope", "drift", "app.scope.json"));

        Assert.Equal((2, 2, 2), (nonsense.Exit, empty.Exit, missing.Exit));
        Assert.DoesNotContain("hunter2", nonsense.Error + nonsense.Output, StringComparison.Ordinal);
        Assert.Contains(_variable, empty.Error, StringComparison.Ordinal);
        Assert.Contains("--connection-env", missing.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_database_without_the_tables_is_no_database_of_the_model()
    {
        Execute("DROP TABLE customers");

        var run = await RunAsync();

        Assert.Equal((3, ""), (run.Exit, run.Output));
        Assert.Contains("customers", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_is_not_there_is_not_made()
    {
        var path = Path.Combine(_folder.Root, "mistyped.db");
        Environment.SetEnvironmentVariable(_variable, $"Data Source={path}");

        var run = await RunAsync();

        Assert.Equal((3, ""), (run.Exit, run.Output));
        Assert.False(File.Exists(path));
    }

    [Fact]
    public async Task What_PGOPTIONS_says_is_still_said()
    {
        await using var database = new PostgresDatabase();
        var source = await database.SourceAsync();
        await using var command = source.CreateCommand("""
            CREATE SCHEMA portal; SET search_path = portal;
            CREATE TABLE managers (tenant text, test boolean, id text); CREATE TABLE customers (tenant text, test boolean, id text, manager_id text);
            CREATE TABLE centers (tenant text, test boolean, id text, customer_id text, manager_id text, customer_copy text);
            """);
        await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
        Environment.SetEnvironmentVariable(_variable, $"{new NpgsqlConnectionStringBuilder(await PostgresDatabase.ServerAsync()) { Database = new NpgsqlConnectionStringBuilder(source.ConnectionString).Database, Pooling = false }}");

        using var process = Tool.Start(_folder.Root, new Dictionary<string, string> { ["PGOPTIONS"] = "-c search_path=portal" }, "scope", "drift", "app.scope.json", "--connection-env", _variable);
        var run = await Tool.EndAsync(process);

        Assert.Equal((0, "2 scope keys compared, 0 rows differ.\n"), (run.Exit, run.Error));
    }

    // A connection that sees nothing would find that nothing differs.
    [Fact]
    public async Task What_row_level_security_hides_is_not_called_fine()
    {
        await using var database = new PostgresDatabase();
        var source = await database.SourceAsync();
        await using var command = source.CreateCommand("""
            CREATE TABLE managers (tenant text, test boolean, id text); CREATE TABLE customers (tenant text, test boolean, id text, manager_id text);
            CREATE TABLE centers (tenant text, test boolean, id text, customer_id text, manager_id text, customer_copy text);
            INSERT INTO centers VALUES ('main', false, 'CEN-001', NULL, 'MGR-001', NULL); ALTER TABLE centers ENABLE ROW LEVEL SECURITY;
            CREATE ROLE cks_test_drift; GRANT SELECT ON ALL TABLES IN SCHEMA public TO cks_test_drift;
            """);
        await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
        Environment.SetEnvironmentVariable(
            _variable,
            $"{new NpgsqlConnectionStringBuilder(await PostgresDatabase.ServerAsync()) { Database = new NpgsqlConnectionStringBuilder(source.ConnectionString).Database, Pooling = false, Options = "-c role=cks_test_drift" }}");

        var run = await Tool.RunAsync(_folder.Root, "scope", "drift", "app.scope.json", "--connection-env", _variable);

        Assert.Equal((3, ""), (run.Exit, run.Output));
        Assert.Contains("row-level security", run.Error, StringComparison.Ordinal);
        await using var clean = source.CreateCommand("DROP OWNED BY cks_test_drift; DROP ROLE cks_test_drift");
        await clean.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
    }

    public void Dispose()
    {
        Environment.SetEnvironmentVariable(_variable, null);
        _database.Dispose();
        _folder.Dispose();
    }

    private Task<ToolRun> RunAsync(params string[] args) => Tool.RunAsync(_folder.Root, ["scope", "drift", "app.scope.json", "--connection-env", _variable, "--dialect", "sqlite", .. args]);

    private long Count()
    {
        using var command = _database.CreateCommand();
        command.CommandText = "SELECT count(*) FROM centers WHERE (tenant, id, coalesce(manager_id, '')) IN (('main', 'CEN-002', 'MGR-002'), ('main', 'CEN-003', 'MGR-001'))";
        return (long)command.ExecuteScalar()!;
    }

    private void Execute(string sql)
    {
        using var command = _database.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
