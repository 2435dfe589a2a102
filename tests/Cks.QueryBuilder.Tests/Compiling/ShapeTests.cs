using System.Collections;
using System.Reflection;
using System.Text.Json;
using System.Text.RegularExpressions;
using CsCheck;

namespace Cks.QueryBuilder.Tests;

public sealed class ShapeTests
{
    [Fact]
    public void Shapes_are_equal_exactly_when_texts_are()
    {
        var (equal, different) = (0, 0);
        RandomQuery.Short.Array[10].Sample(random =>
        {
            var queries = random.SelectMany(r => (Query[])[r.First.Query, r.Second.Query]).ToArray();
            CheckPairs(queries, PostgresCompiler.Default, ref equal, ref different);
            CheckPairs([.. queries.Where(q => !q.IsLocking)], SqliteCompiler.Default, ref equal, ref different); // it says nothing of a lock
        }, iter: 1_000);
        TestContext.Current.TestOutputHelper!.WriteLine($"{equal} equal pairs, {different} different ones");
        Assert.True(equal > 30_000 && different > 100_000, $"{equal} equal pairs, {different} different ones");
    }

    [Fact]
    public void Rows_that_are_returned_once_and_groups_have_texts_of_their_own()
    {
        var (once, groups) = (Query.From(Portal.Crew).Select(Portal.Name).Distinct(), Query.From(Portal.Crew).Select(Portal.Name).GroupBy(Portal.Name));
        var (equal, different) = (0, 0);

        CheckPairs([once, groups, once.Count(), groups.Count()], PostgresCompiler.Default, ref equal, ref different);
        CheckPairs([once, groups, once.Count(), groups.Count()], SqliteCompiler.Default, ref equal, ref different);
        Assert.Equal((0, 24), (equal, different));
    }

    [Fact]
    public void Shapes_of_writes_are_equal_exactly_when_texts_are()
    {
        var (equal, different) = (0, 0);
        RandomWrite.Short.Array[8].Sample(random =>
        {
            var writes = random.SelectMany(r => (Query[])[r.First.Write.Statement, r.Second.Write.Statement]).ToArray();
            CheckPairs(writes, PostgresCompiler.Default, ref equal, ref different);
            CheckPairs(writes, SqliteCompiler.Default, ref equal, ref different);
        }, iter: 500);
        TestContext.Current.TestOutputHelper!.WriteLine($"{equal} equal pairs, {different} different ones");
        Assert.True(equal > 10_000 && different > 100_000, $"{equal} equal pairs, {different} different ones");
    }

    [Fact]
    public void Values_of_one_query_never_appear_in_the_command_of_another_that_shares_its_text()
    {
        var marked = 0;
        Gen.Select(RandomQuery.Twins, RandomWrite.Short).Sample((queries, writes) =>
        {
            Check(queries.First.Query, queries.Second.Query);
            Check(writes.First.Write.Statement, writes.Second.Write.Statement);
        }, iter: 2_000);
        Assert.InRange(marked, 5_000, int.MaxValue);

        void Check(Query first, Query second)
        {
            foreach (var compiler in (SqlCompiler[])[new SqliteCompiler(), new PostgresCompiler()])
            {
                var (a, b) = (compiler.Compile(first), compiler.Compile(second));
                Assert.Same(a.Sql, b.Sql);
                Assert.DoesNotMatch($"{Twins<int>.First}|{Twins<int>.Second}", a.Sql);
                var (mine, its) = (JsonSerializer.Serialize(a.Bindings), JsonSerializer.Serialize(b.Bindings));
                Assert.DoesNotContain($"{Twins<int>.Second}", mine, StringComparison.Ordinal);
                Assert.DoesNotContain($"{Twins<int>.First}", its, StringComparison.Ordinal);
                if (mine.Contains($"{Twins<int>.First}", StringComparison.Ordinal) && its.Contains($"{Twins<int>.Second}", StringComparison.Ordinal))
                    Interlocked.Increment(ref marked);
            }
        }
    }

