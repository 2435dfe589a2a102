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

    [Theory]
    [InlineData(Dialect.Sqlite)]
    [InlineData(Dialect.Postgres)]
    public async Task Restricted_queries_return_what_a_naive_evaluation_of_the_rows_that_are_left_returns(Dialect dialect)
    {
        var (source, compiler) = await database.OpenAsync(dialect);
        await using var connection = await source.OpenConnectionAsync();
        var (asked, refused, other) = (0, 0, 0);
        Gen.Select(World.Gen, RandomQuery.Gen.Array[Queries], Gen.Int[0, 6]).Sample(
            (world, queries, modulus) =>
            {
                CheckAsync(world, queries, modulus).GetAwaiter().GetResult();
                return true;
            },
            iter: States / 2, threads: 1, print: t => $"{t.Item1.Rows.Length} tables, {t.Item2.Length} queries");
        TestContext.Current.TestOutputHelper!.WriteLine($"{asked} queries, {refused} refused, {other} answered otherwise than without a restriction");
        Assert.InRange(refused, 1, asked / 3);
        Assert.InRange(other, asked / 5, asked);

        async Task CheckAsync(World world, RandomQuery[] queries, int modulus)
        {
            await world.WriteAsync(connection, dialect);
            var left = new World(Array.ConvertAll(world.Rows, rows => rows.Where((_, i) => i % 4 == 0 || i % 7 == modulus).ToArray()));
            foreach (var random in queries)
            {
                asked++;
                Query restricted;
                try
                {
                    restricted = random.Query.RestrictEach(t => Left(t, left));
                }
                catch (ArgumentException) when (random.Uses.Contains("RightJoin") || random.Uses.Contains("FullJoin"))
                {
                    refused++;
                    continue;
                }

                var narrowed = random with { Query = restricted };
                var (expected, found) = (random.Rows(left), await ReadAsync(connection, compiler, narrowed));
                Assert.True(IsAnswer(random, expected, found), Describe(narrowed, compiler, expected, found));
                other += IsAnswer(random, random.Rows(world), found) ? 0 : 1;
            }
        }

        // One of three forms, each of which is the same rows.
        static Query Left(Table table, World left)
        {
            var rows = left.Rows[Array.FindIndex(World.Tables, t => t.Name == table.Name)];
            var all = Query.From(table);
            if (table.Columns[0] is not Column<string> key)
                return all.WhereIn((Column<long>)table.Columns[0], rows.Select(r => (long)r[0]!).ToArray());
            string[] keys = [.. rows.Select(r => (string)r[0]!)];
            return keys.Length > 1
                ? all.Where(or => or.WhereIn(key, keys[1..]).OrWhere(key, Op.Eq, keys[0]))
                : all.WhereIn(key, all.Select(key).WhereIn(key, keys));
        }
    }

    [Fact]
    public void What_stands_in_columns_that_a_query_does_not_use_says_nothing()
    {
        var (asked, spared) = (0, 0);
        Gen.Select(World.Gen, World.Gen, RandomQuery.Gen.Array[Queries]).Sample(
            (world, other, queries) =>
            {
                foreach (var random in queries)
                {
                    var used = random.Query.UsedColumns().Keys.Select(c => (c.Table.Declared.Name, c.Name)).ToHashSet();
                    object?[] Row(int table, object?[] row, int at) => [.. World.Tables[table].Columns.Select((c, i) => used.Contains((World.Tables[table].Name, c.Name)) || at >= other.Rows[table].Length ? row[i] : other.Rows[table][at][i])];
                    var changed = new World([.. world.Rows.Select((rows, table) => rows.Select((row, at) => Row(table, row, at)).ToArray())]);
                    Assert.Equal(random.Rows(world).Select(Naive.KeyOf), random.Rows(changed).Select(Naive.KeyOf));
                    (asked, spared) = (asked + 1, spared + (used.Count < 15 ? 1 : 0));
                }
            },
            iter: States / 2, threads: 1, print: t => $"{t.Item3.Length} queries");
        Assert.InRange(spared, asked / 2, asked);
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
            iter: 25, threads: 1);
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
