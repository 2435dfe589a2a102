using static Cks.QueryBuilder.Tests.Office;

namespace Cks.QueryBuilder.Tests;

public sealed class TablesTests
{
    private static readonly Query All = Query.From(Staff);
    private static readonly Query Ids = All.Select(Id);
    private static readonly Query Keys = Query.From(Sites).Select(SiteId);
    private static readonly Table Boss = Staff.Alias();

    [Fact]
    public void Join_takes_a_column_of_the_new_table_and_one_of_a_table_that_is_read() =>
        Assert.All(
            (Action[])
            [
                () => All.Join(Sites, Site, SiteId), () => All.Join(Sites, SiteId, Customer), () => All.Join(Sites, Id, Site), () => All.LeftJoin(Sites, SiteId, Boss.Column(Id)),
                () => All.Join(Sites, Size, Site), () => All.Join(Sites, Customer, Doc.JsonText("a")), () => All.FullJoin(Boss, Boss.Column(Doc), Doc),
                () => All.Join(Boss, Boss.Column(Doc).JsonText("a"), Name), () => All.Join(Sites, SiteId, Aggregate.Max(Name)), () => All.RightJoin(Boss, Id, Office.Boss),
            ],
            act => Assert.Throws<ArgumentException>(act));

    [Fact]
    public void Columns_of_one_type_compare_whether_they_may_be_null_or_not()
    {
        Assert.Contains("\"staff\".\"level\" < \"staff\".\"age\"", PostgresCompiler.Default.Compile(All.Where(Level, Op.Lt, Age)).Sql, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => All.Where(Level, Op.Lt, Points));
        Assert.Throws<ArgumentException>(() => All.Where(Level, Op.Lt, Size));
    }

    [Fact]
    public void Join_is_null_safe() =>
        Assert.All(
            (Action[])
            [
                () => All.Join(null!, SiteId, Site), () => All.Join(Sites, null!, Site), () => All.Join(Sites, SiteId, null!), () => All.Join(Sites, (Func<ConditionGroup, ConditionGroup>)null!),
                () => All.CrossJoin(null!), () => Query.From(null!), () => All.With(null!), () => Ids.AsRecursiveTable(null!),
            ],
            act => Assert.Throws<ArgumentNullException>(act));

    [Fact]
    public void Condition_of_a_join_is_not_empty_and_names_only_what_is_read() =>
        Assert.All(
            (Action[])
            [
                () => All.Join(Sites, on => on), () => All.LeftJoin(Sites, _ => null!), () => All.RightJoin(Sites, on => on.Where(SiteId, Op.Eq, Boss.Column(Id))),
                () => All.Join(Sites, on => on.Where(Aggregate.Rows, Op.Eq, 1)), () => All.Join(Sites, on => on.Where(Boss.Column(Id), Op.Eq, "a")),
            ],
            act => Assert.Throws<ArgumentException>(act));

    [Fact]
    public void Table_is_read_once_under_one_name()
    {
        var joined = All.Join(Boss, Boss.Column(Id), Office.Boss);
        var made = Ids.AsTable();

        Assert.All(
            (Action[])
            [
                () => All.CrossJoin(Staff), () => joined.CrossJoin(Boss), () => joined.Join(Boss, Boss.Column(Id), Office.Boss), () => Query.From(made).CrossJoin(Keys.AsTable()),
                () => Query.From(made).CrossJoin(made), () => All.CrossJoin(made).CrossJoin(Keys.AsCommonTable()),
            ],
            act => Assert.Throws<ArgumentException>(act));
        Assert.Equal(Staff, All.CrossJoin(Sites).CrossJoin(Boss).CrossJoin(Staff.Alias(2)).CrossJoin(made).CrossJoin(Keys.AsTable(2)).Table);
    }

