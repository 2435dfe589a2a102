using System.Text.Json;
using Cks.Core;

namespace Cks.Cli.Tests;

public sealed class SchemaCommandTests(TemporaryFolder folder) : IClassFixture<TemporaryFolder>
{
    [Theory]
    [InlineData("policy")]
    [InlineData("scope")]
    public async Task The_schema_of_a_kind_is_one_that_can_be_used(string kind)
    {
        var run = await Tool.RunAsync(folder.Root, "schema", kind);
        var file = await Tool.RunAsync(folder.Root, "schema", kind, "-o", $"{kind}.schema.json");

        Assert.Equal((0, 0, ""), (run.Exit, file.Exit, run.Error));
        Assert.Equal(run.Output, await File.ReadAllTextAsync(Path.Combine(folder.Root, $"{kind}.schema.json"), TestContext.Current.CancellationToken));
        using var json = JsonDocument.Parse(run.Output);
        Assert.Equal($"urn:cks:schema:{kind}:1", json.RootElement.GetProperty("$id").GetString());
        Assert.True(JsonSchema.Load($"{kind}.schema.json", System.Text.Encoding.UTF8.GetBytes(run.Output)).IsLoaded);
    }

    [Fact]
    public async Task Without_a_kind_all_are_listed() => Assert.Equal("policy\nscope\n", (await Tool.RunAsync(folder.Root, "schema")).Output);

    [Fact]
    public async Task An_unknown_kind_is_wrong_use_with_what_was_meant()
    {
        var run = await Tool.RunAsync(folder.Root, "schema", "polcy");

        Assert.Equal((2, "", "There is no schema of \"polcy\". Did you mean \"policy\"?\n"), (run.Exit, run.Output, run.Error));
    }
}
