using System.Text.Json;

namespace Cks.QueryBuilder.Tests;

/// <summary>What once meant one thing here and another there, or nothing at all.</summary>
public sealed class BothDatabasesTests(PortalDatabase database) : IClassFixture<PortalDatabase>
{
    private static readonly Table People = World.Schema.Table("people");
    private static readonly Column<string> Id = People.Column<string>("id");
    private static readonly Column<string> Parent = People.Column<string>("parent");
    private static readonly Column<string> Name = People.Column<string>("name");
    private static readonly Column<int> Rank = People.Column<int>("rank");
    private static readonly Table Visits = World.Schema.Table("visits");
    private static readonly Column<long> Number = Visits.Column<long>("number");
    private static readonly Column<string> Person = Visits.Column<string>("person");
    private static readonly Column<JsonElement> Note = Visits.Column<JsonElement>("note");
    private static readonly Query All = Query.From(People).Select(Id).OrderBy(Id);

    [Theory]
    [InlineData(Dialect.Sqlite)]
    [InlineData(Dialect.Postgres)]
    public async Task That_nothing_is_found_by_a_query_which_finds_nothing_is_true_in_a_group_too(Dialect dialect)
    {
        var nothing = Query.From(Visits).Select(Person).WhereFalse();

        Assert.Equal(["p0", "p1", "p2"], await ReadAsync<string>(dialect, All.Where(or => or.WhereNotExists(nothing).OrWhere(Id, Op.Eq, "p1"))));
        Assert.Equal(["p0", "p1", "p2"], await ReadAsync<string>(dialect, All.Where(or => or.WhereNotExists(Id, nothing).OrWhere(Id, Op.Eq, "p1"))));
        Assert.Equal(["p0", "p1", "p2"], await ReadAsync<string>(dialect, All.Where(or => or.WhereNotExists(nothing))));
        Assert.Empty(await ReadAsync<string>(dialect, All.WhereNot(or => or.WhereNotExists(nothing).OrWhere(Id, Op.Eq, "p1"))));
    }

    [Theory]
    [InlineData(Dialect.Sqlite)]
    [InlineData(Dialect.Postgres)]
    public async Task Number_of_rows_is_asked_not_to_be_among_those_of_a_query(Dialect dialect) =>
        Assert.Equal(["p0"], await ReadAsync<string>(dialect, Query.From(Visits).GroupBy(Person).Select(Person).Having(g => g.WhereNotIn(Aggregate.Rows, Query.From(Visits).Select(Number).Where(Number, Op.Lt, 2L)))));

    [Theory]
    [InlineData(Dialect.Sqlite)]
    [InlineData(Dialect.Postgres)]
    public async Task Lone_JSON_value_has_no_items(Dialect dialect)
    {
        var notes = Query.From(Visits).OrderBy(Number);

        Assert.Equal([null, "x", null], await ReadAsync<string?>(dialect, notes.Select(Note.JsonText(0))));
        Assert.Equal([null, null, "x"], await ReadAsync<string?>(dialect, notes.Select(Note.JsonText("0"))));
        Assert.Equal([null, "y", null], await ReadAsync<string?>(dialect, notes.Select(Note.JsonText(1, 0))));
    }

    [Theory]
    [InlineData(Dialect.Sqlite)]
    [InlineData(Dialect.Postgres)]
    public async Task Least_text_compares_with_a_column_where_its_query_is_a_table(Dialect dialect)
    {
        var least = Query.From(People).Select(Aggregate.Min(Id)).AsTable();

        Assert.Equal(["p0"], await ReadAsync<string>(dialect, All.Join(least, least.Column(Aggregate.Min(Id)), Id)));
        Assert.Equal(["p0"], await ReadAsync<string>(dialect, All.WhereIn(Id, Query.From(People).Select(Aggregate.Min(Id)))));
        Assert.Equal(3, (await ReadAsync<string>(dialect, All.Union(Query.From(People).Select(Aggregate.Max(Id))))).Count);
    }

    [Theory]
    [InlineData(Dialect.Sqlite)]
    [InlineData(Dialect.Postgres)]
    public async Task Walk_may_begin_with_a_text_of_another_origin(Dialect dialect)
    {
        var start = Query.From(Visits).Select(Note.JsonText("person"));
        var table = start.AsRecursiveTable(self => Query.From(self).Join(People, Id, self.Columns[0]).Select(Parent));

        Assert.Equal(["p0", "p1", "p2"], await ReadAsync<string>(dialect, Query.From(table).With(table).WhereNotNull(table.Columns[0]).OrderBy(table.Columns[0])));
    }

