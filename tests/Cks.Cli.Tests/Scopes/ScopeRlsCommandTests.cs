using System.Text.Json;
using Npgsql;

namespace Cks.Cli.Tests;

public sealed class ScopeRlsCommandTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private static readonly string Folder = Path.Combine(Repository.Root, "samples", "Cks.Samples.Portal", "scopes");

    // Approved by whoever reviews the change: what was received stands beside the test executable.
    [Fact]
    public async Task The_script_of_the_portal_is_the_approved_one()
    {
        var approved = Path.Combine(Folder, "portal.rls.sql");

        var run = await Tool.RunAsync(Folder, "scope", "rls", "portal.scope.json");

        Assert.Equal((0, ""), (run.Exit, run.Error));
        var beside = Path.Combine(AppContext.BaseDirectory, "portal.rls.received.sql");
        await File.WriteAllTextAsync(beside, run.Output, TestContext.Current.CancellationToken);
        Assert.True(File.Exists(approved) && (await File.ReadAllTextAsync(approved, TestContext.Current.CancellationToken)).ReplaceLineEndings("\n") == run.Output, $"Row level security has changed: compare portal.rls.sql with {beside}, and approve it by copying it there.");
    }

    [Fact]
    public async Task Names_are_as_asked_for_and_the_script_is_a_field_in_JSON()
    {
        var run = await Tool.RunAsync(Folder, "scope", "rls", "portal.scope.json", "--role", "web", "--definer", "web_reads", "--schema", "portal", "--format", "json");

        using var json = JsonDocument.Parse(run.Output);
        Assert.Equal("cks.scope-rls", json.RootElement.GetProperty("schema").GetString());
        var sql = json.RootElement.GetProperty("sql").GetString()!;
        Assert.Contains("ON \"portal\".\"orders\" FOR SELECT TO \"web\" USING", sql, StringComparison.Ordinal);
        Assert.Contains("OWNER TO \"web_reads\";", sql, StringComparison.Ordinal);
        Assert.DoesNotContain("\"public\"", sql, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--role", "app; DROP TABLE x", "is no name of a role or schema")]
    [InlineData("--role", "cks_definer", "may not own the functions")]
    [InlineData("--schema", "Public", "is no name of a role or schema")]
    public async Task A_name_that_cannot_be_one_is_wrong_use(string option, string name, string why)
    {
        var run = await Tool.RunAsync(Folder, "scope", "rls", "portal.scope.json", option, name);

        Assert.Equal((2, ""), (run.Exit, run.Output));
        Assert.Contains(why, run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null, "--connection-env")]
    [InlineData("CKS_TEST_RLS_NOWHERE", "CKS_TEST_RLS_NOWHERE is empty")]
    public async Task A_check_without_a_database_is_wrong_use(string? variable, string why)
    {
        string[] connection = variable is null ? [] : ["--connection-env", variable];

        var run = await Tool.RunAsync(Folder, ["scope", "rls", "portal.scope.json", "--check", .. connection]);

        Assert.Equal((2, ""), (run.Exit, run.Output));
        Assert.Contains(why, run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_check_ends_with_1_where_something_is_not_held_and_with_0_where_all_is()
    {
        await using var database = new PostgresDatabase();
        var source = await database.SourceAsync();
        // The source's own string has lost its password.
        Environment.SetEnvironmentVariable("CKS_TEST_RLS_DATABASE", $"{new NpgsqlConnectionStringBuilder(await PostgresDatabase.ServerAsync()) { Database = new NpgsqlConnectionStringBuilder(source.ConnectionString).Database, Pooling = false }}");
        _folder.Write("app.scope.json", """
            {
              "version": 1,
              "entities": { "manager": { "table": "managers", "key": "id", "tenant": "tenant", "test": "test", "fields": { "code": "id" } } },
              "roles": { "manager": { "entity": "manager" } },
            }
            """);
        await RunSqlAsync(source, "CREATE TABLE managers (tenant text, test boolean, id text)");
        string[] names = ["--role", "cks_test_cli", "--definer", "cks_test_cli_definer"], check = ["scope", "rls", "app.scope.json", .. names, "--check", "--connection-env", "CKS_TEST_RLS_DATABASE"];

        var before = await Tool.RunAsync(_folder.Root, check);
        Assert.Equal((1, "CKS319 database There is no role \"cks_test_cli\". Make it, or name the role by which the application is connected.\n", "1 findings.\n"), (before.Exit, before.Output, before.Error));

        await RunSqlAsync(source, "CREATE ROLE cks_test_cli");
        await RunSqlAsync(source, (await Tool.RunAsync(_folder.Root, ["scope", "rls", "app.scope.json", .. names])).Output);
        var after = await Tool.RunAsync(_folder.Root, check);
        Assert.Equal((0, "", "0 findings.\n"), (after.Exit, after.Output, after.Error));

        await RunSqlAsync(source, "ALTER TABLE managers NO FORCE ROW LEVEL SECURITY");
        using var json = JsonDocument.Parse((await Tool.RunAsync(_folder.Root, [.. check, "--format", "json"])).Output);
        Assert.Equal("CKS320", Assert.Single(json.RootElement.GetProperty("findings").EnumerateArray()).GetProperty("code").GetString());
        await RunSqlAsync(source, "DROP OWNED BY cks_test_cli, cks_test_cli_definer CASCADE; DROP ROLE cks_test_cli, cks_test_cli_definer");
    }

    public void Dispose() => _folder.Dispose();

    private static async Task RunSqlAsync(NpgsqlDataSource source, string sql)
    {
        await using var command = source.CreateCommand(sql);
        await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
    }
}
