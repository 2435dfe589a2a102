using System.Text.Json;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace Cks.Cli.Tests;

public sealed class DatabaseCommandTests : IDisposable
{
    private const string First = "202611270001";

    // Inherited by the process of the tool.
    private readonly string _variable = $"CKS_TEST_{Guid.NewGuid():N}";
    private readonly TemporaryFolder _folder = new();

    public void Dispose()
    {
        Environment.SetEnvironmentVariable(_variable, null);
        _folder.Dispose();
    }

    [Fact]
    public async Task Up_and_down_on_SQLite()
    {
        var path = Path.Combine(_folder.Root, "app.db");
        Environment.SetEnvironmentVariable(_variable, $"Data Source={path};Pooling=False");

        // Whoever only looks makes no file.
        Assert.Equal(3, (await RunAsync("validate", "sqlite")).Exit);
        Assert.False(File.Exists(path));
        await GoThroughAsync("sqlite");
        Assert.Equal("CKS120", (await RunAsync("validate", "sqlite")).Output[..6]);
    }

    [Fact]
    public async Task Up_and_down_on_PostgreSQL()
    {
        await using var postgres = new PostgresDatabase();
        var database = new NpgsqlConnectionStringBuilder((await postgres.SourceAsync()).ConnectionString).Database;
        Environment.SetEnvironmentVariable(_variable, new NpgsqlConnectionStringBuilder(await PostgresDatabase.ServerAsync()) { Database = database }.ToString());

        var missing = await RunAsync("validate", "postgres");
        Assert.Equal((1, true), (missing.Exit, missing.Output.Contains("cks db migrate --connection-env NAME --dialect postgres", StringComparison.Ordinal)));
        await GoThroughAsync("postgres");
    }

    [Fact]
    public async Task A_script_is_written_and_nothing_is_run()
    {
        var path = Path.Combine(_folder.Root, "app.db");
        Environment.SetEnvironmentVariable(_variable, $"Data Source={path};Pooling=False");
        await using (var connection = new SqliteConnection($"Data Source={path};Pooling=False"))
        {
            await connection.OpenAsync(TestContext.Current.CancellationToken);
            var script = await RunAsync("script", "sqlite");
            Assert.Equal(0, script.Exit);
            Assert.Equal(1, (await RunAsync("validate", "sqlite")).Exit);
            await using var command = new SqliteCommand(script.Output, connection);
            await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
        }

        Assert.Equal(0, (await RunAsync("validate", "sqlite")).Exit);
        Assert.Contains($"-- back: {First} revocations", (await RunAsync("script", "sqlite", "--to", "0")).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_wrong_step_and_a_wrong_connection_are_wrong_use_and_say_nothing_secret()
    {
        Environment.SetEnvironmentVariable(_variable, "Password=hunter2;What=this");
        foreach (var run in new[] { await RunAsync("migrate", "postgres"), await RunAsync("migrate", "sqlite"), await RunAsync("rollback", "postgres", "--to", "7"), await RunAsync("rollback", "postgres") })
        {
            Assert.Equal(2, run.Exit);
            Assert.DoesNotContain("hunter2", run.Output + run.Error, StringComparison.Ordinal);
        }

        Environment.SetEnvironmentVariable(_variable, "Host=127.0.0.1;Port=1;Username=u;Password=hunter2;Timeout=2");
        var down = await RunAsync("migrate", "postgres");
        Assert.Equal((3, false), (down.Exit, down.Error.Contains("hunter2", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task An_account_that_may_not_make_tables_is_refused_with_the_words_of_the_database()
    {
        await using var postgres = new PostgresDatabase();
        var source = await postgres.SourceAsync();
        var role = $"cks_reader_{Guid.NewGuid():n}";
        await using (var make = source.CreateCommand($"CREATE ROLE {role}"))
            await make.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
        Environment.SetEnvironmentVariable(
            _variable,
            new NpgsqlConnectionStringBuilder(await PostgresDatabase.ServerAsync()) { Database = new NpgsqlConnectionStringBuilder(source.ConnectionString).Database, Options = $"-c role={role}" }.ToString());

        var refused = await RunAsync("migrate", "postgres");
        Assert.Equal(3, refused.Exit);
        Assert.StartsWith("The database: 42501", refused.Error, StringComparison.Ordinal);
        await using var drop = source.CreateCommand($"DROP ROLE {role}");
        await drop.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
    }

    private async Task GoThroughAsync(string dialect)
    {
        Assert.Equal(0, (await RunAsync("migrate", dialect)).Exit);
        Assert.Equal((0, ""), (await RunAsync("validate", dialect)) is var valid ? (valid.Exit, valid.Output) : default);
        Assert.Equal(0, (await RunAsync("rollback", dialect, "--to", First)).Exit);
        using var json = JsonDocument.Parse((await RunAsync("status", dialect, "--format", "json")).Output);
        var states = json.RootElement.GetProperty("steps").EnumerateArray().Select(s => s.GetProperty("state").GetString()).ToArray();
        Assert.Equal(["taken", .. Enumerable.Repeat("missing", states.Length - 1)], states);
        Assert.True(states.Length > 4, "There are more steps than that.");
        Assert.Equal(0, (await RunAsync("rollback", dialect, "--to", "0")).Exit);
        Assert.StartsWith($"{First} missing revocations\n", (await RunAsync("status", dialect)).Output, StringComparison.Ordinal);
    }

    private Task<ToolRun> RunAsync(string verb, string dialect, params string[] more) =>
        Tool.RunAsync(_folder.Root, ["db", verb, "--connection-env", _variable, "--dialect", dialect, .. more]);
}
