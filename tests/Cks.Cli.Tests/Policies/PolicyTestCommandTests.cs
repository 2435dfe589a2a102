using System.Text.Json;
using System.Xml.Linq;

namespace Cks.Cli.Tests;

public sealed class PolicyTestCommandTests : IClassFixture<TemporaryFolder>
{
    private readonly TemporaryFolder _folder;

    public PolicyTestCommandTests(TemporaryFolder folder) => PolicyFiles.Write(_folder = folder);

    private Task<ToolRun> RunAsync(params string[] args) => Tool.RunAsync(_folder.Root, ["policy", "test", .. args]);

    private string WriteTests(string name, string tests)
    {
        _folder.Write(name, $$"""{ "version": 1, "policy": "app.rbac.json", "resources": { "order": { "of": "orders" } }, "tests": [{{tests}}] }""");
        return name;
    }

    [Fact]
    public async Task Tests_that_pass_are_counted()
    {
        var run = await RunAsync("app.rbac.tests.json", "--coverage", "100");

        Assert.Equal((0, "5 passed, 0 failed; 2 of 2 rules covered (100 %)\n", ""), (run.Exit, run.Output.Split("contractor = $code\n")[^1], run.Error));
    }

    [Fact]
    public async Task A_test_that_fails_is_1_and_is_explained_at_its_place()
    {
        var file = WriteTests("fails.rbac.tests.json", """{ "name": "all \u001b[31m", "as": "contractor", "permit": ["orders:view", "orders:accept"], "on": "order" }""");

        var run = await RunAsync(file);

        Assert.Equal(1, run.Exit);
        Assert.StartsWith($"failed {file}:1:", run.Output, StringComparison.Ordinal);
        Assert.Contains("all \uFFFD[31m: contractor orders:accept on order\n  Expected permit, and it is not_permitted.\n  orders:accept is refused", run.Output, StringComparison.Ordinal);
        Assert.Contains("not covered app.rbac.json:7:", run.Output, StringComparison.Ordinal);
        Assert.EndsWith("1 passed, 1 failed; 1 of 2 rules covered (50 %)\n", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Too_little_coverage_is_1()
    {
        var file = WriteTests("little.rbac.tests.json", """{ "as": "staff", "permit": ["orders:view"] }""");

        Assert.Equal(0, (await RunAsync(file, "--coverage", "50")).Exit);
        var run = await RunAsync(file, "--coverage", "51");

        Assert.Equal((1, "50 of a hundred rules are covered; 51 are asked for.\n"), (run.Exit, run.Error));
    }

    [Fact]
    public async Task As_JUnit_each_question_is_a_test_case_and_an_uncovered_rule_one_that_was_skipped()
    {
        var file = WriteTests("junit.rbac.tests.json", """{ "name": "<\u0001&>", "as": "staff", "permit": ["orders:view", "orders:accept"] }""");

        var run = await RunAsync(file, "--format", "junit");

        var suite = XDocument.Parse(run.Output).Root!.Element("testsuite")!;
        Assert.Equal((1, "3", "1", "1"), (run.Exit, suite.Attribute("tests")!.Value, suite.Attribute("failures")!.Value, suite.Attribute("skipped")!.Value));
        Assert.Equal(["<\uFFFD&>: staff orders:view", "<\uFFFD&>: staff orders:accept", "c-accept"], suite.Elements("testcase").Select(t => t.Attribute("name")!.Value));
        Assert.Equal("Expected permit, and it is not_permitted.", Assert.Single(suite.Descendants("failure")).Attribute("message")!.Value);
    }

    [Fact]
    public async Task As_JSON_results_and_rules_are_listed()
    {
        var run = await RunAsync("app.rbac.tests.json", "--format", "json");

        using var json = JsonDocument.Parse(run.Output);
        Assert.Equal(("cks.policy-tests", 5, 100), (json.RootElement.GetProperty("schema").GetString(), json.RootElement.GetProperty("passed").GetInt32(), json.RootElement.GetProperty("coverage").GetInt32()));
        Assert.Equal(["s-view", "c-accept"], json.RootElement.GetProperty("rules").EnumerateArray().Select(r => r.GetProperty("id").GetString()));
    }

    [Fact]
    public async Task What_cannot_be_read_is_2_with_place_and_excerpt()
    {
        var file = WriteTests("slip.rbac.tests.json", """{ "as": "stff", "permit": ["orders:view"] }""");

        var run = await RunAsync(file);

        Assert.Equal((2, ""), (run.Exit, run.Output));
        Assert.StartsWith($"error CKS230 {file}:1:", run.Error, StringComparison.Ordinal);
        Assert.Contains("Did you mean \"staff\"?\n", run.Error, StringComparison.Ordinal);
        Assert.Contains("^^^^", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("nothing.rbac.tests.json")]
    [InlineData("app.rbac.tests.json", "--coverage", "101")]
    [InlineData("app.rbac.tests.json", "--coverage", "many")]
    [InlineData("app.rbac.tests.json", "--format", "sarif")]
    [InlineData]
    public async Task Wrong_use_is_2(params string[] args)
    {
        var run = await RunAsync(args);

        Assert.Equal((2, ""), (run.Exit, run.Output));
        Assert.NotEmpty(run.Error);
    }

    [Fact]
    public async Task The_example_of_the_page_gives_what_the_page_shows()
    {
        var page = await File.ReadAllTextAsync(Path.Combine(Repository.Root, "docs", "policy-tests.md"), TestContext.Current.CancellationToken);
        string[] blocks = [.. page.ReplaceLineEndings("\n").Split("```").Where((_, i) => i % 2 == 1)];
        _folder.Write("policies/app.rbac.json", await File.ReadAllTextAsync(Path.Combine(_folder.Root, "app.rbac.json"), TestContext.Current.CancellationToken));
        _folder.Write("policies/app.rbac.tests.json", blocks[0]["jsonc\n".Length..]);

        var run = await Tool.RunAsync(_folder.Root, blocks[1]["bash\ncks ".Length..].Trim().Split(' '));

        Assert.Equal((0, blocks[2]["text\n".Length..]), (run.Exit, run.Output));
    }

    [Fact]
    public async Task The_portals_policy_keeps_its_promises_and_every_rule_is_shown()
    {
        var run = await Tool.RunAsync(Repository.Root, "policy", "test", "samples/Cks.Samples.Portal/policies/portal.rbac.tests.json", "--coverage", "100");

        Assert.True(run.Exit == 0, run.Output + run.Error);
        Assert.Matches(@"[0-9]{4} passed, 0 failed; ([0-9]+) of \1 rules covered \(100 %\)\n$", run.Output);
    }
}