    [Fact]
    public void Cached_text_is_the_text_that_a_new_compiler_writes()
    {
        var (postgres, sqlite) = (new PostgresCompiler(), new SqliteCompiler());
        Gen.Select(RandomQuery.Twins, RandomWrite.Short).Sample((query, write) => Assert.All(
            (Query[])[query.First.Query, query.Second.Query, write.First.Write.Statement, write.Second.Write.Statement], statement =>
            {
                Check(sqlite.Compile(statement), new SqliteCompiler(2).Compile(statement));
                Check(postgres.Compile(statement), new PostgresCompiler(2).Compile(statement));
            }), iter: 2_000);

        static void Check(SqlResult cached, SqlResult fresh)
        {
            Assert.Equal(fresh.Sql, cached.Sql);
            Assert.Equal(fresh.ShapeId, cached.ShapeId);
            Assert.Equal(fresh.Bindings, cached.Bindings);
        }
    }

    [Fact]
    public void There_is_a_parameter_for_each_value_and_a_value_for_each_parameter() =>
        Gen.Select(RandomQuery.Gen, RandomWrite.Gen).Sample((query, write) => Assert.All((Query[])[query.Query, write.Write.Statement], statement =>
        {
            var result = SqliteCompiler.Default.Compile(statement);
            var parameters = Regex.Matches(result.Sql, "@p[0-9]+").Select(m => m.Value).Distinct().Order(StringComparer.Ordinal); // a key's may stand twice
            Assert.Equal(Enumerable.Range(0, result.Bindings.Count).Select(i => $"@p{i}").Order(StringComparer.Ordinal), parameters);
            Assert.Equal(parameters, result.NamedBindings.Keys.Order(StringComparer.Ordinal));
            Assert.DoesNotContain(null, result.Bindings);
        }), iter: 2_000);

    [Fact]
    public void What_the_cache_keeps_of_a_shape_holds_no_value() =>
        Gen.Select(RandomQuery.Twins, RandomWrite.Short).Sample((query, write) =>
        {
            var compiler = new PostgresCompiler();
            compiler.Compile(query.First.Query);
            compiler.Compile(write.First.Write);
            var seen = new HashSet<object>(ReferenceEqualityComparer.Instance);
            Walk(typeof(SqlCompiler).GetField("_shapes", BindingFlags.Instance | BindingFlags.NonPublic)!.GetValue(compiler)!, seen);
            Assert.Equal(2, seen.OfType<CompiledShape>().Count());
            Assert.DoesNotContain(seen, o => o is Parameter or JsonLeg or byte[] || (o is string text && text.Contains($"{Twins<int>.First}", StringComparison.Ordinal)));
        }, iter: 300);

    private static Query Unbound(Query query) => query.IsBound ? query.Unbound : query;

