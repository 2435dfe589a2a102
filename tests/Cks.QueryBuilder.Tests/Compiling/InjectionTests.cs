using static Cks.QueryBuilder.Tests.Portal;

namespace Cks.QueryBuilder.Tests;

public sealed class InjectionTests(PortalDatabase database) : IClassFixture<PortalDatabase>
{
    private static readonly Query Ids = Query.From(Crew).Select(CrewId);

    private static readonly Func<string, Query>[] Positions =
    [
        v => Ids.Where(Name, Op.Eq, v), v => Ids.Where(Name, Op.Lt, v), v => Ids.WhereIn(Name, [v]), v => Ids.WhereIn(Name, ["a", v]), v => Ids.WhereContains(Name, v),
        v => Ids.WhereStarts(Name, v), v => Ids.WhereIn(CrewCenter, Query.From(Centers).Select(CenterId).Where(Customer, Op.Ne, v)),
        v => Ids.OrderBy(CrewId).After(v), v => Ids.OrderBy(Name).OrderByDesc(CrewId).After(v, "x"), v => Ids.WhereNotIn(CrewCenter, Query.From(Centers).Select(CenterId).Where(Customer, Op.Eq, v)),
        v => Ids.Where(or => or.Where(Name, Op.Eq, v).OrWhere(CrewId, Op.Eq, v)).Limit(1), v => Ids.Where(Name, Op.Eq, v).Count(),
    ];

    private static readonly Func<string, Write>[] WritePositions =
    [
        v => Write.Insert(Crew).Set(CrewId, v), v => Write.Insert(Crew).Set(CrewId, "x").Set(Name, v).OrSkip(), v => Write.Update(Query.From(Crew).Where(CrewId, Op.Eq, "x")).Set(Name, v),
        v => Write.Update(Query.From(Crew).Where(CrewId, Op.Eq, v)).Set(Name, "x"), v => Write.Delete(Query.From(Crew).Where(CrewId, Op.Eq, v)),
    ];

    [Fact]
    public void Value_in_any_position_leaves_the_text_as_it_is()
    {
        var strings = Corpus.Strings();
        foreach (var compiler in (SqlCompiler[])[PostgresCompiler.Default, SqliteCompiler.Default])
        {
            var compiles = Positions.Select(position => (Func<string, SqlResult>)(v => compiler.Compile(position(v))))
                .Concat(WritePositions.Select(position => (Func<string, SqlResult>)(v => compiler.Compile(position(v)))));
            foreach (var compile in compiles)
            {
                var plain = compile("x");
                foreach (var text in strings)
                {
                    if (!Corpus.IsWellFormed(text))
                    {
                        Assert.Equal(QueryRefusal.MalformedText, Assert.Throws<QueryRefusedException>(() => compile(text)).Reason);
                        continue;
                    }

                    var result = compile(text);
                    Assert.Same(plain.Sql, result.Sql);
                    Assert.Equal(plain.Bindings.Count, result.Bindings.Count);
                }
            }
        }

        TestContext.Current.TestOutputHelper!.WriteLine($"{strings.Length} strings, {strings.Count(s => !Corpus.IsWellFormed(s))} of them malformed");
        Assert.True(strings.Length > 2_000, $"only {strings.Length} strings");
    }

    [Fact]
    public void Name_from_outside_is_unknown_unless_it_is_declared() =>
        Assert.All(Corpus.Strings(), text =>
        {
            Assert.Equal(text is "crew" or "centers", Schema.TryTable(text, out _));
            Assert.Equal(Crew.Columns.Any(c => c.Name == text), Crew.TryColumn(text, out _));
        });

