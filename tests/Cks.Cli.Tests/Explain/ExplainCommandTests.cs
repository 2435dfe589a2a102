using System.Text.Json;
using Cks.Core;

namespace Cks.Cli.Tests;

public sealed class ExplainCommandTests(TemporaryFolder folder) : IClassFixture<TemporaryFolder>
{
    [Theory]
    [InlineData("CKS204")]
    [InlineData("cks204")]
    public async Task A_code_prints_its_page(string id)
    {
        var run = await Tool.RunAsync(folder.Root, "explain", id);

        Assert.Equal(0, run.Exit);
        Assert.StartsWith("# CKS204: A capability is not declared\n\n## What\n", run.Output, StringComparison.Ordinal);
        Assert.Empty(run.Error);
    }

    [Fact]
    public void Every_code_carries_its_page() =>
        Assert.All(CksCodes.All, code => Assert.StartsWith($"# {code.Id}: {code.Title}\n", ErrorPage.Read(code), StringComparison.Ordinal));

    [Fact]
    public async Task Without_a_code_all_are_listed()
    {
        var run = await Tool.RunAsync(folder.Root, "explain");

        Assert.Equal(0, run.Exit);
        Assert.Equal(CksCodes.All.Select(c => c.Id), run.Lines.Select(l => l[..6]));
        Assert.Contains("CKS207  warning  A rule lists every field with a wildcard", run.Lines);
    }

    [Fact]
    public async Task An_unknown_code_is_CKS601_with_the_one_that_was_meant()
    {
        var run = await Tool.RunAsync(folder.Root, "explain", "CKS24");

        Assert.Equal(2, run.Exit);
        Assert.Empty(run.Output);
        Assert.Equal("CKS601 cks explain: There is no code \"CKS24\". Did you mean \"CKS204\"?\n", run.Error);
    }

    [Fact]
    public async Task A_code_like_no_other_is_answered_with_where_to_look()
    {
        var run = await Tool.RunAsync(folder.Root, "explain", "everything\u001b[31m");

        Assert.Equal(2, run.Exit);
        Assert.Equal("CKS601 cks explain: There is no code \"everything\uFFFD[31m\". \"cks explain\" lists all codes.\n", run.Error);
    }

    [Fact]
    public async Task As_JSON_a_page_names_its_schema_code_and_text()
    {
        var run = await Tool.RunAsync(folder.Root, "explain", "CKS102", "--format", "json");

        using var json = JsonDocument.Parse(run.Output);
        Assert.Equal(0, run.Exit);
        Assert.Equal("cks.code", json.RootElement.GetProperty("schema").GetString());
        Assert.Equal(1, json.RootElement.GetProperty("version").GetInt32());
        Assert.Equal(("CKS102", "error"), (json.RootElement.GetProperty("id").GetString(), json.RootElement.GetProperty("severity").GetString()));
        Assert.Equal(ErrorPage.Read(CksCodes.DuplicateName), json.RootElement.GetProperty("page").GetString());
    }

    [Fact]
    public async Task As_JSON_the_list_holds_every_code()
    {
        var run = await Tool.RunAsync(folder.Root, "explain", "--format", "json");

        using var json = JsonDocument.Parse(run.Output);
        Assert.Equal(CksCodes.All.Select(c => c.Title), json.RootElement.GetProperty("codes").EnumerateArray().Select(c => c.GetProperty("title").GetString()));
    }

    [Fact]
    public async Task A_result_may_go_to_a_file_and_then_not_to_stdout()
    {
        var run = await Tool.RunAsync(folder.Root, "explain", "CKS101", "-o", "page.md");

        Assert.Equal((0, ""), (run.Exit, run.Output));
        Assert.Equal(ErrorPage.Read(CksCodes.NotJson) + '\n', await File.ReadAllTextAsync(Path.Combine(folder.Root, "page.md")));
    }

    [Fact]
    public async Task A_file_that_cannot_be_written_is_2()
    {
        var run = await Tool.RunAsync(folder.Root, "explain", "CKS101", "-o", "nowhere/page.md");

        Assert.Equal((2, ""), (run.Exit, run.Output));
        Assert.NotEmpty(run.Error);
    }
}
