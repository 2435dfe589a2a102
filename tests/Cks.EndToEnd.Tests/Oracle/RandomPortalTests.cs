using Cks.Samples.Portal.Database;
using Cks.Tests.Database;

namespace Cks.Tests.Oracle;

public sealed class RandomPortalTests(ITestOutputHelper output)
{
    private static readonly DateTime Now = TimeProvider.System.GetUtcNow().UtcDateTime;

    [Theory]
    [InlineData(PortalEngine.Sqlite)]
    [InlineData(PortalEngine.Postgres)]
    public async Task Two_hundred_graphs_are_a_hard_mix_and_every_oracle_agrees_with_the_walk(PortalEngine engine)
    {
        await using var database = await TestDatabase.CreateMigratedAsync(engine);
        var random = new RandomPortal(database.Source, engine, SeededDatabases.Issuer, Now);
        var begun = TimeProvider.System.GetTimestamp();
        List<RandomMix> mixes = [];
        for (var seed = 1; seed <= 200; seed++)
            mixes.Add(await random.FillAsync(seed));
        var mix = mixes.Aggregate((a, b) => a + b);
        output.WriteLine($"{mix}; written in {TimeProvider.System.GetElapsedTime(begun).TotalSeconds:0.0} s");
        Assert.True(mix is { Smallest: < 8, Largest: > 1_500, ArchivedParentShare: >= 0.2, ForeignShare: > 0.2, TwoPathShare: > 0.3 }, $"{mix}");

        var oracle = new ScopeOracle(database.Source, DateOnly.FromDateTime(Now));
        var (viewers, rows) = (0, 0);
        foreach (var tenant in Enumerable.Range(1, 200).SelectMany(seed => new[] { $"g{seed}a", $"g{seed}b" }))
        {
            var walk = new PortalWalk(await PortalRows.ReadAsync(database.Source, tenant));
            var lists = await OracleLists.ReadAsync(database.Source, tenant);
            foreach (var viewer in lists.Viewers.Where(v => v.Subject is not null))
            {
                rows += SecondOpinion.Agree(walk, await oracle.ScopeOfAsync(viewer), DateOnly.FromDateTime(Now));
                rows += SecondOpinion.Agree(walk, viewer, lists);
                viewers++;
            }
        }

        output.WriteLine($"{viewers} viewers with {rows} rows; {TimeProvider.System.GetElapsedTime(begun).TotalSeconds:0.0} s in all");
        Assert.True(viewers > 1_000 && rows > 10_000, $"{viewers} viewers, {rows} rows");
    }

    [Fact]
    public void The_same_seed_makes_the_same_rows()
    {
        static string Rows(int seed) => string.Join('\n', RandomGraph.Create(seed, 0, Now).Filled().SelectMany(t => t.Rows.Select(r => string.Join('|', r))));
        Assert.Equal(Rows(5), Rows(5));
        Assert.NotEqual(Rows(5), Rows(6));
    }
}
