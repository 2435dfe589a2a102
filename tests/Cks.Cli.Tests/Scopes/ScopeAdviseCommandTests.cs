using System.Text.Json;
using Microsoft.Data.Sqlite;

namespace Cks.Cli.Tests;

/// <summary><c>cks scope advise</c>.</summary>
public sealed class ScopeAdviseCommandTests : IClassFixture<TemporaryFolder>
{
    private readonly TemporaryFolder _folder;

    public ScopeAdviseCommandTests(TemporaryFolder folder)
    {
        _folder = folder;
        ScopeFiles.Write(folder);
    }

    private Task<ToolRun> AdviseAsync(params string[] args) => Tool.RunAsync(_folder.Root, ["scope", "advise", "app.scope.json", .. args]);

    [Fact]
    public async Task Without_a_connection_all_that_is_needed_is_written()
    {
        var run = await AdviseAsync();

        Assert.Equal((0, "7 looked for, 0 findings.\n"), (run.Exit, run.Error));
        Assert.Equal(
            [
                """CREATE INDEX "ix_centers_id" ON "centers" ("tenant", "test", "id");""",
                """CREATE INDEX "ix_centers_manager" ON "centers" ("tenant", "test", "manager", "id");""",
                """CREATE INDEX "ix_crew_center" ON "crew" ("tenant", "test", "center", "id");""",
                """CREATE INDEX "ix_crew_id" ON "crew" ("tenant", "test", "id");""",
                """CREATE INDEX "ix_managers_id" ON "managers" ("tenant", "test", "id");""",
            ],
            run.Lines.Where(l => !l.StartsWith("--", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task With_one_the_result_is_a_script_after_which_nothing_is_missing()
    {
        var file = Path.Combine(_folder.Root, "advise.db");
        await using var source = SqliteFactory.Instance.CreateDataSource($"Data Source={file};Pooling=False");
        await LargePortal.ExecuteAsync(source, ScopeFiles.Sql("text"));
        Environment.SetEnvironmentVariable("CKS_TEST_ADVISE", $"Data Source={file};Mode=ReadOnly;Pooling=False");
        string[] args = ["--policy", "app.rbac.json", "--dialect", "sqlite", "--connection-env", "CKS_TEST_ADVISE", "--limit", "2"];

        var first = await AdviseAsync(args);
        using var json = JsonDocument.Parse((await AdviseAsync([.. args, "--format", "json"])).Output);
        await LargePortal.ExecuteAsync(source, first.Output);
        var second = await AdviseAsync(args);
        using var after = JsonDocument.Parse((await AdviseAsync([.. args, "--format", "json"])).Output);

        Assert.Equal(1, first.Exit);
        Assert.Contains("-- CKS328 crew: nothing serves", first.Lines);
        Assert.Contains(first.Lines, l => l.StartsWith("-- CKS329 crew 3 rows are read from end to end by ", StringComparison.Ordinal));
        Assert.Equal(["CKS328", "CKS329"], json.RootElement.GetProperty("findings").EnumerateArray().Select(f => f.GetProperty("code").GetString()).Distinct());
        Assert.Equal((0, ""), (second.Exit, second.Output));
        Assert.All(after.RootElement.GetProperty("needs").EnumerateArray(), n => Assert.StartsWith("ix_", n.GetProperty("index").GetString()));
        Assert.Empty(after.RootElement.GetProperty("scans").EnumerateArray());
    }

    [Fact]
    public async Task A_database_that_is_down_is_3()
    {
        Environment.SetEnvironmentVariable("CKS_TEST_DOWN", "Host=127.0.0.1;Port=1;Username=cks;Password=hunter2;Timeout=2");

        var run = await AdviseAsync("--connection-env", "CKS_TEST_DOWN");

        Assert.Equal((3, ""), (run.Exit, run.Output));
        Assert.DoesNotContain("hunter2", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--limit", "-1")]
    [InlineData("--limit", "many")]
    [InlineData("--connection-env", "CKS_TEST_NOT_SET")]
    [InlineData("--dialect", "oracle")]
    [InlineData("--policy", "nowhere.rbac.json")]
    public async Task Wrong_use_is_2(params string[] args)
    {
        var run = await AdviseAsync(args);

        Assert.Equal((2, ""), (run.Exit, run.Output));
        Assert.NotEmpty(run.Error);
    }

    [Fact]
    public async Task The_examples_in_the_help_work_as_they_stand()
    {
        ScopeFiles.Write(_folder, "examples/");
        var root = Path.Combine(_folder.Root, "examples");
        var examples = (await Tool.RunAsync(root, "scope", "advise", "--help")).Lines.SkipWhile(l => l != "Examples:").Skip(1).Select(l => l.Trim()).ToArray();

        Assert.Equal(3, examples.Length);
        foreach (var example in examples.Where(e => !e.Contains("--connection-env", StringComparison.Ordinal)))
            Assert.Equal(0, (await Tool.RunAsync(root, example.Split(' ')[1..])).Exit);
    }
}
