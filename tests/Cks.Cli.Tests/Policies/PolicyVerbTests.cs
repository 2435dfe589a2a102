using System.Text.Json;

namespace Cks.Cli.Tests;

/// <summary><c>cks policy lint</c>, <c>matrix</c> and <c>diff</c>.</summary>
public sealed class PolicyVerbTests(TemporaryFolder folder) : IClassFixture<TemporaryFolder>
{
    private const string Good = """
        {
          "version": 1,
          "resources": { "orders": { "actions": ["view", "accept"], "attributes": { "status": ["open", "closed"] } } },
          "roles": { "clerk": { "permit": [{ "id": "all", "actions": ["orders:*"] }] }, "guest": { "permit": [{ "id": "view", "actions": ["orders:view"], "when": { "status": "open" } }] } }
        }
        """;

    [Theory]
    [InlineData("lint")]
    [InlineData("matrix")]
    [InlineData("diff")]
    public async Task Every_example_in_the_help_works_as_it_stands(string verb)
    {
        folder.Write("examples/app.rbac.json", Good);
        var root = Path.Combine(folder.Root, "examples");
        var help = await Tool.RunAsync(root, "policy", verb, "--help");
        var examples = help.Lines.SkipWhile(l => l != "Examples:").Skip(1).Select(l => l.Trim()).ToArray();

        Assert.Equal(3, examples.Length);
        foreach (var example in examples)
        {
            var words = example.Split(' ');
            Assert.Equal(("cks", "policy", verb), (words[0], words[1], words[2]));
            Assert.Equal(0, (await Tool.RunAsync(root, words[1..])).Exit);
        }
    }

    [Theory]
    [InlineData("policy")]
    [InlineData("policy", "lint")]
    [InlineData("policy", "lint", "app.rbac.json", "--format", "html")]
    [InlineData("policy", "lint", "app.rbac.json", "--severity", "fatal")]
    [InlineData("policy", "matrix", "app.rbac.json", "--format", "sarif")]
    [InlineData("policy", "diff", "app.rbac.json")]
    public async Task Wrong_use_is_2_with_the_reason_on_stderr_alone(params string[] args)
    {
        var run = await Tool.RunAsync(folder.Root, args);

        Assert.Equal(2, run.Exit);
        Assert.Empty(run.Output);
        Assert.Matches("See cks policy( [a-z]+)? --help\\.\n$", run.Error);
    }

    [Theory]
    [InlineData("policy", "lint", "nowhere.rbac.json")]
    [InlineData("policy", "matrix", "nowhere.rbac.json")]
    [InlineData("policy", "diff", "app.rbac.json", "nowhere.rbac.json")]
    [InlineData("policy", "matrix", "empty")]
    public async Task A_file_that_is_not_there_is_2(params string[] args)
    {
        folder.Write("app.rbac.json", Good);
        Directory.CreateDirectory(Path.Combine(folder.Root, "empty"));

        var run = await Tool.RunAsync(folder.Root, args);

        Assert.Equal(2, run.Exit);
        Assert.Empty(run.Output);
        Assert.NotEmpty(run.Error);
    }

