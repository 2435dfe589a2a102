using System.Data.Common;
using CsCheck;

namespace Cks.QueryBuilder.Tests;

public sealed class MeaningTests(PortalDatabase database) : IClassFixture<PortalDatabase>
{
    private const int Queries = 100;
    private static readonly int States = int.TryParse(Environment.GetEnvironmentVariable("CKS_QUERY_STATES"), out var states) ? states : 100; // times 100 queries

    private static readonly string[] Constructs =
    [
        "Join", "LeftJoin", "RightJoin", "FullJoin", "CrossJoin", "on condition", "alias", "derived", "common", "common read", "recursive", "Union", "UnionAll", "Intersect", "Except",
        "compare", "compare column", "parameter", "between", "in list", "is null", "is not null", "contains", "starts", "ends", "same", "false", "group", "not",
        "in query", "in several", "not in", "exists", "not exists", "exists with", "not exists with", "path to text", "path to integer", "path to true",
        "distinct", "group by", "aggregate of all", "having", "rows", "count column", "count distinct", "sum", "average", "min", "max", "order", "nulls", "after", "limit", "limit 0", "count", "lock",
    ];

    [Theory]
    [InlineData(Dialect.Sqlite)]
    [InlineData(Dialect.Postgres)]
    public async Task Random_queries_return_what_a_naive_evaluation_returns(Dialect dialect)
    {
        var (source, compiler) = await database.OpenAsync(dialect);
        await using var connection = await source.OpenConnectionAsync();
        var (mix, asked, empty) = (new SortedDictionary<string, int>(StringComparer.Ordinal), 0, 0);
        Gen.Select(World.Gen, RandomQuery.Gen.Array[Queries]).Sample(
            (world, queries) =>
            {
                CheckAsync(world, queries).GetAwaiter().GetResult();
                return true;
            },
            iter: States, threads: 1, print: t => $"{t.Item1.Rows.Length} tables, {t.Item2.Length} queries");

        TestContext.Current.TestOutputHelper!.WriteLine($"{asked} queries, {100 * empty / asked} % answered with nothing");
        foreach (var (construct, times) in mix)
            TestContext.Current.TestOutputHelper!.WriteLine($"{construct}: {100.0 * times / asked:0.0} %");
        Assert.InRange(empty, 1, asked * 6 / 10);
        Assert.DoesNotContain(Constructs, c => mix.GetValueOrDefault(c) < asked / 200); // each in one of 200 at least

        async Task CheckAsync(World world, RandomQuery[] queries)
        {
            await world.WriteAsync(connection, dialect);
            foreach (var random in queries)
            {
                var expected = random.Rows(world);
                var found = await ReadAsync(connection, compiler, random);
                Assert.True(IsAnswer(random, expected, found), Describe(random, compiler, expected, found));
                if (random.Query.IsFalse)
                    Assert.True(expected.Count == 0 || (random.Query.IsCount && expected[0][0] is 0L));
                var text = SqliteCompiler.Default.Compile(random.Query).Sql;
                IEnumerable<string> paths = from path in (string[])["text", "integer", "true"] where text.Contains($" WHEN '{path}' THEN ", StringComparison.Ordinal) select $"path to {path}";
                asked++;
                empty += expected.Count == 0 || (expected.Count == 1 && expected[0] is [0L or null]) ? 1 : 0;
                foreach (var use in random.Uses.Concat(paths))
                    mix[use] = mix.GetValueOrDefault(use) + 1;
            }
        }
    }

    [Fact]
    public async Task Nothing_that_is_added_leaves_a_condition_that_was_there()
    {
        var (source, compiler) = await database.OpenAsync(Dialect.Sqlite);
        await using var connection = await source.OpenConnectionAsync();
        var people = World.Source(0, 0);
        var rank = (Column<int>)people.Table.Columns[4];
        var all = Query.From(people.Table).Select(rank);
        var added = new Generated<Func<Query, Query>>(chance =>
        {
            var maker = new QueryMaker(chance) { MayBind = false };
            var conditions = new List<RandomCondition>();
            maker.Narrow(all, maker.With(people.At(0)), 4, 2, conditions);
            return query => conditions.Aggregate(query, (q, c) => q.Where(c.Add));
        });
        var found = 0;
        Gen.Select(World.Gen, added.Array[200]).Sample(
            (world, random) =>
            {
                CheckAsync(world, random).GetAwaiter().GetResult();
                return true;
            },
            iter: 5, threads: 1);
        Assert.InRange(found, 100, int.MaxValue);

        async Task CheckAsync(World world, Func<Query, Query>[] random)
        {
            await world.WriteAsync(connection, Dialect.Sqlite);
            foreach (var add in random)
            {
                foreach (var query in (Query[])[add(all.Where(rank, Op.Eq, 1)), add(all).Where(rank, Op.Eq, 1)])
                {
                    await using var command = connection.Command(compiler.Compile(query), compiler);
                    await command.ReadAsync(
                        row =>
                        {
                            Assert.Equal(1, row.GetInt32(0));
                            found++;
                        },
                        CancellationToken.None);
                }
            }
        }
    }

    private static async Task<List<object?[]>> ReadAsync(DbConnection connection, SqlCompiler compiler, RandomQuery random)
    {
        var rows = new List<object?[]>();
        var compiled = compiler.Compile(random.Query);
        try
        {
            await using var command = connection.Command(compiled, compiler);
            await command.ReadAsync(row => rows.Add([.. random.Columns.Select((c, i) => row.IsDBNull(i) ? null : c.Kind.Read(row, i))]), CancellationToken.None);
        }
        catch (Exception error)
        {
            throw new InvalidOperationException($"{error.Message}\n{compiled.Sql}\n{Naive.KeyOf(compiled.Bindings)}", error);
        }

        return rows;
    }

    // As a list where the order is total, else in any order that is sorted.
    private static bool IsAnswer(RandomQuery random, List<object?[]> expected, List<object?[]> found)
    {
        if (random.IsTotal)
            return expected.Select(Naive.KeyOf).SequenceEqual(found.Select(Naive.KeyOf));
        string Sorted(object?[] row) => Naive.KeyOf(random.Sorted.Select(i => row[i]));
        return expected.Select(Sorted).SequenceEqual(found.Select(Sorted))
            && expected.Select(Naive.KeyOf).Order(StringComparer.Ordinal).SequenceEqual(found.Select(Naive.KeyOf).Order(StringComparer.Ordinal));
    }

    private static string Describe(RandomQuery random, SqlCompiler compiler, List<object?[]> expected, List<object?[]> found)
    {
        var compiled = compiler.Compile(random.Query);
        return $"{compiled.Sql}\n{Naive.KeyOf(compiled.Bindings)}\nexpected {expected.Count}:\n{string.Join('\n', expected.Take(20).Select(Naive.KeyOf))}\nfound {found.Count}:\n{string.Join('\n', found.Take(20).Select(Naive.KeyOf))}";
    }
}
