using System.Text.Json;

namespace Cks.Cli.Tests;

public sealed class ScopeRlsCommandTests
{
    private static readonly string Folder = Path.Combine(Repository.Root, "samples", "Cks.Samples.Portal", "scopes");

    // Approved by whoever reviews the change: what was received stands beside the test executable.
    [Fact]
    public async Task The_script_of_the_portal_is_the_approved_one()
    {
        var approved = Path.Combine(Folder, "portal.rls.sql");

        var run = await Tool.RunAsync(Folder, "scope", "rls", "portal.scope.json");

        Assert.Equal((0, ""), (run.Exit, run.Error));
        var beside = Path.Combine(AppContext.BaseDirectory, "portal.rls.received.sql");
        await File.WriteAllTextAsync(beside, run.Output, TestContext.Current.CancellationToken);
        Assert.True(File.Exists(approved) && (await File.ReadAllTextAsync(approved, TestContext.Current.CancellationToken)).ReplaceLineEndings("\n") == run.Output, $"Row level security has changed: compare portal.rls.sql with {beside}, and approve it by copying it there.");
    }

    [Fact]
    public async Task Names_are_as_asked_for_and_the_script_is_a_field_in_JSON()
    {
        var run = await Tool.RunAsync(Folder, "scope", "rls", "portal.scope.json", "--role", "web", "--definer", "web_reads", "--schema", "portal", "--format", "json");

        using var json = JsonDocument.Parse(run.Output);
        Assert.Equal("cks.scope-rls", json.RootElement.GetProperty("schema").GetString());
        var sql = json.RootElement.GetProperty("sql").GetString()!;
        Assert.Contains("ON \"portal\".\"orders\" FOR SELECT TO \"web\" USING", sql, StringComparison.Ordinal);
        Assert.Contains("OWNER TO \"web_reads\";", sql, StringComparison.Ordinal);
        Assert.DoesNotContain("\"public\"", sql, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--role", "app; DROP TABLE x", "is no name of a role or schema")]
    [InlineData("--role", "cks_definer", "may not own the functions")]
    [InlineData("--schema", "Public", "is no name of a role or schema")]
    public async Task A_name_that_cannot_be_one_is_wrong_use(string option, string name, string why)
    {
        var run = await Tool.RunAsync(Folder, "scope", "rls", "portal.scope.json", option, name);

        Assert.Equal((2, ""), (run.Exit, run.Output));
        Assert.Contains(why, run.Error, StringComparison.Ordinal);
    }
}
