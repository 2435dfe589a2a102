using System.Text.Json;
using Cks.Core;

namespace Cks.Cli.Tests;

public sealed class SchemaCommandTests(TemporaryFolder folder) : IClassFixture<TemporaryFolder>
{
    [Theory]
    [InlineData("policy", 1)]
    [InlineData("scope", 1)]
    [InlineData("hub", 2)]
    [InlineData("hub-view", 1)]
    public async Task The_schema_of_a_kind_is_one_that_can_be_used(string kind, int version)
    {
        var run = await Tool.RunAsync(folder.Root, "schema", kind);
        var file = await Tool.RunAsync(folder.Root, "schema", kind, "-o", $"{kind}.schema.json");

        Assert.Equal((0, 0, ""), (run.Exit, file.Exit, run.Error));
        Assert.Equal(run.Output, await File.ReadAllTextAsync(Path.Combine(folder.Root, $"{kind}.schema.json"), TestContext.Current.CancellationToken));
        using var json = JsonDocument.Parse(run.Output);
        Assert.Equal($"urn:cks:schema:{kind}:{version}", json.RootElement.GetProperty("$id").GetString());
        Assert.True(JsonSchema.Load($"{kind}.schema.json", System.Text.Encoding.UTF8.GetBytes(run.Output)).IsLoaded);
    }

    [Fact]
    public async Task Without_a_kind_all_are_listed() => Assert.Equal("policy\nscope\nhub\nhub-view\n", (await Tool.RunAsync(folder.Root, "schema")).Output);

    [Fact]
    public async Task Each_version_has_a_schema_of_its_own()
    {
        var first = await Tool.RunAsync(folder.Root, "schema", "hub", "--version", "1");
        var none = await Tool.RunAsync(folder.Root, "schema", "hub", "--version", "3");

        Assert.Equal("urn:cks:schema:hub:1", JsonDocument.Parse(first.Output).RootElement.GetProperty("$id").GetString());
        Assert.Equal((2, "", "The versions of \"hub\" are 1 to 2.\n"), (none.Exit, none.Output, none.Error));
    }

    [Fact]
    public async Task An_unknown_kind_is_wrong_use_with_what_was_meant()
    {
        var run = await Tool.RunAsync(folder.Root, "schema", "polcy");

        Assert.Equal((2, "", "There is no schema of \"polcy\". Did you mean \"policy\"?\n"), (run.Exit, run.Output, run.Error));
    }
}