    [Fact]
    public async Task A_policy_that_is_refused_is_2_with_its_findings()
    {
        folder.Write("broken.rbac.json", """{ "version": 1, "roles": { "clerk": { "inherits": ["clark"] } } }""");

        var lint = await Tool.RunAsync(folder.Root, "policy", "lint", "broken.rbac.json");
        var matrix = await Tool.RunAsync(folder.Root, "policy", "matrix", "broken.rbac.json");

        Assert.Equal((2, 2), (lint.Exit, matrix.Exit));
        Assert.Contains("CKS201 broken.rbac.json:1:52", lint.Output, StringComparison.Ordinal);
        Assert.Contains("CKS201 broken.rbac.json:1:52", matrix.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("info", 1)]
    [InlineData("warning", 1)]
    [InlineData("error", 0)]
    public async Task Lint_ends_with_1_at_the_severity_that_counts(string severity, int exit)
    {
        folder.Write("lint.rbac.json", Good.Replace("\"view\", \"accept\"", "\"view\", \"cancel\", \"accept\"", StringComparison.Ordinal).Replace("orders:*", "orders:view", StringComparison.Ordinal));

        var run = await Tool.RunAsync(folder.Root, "policy", "lint", "lint.rbac.json", "--severity", severity);

        Assert.Equal(exit, run.Exit);
        Assert.Contains("warning CKS213 lint.rbac.json:3:50", run.Output, StringComparison.Ordinal);
        Assert.Contains(" ^^^^^^^^\n", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Lint_writes_json_and_sarif()
    {
        folder.Write("two.rbac.json", Good.Replace("orders:*", "orders:view", StringComparison.Ordinal));

        using var json = JsonDocument.Parse((await Tool.RunAsync(folder.Root, "policy", "lint", "two.rbac.json", "--format", "json")).Output);
        using var sarif = JsonDocument.Parse((await Tool.RunAsync(folder.Root, "policy", "lint", "two.rbac.json", "--format", "sarif")).Output);

        Assert.Equal("cks.policy-lint", json.RootElement.GetProperty("schema").GetString());
        Assert.Equal("CKS213", json.RootElement.GetProperty("findings")[0].GetProperty("code").GetString());
        Assert.Equal("CKS213", sarif.RootElement.GetProperty("runs")[0].GetProperty("results")[0].GetProperty("ruleId").GetString());
    }

    [Fact]
    public async Task Several_documents_and_folders_make_one_policy()
    {
        folder.Write("parts/base.rbac.json", """{ "version": 1, "resources": { "jobs": { "actions": ["view"] } } }""");
        folder.Write("parts/roles/clerk.rbac.json", """{ "version": 1, "roles": { "clerk": { "permit": [{ "id": "view", "actions": ["jobs:view"] }] } } }""");

        var byFolder = await Tool.RunAsync(folder.Root, "policy", "matrix", "parts");
        var byFile = await Tool.RunAsync(folder.Root, "policy", "matrix", "parts/base.rbac.json", "parts/roles/clerk.rbac.json");

        Assert.Equal(0, byFolder.Exit);
        Assert.Equal(byFile.Output, byFolder.Output);
        Assert.Contains("| jobs:view  | yes   |", byFolder.Lines);
    }

    [Fact]
    public async Task Diff_ends_with_1_when_anybody_gains_or_loses_something()
    {
        folder.Write("old.rbac.json", Good);
        folder.Write("new.rbac.json", Good.Replace("\"open\" }", "[\"open\", \"closed\"] }", StringComparison.Ordinal));
        folder.Write("same.rbac.json", Good.Replace("\"id\": \"view\"", "\"id\": \"renamed\"", StringComparison.Ordinal));

        var wider = await Tool.RunAsync(folder.Root, "policy", "diff", "old.rbac.json", "new.rbac.json");
        var same = await Tool.RunAsync(folder.Root, "policy", "diff", "old.rbac.json", "same.rbac.json");
        using var json = JsonDocument.Parse((await Tool.RunAsync(folder.Root, "policy", "diff", "old.rbac.json", "new.rbac.json", "--format", "json")).Output);

        Assert.Equal((1, "+ guest may orders:view: sometimes, now sometimes (status = closed)\n", "1 gained, 0 lost.\n"), (wider.Exit, wider.Output, wider.Error));
        Assert.Equal((0, "", "0 gained, 0 lost.\n"), (same.Exit, same.Output, same.Error));
        Assert.Equal("gained", json.RootElement.GetProperty("changes")[0].GetProperty("change").GetString());
    }

    [Fact]
    public async Task Html_goes_to_a_file_as_one_page()
    {
        folder.Write("app.rbac.json", Good);

        var run = await Tool.RunAsync(folder.Root, "policy", "matrix", "app.rbac.json", "--format", "html", "-o", "matrix.html");
        var page = await File.ReadAllTextAsync(Path.Combine(folder.Root, "matrix.html"), TestContext.Current.CancellationToken);

        Assert.Equal((0, ""), (run.Exit, run.Output));
        Assert.StartsWith("<!doctype html>", page);
        Assert.Contains("<td>yes</td>", page, StringComparison.Ordinal);
    }
}
