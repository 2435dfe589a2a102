namespace Cks.Cli.Tests;

/// <summary>The endpoints of the sample, as a team keeps its own approved.</summary>
public sealed class PortalEndpointsTests(TemporaryFolder folder) : IClassFixture<TemporaryFolder>
{
    private const string Approved = "endpoints.approved.md";

    private static readonly string Portal = Path.Combine(Repository.Root, "samples", "Cks.Samples.Portal");

    // Approved by whoever reviews the change: a row that is new is a door that is new.
    [Fact]
    public async Task Its_endpoints_are_the_approved_ones_and_another_guard_would_show()
    {
        var run = await CheckAsync(Approved);

        Assert.True(run is { Exit: 0, Output: "" }, $"""
            {run.Output}{run.Error}
            Read what is new, and approve it in samples/Cks.Samples.Portal with the portal built: ConnectionStrings__Portal="Data Source=somewhere.db"
            cks endpoints matrix .../Cks.Samples.Portal.dll --environment Development -o {Approved}
            """);

        var rows = await File.ReadAllLinesAsync(Path.Combine(Portal, Approved), TestContext.Current.CancellationToken);
        var planted = rows.Where(r => !r.StartsWith("| DELETE /api/admin/archive/", StringComparison.Ordinal))
            .Select(r => r.StartsWith("| GET /api/admin/directory |", StringComparison.Ordinal) ? r.Replace("directory:view", "profile:view", StringComparison.Ordinal).Replace("| no ", "| yes ", StringComparison.Ordinal) : r);
        folder.Write("planted.md", string.Join('\n', planted));
        run = await CheckAsync(Path.Combine(folder.Root, "planted.md"));

        Assert.Equal(1, run.Exit);
        Assert.Equal(
            [
                "DELETE /api/admin/archive/{entity}/{code} is new: guarded by \"archive:delete\", admin \"yes\"",
                "GET /api/admin/directory: guarded by was \"profile:view\", is \"directory:view\"",
                "GET /api/admin/directory: crew was \"yes\", is \"no\"",
            ],
            run.Lines.Where(l => l.Contains("archive", StringComparison.Ordinal) || l.Contains("guarded", StringComparison.Ordinal) || l.Contains("crew", StringComparison.Ordinal))
                .Select(l => l.Split(", center")[0]));
        Assert.All(run.Lines, l => Assert.Matches("^(DELETE /api/admin/archive/|GET /api/admin/directory:)", l));
    }

    private async Task<ToolRun> CheckAsync(string file)
    {
        // Its own database: what stands before the start is run. Not the port of a portal that runs.
        var settings = new Dictionary<string, string> { ["ConnectionStrings__Portal"] = $"Data Source={Path.Combine(folder.Root, "portal.db")}", ["ASPNETCORE_URLS"] = "http://127.0.0.1:0" };
        using var process = Tool.Start(
            Portal, settings, "endpoints", "matrix", Path.Combine(SampleApplication.Built("Cks.Samples.Portal"), "Cks.Samples.Portal.dll"), "--environment", "Development", "--timeout", "600", "--check", file);
        return await Tool.EndAsync(process);
    }
}
