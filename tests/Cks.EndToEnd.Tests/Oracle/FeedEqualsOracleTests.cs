using Cks.Samples.Portal.Database;
using Cks.Tests.Portal;

namespace Cks.Tests.Oracle;

/// <summary>Every viewer of the seed data: <c>/api/activity</c> over HTTP, all pages of it, against plain SQL written by hand.</summary>
public sealed class FeedEqualsOracleTests(RunningPortals portals)
{
    [Theory]
    [InlineData(PortalEngine.Sqlite)]
    [InlineData(PortalEngine.Postgres)]
    public async Task Each_feed_of_each_viewer_equals_the_oracle(PortalEngine engine)
    {
        var portal = await portals.GetAsync(engine);
        List<int?> compared = [];
        foreach (var tenant in new[] { "main", "acme" })
        {
            var lists = await OracleLists.ReadAsync(portal.Database.Source, tenant);
            compared.AddRange(await PortalAnswers.ForEachAsync(lists.Viewers, viewer => PortalAnswers.EqualFeedAsync(portal, lists.Feeds, viewer)));
        }

        var (answered, filled) = (compared.Count(rows => rows is not null), compared.Count(rows => rows > 0));
        Assert.True(answered > 1_000 && filled > 50, $"{answered} answered, {filled} of them with rows");
    }
}