    [Theory]
    [InlineData(Dialect.Sqlite)]
    [InlineData(Dialect.Postgres)]
    public async Task Groups_of_a_sorted_table_stand_in_the_order_that_is_asked_for(Dialect dialect)
    {
        var table = Query.From(Visits).Select(Number).Union(Query.From(Visits).Select(Number)).Table;
        var number = table.Column(Number);

        Assert.Equal([2, 1, 0], await ReadAsync<long>(dialect, Query.From(table).GroupBy(number).Select(number, Aggregate.Rows).OrderByDesc(number, Nulls.Last)));
        Assert.Equal([2, 1, 0], await ReadAsync<long>(dialect, Query.From(table).Select(number).Distinct().OrderByDesc(number, Nulls.Last)));
        Assert.Equal([2, 1, 0], await ReadAsync<long>(dialect, Query.From(Visits).Join(table, number, Number).GroupBy(number).Select(number).OrderByDesc(number, Nulls.Last)));
    }

    [Theory]
    [InlineData(Dialect.Sqlite)]
    [InlineData(Dialect.Postgres)]
    public async Task Condition_on_rows_of_which_some_come_from_a_right_or_full_join_is_not_lost(Dialect dialect)
    {
        var visits = Query.From(Visits).Select(Number, Person);
        foreach (var joined in (Query[])[Query.From(People).RightJoin(Visits, Person, Parent), Query.From(Visits).FullJoin(People, Name, Person)])
        {
            var table = visits.UnionAll(joined.Select(Number, Person)).Table;
            var (number, person) = (table.Column(Number), table.Column(Person));

            Assert.Equal([2, 2], await ReadAsync<long>(dialect, Query.From(table).Select(number).WhereIn(person, Query.From(People).Select(Id).Where(Id, Op.Eq, "p1"))));
            Assert.Equal([2, 2], await ReadAsync<long>(dialect, Query.From(table).Select(number).Where(or => or.Where(person, Op.Ge, "p1").OrWhere(number, Op.Eq, 2L).OrWhere(number, Op.Gt, 7L))));
        }
    }

    [Fact]
    public void Query_used_as_a_table_gives_its_values_once_however_many_groups_ask_for_it()
    {
        var table = Enumerable.Range(0, 100).Aggregate(Query.From(People), (q, i) => q.Where(Rank, Op.Ne, i)).Select(Id, Name).AsTable();
        var (id, name) = (table.Column(Id), table.Column(Name));
        var query = Query.From(table).Where(or => or.Where(id, Op.Eq, "a").OrWhere(name, Op.Eq, "b")).Where(or => or.Where(id, Op.Eq, "c").OrWhere(name, Op.Eq, "d"));

        Assert.Equal(104, new SqliteCompiler().Compile(query).Bindings.Count);
    }

    [Fact]
    public void Number_of_groups_has_one_shape_whatever_is_chosen_of_them() =>
        Assert.All(
            (Query[])[Query.From(People).GroupBy(Rank).Select(Aggregate.Rows).Count(), Query.From(People).Select(Aggregate.Rows).Count().GroupBy(Rank), Query.From(People).Count().GroupBy(Rank)],
            query => Assert.True(Query.SameShape(Query.From(People).GroupBy(Rank).Select(Rank).Count(), query)));

    [Fact]
    public void Number_of_rows_behind_a_key_has_one_shape_wherever_NULL_stands() =>
        Assert.True(Query.SameShape(Query.From(People).OrderBy(Rank).After(1).Count(), Query.From(People).OrderBy(Rank, Nulls.First).After(1).Count()));

    [Fact]
    public void Each_row_once_has_another_text_than_groups() =>
        Assert.All((SqlCompiler[])[new SqliteCompiler(), new PostgresCompiler()], compiler => Assert.NotEqual(
            compiler.Compile(Query.From(People).Select(Rank).Distinct()).Sql, compiler.Compile(Query.From(People).Select(Rank).GroupBy(Rank)).Sql));

    [Fact]
    public void Number_of_rows_of_all_rows_needs_an_aggregate() =>
        Assert.All((SqlCompiler[])[new SqliteCompiler(), new PostgresCompiler()], compiler =>
        {
            var all = Query.From(People).Having(Aggregate.Rows, Op.Gt, 1L);

            Assert.Throws<InvalidOperationException>(() => compiler.Compile(all.Count()));
            compiler.Compile(all.Select(Aggregate.Rows).Count());
        });

