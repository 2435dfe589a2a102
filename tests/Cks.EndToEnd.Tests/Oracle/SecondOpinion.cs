using Cks.Tests.Database;

namespace Cks.Tests.Oracle;

/// <summary>Oracles against the walk.</summary>
internal static class SecondOpinion
{
    /// <summary>Compares every set and metric of a scope, and tells how many members the sets have.</summary>
    public static int Agree(PortalWalk walk, OracleScope? scope, DateOnly today)
    {
        if (scope is null)
            return 0;
        foreach (var (set, rows) in scope.Relationships)
        {
            var expected = walk.SetOfViewer(scope.Viewer, set);
            if (set == "orders")
                Assert.Equal(expected.Select(r => (r.Code, r.Status)), rows.Select(r => (r.Code, r.Status)));
            else
                Assert.Equal(expected, rows);
        }

        foreach (var (metric, value) in walk.MetricsOf(scope.Viewer, today))
            Assert.Equal((metric, value), (metric, scope.Metrics[metric]));
        return scope.Relationships.Sum(s => s.Value.Count);
    }

    /// <summary>Compares a viewer's orders, feed and reports, and tells how many rows these have.</summary>
    public static int Agree(PortalWalk walk, OracleViewer viewer, OracleLists lists)
    {
        var (orders, feed, reports) = (lists.Orders.OrdersOf(viewer), lists.Feeds.FeedOf(viewer), lists.Reports.ReportsOf(viewer));
        Assert.Equal(walk.OrdersOf(viewer), orders);
        Assert.Equal(walk.FeedOf(viewer), feed);
        Assert.Equal(walk.ReportsOf(viewer), reports);
        return orders.Count + feed.Count + reports.Count;
    }
}
