using CsCheck;
using static Cks.QueryBuilder.Tests.Portal;

namespace Cks.QueryBuilder.Tests;

public sealed class MeaningTests(PortalDatabase database) : IClassFixture<PortalDatabase>
{
    [Theory]
    [InlineData(Dialect.Sqlite, 8, 250)]
    [InlineData(Dialect.Postgres, 4, 60)]
    public async Task Random_queries_return_what_a_naive_evaluation_returns(Dialect dialect, int states, int queries)
    {
        var (source, compiler) = await database.OpenAsync(dialect);
        Gen.Select(Pools.Crew, Pools.Centers, RandomQuery.Gen.Array[queries]).Sample(
            (crew, centers, random) =>
            {
                CheckAsync(crew, centers, random).GetAwaiter().GetResult();
                return true;
            },
            iter: states, threads: 1);

        async Task CheckAsync(CrewRow[] crew, CenterRow[] centers, RandomQuery[] random)
        {
            await PortalDatabase.ExecuteAsync(source, "DELETE FROM crew; DELETE FROM centers");
            await PortalDatabase.InsertAsync(source, dialect, crew, centers);
            foreach (var each in random)
            {
                var (query, expected) = (each.ToQuery(), each.Evaluate(crew, centers));
                Assert.Equal(expected, await PortalDatabase.ReadAsync<string>(source, compiler, query));
                var count = await PortalDatabase.ReadAsync<long>(source, compiler, query.Count());
                Assert.Equal(expected.Length, count.SingleOrDefault()); // a query that is known to match nothing is not sent
                if (query.IsFalse)
                    Assert.Empty(expected);
            }
        }
    }

    [Fact]
    public async Task Nothing_that_is_added_leaves_a_condition_that_was_there()
    {
        var (source, compiler) = await database.OpenAsync(Dialect.Sqlite);
        Gen.Select(Pools.Crew, Pools.Centers, RandomQuery.Gen.Array[200], Pools.Code).Sample(
            (crew, centers, random, code) =>
            {
                CheckAsync(crew, centers, random, code).GetAwaiter().GetResult();
                return true;
            },
            iter: 5, threads: 1);

        async Task CheckAsync(CrewRow[] crew, CenterRow[] centers, RandomQuery[] random, string code)
        {
            await PortalDatabase.ExecuteAsync(source, "DELETE FROM crew; DELETE FROM centers");
            await PortalDatabase.InsertAsync(source, Dialect.Sqlite, crew, centers);
            var mine = Query.From(Crew).Select(CrewCenter).Where(CrewCenter, Op.Eq, code);
            foreach (var each in random)
            {
                Assert.All(await PortalDatabase.ReadAsync<string>(source, compiler, each.Narrow(mine)), c => Assert.Equal(code, c));
                Assert.All(
                    await PortalDatabase.ReadAsync<string>(source, compiler, each.Narrow(Query.From(Crew).Select(CrewCenter)).Where(CrewCenter, Op.Eq, code)),
                    c => Assert.Equal(code, c));
            }
        }
    }
}
