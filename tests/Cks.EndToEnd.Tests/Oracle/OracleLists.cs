using System.Data.Common;
using Cks.Tests.Database;

namespace Cks.Tests.Oracle;

/// <summary>The oracles of every list of a tenant, read at once.</summary>
public sealed record OracleLists(IReadOnlyList<OracleViewer> Viewers, OrderOracle Orders, FeedOracle Feeds, ReportOracle Reports)
{
    public static async Task<OracleLists> ReadAsync(DbDataSource source, string tenant) => new(
        await new ScopeOracle(source).AllViewersAsync(tenant),
        await OrderOracle.ReadAsync(source, tenant),
        await FeedOracle.ReadAsync(source, tenant),
        await ReportOracle.ReadAsync(source, tenant));
}
