using System.Text.Json;

namespace Cks.Cli.Tests.Configuration;

public sealed class ConfigDocsCommandTests
{
    [Fact]
    public async Task Everything_is_listed_as_on_the_page()
    {
        var run = await Tool.RunAsync(Repository.Root, "config", "docs");
        Assert.Equal(0, run.Exit);
        Assert.Equal((await File.ReadAllTextAsync(Path.Combine(Repository.Root, "docs", "settings.md"), TestContext.Current.CancellationToken)).TrimEnd(), run.Output.TrimEnd());
    }

    [Fact]
    public async Task A_part_of_a_name_finds_settings_and_variables()
    {
        var run = await Tool.RunAsync(Repository.Root, "config", "docs", "authority");
        Assert.Equal(0, run.Exit);
        Assert.Contains("Cks__Auth__Authority", run.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("PollInterval", run.Output, StringComparison.Ordinal);
        Assert.Equal(1, (await Tool.RunAsync(Repository.Root, "config", "docs", "nothing-is-called-so")).Exit);
    }

    [Fact]
    public async Task Json_has_type_and_default()
    {
        var run = await Tool.RunAsync(Repository.Root, "config", "docs", "--format", "json");
        using var json = JsonDocument.Parse(run.Output);
        var row = Assert.Single(json.RootElement.GetProperty("settings").EnumerateArray(), s => s.GetProperty("name").GetString() == "MostKeys");
        Assert.Equal(("CksApiKeyOptions (Cks.Auth)", "`int`", "25"), (row.GetProperty("group").GetString(), row.GetProperty("type").GetString(), row.GetProperty("default").GetString()));
    }
}
