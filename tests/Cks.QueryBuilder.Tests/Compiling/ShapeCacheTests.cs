using System.Runtime.CompilerServices;
using static Cks.QueryBuilder.Tests.Portal;

namespace Cks.QueryBuilder.Tests;

[Collection(nameof(QueryMetrics))]
public sealed class ShapeCacheTests
{
    [Fact]
    public void New_values_of_a_kept_query_cost_at_most_256_bytes()
    {
        var (name, center, least) = (new Parameter<string>("name"), new Parameter<string>("center"), new Parameter<long>("points"));
        var kept = Joined().Where(Name, Op.Eq, name).Where(CrewCenter, Op.Eq, center).Where(Points, Op.Ge, least).Where(IsTest, Op.Eq, false).WhereNotNull(Age).OrderBy(CrewId).Limit(50);
        var compiler = new PostgresCompiler();
        var sql = compiler.Compile(kept.Bind(name.Is("a"), center.Is("b"), least.Is(1))).Sql;

        Assert.InRange(AllocatedBy(i => Assert.Same(sql, compiler.Compile(kept.Bind(name.Is("c"), center.Is("d"), least.Is(i))).Sql)), 1, 256);
    }

    [Fact]
    public void Query_of_a_seen_shape_costs_at_most_1_5_kilobytes_and_no_text()
    {
        var compiler = new PostgresCompiler();
        var sql = compiler.Compile(Build(0)).Sql;

        Assert.InRange(AllocatedBy(i => Assert.Same(sql, compiler.Compile(Build(i)).Sql)), 1, 1_536);

        static Query Build(long points) =>
            Joined().Where(Name, Op.Eq, "a").Where(CrewCenter, Op.Eq, "b").Where(Points, Op.Ge, points).Where(IsTest, Op.Eq, false).WhereNotNull(Age).OrderBy(CrewId).Limit(50);
    }

    // Three joins.
    private static Query Joined()
    {
        var (again, other) = (Crew.Alias(), Centers.Alias());
        return Query.From(Crew).Join(Centers, CenterId, CrewCenter).Join(again, again.Column(CrewCenter), CenterId).Join(other, other.Column(CenterId), again.Column(CrewCenter))
            .Select(CrewId, Name, Customer);
    }

    private static long AllocatedBy(Action<long> call)
    {
        call(0);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1_000; i++)
            call(i);
        return (GC.GetAllocatedBytesForCurrentThread() - before) / 1_000;
    }

    [Fact]
    public void Cache_is_bounded_and_keeps_what_is_used()
    {
        var compiler = new SqliteCompiler(cachedShapes: 16);
        var used = Query.From(Crew).Where(Name, Op.Eq, "a");
        var text = compiler.Compile(used).Sql;
        for (var i = 0; i < 200; i++)
        {
            compiler.Compile(Enumerable.Range(0, i + 1).Aggregate(Query.From(Crew).Where(Name, Op.Eq, "a"), (q, _) => q.WhereNull(Age)));
            Assert.Same(text, compiler.Compile(used).Sql);
            Assert.InRange(compiler.CachedShapes, 1, 16);
        }
    }

    [Fact]
    public void Cache_does_not_keep_values()
    {
        var compiler = new SqliteCompiler();
        var values = CompileOnce(compiler);
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();

        Assert.All(values, v => Assert.False(v.IsAlive));
        Assert.Equal(1, compiler.CachedShapes);
    }

    [Fact]
    public void Cache_does_not_keep_values_of_writes_and_keys()
    {
        var compiler = new PostgresCompiler();
        var values = CompileWritesOnce(compiler);
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();

        Assert.All(values, v => Assert.False(v.IsAlive));
        Assert.Equal(3, compiler.CachedShapes);
    }

    [Fact]
    public void Writes_and_keys_that_differ_in_values_share_a_text()
    {
        var compiler = new SqliteCompiler();
        SqlResult Change(string name, long by, string id) => compiler.Compile(Write.Update(Query.From(Crew).Where(CrewId, Op.Eq, id)).Set(Name, name).Add(Points, by));
        SqlResult Page(string id) => compiler.Compile(Query.From(Crew).OrderBy(CrewId).After(id));

        var (a, b) = (Change("a", 1, "W1"), Change("b", 2, "W2"));

        Assert.Same(a.Sql, b.Sql);
        Assert.Equal(["b", 2L, "W2"], b.Bindings);
        Assert.Same(Page("W1").Sql, Page("W2").Sql);
        Assert.Equal(2, compiler.CachedShapes);
    }

    [Fact]
    public void Threads_that_share_a_small_cache_get_the_text_of_their_own_query()
    {
        var small = new PostgresCompiler(cachedShapes: 8);
        Column<string>[] columns = [CrewId, Name, CrewCenter];
        var shapes = (from a in columns from b in columns from op in Enum.GetValues<Op>() select Query.From(Crew).Select(a).Where(b, op, $"{a}{b}{op}")).ToArray();
        var expected = Array.ConvertAll(shapes, q => new PostgresCompiler().Compile(q).Sql);

        Parallel.For(0, 20_000, new() { MaxDegreeOfParallelism = 8 }, i =>
        {
            var which = (int)((uint)i * 2654435761u % (uint)shapes.Length);
            var result = small.Compile(shapes[which]);
            Assert.Equal(expected[which], result.Sql);
            Assert.Equal(SqliteCompiler.Default.Compile(shapes[which]).Bindings, result.Bindings);
        });

        Assert.InRange(small.CachedShapes, 1, 8);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static WeakReference[] CompileOnce(SqlCompiler compiler)
    {
        var (name, inner, listed) = (new string('s', 20), new string('t', 20), new string('u', 20));
        compiler.Compile(Query.From(Crew).Where(Name, Op.Eq, name).WhereIn(Name, [listed])
            .WhereIn(CrewCenter, Query.From(Centers).Select(CenterId).Where(Customer, Op.Eq, inner)));
        return [new(name), new(inner), new(listed)];
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static WeakReference[] CompileWritesOnce(SqlCompiler compiler)
    {
        var texts = Enumerable.Range(0, 7).Select(i => new string((char)('a' + i), 20)).ToArray();
        var keys = Query.From(Centers).Select(CenterId);
        var rows = Query.From(Crew).Where(Name, Op.Eq, texts[0]).WhereNotIn(CrewCenter, keys.Where(Customer, Op.Eq, texts[1]))
            .WhereIn(CrewCenter, keys.Where(Customer, Op.Eq, texts[2]), keys.Where(CenterId, Op.Eq, texts[3]));
        compiler.Compile(Write.Update(rows).Set(Name, texts[4]));
        compiler.Compile(Write.Insert(Crew).Set(Name, texts[5]));
        compiler.Compile(rows.OrderBy(CrewId).After(texts[6]));
        return Array.ConvertAll(texts, t => new WeakReference(t));
    }
}
