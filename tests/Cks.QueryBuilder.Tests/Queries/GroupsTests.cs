using static Cks.QueryBuilder.Tests.Office;

namespace Cks.QueryBuilder.Tests;

public sealed class GroupsTests
{
    private static readonly Query All = Query.From(Staff);
    private static readonly Query PerSite = All.GroupBy(Site).Select(Site, Aggregate.Rows);

    [Fact]
    public void Aggregate_is_asked_for_only_of_groups() =>
        Assert.All(
            (Action[])
            [
                () => All.Where(Aggregate.Rows, Op.Gt, 1), () => All.Where(Aggregate.Max(Age), Op.Eq, 1), () => All.WhereNull(Aggregate.Max(Name)), () => All.WhereIn(Aggregate.Rows, [1]),
                () => All.WhereContains(Aggregate.Max(Name), "a"), () => All.Where(or => or.WhereNull(Name).OrWhere(Aggregate.Rows, Op.Gt, 1)), () => All.WhereBetween(Aggregate.Rows, 1, 2),
                () => All.Where(Name, Op.Eq, Aggregate.Max(Name)), () => All.WhereIn(Aggregate.Max(Site), Query.From(Sites).Select(SiteId)), () => All.GroupBy(Aggregate.Max(Age)),
                () => Write.Update(All.WhereNull(Name)).Set(Aggregate.Max(Name), "a"), () => Write.Update(All.WhereNull(Name)).Add(Aggregate.Rows, 1),
                () => Write.Insert(Staff).SetNull(Aggregate.Max(Name)), () => Write.Insert(Staff).Set(Id, "a").Returning(Aggregate.Rows),
            ],
            act => Assert.Throws<ArgumentException>(act));

    [Fact]
    public void Column_of_another_table_is_in_no_group_and_no_aggregate() =>
        Assert.All(
            (Action[])
            [
                () => All.GroupBy(SiteId), () => All.GroupBy(Site, null!), () => All.Select(Aggregate.Max(Size)), () => All.Having(SiteId, Op.Eq, "a"), () => All.Having(Aggregate.Max(Size), Op.Eq, 1),
                () => PerSite.OrderBy(Aggregate.Max(Size)), () => PerSite.OrderByDesc(SiteId), () => PerSite.Having(or => or.WhereNull(Aggregate.Count(Size))),
            ],
            act => Assert.ThrowsAny<ArgumentException>(act));

    [Fact]
    public void Groups_are_made_by_plain_columns_that_compare() =>
        Assert.All((Column[])[Doc, Extra, Doc.JsonText("a"), Aggregate.Rows], column => Assert.Throws<ArgumentException>(() => All.GroupBy(column)));

    [Fact]
    public void What_is_chosen_ordered_or_asked_of_groups_is_theirs() =>
        Assert.All(
            (Query[])
            [
                All.GroupBy(Site), All.GroupBy(Site).Select(Name), All.GroupBy(Site).Select(Site, Doc.JsonText("a")), All.Select(Name, Aggregate.Rows), All.Select(Aggregate.Rows).OrderBy(Name),
                PerSite.OrderBy(Name), PerSite.OrderByDesc(Doc.JsonText("a")), PerSite.Having(Name, Op.Eq, "a"), PerSite.Having(g => g.Where(Site, Op.Eq, Name)), PerSite.Having(g => g.Where(Name, Op.Lt, Site)),
                PerSite.Having(or => or.Where(Aggregate.Rows, Op.Gt, 1).OrWhere(x => x.WhereNot(y => y.WhereNull(Age)))), PerSite.Having(g => g.WhereIn(Name, ["a"])),
                PerSite.Having(g => g.WhereIn(Name, Query.From(Sites).Select(SiteId))), PerSite.Having(g => g.WhereContains(Doc.JsonText("a"), "x")),
                All.Having(Aggregate.Rows, Op.Gt, 1), All.Having(Aggregate.Rows, Op.Gt, 1).Count(), All.OrderBy(Aggregate.Rows), All.Select(Name).Distinct().OrderBy(Aggregate.Rows),
                All.Join(Sites, SiteId, Site).GroupBy(Site).Select(SiteId),
            ],
            AssertMeaningless);

    [Fact]
    public void What_groups_have_is_theirs() =>
        Assert.All(
            (Query[])
            [
                PerSite, PerSite.OrderBy(Site).OrderByDesc(Aggregate.Max(Age)), All.Select(Aggregate.Max(Age)).Having(Aggregate.Rows, Op.Gt, 1), All.GroupBy(Site).Select(Name).Count(),
                PerSite.Having(g => g.WhereExists(Query.From(Sites)).WhereNot(x => x.WhereFalse())), All.GroupBy(Site, Name).Select(Name), All.Select(Aggregate.Rows).OrderBy(Aggregate.Max(Age)),
                PerSite.Having(g => g.WhereNotNull(Site).WhereBetween(Aggregate.Rows, 1, 2).Where(x => x.WhereNull(Aggregate.Max(Age)).OrWhere(Site, Op.Lt, Aggregate.Max(Name)))),
            ],
            query => Assert.NotEmpty(PostgresCompiler.Default.Compile(query).Sql));

