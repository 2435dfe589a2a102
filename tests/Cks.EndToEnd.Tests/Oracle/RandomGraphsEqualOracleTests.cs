using Cks.Samples.Portal.Database;
using Cks.Tests.Database;
using Cks.Tests.Portal;

namespace Cks.Tests.Oracle;

/// <summary>200 random graphs: scope, orders, feed and reports of a sample of their viewers over HTTP, against plain SQL written by hand.</summary>
public sealed class RandomGraphsEqualOracleTests(ITestOutputHelper output)
{
    private const int Graphs = 200;

    [Theory]
    [InlineData(PortalEngine.Sqlite)]
    [InlineData(PortalEngine.Postgres)]
    public async Task Each_answer_equals_the_oracle(PortalEngine engine)
    {
        await using var portal = await RunningPortal.StartAsync(engine, seeds: SeedPlan.Test);
        var source = portal.Database.Source;
        var issuer = Assert.Single(await portal.Database.LinesAsync("SELECT DISTINCT issuer FROM identity_links"));
        var random = new RandomPortal(source, engine, issuer, TimeProvider.System.GetUtcNow().UtcDateTime);
        var begun = TimeProvider.System.GetTimestamp();
        List<RandomMix> mixes = [];
        for (var seed = 1; seed <= Graphs; seed++)
            mixes.Add(await random.FillAsync(seed));
        await portal.Database.ExecuteAsync("ANALYZE"); // a planner that has never counted the rows guesses badly
        var mix = mixes.Aggregate((a, b) => a + b);
        output.WriteLine($"{mix}; written in {TimeProvider.System.GetElapsedTime(begun).TotalSeconds:0.0} s");

        var scopes = new ScopeOracle(source);
        List<int?> compared = [];
        foreach (var tenant in Enumerable.Range(1, Graphs).SelectMany(seed => new[] { $"g{seed}a", $"g{seed}b" }))
        {
            var lists = await OracleLists.ReadAsync(source, tenant);
            compared.AddRange(await PortalAnswers.ForEachAsync(lists.Viewers, v => PortalAnswers.EqualScopeAsync(portal, scopes, v)));
            compared.AddRange(await PortalAnswers.ForEachAsync(lists.Viewers, v => PortalAnswers.EqualOrdersAsync(portal, lists.Orders, v)));
            compared.AddRange(await PortalAnswers.ForEachAsync(lists.Viewers, v => PortalAnswers.EqualFeedAsync(portal, lists.Feeds, v)));
            compared.AddRange(await PortalAnswers.ForEachAsync(lists.Viewers, v => PortalAnswers.EqualReportsAsync(portal, lists.Reports, v)));
        }

        var answers = compared.OfType<int>().ToList();
        var empty = (double)answers.Count(rows => rows == 0) / answers.Count;
        output.WriteLine(
            $"{answers.Count} answers with {answers.Sum()} rows, {empty:P0} of them empty; {compared.Count - answers.Count} refused; {TimeProvider.System.GetElapsedTime(begun).TotalSeconds:0.0} s");
        Assert.True(mix is { ArchivedParentShare: >= 0.2, ForeignShare: > 0.2 } && answers.Count > 3_000 && empty < 0.6, $"{mix}; {answers.Count} answers, {empty:P0} empty");
    }
}
