using System.Text.Json;
using Cks.Core;

namespace Cks.Cli.Tests;

public sealed class SchemaCommandTests(TemporaryFolder folder) : IClassFixture<TemporaryFolder>
{
    [Fact]
    public async Task The_schema_of_policies_is_one_that_can_be_used()
    {
        var run = await Tool.RunAsync(folder.Root, "schema", "policy");
        var file = await Tool.RunAsync(folder.Root, "schema", "policy", "-o", "policy.schema.json");

        Assert.Equal((0, 0, ""), (run.Exit, file.Exit, run.Error));
        Assert.Equal(run.Output, await File.ReadAllTextAsync(Path.Combine(folder.Root, "policy.schema.json"), TestContext.Current.CancellationToken));
        using var json = JsonDocument.Parse(run.Output);
        Assert.Equal("urn:cks:schema:policy:1", json.RootElement.GetProperty("$id").GetString());
        Assert.True(JsonSchema.Load("policy.schema.json", System.Text.Encoding.UTF8.GetBytes(run.Output)).IsLoaded);
    }

    [Fact]
    public async Task Without_a_kind_all_are_listed() => Assert.Equal("policy\n", (await Tool.RunAsync(folder.Root, "schema")).Output);

    [Fact]
    public async Task An_unknown_kind_is_wrong_use_with_what_was_meant()
    {
        var run = await Tool.RunAsync(folder.Root, "schema", "polcy");

        Assert.Equal((2, "", "There is no schema of \"polcy\". Did you mean \"policy\"?\n"), (run.Exit, run.Output, run.Error));
    }
}