    [Fact]
    public void Row_that_is_returned_once_is_ordered_by_what_is_chosen() =>
        Assert.All(
            (Query[])
            [
                All.Select(Name).Distinct().OrderBy(Age), All.Select(Name).OrderBy(Id).Distinct(), All.Distinct(), All.Select(Doc).Distinct(), All.Select(Doc.JsonText("a")).Distinct(),
                All.Select(Aggregate.Rows).Distinct(), PerSite.Distinct(), All.GroupBy(Name).Select(Name).Distinct(), All.Select(Name).Distinct().Having(Aggregate.Rows, Op.Gt, 1),
                All.Select(Name).Distinct().OrderBy(Doc.JsonText("a")),
            ],
            AssertMeaningless);

    [Fact]
    public void Groups_have_no_key_and_no_lock()
    {
        var (keyed, locked) = (All.OrderBy(Site).After("a"), All.ForUpdate());

        Assert.All((Query[])[PerSite, All.Select(Name).Distinct(), All.Select(Aggregate.Rows)], query =>
        {
            Assert.Throws<InvalidOperationException>(() => query.ForUpdate());
            Assert.Throws<InvalidOperationException>(() => query.ForShare());
            Assert.Throws<InvalidOperationException>(() => query.OrderBy(Site).After("a"));
        });
        Assert.All(
            (Query[])[keyed.GroupBy(Site).Select(Site), keyed.Select(Site).Distinct(), locked.GroupBy(Site).Select(Site), locked.Select(Site).Distinct(), locked.Select(Aggregate.Rows)], AssertMeaningless);
    }

    [Fact]
    public void Only_rows_that_are_there_are_locked()
    {
        Assert.Throws<InvalidOperationException>(() => Query.From(All.AsTable()).ForUpdate());
        Assert.Throws<InvalidOperationException>(() => All.Select(Id).Union(All.Select(Name)).ForUpdate());
        Assert.Throws<InvalidOperationException>(() => All.Count().ForShare());
        AssertMeaningless(All.RightJoin(Sites, SiteId, Site).ForUpdate());
        AssertMeaningless(All.ForShare().FullJoin(Sites, SiteId, Site));
    }

    [Fact]
    public void Count_of_groups_is_that_of_the_groups_and_holds_no_value_that_the_text_does_not()
    {
        Assert.Equal(["a"], PostgresCompiler.Default.Compile(All.Where(Name, Op.Eq, "a").GroupBy(Site).Select(Site, Doc.JsonText("x")).Limit(5).Count()).Bindings);
        Assert.Throws<InvalidOperationException>(() => All.Select(Name).Count().Distinct());
    }

    [Fact]
    public void Aggregate_is_of_a_column_that_has_one() =>
        Assert.All(
            (Action[])
            [
                () => Aggregate.Average(Name), () => Aggregate.Average(CreatedAt), () => Aggregate.Average(Doc), () => Aggregate.CountDistinct(Doc), () => Aggregate.Min(IsTest), () => Aggregate.Max(Tag),
                () => Aggregate.Min(Photo), () => Aggregate.Max(Doc), () => Aggregate.Max(Aggregate.Max(Age)), () => Aggregate.Count(Aggregate.Rows), () => Aggregate.Sum(Aggregate.Sum(Age)),
                () => Aggregate.Average(Doc.JsonNumber("a")), () => Aggregate.Sum(Doc.JsonNumber("a")), () => Aggregate.Average(null!), () => Aggregate.Count(null!), () => Aggregate.CountDistinct(null!),
                () => Aggregate.Min((Column<int>)null!), () => Aggregate.Sum((Column<int>)null!), () => Aggregate.Sum((Column<double?>)null!),
            ],
            act => Assert.ThrowsAny<ArgumentException>(act));

    [Theory]
    [InlineData(-1)]
    [InlineData(3)]
    [InlineData(250)]
    [InlineData(256)]
    public void Place_of_null_that_does_not_exist_is_refused(int nulls)
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => All.OrderBy(Name, (Nulls)nulls));
        Assert.Throws<ArgumentOutOfRangeException>(() => All.OrderByDesc(Name, (Nulls)nulls));
        Assert.Throws<ArgumentOutOfRangeException>(() => PerSite.OrderBy(Aggregate.Rows, (Nulls)nulls));
    }

    private static void AssertMeaningless(Query query) => Assert.All(
        (SqlCompiler[])[PostgresCompiler.Default, SqliteCompiler.Default], compiler => Assert.Throws<InvalidOperationException>(() => compiler.Compile(query)));
}