    [Fact]
    public void Rows_that_a_join_may_leave_out_are_not_locked() =>
        Assert.All((SqlCompiler[])[new SqliteCompiler(), new PostgresCompiler()], compiler =>
        {
            Assert.Throws<InvalidOperationException>(() => compiler.Compile(Query.From(People).RightJoin(Visits, Person, Id).ForUpdate()));
            Assert.Throws<InvalidOperationException>(() => compiler.Compile(Query.From(People).FullJoin(Visits, Person, Id).ForShare()));
            compiler.Compile(Query.From(People).LeftJoin(Visits, Person, Id).ForUpdate());
        });

    [Fact]
    public void Common_table_is_not_hidden_by_another_of_its_number() =>
        Assert.All((SqlCompiler[])[new SqliteCompiler(), new PostgresCompiler()], compiler =>
        {
            var (outer, inner, other) = (All.AsCommonTable(1), Query.From(People).Select(Parent).AsCommonTable(1), Query.From(People).Select(Parent).AsCommonTable(2));
            Query Nested(Table hidden) => Query.From(outer).With(outer).WhereExists(Query.From(outer).With(hidden));

            Assert.Throws<InvalidOperationException>(() => compiler.Compile(Nested(inner)));
            compiler.Compile(Nested(other));
        });

    [Fact]
    public void Common_table_that_only_an_earlier_alternative_reads_is_not_taken_for_another_of_its_number() =>
        Assert.All((SqlCompiler[])[new SqliteCompiler(), new PostgresCompiler()], compiler =>
        {
            var (mine, all) = (All.Where(Name, Op.Eq, "a").AsCommonTable(1), All.AsCommonTable(1));
            Query Either(Table named) => All.With(named).Where(or => or.WhereIn(Id, Query.From(mine)).OrWhere(Rank, Op.Eq, 7));
            Query Neither(Table named) => All.With(named).WhereNot(or => or.WhereIn(Id, Query.From(mine)).OrWhere(Rank, Op.Eq, 7));

            compiler.Compile(Either(mine));
            Assert.Throws<InvalidOperationException>(() => compiler.Compile(Either(all)));
            Assert.Throws<InvalidOperationException>(() => compiler.Compile(Neither(all)));
        });

    [Fact]
    public void Step_of_a_walk_reads_it_once() =>
        Assert.All((SqlCompiler[])[new SqliteCompiler(), new PostgresCompiler()], compiler =>
        {
            var table = Query.From(People).Select(Id).AsRecursiveTable(self => Query.From(self).Join(People, Parent, self.Columns[0]).Select(Id).WhereIn(Parent, Query.From(self)));

            Assert.Throws<InvalidOperationException>(() => compiler.Compile(Query.From(table).With(table)));
        });

    [Fact]
    public void Rows_with_JSON_cannot_be_told_apart()
    {
        var notes = Query.From(Visits).Select(Note);

        Assert.Throws<ArgumentException>(() => notes.Union(notes));
        Assert.Throws<ArgumentException>(() => notes.Intersect(notes));
        Assert.Throws<ArgumentException>(() => notes.Except(notes));
        Assert.Throws<ArgumentException>(() => notes.AsRecursiveTable(self => Query.From(self).CrossJoin(Visits).Select(Note)));
        notes.UnionAll(notes);
    }

    [Fact]
    public void JSON_that_has_a_name_twice_is_refused()
    {
        Assert.Throws<QueryRefusedException>(() => Write.Insert(Visits).Set(Note, Json.Parse("""{"a":1,"a":2}""")));
        Assert.Throws<QueryRefusedException>(() => Write.Insert(Visits).Set(Note, Json.Parse("""[{"a":{"b":1,"\u0062":2}}]""")));
        Write.Insert(Visits).Set(Note, Json.Parse("""{"a":{"b":1},"b":1}"""));
    }

    private async Task<List<T>> ReadAsync<T>(Dialect dialect, Query query)
    {
        var (source, compiler) = await database.OpenAsync(dialect);
        await using var connection = await source.OpenConnectionAsync();
        var day = DateTimeOffset.UnixEpoch;
        object?[] Man(string id, string? parent) => [id, parent, id, null, 1, null, 1L, true, null, Guid.Empty, null];
        object?[] Visit(long number, string person, string note) => [number, person, null, day, null, 0.5, null, Json.Parse(note), null, 0.5];
        await new World([
            [Man("p0", null), Man("p1", "p0"), Man("p2", "p1")], [],
            [Visit(0, "p0", "\"x\""), Visit(1, "p0", """["x",["y"]]"""), Visit(2, "p1", """{"0":"x","person":"p2"}""")],
        ]).WriteAsync(connection, dialect);
        var rows = new List<T>();
        await new QueryReader(source, compiler).ReadAsync(query, row => rows.Add(row.IsDBNull(0) ? default! : row.GetFieldValue<T>(0)));
        return rows;
    }
}
