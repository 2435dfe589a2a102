using Cks.Samples.Portal.Database;
using Cks.Tests.Moves;
using Cks.Tests.Portal;

namespace Cks.Tests.Hostile;

/// <summary>Whoever is shut out stays out, whatever is done with the row in the tree.</summary>
public sealed class SuspendedTests
{
    [Theory]
    [InlineData(PortalEngine.Sqlite, "suspended")]
    [InlineData(PortalEngine.Sqlite, " Ended ")]
    [InlineData(PortalEngine.Sqlite, null)]
    [InlineData(PortalEngine.Postgres, "suspended")]
    [InlineData(PortalEngine.Postgres, null)]
    public async Task Neither_moving_nor_reviving_lets_a_suspended_person_in(PortalEngine engine, string? status)
    {
        await using var portal = await SmallPortal.StartAsync(engine);
        var crew = (await portal.CrewOfAsync("MGR-001"))[0];
        var token = portal.TokenOf(crew);
        Assert.Equal(200, (await portal.AskAsync("/api/scope", token)).Status);
        await portal.Database.ExecuteAsync($"UPDATE crew SET status = {(status is null ? "NULL" : $"'{status}'")} WHERE tenant_id = 'main' AND crew_id = '{crew}'");
        await portal.TellAsync(crew);
        await ShutOutAsync();

        Assert.True((await portal.UnassignAsync("crew", crew)).HasChanged());
        await ShutOutAsync();
        Assert.True((await portal.AssignAsync("crew", crew, "CEN-001")).HasChanged());
        await ShutOutAsync();
        Assert.True((await portal.ArchiveAsync("crew", crew)).HasChanged());
        Assert.True((await portal.RestoreAsync("crew", crew)).HasChanged());
        await ShutOutAsync();
        Assert.Equal([$"{status ?? "NULL"} | NULL"], await portal.Database.LinesAsync($"SELECT status, assigned_center FROM crew WHERE tenant_id = 'main' AND crew_id = '{crew}'"));

        async Task ShutOutAsync()
        {
            var (answer, body) = await portal.AskAsync("/api/scope", token);
            Assert.Equal((403, "suspended"), (answer, body.Reason()));
        }
    }
}
