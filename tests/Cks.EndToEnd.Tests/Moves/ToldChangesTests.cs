using Cks.Core;
using Cks.Rbac;
using Cks.Samples.Portal.Database;
using Cks.Samples.Portal.Moves;
using Cks.Samples.Portal.Sessions;
using Cks.Tests.Portal;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Cks.Tests.Moves;

/// <summary>Who somebody is has changed: what is remembered of them ends, whatever becomes of the answer.</summary>
public sealed class ToldChangesTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task S06_a_change_whose_answer_was_lost_is_told_of_at_once_and_when_it_is_asked_for_again(bool again)
    {
        await using var portal = await SmallPortal.StartAsync(PortalEngine.Sqlite);
        var crew = (await portal.CrewOfAsync("MGR-001"))[0];
        var center = (await portal.Database.LinesAsync($"SELECT assigned_center FROM crew WHERE tenant_id = 'main' AND crew_id = '{crew}'"))[0];
        var token = portal.TokenOf(crew);
        Assert.Equal(200, (await portal.AskAsync("/api/hub", token)).Status);
        Task SuspendAsync() => portal.Database.ExecuteAsync($"UPDATE crew SET status = 'suspended' WHERE tenant_id = 'main' AND crew_id = '{crew}'");

        if (again)
        {
            await SuspendAsync();
            Assert.Equal(200, (await portal.AskAsync("/api/hub", token)).Status); // it is remembered
            Assert.False((await portal.AssignAsync("crew", crew, center)).HasChanged());
        }
        else
        {
            var me = new Subject("admin", TenantId.Parse("main"), ["admin"]);
            await Assert.ThrowsAsync<IOException>(() => portal.Services.GetRequiredService<PersonChanges>().TellingAsync<Moved>(me, crew, async () =>
            {
                await SuspendAsync();
                throw new IOException("The connection is gone.");
            }, TestContext.Current.CancellationToken));
        }

        var (status, body) = await portal.AskAsync("/api/hub", token);
        Assert.Equal((403, "suspended"), (status, body.Reason()));
    }

    [Fact]
    public async Task S30_many_who_delete_at_once_need_a_connection_each_and_never_a_second_one()
    {
        await using var portal = await RunningPortal.StartAsync(
            PortalEngine.Postgres,
            b => b.Configuration["ConnectionStrings:Portal"] = new NpgsqlConnectionStringBuilder(b.Configuration["ConnectionStrings:Portal"]) { MaxPoolSize = 4, Timeout = 15 }.ToString(),
            SeedPlan.Test);
        var crew = (await portal.CrewOfAsync("MGR-001")).Take(8).ToArray();
        Assert.Equal(8, crew.Length);
        foreach (var code in crew)
            Assert.True((await portal.ArchiveAsync("crew", code)).HasChanged());

        var answers = await Task.WhenAll(crew.Select(code => portal.DeleteAsync("crew", code)));

        Assert.All(answers, a => Assert.Contains(a.Status, new[] { 200, 409 })); // of some there are rows still
        Assert.Contains(answers, a => a.Status == 200);
    }
}
