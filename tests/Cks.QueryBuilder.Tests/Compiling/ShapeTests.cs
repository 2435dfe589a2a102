using CsCheck;

namespace Cks.QueryBuilder.Tests;

public sealed class ShapeTests
{
    [Fact]
    public void Shapes_are_equal_exactly_when_texts_are()
    {
        var (equal, different) = (0, 0);
        Gen.Select(RandomQuery.Short, Gen.Int[0, 2]).Array[20].Sample(random =>
        {
            var queries = random.Select(r => r.Item2 switch { 0 => r.Item1.ToQuery(), 1 => r.Item1.ToQuery().Count(), _ => r.Item1.ToQuery().ForUpdate() }).ToArray();
            CheckPairs(queries, PostgresCompiler.Default.Compile, ref equal, ref different);
            CheckPairs([.. queries.Where(q => !q.IsLocking)], SqliteCompiler.Default.Compile, ref equal, ref different); // it says nothing of a lock
        }, iter: 500);
        Assert.True(equal > 1_000 && different > 1_000, $"{equal} equal pairs, {different} different ones");
    }

    [Fact]
    public void Shapes_of_writes_are_equal_exactly_when_texts_are()
    {
        var (equal, different) = (0, 0);
        RandomWrite.Short.Array[12].Sample(random =>
        {
            var writes = random.Select(r => r.ToWrite().Statement).ToArray();
            CheckPairs(writes, PostgresCompiler.Default.Compile, ref equal, ref different);
            CheckPairs(writes, SqliteCompiler.Default.Compile, ref equal, ref different);
        }, iter: 500);
        Assert.True(equal > 1_000 && different > 1_000, $"{equal} equal pairs, {different} different ones");
    }

    [Fact]
    public void Cached_text_is_the_text_that_a_new_compiler_writes() =>
        Gen.Select(RandomQuery.Gen, RandomWrite.Gen).Sample((query, write) => Assert.All(
            (Query[])[query.ToQuery(), query.ToQuery().ForUpdate(), write.ToWrite().Statement], statement =>
            {
                Assert.Equal(new SqliteCompiler().Compile(statement).Sql, SqliteCompiler.Default.Compile(statement).Sql);
                Assert.Equal(new PostgresCompiler().Compile(statement).Sql, PostgresCompiler.Default.Compile(statement).Sql);
            }), iter: 2_000);

    [Fact]
    public void There_is_a_parameter_for_each_value_and_a_value_for_each_parameter() =>
        Gen.Select(RandomQuery.Gen, RandomWrite.Gen).Sample((query, write) => Assert.All((Query[])[query.ToQuery(), write.ToWrite().Statement], statement =>
        {
            var result = SqliteCompiler.Default.Compile(statement);
            var parameters = System.Text.RegularExpressions.Regex.Matches(result.Sql, "@p[0-9]+").Select(m => m.Value).Distinct().ToArray(); // a key's may stand twice
            Assert.Equal(Enumerable.Range(0, result.Bindings.Count).Select(i => $"@p{i}"), parameters);
            Assert.Equal(parameters.Order(StringComparer.Ordinal), result.NamedBindings.Keys.Order(StringComparer.Ordinal));
            Assert.DoesNotContain(null, result.Bindings);
        }), iter: 2_000);

    private static void CheckPairs(Query[] statements, Func<Query, SqlResult> compile, ref int equal, ref int different)
    {
        foreach (var a in statements)
        {
            foreach (var b in statements)
            {
                var same = Query.SameShape(a, b);
                Assert.Equal(same, compile(a).Sql == compile(b).Sql);
                Assert.Equal(same, a.Hash == b.Hash);
                Assert.Equal(same, compile(a).ShapeId == compile(b).ShapeId);
                if (!ReferenceEquals(a, b))
                    _ = same ? Interlocked.Increment(ref equal) : Interlocked.Increment(ref different);
            }
        }
    }
}
