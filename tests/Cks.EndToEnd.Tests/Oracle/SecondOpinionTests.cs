using Cks.Samples.Portal.Database;
using Cks.Tests.Database;

namespace Cks.Tests.Oracle;

public sealed class SecondOpinionTests(SeededDatabases databases)
{
    private static readonly string[] Tenants = ["main", "acme"];

    /// <summary>The lists of everybody in the seed data: SQL goes up from each row, the walk goes through all rows for each viewer.</summary>
    [Fact]
    public async Task Every_list_is_what_a_walk_in_memory_finds()
    {
        var source = (await databases.GetAsync(PortalEngine.Sqlite)).Source;
        Dictionary<string, int> rows = [];
        foreach (var tenant in Tenants)
        {
            var walk = new PortalWalk(await PortalRows.ReadAsync(source, tenant));
            var lists = await OracleLists.ReadAsync(source, tenant);
            foreach (var viewer in lists.Viewers)
                rows[viewer.Role] = rows.GetValueOrDefault(viewer.Role) + SecondOpinion.Agree(walk, viewer, lists);
        }

        Assert.Equal(7, rows.Count);
        Assert.All(rows, role => Assert.True(role.Value > 10, $"{role}"));
    }

    [Fact]
    public async Task Both_engines_list_alike_for_everybody()
    {
        var sqlite = await databases.GetAsync(PortalEngine.Sqlite);
        var postgres = await databases.GetAsync(PortalEngine.Postgres);
        foreach (var tenant in Tenants)
            Assert.Equal(await ListsAsync(sqlite, tenant), await ListsAsync(postgres, tenant));
    }

    private static async Task<List<string>> ListsAsync(TestDatabase database, string tenant)
    {
        var lists = await OracleLists.ReadAsync(database.Source, tenant);
        return
        [
            .. from viewer in lists.Viewers
               from row in ((IEnumerable<object>)lists.Orders.OrdersOf(viewer)).Concat(lists.Feeds.FeedOf(viewer)).Concat(lists.Reports.ReportsOf(viewer))
               select $"{viewer.Code}: {row}",
        ];
    }
}
