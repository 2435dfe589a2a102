using System.Text.Json;

namespace Cks.Cli.Tests;

/// <summary><c>cks hub merge</c>, <c>explain</c> and <c>diff</c>.</summary>
public sealed class HubLayerVerbTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public HubLayerVerbTests()
    {
        _folder.Write("hubs/base.json", """{ "schemaVersion": 2, "metadata": { "displayName": "All" }, "permissions": { "jobs:create": true } }""");
        _folder.Write("hubs/crew.json", """
            {
              "metadata": { "role": "crew", "version": "1", "displayName": "Crew", "theme": { "primaryColor": "#000", "accentColor": "#000" } },
              "dashboard": { "widgets": [{ "id": "stats", "type": "t", "gridArea": "1 / 1 / 2 / 3", "dataSource": "/api/stats", "refreshInterval": 1500 }] },
              "permissions": { "jobs:create": true }
            }
            """);
        _folder.Write("hubs/tenants/acme.json", """{ "schemaVersion": 2, "dashboard": { "widgets": [{ "id": "stats", "refreshSeconds": 60 }] }, "permissions": { "jobs:create": false } }""");
    }

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("merge")]
    [InlineData("explain")]
    [InlineData("diff")]
    public async Task Every_example_in_the_help_works_as_it_stands(string verb)
    {
        var help = await Tool.RunAsync(_folder.Root, "hub", verb, "--help");
        var examples = help.Lines.SkipWhile(l => l != "Examples:").Skip(1).Select(l => l.Trim()).ToArray();

        Assert.Equal(3, examples.Length);
        foreach (var example in examples)
        {
            var run = await Tool.RunAsync(_folder.Root, example.Split(' ')[1..]);
            Assert.True(run.Exit == 0, run.Error);
        }
    }

    [Fact]
    public async Task Merged_hub_is_a_document_that_lint_reads()
    {
        Assert.Equal(0, (await Tool.RunAsync(_folder.Root, "hub", "merge", "--base", "hubs/base.json", "--role", "hubs/crew.json", "--tenant", "hubs/tenants/acme.json", "-o", "made.json")).Exit);
        using var made = JsonDocument.Parse(await File.ReadAllTextAsync(Path.Combine(_folder.Root, "made.json")));

        Assert.Equal(60, made.RootElement.GetProperty("dashboard").GetProperty("widgets")[0].GetProperty("refreshSeconds").GetInt32());
        Assert.False(made.RootElement.GetProperty("permissions").GetProperty("jobs:create").GetBoolean());
        Assert.Equal(0, (await Tool.RunAsync(_folder.Root, "hub", "lint", "made.json")).Exit);
    }

    [Fact]
    public async Task Explanation_names_layer_place_and_what_is_hidden()
    {
        var run = await Tool.RunAsync(_folder.Root, "hub", "explain", "/dashboard/widgets[id=stats]/refreshSeconds", "--role", "hubs/crew.json", "--tenant", "hubs/tenants/acme.json");

        Assert.Equal((0, 3), (run.Exit, run.Lines.Length));
        Assert.StartsWith("60  tenant acme  hubs/tenants/acme.json:1:", run.Lines[1], StringComparison.Ordinal);
        Assert.StartsWith("  hides 1.5  role crew  hubs/crew.json:3:", run.Lines[2], StringComparison.Ordinal);

        var json = await Tool.RunAsync(_folder.Root, "hub", "explain", "/permissions/jobs:create", "--role", "hubs/crew.json", "--tenant", "hubs/tenants/acme.json", "--format", "json");
        using var document = JsonDocument.Parse(json.Output);
        Assert.Equal(("tenant acme", "narrowed", false), (Winner("layer").GetString(), Winner("operation").GetString(), Winner("value").GetBoolean()));
        Assert.Equal("role crew", document.RootElement.GetProperty("hidden")[0].GetProperty("layer").GetString());

        JsonElement Winner(string name) => document.RootElement.GetProperty("winner").GetProperty(name);
    }

    [Fact]
    public async Task Layers_that_cannot_be_merged_are_1_and_a_value_that_is_not_there_is_2_with_what_was_meant()
    {
        _folder.Write("hubs/tenants/evil.json", """{ "schemaVersion": 2, "dataFetching": { "endpoints": { "x": "/api/x" } } }""");
        var refused = await Tool.RunAsync(_folder.Root, "hub", "merge", "--role", "hubs/crew.json", "--tenant", "hubs/tenants/evil.json");
        Assert.Equal((1, ""), (refused.Exit, refused.Output));
        Assert.Contains("CKS425", refused.Error, StringComparison.Ordinal);

        var missing = await Tool.RunAsync(_folder.Root, "hub", "explain", "/metadata/displayNam", "--role", "hubs/crew.json");
        Assert.Equal((2, ""), (missing.Exit, missing.Output));
        Assert.Contains("Did you mean \"/metadata/displayName\"?", missing.Error, StringComparison.Ordinal);
        Assert.Equal(2, (await Tool.RunAsync(_folder.Root, "hub", "merge")).Exit);
        Assert.Equal(2, (await Tool.RunAsync(_folder.Root, "hub", "merge", "--role", "none.json")).Exit);
    }

    [Theory]
    [InlineData("\"#000\" } }", "\"#fff\" } }", "theme only", 0, 0)]
    [InlineData("\"Crew\"", "\"People\"", "other", 0, 0)]
    [InlineData("/api/stats", "/api/more", "endpoint changed", 1, 0)]
    [InlineData("\"jobs:create\": true", "\"jobs:edit\": true", "permission widened", 1, 1)]
    public async Task Difference_is_told_with_its_risk_and_the_exit_code_goes_by_it(string what, string with, string risk, int exit, int forPermissions)
    {
        var crew = await File.ReadAllTextAsync(Path.Combine(_folder.Root, "hubs/crew.json"), TestContext.Current.CancellationToken);
        _folder.Write("hubs/next.json", crew.Replace(what, with, StringComparison.Ordinal));

        var run = await Tool.RunAsync(_folder.Root, "hub", "diff", "hubs/crew.json", "hubs/next.json");
        using var json = JsonDocument.Parse((await Tool.RunAsync(_folder.Root, "hub", "diff", "hubs/crew.json", "hubs/next.json", "--format", "json")).Output);

        Assert.StartsWith(risk + "  /", run.Output, StringComparison.Ordinal);
        Assert.Equal((exit, forPermissions, 1), (run.Exit, await ExitOf("permission"), await ExitOf("theme")));
        Assert.Equal("cks.hub-diff", json.RootElement.GetProperty("schema").GetString());

        async Task<int> ExitOf(string least) => (await Tool.RunAsync(_folder.Root, "hub", "diff", "hubs/crew.json", "hubs/next.json", "--risk", least)).Exit;
    }

    [Fact]
    public async Task S22_What_a_base_leaves_to_tenants_and_takes_a_lock_off_is_told_under_the_layers_over_it()
    {
        const string Base = """{ "schemaVersion": 2, "permissions": { "jobs:create": true }, "$lock": ["/metadata/icon"] }""";
        _folder.Write("hubs/old.json", Base);
        _folder.Write("hubs/new.json", Base.Replace("\"$lock\": [\"/metadata/icon\"]", "\"delegable\": [\"jobs:create\"]", StringComparison.Ordinal));
        var run = await Tool.RunAsync(_folder.Root, "hub", "diff", "hubs/old.json", "hubs/new.json", "--role", "hubs/crew.json", "--risk", "permission");
        Assert.Equal(1, run.Exit);
        Assert.Equal(["permission widened  /delegable/jobs:create", "limit loosened  /$lock/~1metadata~1icon"], run.Lines.Take(2).Select(l => string.Join("  ", l.Split("  ")[..2])));
        // Without the layers over it a base is no hub, and with one that cannot be merged neither.
        Assert.Equal(2, (await Tool.RunAsync(_folder.Root, "hub", "diff", "hubs/old.json", "hubs/new.json")).Exit);
        Assert.Equal(2, (await Tool.RunAsync(_folder.Root, "hub", "diff", "hubs/old.json", "hubs/new.json", "--role", "hubs/crew.json", "--tenant", "hubs/new.json")).Exit);
    }

    [Fact]
    public async Task A_document_and_the_one_it_is_carried_to_have_no_difference()
    {
        _folder.Write("hubs/carried.json", await File.ReadAllTextAsync(Path.Combine(_folder.Root, "hubs/crew.json"), TestContext.Current.CancellationToken));
        Assert.Equal(0, (await Tool.RunAsync(_folder.Root, "hub", "migrate", "hubs/carried.json", "--write")).Exit);

        var run = await Tool.RunAsync(_folder.Root, "hub", "diff", "hubs/crew.json", "hubs/carried.json", "--risk", "theme");
        Assert.Equal((0, "", "0 changes.\n"), (run.Exit, run.Output, run.Error));
    }

    [Fact]
    public async Task A_hub_that_cannot_be_read_has_no_difference_but_findings()
    {
        var layer = await Tool.RunAsync(_folder.Root, "hub", "diff", "hubs/crew.json", "hubs/base.json");
        Assert.Equal((2, ""), (layer.Exit, layer.Output));
        Assert.Contains("hubs/base.json", layer.Error, StringComparison.Ordinal);
        Assert.Equal(2, (await Tool.RunAsync(_folder.Root, "hub", "diff", "hubs/crew.json", "none.json")).Exit);
        Assert.Equal(2, (await Tool.RunAsync(_folder.Root, "hub", "diff", "hubs/crew.json", "hubs/crew.json", "--risk", "any")).Exit);
    }

    [Fact]
    public async Task S30_pages_of_explain_and_diff_encode_what_the_documents_say()
    {
        _folder.Write("hubs/tenants/evil.json", """{ "schemaVersion": 2, "metadata": { "displayName": "<script>alert('x')</script>" } }""");
        Assert.Equal(0, (await Tool.RunAsync(_folder.Root, "hub", "merge", "--role", "hubs/crew.json", "--tenant", "hubs/tenants/evil.json", "-o", "made.json")).Exit);

        var explained = await Tool.RunAsync(_folder.Root, "hub", "explain", "/metadata/displayName", "--role", "hubs/crew.json", "--tenant", "hubs/tenants/evil.json", "--format", "html");
        Assert.Equal((0, 0), (explained.Exit, (await Tool.RunAsync(_folder.Root, "hub", "diff", "hubs/crew.json", "made.json", "--format", "html", "-o", "diff.html")).Exit));
        foreach (var page in (string[])[explained.Output, await File.ReadAllTextAsync(Path.Combine(_folder.Root, "diff.html"), TestContext.Current.CancellationToken)])
        {
            Assert.StartsWith("<!doctype html>", page, StringComparison.Ordinal);
            Assert.Contains("&lt;script&gt;", page, StringComparison.Ordinal);
            Assert.DoesNotContain("<script", page, StringComparison.OrdinalIgnoreCase);
        }
    }
}
