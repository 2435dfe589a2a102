using System.Text.Json;
using Microsoft.Data.Sqlite;

namespace Cks.Cli.Tests.Configuration;

public sealed class ConfigRevisionsTests : IDisposable
{
    private const string Schema = """{"properties":{"Portal":{"properties":{"PageSize":{"type":"integer","minimum":1,"maximum":500,"runtime":true},"IsOpen":{"type":"boolean","runtime":true,"sensitive":true}}}}}""";

    // Inherited by the process of the tool.
    private readonly string _variable = $"CKS_TEST_{Guid.NewGuid():N}";
    private readonly TemporaryFolder _folder = new();

    public ConfigRevisionsTests()
    {
        _folder.Write("s.json", Schema);
        Environment.SetEnvironmentVariable(_variable, $"Data Source={Path.Combine(_folder.Root, "app.db")};Pooling=False");
    }

    public void Dispose()
    {
        Environment.SetEnvironmentVariable(_variable, null);
        _folder.Dispose();
    }

    [Fact]
    public async Task Settings_are_written_read_and_brought_back()
    {
        Assert.Equal(0, (await Tool.RunAsync(_folder.Root, "db", "migrate", "--connection-env", _variable, "--dialect", "sqlite")).Exit);
        Assert.Equal(1, (await RunAsync("get")).Exit);
        var first = await SetAsync("""{"Portal":{"PageSize":30}}""", seen: 0);
        Assert.Equal((0, true), (first.Exit, first.Output.StartsWith("settings 1 ", StringComparison.Ordinal)));
        Assert.Contains("  Portal:PageSize: - -> 30\n", first.Output, StringComparison.Ordinal);
        Assert.Equal(0, (await SetAsync("""{"Portal":{"PageSize":40}}""", seen: 1)).Exit);

        // S16: over what was not seen, of a key that is not marked, past the schema.
        Assert.Equal((1, "refused NotSeen\n"), (await SetAsync("{}", seen: 1)) is var stale ? (stale.Exit, stale.Output) : default);
        var foreign = await SetAsync("""{"ConnectionStrings":{"Main":"x"}}""", seen: 2);
        Assert.Equal((1, "refused Findings\n"), (foreign.Exit, foreign.Output));
        Assert.Contains("CKS121", foreign.Error, StringComparison.Ordinal);
        Assert.Equal(1, (await SetAsync("""{"Portal":{"PageSize":501}}""", seen: 2)).Exit);
        Assert.Equal(2, (await SetAsync("{}", seen: 2, reason: " ")).Exit);

        Assert.Equal("""{"Portal":{"PageSize":40}}""", (await RunAsync("get")).Output.TrimEnd());
        Assert.Equal(0, (await RunAsync("rollback", "--schema", "s.json", "--revision", "1", "--seen", "2", "--reason", "too many")).Exit);
        using var json = JsonDocument.Parse((await RunAsync("get", "--format", "json")).Output);
        Assert.Equal((3, 1, "too many"), (json.RootElement.GetProperty("revision").GetInt32(), json.RootElement.GetProperty("restores").GetInt32(), json.RootElement.GetProperty("reason").GetString()));
        Assert.Equal(["settings 3", "settings 2", "settings 1"], (await RunAsync("history")).Lines.Select(l => l[..10]));

        // S29: three readings that found something, and the first that did not.
        Assert.Equal(4L, await ScalarAsync("SELECT count(*) FROM cks_security_events WHERE kind = 'tool.read'"));
        // Every revision that was written, and none that was refused.
        Assert.Equal("settings 1: a test|settings 2: a test|settings 3: too many", await ScalarAsync("SELECT group_concat(detail, '|') FROM (SELECT detail FROM cks_security_events WHERE kind LIKE 'revisions.%' ORDER BY at)"));
        Assert.Equal(0L, await ScalarAsync("SELECT count(*) FROM cks_security_events WHERE kind LIKE 'revisions.%' AND subject_id = ''"));
    }

    [Fact]
    public async Task S16_the_account_that_wrote_what_is_sensitive_does_not_approve_it()
    {
        await Tool.RunAsync(_folder.Root, "db", "migrate", "--connection-env", _variable, "--dialect", "sqlite");
        Assert.Contains("waits for a second person", (await SetAsync("""{"Portal":{"IsOpen":true}}""", seen: 0)).Output, StringComparison.Ordinal);
        var own = await RunAsync("approve", "--schema", "s.json", "--revision", "1", "--reason", "me again");
        Assert.Equal((1, "refused OwnRevision\n"), (own.Exit, own.Output));

        // Another account wrote it.
        await ScalarAsync("UPDATE cks_revisions SET author_id = 'somebody-else'");
        Assert.Equal(0, (await RunAsync("approve", "--schema", "s.json", "--revision", "1", "--reason", "looked at it")).Exit);
        Assert.Equal("""{"Portal":{"IsOpen":true}}""", (await RunAsync("get")).Output.TrimEnd());
        Assert.Equal(1L, await ScalarAsync($"SELECT count(*) FROM cks_security_events WHERE kind = 'revisions.approved'"));
    }

    [Fact]
    public async Task A_database_without_the_tables_is_an_answer_and_not_a_crash()
    {
        await using (var connection = new SqliteConnection(Environment.GetEnvironmentVariable(_variable)))
            await connection.OpenAsync(TestContext.Current.CancellationToken);
        Assert.Equal(3, (await RunAsync("get")).Exit);
    }

    private async Task<object?> ScalarAsync(string sql)
    {
        await using var connection = new SqliteConnection(Environment.GetEnvironmentVariable(_variable));
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        await using var command = new SqliteCommand(sql, connection);
        return await command.ExecuteScalarAsync(TestContext.Current.CancellationToken);
    }

    private Task<ToolRun> SetAsync(string settings, long seen, string reason = "a test")
    {
        _folder.Write("now.json", settings);
        return RunAsync("set", "--schema", "s.json", "--file", "now.json", "--seen", $"{seen}", "--reason", reason);
    }

    private Task<ToolRun> RunAsync(string verb, params string[] more) => Tool.RunAsync(_folder.Root, ["config", verb, "--connection-env", _variable, "--dialect", "sqlite", .. more]);
}