    [Fact]
    public void Alias_is_another_table_than_the_declared_one()
    {
        Assert.Same(Boss, Staff.Alias(1));
        Assert.NotSame(Boss, Staff.Alias(2));
        Assert.NotEqual(Staff.Name, Boss.Name);
        Assert.False(Schema.TryTable(Boss.Name, out _));
        Assert.True(Boss.TryColumn("name", out var name));
        Assert.Same(Boss.Column(Name), name);
        Assert.Same(Boss, name.Table);
        Assert.All(
            (Action[])
            [
                () => All.Where(Boss.Column(Name), Op.Eq, "a"), () => Query.From(Boss).Where(Name, Op.Eq, "a"), () => Query.From(Boss).Select(Id), () => Query.From(Boss).OrderBy(Name),
                () => Query.From(Boss).Where(or => or.Where(Boss.Column(Name), Op.Eq, "a").OrWhereNull(Name)), () => Query.From(Staff.Alias(2)).WhereNull(Boss.Column(Name)),
                () => Boss.Column(SiteId), () => Boss.Column(Boss.Column(Name)), () => Write.Insert(Boss), () => Write.Insert(Staff).Set(Boss.Column(Name), "a"),
                () => Write.Delete(Query.From(Boss).Where(Boss.Column(Id), Op.Eq, "a")), () => Write.Update(Query.From(Boss).Where(Boss.Column(Id), Op.Eq, "a")),
            ],
            act => Assert.Throws<ArgumentException>(act));
        Assert.Throws<InvalidOperationException>(() => Boss.Alias());
        Assert.Throws<InvalidOperationException>(() => Ids.AsTable().Alias());
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(Table.LastNumber + 1)]
    public void Numbers_of_tables_are_few(int number)
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => Staff.Alias(number));
        Assert.Throws<ArgumentOutOfRangeException>(() => Ids.AsTable(number));
        Assert.Throws<ArgumentOutOfRangeException>(() => Ids.AsCommonTable(number));
        Assert.Throws<ArgumentOutOfRangeException>(() => Ids.AsRecursiveTable(found => Query.From(found), number));
    }

    [Fact]
    public void Aliases_of_long_names_are_told_apart_or_refused()
    {
        var (a, b) = (new string('t', 62) + 'a', new string('t', 62) + 'b');
        var schema = SqlSchema.Create(s => s.Table(a, t => t.Column<int>("x")).Table(b, t => t.Column<int>("x")));

        Assert.Throws<ArgumentException>(() => Query.From(schema.Table(a).Alias()).CrossJoin(schema.Table(b).Alias()));
        Assert.Contains("\"#2:", PostgresCompiler.Default.Compile(Query.From(schema.Table(a).Alias()).CrossJoin(schema.Table(b).Alias(2))).Sql, StringComparison.Ordinal);
    }

    [Fact]
    public void Query_used_as_a_table_has_columns_only_for_what_it_selects()
    {
        var made = All.Select(Name, Doc.JsonText("a"), Age).AsTable();

        Assert.Equal(3, made.Columns.Count);
        Assert.Same(made.Columns[1], made.Column(Doc.JsonText("a")));
        Assert.Throws<ArgumentException>(() => made.Column(Doc.JsonText("b")));
        Assert.Throws<ArgumentException>(() => made.Column(Doc.JsonText("a", "a")));
        Assert.Throws<ArgumentException>(() => made.Column(Extra.JsonText("a")));
        Assert.Throws<ArgumentException>(() => made.Column(Id));
        Assert.Throws<ArgumentNullException>(() => made.Column((Column<string>)null!));
        Assert.False(made.TryColumn("name", out _));
        Assert.Throws<ArgumentException>(() => Query.From(made).Where(Name, Op.Eq, "a"));
        Assert.Throws<ArgumentException>(() => Write.Insert(made));
        Assert.Throws<ArgumentException>(() => Write.Delete(Query.From(made).WhereNull(made.Column(Name))));
    }

    [Fact]
    public void Query_inside_another_locks_nothing_counts_nothing_and_is_neither_tagged_nor_bound() =>
        Assert.All((Query[])[Ids.ForUpdate(), Ids.ForShare(), Ids.Count(), Ids.Tag(SqlTag.Register("tables.test")), Ids.Bind()], bad => Assert.All(
            (Action[])
            [
                () => bad.AsTable(), () => bad.AsCommonTable(), () => bad.AsRecursiveTable(found => Query.From(found)), () => Keys.AsRecursiveTable(_ => bad),
                () => bad.Union(Keys), () => Keys.UnionAll(bad), () => Keys.Intersect(Keys, bad), () => Keys.Except(bad),
                () => All.WhereIn(Id, bad), () => All.WhereIn(Id, Keys, bad), () => All.WhereNotIn(Id, bad), () => All.WhereExists(Id, bad), () => All.WhereNotExists(Id, bad),
                () => All.WhereExists(bad), () => All.WhereNotExists(bad), () => All.Where(or => or.WhereNull(Id).OrWhere(x => x.WhereExists(bad))),
            ],
            act => Assert.Throws<ArgumentException>(act)));

    [Fact]
    public void Combined_queries_have_columns_of_the_same_types() =>
        Assert.All(
            (Action[])
            [
                () => Ids.Union(Query.From(Sites)), () => Ids.UnionAll(Query.From(Sites).Select(Size)), () => Ids.Intersect(All.Select(Name, Id)), () => Ids.Except(Keys, Query.From(Sites)),
                () => Ids.Union(), () => Ids.UnionAll(), () => Ids.Intersect(), () => Ids.Except(), () => Ids.AsRecursiveTable(found => Query.From(found).CrossJoin(Staff).Select(Age)),
            ],
            act => Assert.Throws<ArgumentException>(act));

    [Fact]
    public void Rows_of_JSON_are_not_found_to_be_the_same()
    {
        var documents = All.Select(Id, Doc);

        Assert.All(
            (Action[])
            [
                () => documents.Union(documents), () => documents.Intersect(documents), () => documents.Except(documents),
                () => documents.AsRecursiveTable(found => documents.Join(found, found.Column(Id), Office.Boss)),
            ],
            act => Assert.Throws<ArgumentException>(act));
        Assert.Equal(2, documents.UnionAll(documents).Columns.Count);
        Assert.Equal(2, documents.AsTable().Columns.Count);
    }

    [Fact]
    public void Recursive_table_walks_from_itself_and_only_in_ways_that_databases_know()
    {
        Query From(Table found) => Ids.Join(found, found.Column(Id), Office.Boss);

        Assert.All(
            (Func<Table, Query>[])
            [
                _ => Ids, _ => null!, _ => Ids.WhereIn(Office.Boss, Keys), found => From(found).OrderBy(Id), found => From(found).Limit(1), found => From(found).Distinct(),
                found => From(found).GroupBy(Id), found => From(found).Select(Aggregate.Max(Id)), found => From(found).With(Keys.AsCommonTable(2)), found => From(found).LeftJoin(Sites, SiteId, Site),
                found => Ids.WhereIn(Office.Boss, Query.From(found)),
            ],
            step => Assert.Throws<ArgumentException>(() => Ids.AsRecursiveTable(step)));
        Table? self = null;
        Ids.AsRecursiveTable(found => From(self = found));
        Assert.Throws<ArgumentException>(() => All.With(self!));
        AssertMeaningless(Query.From(self!));
    }

    [Fact]
    public void Common_table_is_named_once_and_before_it_is_read()
    {
        var (common, other) = (Keys.AsCommonTable(), Ids.AsCommonTable(2));

        Assert.Throws<ArgumentException>(() => All.With(Keys.AsTable()));
        Assert.Throws<ArgumentException>(() => All.With(Sites));
        Assert.Throws<ArgumentException>(() => All.With(common).With(common));
        Assert.Throws<ArgumentException>(() => All.With(common).With(Ids.AsCommonTable()));
        AssertMeaningless(Query.From(common));
        AssertMeaningless(Query.From(common).With(other));
        AssertMeaningless(All.With(other).WhereIn(Site, Query.From(common)));
        AssertMeaningless(All.With(Query.From(common).AsCommonTable(2)).With(common)); // named too late
        AssertMeaningless(All.WhereIn(Id, Query.From(common).With(common)).WhereIn(Site, Query.From(common))); // named elsewhere
        Assert.NotEmpty(PostgresCompiler.Default.Compile(All.With(common).With(Query.From(common).AsCommonTable(2)).WhereIn(Site, Query.From(common))).Sql);
    }

    [Fact]
    public void Common_table_that_a_nearer_one_of_its_number_hides_is_not_read()
    {
        var (outer, inner) = (Keys.Where(Customer, Op.Eq, "mine").AsCommonTable(), Keys.AsCommonTable());

        AssertMeaningless(Ids.With(outer).WhereIn(Site, Query.From(inner).With(inner).WhereIn(inner.Column(SiteId), Query.From(outer))));
        AssertMeaningless(Query.From(Ids.AsRecursiveTable(found => Ids.Join(found, found.Column(Id), Office.Boss).WhereIn(Site, Query.From(outer)))).With(outer));
    }

    [Fact]
    public void Recursive_table_of_the_number_of_another_hides_it()
    {
        var mine = Keys.Where(Customer, Op.Eq, "mine").AsCommonTable(2);
        var below = Ids.AsRecursiveTable(found => Ids.Join(found, found.Column(Id), Office.Boss).WhereIn(Site, Query.From(mine)), 2);

        AssertMeaningless(Ids.With(mine).WhereIn(Id, Query.From(below).With(below)));
    }

    [Fact]
    public void Values_of_a_query_used_as_a_table_are_sent_once()
    {
        var made = Keys.Where(Customer, Op.Eq, "c").AsTable();
        var id = made.Column(SiteId);

        Assert.All(
            (Query[])
            [
                Query.From(made).Where(or => or.Where(id, Op.Eq, "a").OrWhere(id, Op.Gt, "b")).Join(Sites, SiteId, id),
                Query.From(made).Join(Sites, SiteId, id).Where(or => or.Where(id, Op.Eq, "a").OrWhere(id, Op.Gt, "b")),
            ],
            query =>
            {
                var result = PostgresCompiler.Default.Compile(query);
                Assert.Equal(["c", "a", "b"], result.Bindings);
                Assert.EndsWith("""WHERE ("#1"."c1" = @p1 OR "#1"."c1" COLLATE "C" > @p2)""", result.Sql, StringComparison.Ordinal);
            });
    }

    private static void AssertMeaningless(Query query) => Assert.All(
        (SqlCompiler[])[new PostgresCompiler(), new SqliteCompiler()], compiler => Assert.Throws<InvalidOperationException>(() => compiler.Compile(query)));
}
