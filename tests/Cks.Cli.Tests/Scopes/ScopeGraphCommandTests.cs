using System.Xml.Linq;

namespace Cks.Cli.Tests;

public sealed class ScopeGraphCommandTests(TemporaryFolder folder) : IClassFixture<TemporaryFolder>
{
    private static readonly string Portal = Path.Combine(Repository.Root, "samples", "Cks.Samples.Portal", "scopes", "portal.scope.json");

    [Theory]
    [InlineData("text", "manager (managers), role manager\n  contractors -> contractor (cks_manager), parent\n")]
    [InlineData("mermaid", "flowchart LR\n")]
    [InlineData("svg", "<svg xmlns=\"http://www.w3.org/2000/svg\"")]
    public async Task The_model_of_the_portal_is_drawn(string format, string holds)
    {
        var run = await Tool.RunAsync(folder.Root, "scope", "graph", Portal, "--format", format);

        Assert.Equal((0, ""), (run.Exit, run.Error));
        Assert.Contains(holds, run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_picture_goes_to_a_file()
    {
        var run = await Tool.RunAsync(folder.Root, "scope", "graph", Portal, "--format", "svg", "-o", "scope.svg");

        Assert.Equal((0, "", ""), (run.Exit, run.Output, run.Error));
        Assert.Equal("svg", XDocument.Parse(await File.ReadAllTextAsync(Path.Combine(folder.Root, "scope.svg"), TestContext.Current.CancellationToken)).Root!.Name.LocalName);
    }

    [Fact]
    public async Task A_model_that_is_refused_is_wrong_input_with_its_findings()
    {
        await File.WriteAllTextAsync(Path.Combine(folder.Root, "broken.scope.json"), """{ "version": 1, "relations": [{ "name": "x", "from": "managr", "to": "manager", "by": "y" }], "entities": { "manager": { "table": "managers", "key": "id", "tenant": "tenant", "test": "test" } } }""", TestContext.Current.CancellationToken);

        var run = await Tool.RunAsync(folder.Root, "scope", "graph", "broken.scope.json");

        Assert.Equal((2, ""), (run.Exit, run.Output));
        Assert.Contains("CKS301 broken.scope.json:1:", run.Error, StringComparison.Ordinal);
        Assert.Contains("Did you mean \"manager\"?", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_graph_is_no_JSON()
    {
        var run = await Tool.RunAsync(folder.Root, "scope", "graph", Portal, "--format", "json");

        Assert.Equal((2, "\"cks scope graph\" does not write json: use text or svg or mermaid.\nSee cks scope graph --help.\n"), (run.Exit, run.Error));
    }
}
