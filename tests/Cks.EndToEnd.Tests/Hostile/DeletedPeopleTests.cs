using Cks.Samples.Portal.Database;
using Cks.Tests.Moves;
using Cks.Tests.Portal;

namespace Cks.Tests.Hostile;

/// <summary>Whoever gets the code of a deleted person later inherits nothing that was that person's.</summary>
public sealed class DeletedPeopleTests
{
    [Theory]
    [InlineData(PortalEngine.Sqlite)]
    [InlineData(PortalEngine.Postgres)]
    public async Task A_person_who_made_something_that_is_still_there_is_not_deleted_and_one_who_joined_leaves_it(PortalEngine engine)
    {
        await using var portal = await SmallPortal.StartAsync(engine);
        await portal.Database.ExecuteAsync("INSERT INTO contractors (tenant_id, is_test, contractor_id, name, status, created_at) SELECT 'main', FALSE, 'CON-8' || n, 'Somebody', 'active', '2026-06-01T08:00:00.0000000Z' FROM (SELECT '01' AS n UNION SELECT '02' UNION SELECT '03') AS numbers");
        var order = await portal.AddOrderAsync();
        await portal.Database.ExecuteAsync($"INSERT INTO order_participants (tenant_id, is_test, order_id, participant_id, participant_role, participation) VALUES ('main', FALSE, '{order}', 'CON-801', 'contractor', 'watcher')");
        await portal.Database.ExecuteAsync("INSERT INTO orders (tenant_id, is_test, order_id, order_type, status, creator_id, creator_role, center_id, destination_id, title, created_at, updated_at) VALUES ('main', FALSE, 'CON-802-PO-901', 'product', 'pending_warehouse', 'CON-802', 'contractor', 'CEN-001', 'CEN-001', 'Soap', '2026-06-01T08:00:00.0000000Z', '2026-06-01T08:00:00.0000000Z')");
        await portal.Database.ExecuteAsync("INSERT INTO reports (tenant_id, is_test, report_id, kind, creator_id, creator_role, category, title, status, created_at) VALUES ('main', FALSE, 'CON-803-RPT-901', 'report', 'CON-803', 'contractor', 'other', 'Soap', 'open', '2026-06-01T08:00:00.0000000Z')");

        foreach (var code in new[] { "CON-802", "CON-803" })
        {
            Assert.True((await portal.ArchiveAsync("contractor", code)).HasChanged());
            var (status, body) = await portal.DeleteAsync("contractor", code);
            Assert.True((status, body.Reason()) == (409, "still_referenced"), $"{code}: {status} {body}");
        }

        Assert.True((await portal.ArchiveAsync("contractor", "CON-801")).HasChanged());
        Assert.True((await portal.DeleteAsync("contractor", "CON-801")).HasChanged());
        Assert.Equal(0, await portal.Database.CountAsync("SELECT count(*) FROM order_participants WHERE tenant_id = 'main' AND participant_id = 'CON-801'"));
    }
}
