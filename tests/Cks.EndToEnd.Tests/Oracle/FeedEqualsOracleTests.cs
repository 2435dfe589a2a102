using Cks.Samples.Portal.Database;
using Cks.Tests.Portal;

namespace Cks.Tests.Oracle;

/// <summary>The viewers of the seed data, of crew one in eight: <c>/api/activity</c> over HTTP, all pages of it, against plain SQL written by hand.</summary>
public sealed class FeedEqualsOracleTests(RunningPortals portals)
{
    [Theory]
    [InlineData(PortalEngine.Sqlite)]
    [InlineData(PortalEngine.Postgres)]
    public async Task Each_feed_of_a_viewer_equals_the_oracle(PortalEngine engine)
    {
        var portal = await portals.GetAsync(engine);
        List<int?> compared = [];
        foreach (var tenant in new[] { "main", "acme" })
        {
            var lists = await OracleLists.ReadAsync(portal.Database.Source, tenant);
            var viewers = lists.Viewers.Where(v => v.Role != "crew").Concat(lists.Viewers.Where(v => v.Role == "crew").Where((_, i) => i % 8 == 0));
            compared.AddRange(await PortalAnswers.ForEachAsync(viewers, viewer => PortalAnswers.EqualFeedAsync(portal, lists.Feeds, viewer)));
        }

        var (answered, filled) = (compared.Count(rows => rows is not null), compared.Count(rows => rows > 0));
        Assert.True(answered > 400 && filled > 50, $"{answered} answered, {filled} of them with rows");
    }
}
