using Cks.Samples.Portal.Database;
using Cks.Tests.Database;
using Cks.Tests.Oracle;
using Cks.Tests.Portal;

namespace Cks.Tests.Scope;

/// <summary>Every viewer of the seed data: <c>/api/scope</c> over HTTP against plain SQL written by hand.</summary>
public sealed class ScopeEqualsOracleTests(RunningPortals portals)
{
    [Theory]
    [InlineData(PortalEngine.Sqlite)]
    [InlineData(PortalEngine.Postgres)]
    public async Task Each_set_and_count_of_each_viewer_equals_the_oracle(PortalEngine engine)
    {
        var portal = await portals.GetAsync(engine);
        var oracle = new ScopeOracle(portal.Database.Source);
        var compared = await PortalAnswers.ForEachAsync(await oracle.AllViewersAsync(), viewer => PortalAnswers.EqualScopeAsync(portal, oracle, viewer));
        var (answered, refused) = (compared.Count(rows => rows is not null), compared.Count(rows => rows is null));
        Assert.True(answered > 1_000 && refused > 100, $"{answered} answered, {refused} refused");
    }
}