    [Theory]
    [InlineData(Dialect.Sqlite)]
    [InlineData(Dialect.Postgres)]
    public async Task Value_is_found_as_itself_and_as_nothing_else(Dialect dialect)
    {
        var (source, compiler) = await database.OpenAsync(dialect);
        await PortalDatabase.ExecuteAsync(source, "DELETE FROM crew");
        var strings = Corpus.Strings().Where(Corpus.IsWellFormed).ToArray();
        var rows = strings.Select((text, i) => new CrewRow($"{i}", text, null, false, null, 0, Guid.Empty, DateTimeOffset.UnixEpoch, null));
        await PortalDatabase.InsertAsync(source, dialect, rows, []);
        var queries = new List<Query>();
        var expected = new List<string>();
        for (var i = 0; i < strings.Length; i++)
        {
            var (own, other) = (Query.From(Crew).Select(Name).Where(CrewId, Op.Eq, $"{i}"), Query.From(Crew).Select(Name).Where(CrewId, Op.Eq, $"{(i + 1) % strings.Length}"));
            queries.AddRange(
                own.Where(Name, Op.Eq, strings[i]), own.WhereIn(Name, [strings[i]]), own.WhereContains(Name, strings[i]), own.WhereStarts(Name, strings[i]),
                own.Where(Name, Op.Ne, strings[i]), other.Where(Name, Op.Eq, strings[i]));
            expected.AddRange([strings[i], strings[i], strings[i], strings[i]]);
        }

        var found = new List<string>();
        var reader = new QueryReader(source, compiler);
        foreach (var chunk in queries.Chunk(600))
            await reader.ReadAsync(chunk, (_, row) => found.Add(row.GetString(0)));

        Assert.Equal(expected, found);
    }

    [Theory]
    [InlineData(Dialect.Sqlite)]
    [InlineData(Dialect.Postgres)]
    public async Task Value_is_written_as_itself_and_beside_nothing_else(Dialect dialect)
    {
        var (source, compiler) = await database.OpenAsync(dialect);
        await PortalDatabase.ExecuteAsync(source, "DELETE FROM centers");
        var strings = Corpus.Strings().Where(Corpus.IsWellFormed).ToArray();
        var found = new List<(string Id, string Customer)>();
        await using (var transaction = await new SqlDatabase(source, compiler).BeginAsync())
        {
            foreach (var (i, text) in strings.Index())
            {
                Assert.Equal(1, await transaction.ExecuteAsync(Write.Insert(Centers).Set(CenterId, text).Set(Customer, $"{i}")));
                Assert.Equal(1, await transaction.ExecuteAsync(Write.Update(Query.From(Centers).Where(CenterId, Op.Eq, text)).Set(Customer, $"{i}{text}")));
            }

            var order = Query.From(Centers).Select(CenterId, Customer).OrderBy(CenterId).Limit(500);
            for (var (page, read) = (order, -1); read != found.Count; page = order.After(found[^1].Id)) // a key is a value as well
            {
                read = found.Count;
                await transaction.ReadAsync(page, row => found.Add((row.GetString(0), row.GetString(1))));
            }

            await transaction.CommitAsync();
        }

        Assert.Equal(strings.Select((text, i) => (text, $"{i}{text}")).OrderBy(r => r.text, Comparer<string>.Create((a, b) => RandomCondition.Order(a, b))), found);
    }

    [Theory]
    [InlineData(Dialect.Sqlite)]
    [InlineData(Dialect.Postgres)]
    public async Task Every_character_of_a_search_stands_for_itself(Dialect dialect)
    {
        var (source, compiler) = await database.OpenAsync(dialect);
        await PortalDatabase.ExecuteAsync(source, "DELETE FROM crew");
        string[] texts = ["100%", "100x", "a_b", "axb", "a!b", "a\\b", "[ab]", "*", "a?", "AXB", "ÀB", "àb"];
        await PortalDatabase.InsertAsync(
            source, dialect, texts.Select((text, i) => new CrewRow($"{i}", text, null, false, null, 0, Guid.Empty, DateTimeOffset.UnixEpoch, null)), []);
        var names = Query.From(Crew).Select(Name).OrderBy(CrewId);

        Assert.Equal(["100%"], await PortalDatabase.ReadAsync<string>(source, compiler, names.WhereContains(Name, "0%")));
        Assert.Equal(["a_b"], await PortalDatabase.ReadAsync<string>(source, compiler, names.WhereContains(Name, "A_b")));
        Assert.Equal(["a!b"], await PortalDatabase.ReadAsync<string>(source, compiler, names.WhereStarts(Name, "a!")));
        Assert.Equal(["a\\b"], await PortalDatabase.ReadAsync<string>(source, compiler, names.WhereContains(Name, "\\")));
        Assert.Equal(["axb", "AXB"], (await PortalDatabase.ReadAsync<string>(source, compiler, names.WhereStarts(Name, "aX"))).Order(StringComparer.Ordinal).Reverse());
        Assert.Equal(["àb"], await PortalDatabase.ReadAsync<string>(source, compiler, names.WhereContains(Name, "àB")));
    }
}