    /// <summary>Everything that can be reached from an object. A value type behind a reference is a value of a query.</summary>
    private static void Walk(object from, HashSet<object> seen)
    {
        if (!seen.Add(from) || from is string or CompiledShape)
            return;
        if (from is Array array)
        {
            if (!array.GetType().GetElementType()!.IsPrimitive)
                Follow(array, seen, array.GetType().GetElementType()!);
            return;
        }

        for (var type = from.GetType(); type is not null; type = type.BaseType)
        {
            foreach (var field in type.GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly))
                Follow(new[] { field.FieldType.IsPointer || field.FieldType.IsPrimitive || field.FieldType.IsEnum ? null : field.GetValue(from) }, seen, field.FieldType);
        }
    }

    private static void Follow(IEnumerable values, HashSet<object> seen, Type declared)
    {
        foreach (var value in values)
        {
            Assert.False(declared == typeof(object) && value is ValueType, $"{value} is kept.");
            if (value is not null)
                Walk(value, seen);
        }
    }

    private static void CheckPairs(Query[] statements, SqlCompiler compiler, ref int equal, ref int different)
    {
        var compiled = Array.ConvertAll(statements, compiler.Compile);
        for (var i = 0; i < statements.Length; i++)
        {
            for (var j = 0; j < statements.Length; j++)
            {
                var (a, b) = (statements[i], statements[j]);
                var same = Query.SameShape(Unbound(a), Unbound(b));
                Assert.True(same == (compiled[i].Sql == compiled[j].Sql), $"{same}:\n{compiled[i].Sql}\n{compiled[j].Sql}");
                Assert.Equal(same, a.Hash == b.Hash);
                Assert.Equal(same, compiled[i].ShapeId == compiled[j].ShapeId);
                if (i != j)
                    _ = same ? Interlocked.Increment(ref equal) : Interlocked.Increment(ref different);
            }
        }
    }

    [Fact]
    public void S30_Tables_in_tables_cost_what_they_have_of_parts()
    {
        Query Nested(string value)
        {
            var query = Query.From(Portal.Crew).Select(Portal.Name);
            for (var level = 0; level < 14; level++)
            {
                var table = query.AsTable();
                var name = (Column<string>)table.Columns[0];
                query = Enumerable.Range(0, 6).Aggregate(Query.From(table), (q, _) => q.WhereNot(g => g.Where(name, Op.Eq, value)));
            }

            return query;
        }

        var compiler = new SqliteCompiler();

        Assert.Same(compiler.Compile(Nested("a")).Sql, compiler.Compile(Nested("b")).Sql);
    }

    [Fact]
    public void S30_Common_tables_in_common_tables_cost_what_they_have_of_parts()
    {
        Query Nested(string value)
        {
            var table = Query.From(Portal.Crew).Select(Portal.Name).Where(Portal.Name, Op.Eq, value).AsCommonTable(1);
            List<Table> tables = [table];
            for (var number = 2; number <= Table.LastNumber; number++)
            {
                var (last, name) = (Query.From(table), (Column<string>)table.Columns[0]);
                tables.Add(table = Enumerable.Range(0, 5).Aggregate(last, (q, _) => q.WhereIn(name, last)).AsCommonTable(number));
            }

            return tables.Aggregate(Query.From(table), (q, t) => q.With(t));
        }

        var compiler = new SqliteCompiler();

        Assert.Same(compiler.Compile(Nested("a")).Sql, compiler.Compile(Nested("b")).Sql);
    }

    [Fact]
    public void Row_is_no_wider_than_the_key_of_a_column_has_room_for()
    {
        var wide = SqlSchema.Create(s => s.Table("wide", t =>
        {
            for (var i = 0; i <= ushort.MaxValue + 1; i++)
                t.Column<int>($"c{i}");
        })).Table("wide");

        Assert.Throws<QueryRefusedException>(() => Query.From(wide).AsTable());
        Assert.Throws<QueryRefusedException>(() => Query.From(Portal.Crew).Select([.. Enumerable.Repeat(Portal.Name, ushort.MaxValue + 2)]));
        Query.From(Portal.Crew).Select([.. Enumerable.Repeat(Portal.Name, 1_664)]).AsTable();
    }

    [Fact]
    public void S30_Values_are_counted_whichever_part_brings_them()
    {
        Query Wide(int columns) => Query.From(Office.Staff).Select([.. Enumerable.Repeat(Office.Doc.JsonText(1, 2, 3, 4, 5, 6, 7, 8), columns)]);
        var almost = Wide(1_664).WhereExists(Wide(1_664)).WhereExists(Wide(767)); // 32,760 values

        Assert.Throws<QueryRefusedException>(() => Enumerable.Range(0, 7).Aggregate(almost, (q, i) => q.Where(Office.Level, Op.Eq, i)));
        Assert.Equal(32_766, new SqliteCompiler().Compile(Enumerable.Range(0, 6).Aggregate(almost, (q, i) => q.Where(Office.Level, Op.Eq, i))).Bindings.Count);
    }
}
