using static Cks.QueryBuilder.Tests.Portal;

namespace Cks.QueryBuilder.Tests;

public sealed class QueryTests
{
    private static readonly Query All = Query.From(Crew);

    [Fact]
    public void Column_of_another_table_is_refused_everywhere()
    {
        Assert.All(
            (Action[])
            [
                () => All.Select(CenterId), () => All.Where(CenterId, Op.Eq, "a"), () => All.WhereNull(CenterId), () => All.WhereNotNull(CenterId),
                () => All.Where(CenterId, Op.Eq, Customer), () => All.Where(Name, Op.Eq, CenterId), () => All.WhereNotIn(CenterId, Query.From(Centers).Select(CenterId)),
                () => All.WhereIn(CenterId, Query.From(Centers).Select(CenterId), Query.From(Centers).Select(CenterId)), () => All.WhereIn(CenterId, ["a"]), () => All.WhereIn(CenterId, Query.From(Centers).Select(CenterId)), () => All.WhereContains(CenterId, "a"),
                () => All.WhereStarts(CenterId, "a"), () => All.OrderBy(CenterId), () => All.OrderByDesc(CenterId),
                () => All.Where(or => or.Where(Name, Op.Eq, "a").OrWhere(CenterId, Op.Eq, "a")),
            ],
            act => Assert.Throws<ArgumentException>(act));
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(6)]
    [InlineData(250)]
    public void Operator_that_does_not_exist_is_refused(int op)
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => All.Where(Name, (Op)op, "a"));
        Assert.Throws<ArgumentOutOfRangeException>(() => All.Where(Name, (Op)op, CrewId));
    }

    [Fact]
    public void Null_is_refused_with_the_advice_to_ask_for_null()
    {
        Assert.Contains("WhereNull", Assert.Throws<ArgumentNullException>(() => All.Where(Name, Op.Eq, (string)null!)).Message);
        Assert.Contains("WhereNull", Assert.Throws<ArgumentNullException>(() => All.Where(ArchivedAt, Op.Ne, (DateTimeOffset?)null)).Message);
        Assert.Contains("WhereNull", Assert.Throws<ArgumentNullException>(() => All.WhereIn(Age, [1, null])).Message);
    }

    [Fact]
    public void Malformed_text_is_refused_in_every_position_and_not_told() =>
        Assert.All((string[])["a\0b", "\0", "\ud800", "a\udc00b", "\udc00\ud800", "\ue000\ud800"], text => Assert.All(
            (Action[])
            [
                () => All.Where(Name, Op.Eq, text), () => All.WhereIn(Name, ["a", text]), () => All.WhereContains(Name, text), () => All.WhereStarts(Name, text),
                () => All.OrderBy(Name).After(text), () => Write.Insert(Crew).Set(Name, text),
                () => All.Where(or => or.Where(Name, Op.Eq, "a").OrWhere(Name, Op.Ne, text)),
            ],
            act =>
            {
                var refused = Assert.Throws<QueryRefusedException>(act);
                Assert.Equal(QueryRefusal.MalformedText, refused.Reason);
                Assert.DoesNotContain(text, refused.ToString(), StringComparison.Ordinal);
            }));

    [Fact]
    public void Work_is_limited()
    {
        var deep = All.Where(Name, Op.Eq, "a");
        for (var i = 0; i < Query.DeepestNesting; i++)
        {
            var inner = deep;
            deep = All.WhereIn(CrewId, inner.Select(CrewId));
        }

        AssertRefused(QueryRefusal.TooComplex, () => All.WhereIn(CrewId, deep.Select(CrewId)));
        AssertRefused(QueryRefusal.TooComplex, () => All.WhereIn(CrewId, deep.Select(CrewId), All.Select(CrewId)));
        AssertRefused(QueryRefusal.TooComplex, () => All.WhereNotIn(CrewId, deep.Select(CrewId)));
        AssertRefused(QueryRefusal.TooComplex, () => All.WhereIn(CrewId, [.. Enumerable.Repeat(All.Select(CrewId), Query.MostParts)]));
        AssertRefused(QueryRefusal.TooComplex, () => Enumerable.Range(0, Query.MostParts + 1).Aggregate(All, (q, _) => q.WhereNull(Name)));
        AssertRefused(QueryRefusal.TooComplex, () => Enumerable.Range(0, Query.MostParts + 1).Aggregate(All, (q, _) => q.OrderBy(Name)));
        AssertRefused(QueryRefusal.ListTooLong, () => All.WhereIn(Points, [.. Enumerable.Range(0, Query.LongestList + 1).Select(i => (long)i)]));
        AssertRefused(QueryRefusal.SearchTextTooLong, () => All.WhereContains(Name, new string('a', Query.LongestSearchText + 1)));
        All.WhereIn(Points, [.. Enumerable.Range(0, Query.LongestList).Select(i => (long)i)]).WhereContains(Name, new string('%', Query.LongestSearchText));
    }

    [Fact]
    public void Query_is_not_changed_by_what_is_built_upon_it()
    {
        var query = All.Select(Name).Where(Age, Op.Gt, 3).OrderBy(Name).Limit(4);
        var before = SqliteCompiler.Default.Compile(query);
        _ = (query.Where(Name, Op.Eq, "b"), query.Select(CrewId), query.OrderByDesc(Points), query.Limit(9), query.Count(), query.After("a"), query.ForUpdate(), query.WhereFalse());

        var after = SqliteCompiler.Default.Compile(query);

        Assert.Equal(before.Sql, after.Sql);
        Assert.Equal(before.Bindings, after.Bindings);
        Assert.False(query.IsFalse);
    }

    [Fact]
    public void List_is_copied()
    {
        var ids = new List<string> { "a" };
        var query = All.WhereIn(CrewId, ids);
        ids[0] = "b";

        Assert.Equal(new[] { "a" }, Assert.Single(PostgresCompiler.Default.Compile(query).Bindings));
    }

    [Fact]
    public void What_can_match_nothing_is_known_without_a_database()
    {
        var nothing = Query.From(Centers).Select(CenterId).WhereFalse();

        Assert.All(
            (Query[])
            [
                All.WhereFalse(), All.WhereIn(Name, []), All.WhereIn(CrewCenter, nothing), All.WhereIn(CrewCenter, nothing, nothing), All.OrderBy(Name).After("a").WhereFalse().ForUpdate(),
                All.Limit(0), All.Limit(0).Where(Name, Op.Eq, "a"),
                All.Where(or => or.WhereFalse().OrWhereIn(Name, []).OrWhere(x => x.Where(Name, Op.Eq, "a").WhereFalse())),
                All.WhereFalse().Count(), All.Where(or => or.WhereIn(Name, [])),
            ],
            query => Assert.True(query.IsFalse));
        Assert.All(
            (Query[])
            [
                All, All.WhereNotIn(CrewCenter, nothing), All.WhereIn(CrewCenter, nothing, Query.From(Centers).Select(CenterId)), All.Limit(0).Limit(1), All.Where(or => or.WhereFalse().OrWhere(Name, Op.Eq, "a")), All.Where(or => or.Where(Name, Op.Eq, "a").OrWhereIn(Name, [])),
                All.Where(or => or.WhereFalse().OrWhere(Name, Op.Eq, "a").OrWhereIn(Name, [])),
            ],
            query => Assert.False(query.IsFalse));
    }

    [Fact]
    public void Group_that_says_nothing_or_comes_from_elsewhere_is_refused()
    {
        ConditionGroup? foreign = null;
        Query.From(Centers).Where(or => foreign = or.Where(CenterId, Op.Eq, "a"));

        Assert.Throws<ArgumentException>(() => All.Where(or => or));
        Assert.Throws<ArgumentException>(() => All.Where(or => or.OrWhere(x => x)));
        Assert.Throws<ArgumentException>(() => All.Where(_ => foreign!));
        Assert.Throws<ArgumentException>(() => All.Where(_ => null!));
    }

    [Fact]
    public void Sub_query_must_select_one_column_of_the_same_type()
    {
        var good = Query.From(Centers).Select(CenterId);
        Assert.All(
            (Query[])[Query.From(Centers), Query.From(Centers).Select(CenterId, Customer), Query.From(Centers).Select(Size), good.Count(), good.ForUpdate()],
            bad =>
            {
                Assert.Throws<ArgumentException>(() => All.WhereIn(CrewCenter, bad));
                Assert.Throws<ArgumentException>(() => All.WhereIn(CrewCenter, good, bad));
                Assert.Throws<ArgumentException>(() => All.WhereNotIn(CrewCenter, bad));
            });
    }

    [Fact]
    public void Key_must_be_that_of_the_order()
    {
        var ordered = All.OrderByDesc(CreatedAt).OrderBy(CrewId);
        var now = DateTimeOffset.UnixEpoch;

        Assert.All(
            (Action[])
            [
                () => All.After("a"), () => All.After(), () => ordered.After(), () => ordered.After(now), () => ordered.After(now, "a", "b"), () => ordered.After("a", now),
                () => ordered.After(now, 1), () => ordered.After(now.UtcDateTime, "a"), () => ordered.After(null!, "a"), () => All.OrderBy(Points).After(1),
                () => All.OrderBy(Points).After(1m), () => All.Count().After("a"),
            ],
            act => Assert.Throws<ArgumentException>(act));
        Assert.Throws<InvalidOperationException>(() => ordered.After(now, "a").OrderBy(Name));
        Assert.Throws<InvalidOperationException>(() => ordered.After(now, "a").Limit(1).OrderBy(Name));
    }

    [Fact]
    public void Key_replaces_an_earlier_one_and_later_calls_keep_it()
    {
        var query = All.Select(CrewId).OrderBy(CrewId).Limit(3).After("a").After("b").Where(Age, Op.Gt, 1).Limit(4);

        var result = SqliteCompiler.Default.Compile(query);

        Assert.Equal(
            """SELECT [crew_id] FROM "crew" WHERE [age] > @p0 AND ([crew_id]) > (@p1 COLLATE BINARY) ORDER BY [crew_id] COLLATE BINARY NULLS LAST LIMIT 4""",
            result.Sql);
        Assert.Equal([1, "b"], result.Bindings);
    }

    [Fact]
    public void Count_locks_nothing()
    {
        Assert.Throws<InvalidOperationException>(() => All.Count().ForUpdate());
        Assert.Throws<InvalidOperationException>(() => All.ForUpdate().Count());
    }

    [Fact]
    public void Count_has_neither_columns_nor_order_and_keeps_what_narrows()
    {
        var count = All.Select(Name).Where(Age, Op.Gt, 1).OrderBy(Name).Count();

        Assert.True(count.IsCount);
        Assert.Empty(count.Columns);
        Assert.Throws<InvalidOperationException>(() => count.Select(Name));
        Assert.Throws<InvalidOperationException>(() => count.OrderBy(Name));
        Assert.Equal(
            """SELECT count(*) FROM "crew" WHERE "crew"."age" > @p0 AND "crew"."archived_at" IS NULL""",
            SqliteCompiler.Default.Compile(count.WhereNull(ArchivedAt)).Sql);
    }

    [Fact]
    public void Negative_limit_and_empty_choice_of_columns_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => All.Limit(-1));
        Assert.Throws<ArgumentException>(() => All.Select());
    }

    [Fact]
    public void Columns_are_those_of_a_row()
    {
        Assert.Equal(Crew.Columns, All.Columns);
        Assert.Equal([Name, CrewId], All.Select(CrewId).Select(Name, CrewId).OrderBy(Name).Limit(3).Columns);
    }

    [Fact]
    public void Null_is_nothing_that_a_query_takes() =>
        Assert.All(
            (Action[])
            [
                () => Query.From(null!), () => All.Select(Name, null!), () => All.GroupBy((Column)null!), () => All.OrderBy(null!), () => All.OrderByDesc(null!), () => All.Tag(null!), () => All.When(true, null!),
                () => All.Where((Column<string>)null!, Op.Eq, "a"), () => All.Where(Name, Op.Eq, (Column<string>)null!), () => All.Where((Func<ConditionGroup, ConditionGroup>)null!), () => All.WhereNot(null!),
                () => All.WhereNull(null!), () => All.WhereNotNull(null!), () => All.WhereBetween(Name, null!, "a"), () => All.WhereBetween(Name, "a", null!), () => All.WhereIn(Name, (IReadOnlyCollection<string>)null!),
                () => All.WhereIn(Name, (Query)null!), () => All.WhereIn(Name, All.Select(Name), null!), () => All.WhereNotIn(Name, null!), () => All.WhereExists(null!), () => All.WhereNotExists(Name, null!),
                () => All.WhereContains(Name, null!), () => All.WhereStarts(null!, "a"), () => All.WhereEnds(Name, null!), () => All.WhereSame(Name, null!), () => All.Having((Func<ConditionGroup, ConditionGroup>)null!),
                () => All.Having(Aggregate.Max(Name), Op.Eq, null!),
            ],
            act => Assert.Throws<ArgumentNullException>(act));

    [Fact]
    public void When_builds_only_if_the_condition_holds()
    {
        Assert.Same(All, All.When(false, q => q.WhereFalse()));
        Assert.True(All.When(true, q => q.WhereFalse()).IsFalse);
    }

    [Fact]
    public void Limit_of_none_is_no_rows_and_a_negative_one_a_mistake()
    {
        Assert.True(All.Limit(0).IsFalse);
        Assert.True(All.Limit(0).Count().IsFalse);
        Assert.True(All.Count().Limit(0).IsFalse);
        Assert.EndsWith(" LIMIT 0", PostgresCompiler.Default.Compile(All.Limit(0)).Sql, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => All.Limit(int.MinValue));
        Assert.Throws<ArgumentOutOfRangeException>(() => All.Limit(5).Limit(-1));
    }

    // A sum over no rows is a row, and so is what is kept of an outer join's other side.
    [Fact]
    public void What_is_a_row_even_of_nothing_is_sent()
    {
        Assert.False(All.WhereFalse().Select(Aggregate.Rows).IsFalse);
        Assert.False(All.WhereFalse().Select(CrewId).Union(Query.From(Centers).Select(CenterId)).IsFalse);
        Assert.False(Query.From(Centers).RightJoin(Crew, on => on.WhereFalse()).IsFalse);
        Assert.False(All.WhereNotExists(Query.From(Centers).WhereFalse()).IsFalse);
        Assert.False(All.WhereNot(x => x.WhereFalse()).IsFalse);
        Assert.True(All.WhereFalse().GroupBy(Name).Select(Aggregate.Rows).IsFalse);
        Assert.True(All.WhereExists(Query.From(Centers).WhereFalse()).IsFalse);
        Assert.True(All.WhereFalse().Distinct().IsFalse);
    }

    [Fact]
    public void Number_that_is_none_is_refused()
    {
        var rates = SqlSchema.Create(s => s.Table("rates", t => t.Column<double>("rate"))).Table("rates");
        var rate = rates.Column<double>("rate");

        Assert.All((double[])[double.NaN, double.PositiveInfinity, double.NegativeInfinity], odd => Assert.All(
            (Func<Query>[])
            [
                () => Query.From(rates).Where(rate, Op.Lt, odd), () => Query.From(rates).WhereIn(rate, [1, odd]), () => Query.From(rates).WhereBetween(rate, 0, odd), () => Query.From(rates).OrderBy(rate).After(odd),
            ],
            act => AssertRefused(QueryRefusal.NotFinite, act)));
    }

    private static void AssertRefused(QueryRefusal reason, Func<Query> build) => Assert.Equal(reason, Assert.Throws<QueryRefusedException>(build).Reason);
}
