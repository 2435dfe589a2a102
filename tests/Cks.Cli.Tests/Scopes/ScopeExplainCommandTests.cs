using System.Text.Json;
using Microsoft.Data.Sqlite;

namespace Cks.Cli.Tests;

/// <summary><c>cks scope explain</c> and <c>golden</c>.</summary>
public sealed class ScopeExplainCommandTests : IClassFixture<TemporaryFolder>
{
    private readonly TemporaryFolder _folder;

    public ScopeExplainCommandTests(TemporaryFolder folder)
    {
        _folder = folder;
        ScopeFiles.Write(folder);
    }

    private Task<ToolRun> RunAsync(params string[] args) => Tool.RunAsync(_folder.Root, ["scope", .. args]);

    private Task<ToolRun> ExplainAsync(params string[] args) => RunAsync(["explain", "app.scope.json", "--policy", "app.rbac.json", .. args]);

    [Fact]
    public async Task It_tells_ways_policy_fields_and_sql()
    {
        var run = await ExplainAsync("--as", "mgr1", "--dialect", "sqlite");

        Assert.Equal((0, ""), (run.Exit, run.Error));
        Assert.Equal("manager MGR-001 of main", run.Lines[0]);
        Assert.Contains("  way     manager -centers-> center -crew-> crew (centers.manager, crew.center)", run.Lines);
        Assert.Contains("  policy  crew:view: rows where status = active", run.Lines);
        Assert.Contains("  fields  code; hidden are phone", run.Lines);
        Assert.Contains("    WHERE [tenant] = @tenant", run.Lines);
        Assert.DoesNotContain(run.Lines, l => l.Contains("rows    ", StringComparison.Ordinal));
    }

    [Fact]
    public async Task With_a_connection_it_counts()
    {
        var file = Path.Combine(_folder.Root, "app.db");
        await using (var connection = new SqliteConnection($"Data Source={file};Pooling=False"))
        {
            await connection.OpenAsync(TestContext.Current.CancellationToken);
            await using var command = connection.CreateCommand();
            command.CommandText = ScopeFiles.Sql("text");
            await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
        }

        Environment.SetEnvironmentVariable("CKS_TEST_EXPLAIN", $"Data Source={file};Mode=ReadOnly;Pooling=False");

        var run = await ExplainAsync("--as", "MGR-001", "--dialect", "sqlite", "--connection-env", "CKS_TEST_EXPLAIN", "--format", "json");
        using var json = JsonDocument.Parse(run.Output);
        var nobody = await ExplainAsync("--as", "MGR-009", "--dialect", "sqlite", "--connection-env", "CKS_TEST_EXPLAIN");

        Assert.Equal("cks.scope-explanation", json.RootElement.GetProperty("schema").GetString());
        Assert.Equal(
            ["own manager 1", "set centers 2", "set crew 1"],
            json.RootElement.GetProperty("parts").EnumerateArray().Select(p => $"{p.GetProperty("kind")} {p.GetProperty("name")} {p.GetProperty("rows")}"));
        Assert.Contains("nothing is seen", nobody.Lines[1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_secret_is_never_shown()
    {
        Environment.SetEnvironmentVariable("CKS_TEST_BROKEN", "Secret=hunter2");

        var run = await ExplainAsync("--as", "MGR-001", "--connection-env", "CKS_TEST_BROKEN");

        Assert.Equal((2, ""), (run.Exit, run.Output));
        Assert.DoesNotContain("hunter2", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_code_of_several_roles_needs_one_of_them()
    {
        var several = await ExplainAsync("--as", "CEN-001");
        var one = await ExplainAsync("--as", "CEN-001", "--role", "guard");
        var wrong = await ExplainAsync("--as", "CEN-001", "--role", "gard");

        Assert.Equal((2, "Several roles have such codes. Name one: --role center or guard.\n"), (several.Exit, several.Error));
        Assert.Equal("guard CEN-001 of main", one.Lines[0]);
        Assert.Equal((2, "No strategy is of the role \"gard\". Did you mean \"guard\"?\n"), (wrong.Exit, wrong.Error));
    }

    [Theory]
    [InlineData("--as", "X")]
    [InlineData("--as", "MGR-001", "--tenant", "No Tenant")]
    public async Task Who_cannot_be_is_2(params string[] args)
    {
        var run = await ExplainAsync(args);

        Assert.Equal((2, ""), (run.Exit, run.Output));
        Assert.NotEmpty(run.Error);
    }

    [Fact]
    public async Task A_policy_that_does_not_fit_the_model_is_2()
    {
        _folder.Write("other.rbac.json", """{ "version": 1, "resources": { "crew": { "actions": ["view"] } }, "roles": { "manager": {} } }""");

        var run = await RunAsync("golden", "app.scope.json", "--policy", "other.rbac.json");

        Assert.Equal((2, ""), (run.Exit, run.Output));
        Assert.Contains("CKS2", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("explain", 2)]
    [InlineData("golden", 2)]
    public async Task The_examples_in_the_help_work_as_they_stand(string verb, int without)
    {
        ScopeFiles.Write(_folder, "examples/");
        var root = Path.Combine(_folder.Root, "examples");
        var help = await Tool.RunAsync(root, "scope", verb, "--help");
        var examples = help.Lines.SkipWhile(l => l != "Examples:").Skip(1).Select(l => l.Trim()).ToArray();

        Assert.Equal(without, examples.Count(e => !e.Contains("--connection-env", StringComparison.Ordinal)));
        foreach (var example in examples.Where(e => !e.Contains("--connection-env", StringComparison.Ordinal)))
            Assert.Equal(0, (await Tool.RunAsync(root, example.Split(' ')[1..])).Exit);
    }

    [Fact]
    public async Task Golden_is_the_same_wherever_and_whenever_it_is_made_and_has_each_text_once()
    {
        ScopeFiles.Write(_folder, "elsewhere/");

        var here = await RunAsync("golden", "app.scope.json", "--policy", "app.rbac.json");
        var there = await RunAsync("golden", "elsewhere/app.scope.json", "--policy", "elsewhere/app.rbac.json");
        string[] texts = [.. here.Output.Split("```sql\n").Skip(1).Select(t => t.Split("```")[0])];

        Assert.Equal((0, ""), (here.Exit, here.Error));
        Assert.Equal(here.Output, there.Output);
        Assert.Equal(texts.Length, texts.Distinct(StringComparer.Ordinal).Count());
        Assert.All(["## manager", "## center", "## guard", "### manager: crew, the next page"], h => Assert.Contains(h, here.Lines));
        Assert.Contains("as center: crew, a page, 2", here.Output, StringComparison.Ordinal);
    }
}
