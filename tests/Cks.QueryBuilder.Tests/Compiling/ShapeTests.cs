using CsCheck;

namespace Cks.QueryBuilder.Tests;

public sealed class ShapeTests
{
    private static readonly SqlCompiler[] Dialects = [PostgresCompiler.Default, SqliteCompiler.Default];

    // Short queries from small pools: about one pair in ten is of one shape.
    private static readonly Gen<RandomQuery> Short =
        Gen.Select(RandomCondition.Any(1).Array[0, 2], Gen.Select(Gen.Int[0, 1], Gen.Bool).Array[0, 1], Gen.Int[-3, 2])
            .Select((conditions, order, limit) => new RandomQuery(conditions, order, limit < 0 ? null : limit));

    [Fact]
    public void Shapes_are_equal_exactly_when_texts_are()
    {
        var (equal, different) = (0, 0);
        Gen.Select(Short.Array[12], Gen.Bool.Array[12]).Sample((random, counts) =>
        {
            var queries = random.Select((r, i) => counts[i] ? r.ToQuery().Count() : r.ToQuery()).ToArray();
            foreach (var a in queries)
            {
                foreach (var b in queries)
                {
                    var same = Query.SameShape(a, b);
                    Assert.All(Dialects, d => Assert.Equal(d.Compile(a).Sql == d.Compile(b).Sql, same));
                    Assert.Equal(same, a.Hash == b.Hash);
                    Assert.Equal(same, PostgresCompiler.Default.Compile(a).ShapeId == PostgresCompiler.Default.Compile(b).ShapeId);
                    if (!ReferenceEquals(a, b))
                        _ = same ? Interlocked.Increment(ref equal) : Interlocked.Increment(ref different);
                }
            }
        }, iter: 500);
        Assert.True(equal > 1_000 && different > 1_000, $"{equal} equal pairs, {different} different ones");
    }

    [Fact]
    public void Cached_text_is_the_text_that_a_new_compiler_writes() =>
        RandomQuery.Gen.Sample(random =>
        {
            var query = random.ToQuery();
            Assert.Equal(new SqliteCompiler().Compile(query).Sql, SqliteCompiler.Default.Compile(query).Sql);
            Assert.Equal(new PostgresCompiler().Compile(query).Sql, PostgresCompiler.Default.Compile(query).Sql);
        }, iter: 2_000);

    [Fact]
    public void There_is_a_parameter_for_each_value_and_a_value_for_each_parameter() =>
        RandomQuery.Gen.Sample(random =>
        {
            var result = SqliteCompiler.Default.Compile(random.ToQuery());
            var parameters = System.Text.RegularExpressions.Regex.Matches(result.Sql, "@p[0-9]+").Select(m => m.Value).ToArray();
            Assert.Equal(Enumerable.Range(0, result.Bindings.Count).Select(i => $"@p{i}"), parameters);
            Assert.Equal(parameters.Order(StringComparer.Ordinal), result.NamedBindings.Keys.Order(StringComparer.Ordinal));
            Assert.DoesNotContain(null, result.Bindings);
        }, iter: 2_000);
}
