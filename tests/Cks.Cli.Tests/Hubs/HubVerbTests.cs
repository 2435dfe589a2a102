using System.Text.Json;

namespace Cks.Cli.Tests;

/// <summary><c>cks hub lint</c> and <c>migrate</c>.</summary>
public sealed class HubVerbTests : IDisposable
{
    private const string Policy = """
        {
          "version": 1,
          "resources": { "jobs": { "actions": ["view", "create"] } },
          "roles": { "crew": { "permit": [{ "actions": ["jobs:view"] }] } }
        }
        """;

    private const string Good = """
        {
          "schemaVersion": 2,
          "metadata": { "role": "crew", "version": "1", "displayName": "Crew", "theme": { "primaryColor": "#000", "accentColor": "#000" } }
        }
        """;

    private const string Old = """
        {
          // The crew's own screen.
          "metadata": { "role": "crew", "version": "1", "displayName": "Crew", "theme": { "primaryColor": "#000", "accentColor": "#10b981" } },
          "dashboard": { "widgets": [{ "id": "stats", "type": "t", "gridArea": "1 / 1 / 2 / 3", "dataSource": "/api/stats", "refreshInterval": 1500 }] },
          "permissions": { "jobs:create": true }
        }
        """;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("lint")]
    [InlineData("migrate")]
    public async Task Every_example_in_the_help_works_as_it_stands(string verb)
    {
        _folder.Write("app.rbac.json", Policy);
        _folder.Write("hubs/crew.json", Good);
        var help = await Tool.RunAsync(_folder.Root, "hub", verb, "--help");
        var examples = help.Lines.SkipWhile(l => l != "Examples:").Skip(1).Select(l => l.Trim()).ToArray();

        Assert.Equal(3, examples.Length);
        foreach (var example in examples)
            Assert.Equal(0, (await Tool.RunAsync(_folder.Root, example.Split(' ')[1..])).Exit);
    }

    [Theory]
    [InlineData("hub")]
    [InlineData("hub", "lint")]
    [InlineData("hub", "lint", "hubs", "--format", "html")]
    [InlineData("hub", "migrate", "hubs", "--to", "3")]
    [InlineData("hub", "migrate", "hubs", "--to", "0")]
    public async Task Wrong_use_is_2_with_the_reason_on_stderr_alone(params string[] args)
    {
        var run = await Tool.RunAsync(_folder.Root, args);

        Assert.Equal((2, ""), (run.Exit, run.Output));
        Assert.Matches("See cks hub( [a-z]+)? --help\\.\n$", run.Error);
    }

    [Theory]
    [InlineData("lint")]
    [InlineData("migrate")]
    public async Task A_file_that_is_not_there_or_a_folder_without_hubs_is_2(string verb)
    {
        Directory.CreateDirectory(Path.Combine(_folder.Root, "hubs"));
        Assert.Equal((2, ""), await Outcome("hub", verb, "hubs/none.json"));
        Assert.Equal((2, ""), await Outcome("hub", verb, "hubs"));
    }

    [Fact]
    public async Task Findings_of_an_old_document_are_told_with_their_lines_and_end_with_1()
    {
        _folder.Write("app.rbac.json", Policy);
        _folder.Write("hubs/crew.json", Old);

        var run = await Tool.RunAsync(_folder.Root, "hub", "lint", "hubs", "--policy", "app.rbac.json");
        var lenient = await Tool.RunAsync(_folder.Root, "hub", "lint", "hubs", "--severity", "error");

        Assert.Equal((1, 0), (run.Exit, lenient.Exit));
        Assert.Equal(
            ["CKS408 hubs/crew.json:3:44", "CKS412 hubs/crew.json:3:122", "CKS410 hubs/crew.json:4:103", "CKS414 hubs/crew.json:5:20"],
            run.Lines.Where(l => l.StartsWith("warning CKS", StringComparison.Ordinal)).Select(l => string.Join(' ', l.Split(' ')[1..3])));
        Assert.Equal("4 findings.\n", run.Error);
    }

    [Fact]
    public async Task Findings_have_the_forms_of_other_findings()
    {
        _folder.Write("crew.json", Old);

        using var json = JsonDocument.Parse((await Tool.RunAsync(_folder.Root, "hub", "lint", "crew.json", "--format", "json")).Output);
        using var sarif = JsonDocument.Parse((await Tool.RunAsync(_folder.Root, "hub", "lint", "crew.json", "--format", "sarif")).Output);

        var contrast = json.RootElement.GetProperty("findings").EnumerateArray().Single(f => f.GetProperty("code").GetString() == "CKS412");
        Assert.Equal(("warning", "/metadata/theme/accentColor", "#0b875e"), (contrast.GetProperty("severity").GetString(), contrast.GetProperty("pointer").GetString(), contrast.GetProperty("suggestion").GetString()));
        Assert.Equal(["CKS408", "CKS412", "CKS410"], sarif.RootElement.GetProperty("runs")[0].GetProperty("results").EnumerateArray().Select(r => r.GetProperty("ruleId").GetString()));
    }

    [Fact]
    public async Task Document_that_cannot_be_read_is_2_and_the_others_are_examined_all_the_same()
    {
        _folder.Write("hubs/crew.json", Old);
        _folder.Write("hubs/broken.json", Good.Replace("\"role\"", "\"roel\"", StringComparison.Ordinal));

        var run = await Tool.RunAsync(_folder.Root, "hub", "lint", "hubs");

        Assert.Equal(2, run.Exit);
        Assert.Contains("CKS106 hubs/broken.json:3:17 \"roel\" is not known here. Did you mean \"role\"?", run.Output.Replace("  -> ", " ", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.Contains("CKS412 hubs/crew.json", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Documents_are_listed_then_rewritten_then_as_they_should_be()
    {
        _folder.Write("hubs/crew.json", Old);
        _folder.Write("hubs/admin.json", Good.Replace("crew", "admin", StringComparison.Ordinal));

        var list = await Tool.RunAsync(_folder.Root, "hub", "migrate", "hubs");
        Assert.Equal((1, "hubs/admin.json  version 2\nhubs/crew.json  version 1\n", ""), (list.Exit, list.Output, list.Error));
        Assert.Equal(Old, Read("hubs/crew.json"));

        var write = await Tool.RunAsync(_folder.Root, "hub", "migrate", "hubs", "--write");
        Assert.Equal((0, "hubs/admin.json  version 2\nhubs/crew.json  version 1 -> 2\n", "hubs/crew.json: its comments are left out.\n"), (write.Exit, write.Output, write.Error));
        Assert.Contains("\"refreshSeconds\": 1.5", Read("hubs/crew.json"), StringComparison.Ordinal);
        Assert.Equal(["admin.json", "crew.json"], Directory.EnumerateFiles(Path.Combine(_folder.Root, "hubs")).Select(Path.GetFileName).Order());

        Assert.Equal((0, "hubs/admin.json  version 2\nhubs/crew.json  version 2\n"), await Outcome("hub", "migrate", "hubs"));
        Assert.Equal(0, (await Tool.RunAsync(_folder.Root, "hub", "migrate", "hubs/crew.json", "--to", "1", "--write")).Exit);
        Assert.Contains("\"refreshInterval\": 1500", Read("hubs/crew.json"), StringComparison.Ordinal);
    }

    /// <summary>A host that knows version 1 alone would show what a flag holds off: a pipeline stops there until somebody says that it is meant.</summary>
    [Fact]
    public async Task S09_Way_down_that_lets_go_what_was_held_off_writes_nothing_until_that_is_accepted()
    {
        var killed = Good.Replace("\"metadata\"", "\"features\": { \"messaging\": { \"enabled\": true } }, \"flags\": { \"other\": {}, \"messaging\": { \"kill\": true } }, \"metadata\"", StringComparison.Ordinal);
        _folder.Write("hubs/crew.json", killed);

        var run = await Tool.RunAsync(_folder.Root, "hub", "migrate", "hubs", "--to", "1", "--write");

        Assert.Equal((1, killed), (run.Exit, Read("hubs/crew.json")));
        Assert.Contains("--accept-unheld", run.Error, StringComparison.Ordinal);
        // What is killed is told first.
        Assert.True(run.Error.IndexOf("\"messaging\"", StringComparison.Ordinal) < run.Error.IndexOf("\"other\"", StringComparison.Ordinal), run.Error);
        Assert.Equal(0, (await Tool.RunAsync(_folder.Root, "hub", "migrate", "hubs", "--to", "1", "--write", "--accept-unheld")).Exit);
        Assert.DoesNotContain("\"schemaVersion\": 2", Read("hubs/crew.json"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task No_document_is_rewritten_while_one_of_them_has_a_mistake()
    {
        _folder.Write("hubs/crew.json", Old);
        _folder.Write("hubs/newer.json", Good.Replace("\"schemaVersion\": 2", "\"schemaVersion\": 9", StringComparison.Ordinal));

        var run = await Tool.RunAsync(_folder.Root, "hub", "migrate", "hubs", "--write");

        Assert.Equal((2, ""), (run.Exit, run.Output));
        Assert.Contains("The document is of version 9; this runtime reads 1 to 2.", run.Error, StringComparison.Ordinal);
        Assert.Equal(Old, Read("hubs/crew.json"));
    }

    private async Task<(int Exit, string Output)> Outcome(params string[] args)
    {
        var run = await Tool.RunAsync(_folder.Root, args);
        return (run.Exit, run.Output);
    }

    private string Read(string file) => File.ReadAllText(Path.Combine(_folder.Root, file));
}
