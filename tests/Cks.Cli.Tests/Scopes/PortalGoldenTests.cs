namespace Cks.Cli.Tests;

/// <summary>The SQL of the sample, as a team keeps its own.</summary>
public sealed class PortalGoldenTests
{
    private static readonly string Portal = Path.Combine(Repository.Root, "samples", "Cks.Samples.Portal");

    // Approved by whoever reviews the change: each text that is new is one that a database must be fast at.
    [Fact]
    public async Task Its_sql_is_the_approved_one()
    {
        var run = await Tool.RunAsync(Portal, "scope", "golden", "scopes/portal.scope.json", "--policy", "policies");

        Assert.Equal((0, ""), (run.Exit, run.Error));
        ApprovedFile.Check(
            "portal.sql.md", run.Output, "Read what is asked now, and approve it in samples/Cks.Samples.Portal: cks scope golden scopes/portal.scope.json --policy policies -o scopes/portal.sql.md");
    }
}
