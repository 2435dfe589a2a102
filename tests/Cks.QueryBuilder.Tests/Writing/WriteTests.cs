using static Cks.QueryBuilder.Tests.Portal;

namespace Cks.QueryBuilder.Tests;

public sealed class WriteTests
{
    private static readonly Query One = Query.From(Crew).Where(CrewId, Op.Eq, "W1");
    private static readonly Write Change = Write.Update(One);

    [Fact]
    public void Condition_of_an_upsert_is_not_dropped_by_another()
    {
        var mine = Write.Insert(Centers).Set(CenterId, "C1").Set(Customer, "c").OrUpdate(Query.From(Centers).Where(Customer, Op.Eq, "c"), CenterId);

        Assert.Throws<InvalidOperationException>(() => mine.OrUpdate(CenterId));
        Assert.Throws<InvalidOperationException>(() => mine.Returning(CenterId).OrUpdate(Query.From(Centers).WhereNotNull(Customer), CenterId));
    }

    [Fact]
    public void Rows_that_are_written_are_conditions_and_nothing_else() =>
        Assert.All(
            (Query[])[Query.From(Crew), Query.From(Crew).OrderBy(CrewId), One.Select(CrewId), One.OrderBy(CrewId), One.OrderBy(CrewId).After("W0"), One.Limit(1), One.Count(), One.ForUpdate()],
            rows =>
            {
                Assert.Throws<ArgumentException>(() => Write.Update(rows));
                Assert.Throws<ArgumentException>(() => Write.Delete(rows));
            });

    [Fact]
    public void Write_that_sets_nothing_is_refused()
    {
        Assert.Throws<InvalidOperationException>(() => SqliteCompiler.Default.Compile(Change));
        Assert.Throws<InvalidOperationException>(() => SqliteCompiler.Default.Compile(Write.Insert(Crew)));
        Assert.Throws<InvalidOperationException>(() => SqliteCompiler.Default.Compile(Write.Insert(Crew).OrSkip()));
    }

    [Fact]
    public void Column_is_set_once_and_is_one_of_the_table()
    {
        var named = Change.Set(Name, "a").Add(Points, 1);

        Assert.All(
            (Action[])
            [
                () => named.Set(Name, "b"), () => named.SetNull(Name), () => named.Set(Points, 2), () => named.Add(Points, 2),
                () => Change.Set(CenterId, "a"), () => Change.SetNull(CenterId), () => Write.Insert(Centers).Set(Name, "a"),
            ],
            act => Assert.Throws<ArgumentException>(act));
    }

    [Fact]
    public void What_makes_no_sense_for_the_kind_of_write_is_refused()
    {
        Assert.Throws<InvalidOperationException>(() => Write.Insert(Crew).Add(Points, 1));
        Assert.Throws<InvalidOperationException>(() => Change.OrSkip());
        Assert.Throws<InvalidOperationException>(() => Write.Delete(One).OrSkip());
        Assert.Throws<InvalidOperationException>(() => Write.Delete(One).Set(Name, "a"));
        Assert.Throws<InvalidOperationException>(() => Write.Delete(One).SetNull(Name));
        Assert.Throws<InvalidOperationException>(() => Write.Delete(One).Add(Points, 1));
    }

    [Fact]
    public void Write_is_not_changed_by_what_is_built_upon_it()
    {
        var write = Write.Insert(Crew).Set(CrewId, "W1");
        var before = PostgresCompiler.Default.Compile(write);
        _ = (write.Set(Name, "a"), write.SetNull(Age), write.OrSkip());

        var after = PostgresCompiler.Default.Compile(write);

        Assert.Equal(before.Sql, after.Sql);
        Assert.Equal(before.Bindings, after.Bindings);
    }

    [Fact]
    public void Null_is_never_a_parameter()
    {
        var result = PostgresCompiler.Default.Compile(Change.Set(Name, null).Set(Age, null).Set(ArchivedAt, null).SetNull(CrewCenter));

        Assert.Equal("""UPDATE "crew" SET "name" = NULL, "age" = NULL, "archived_at" = NULL, "center_id" = NULL WHERE "crew"."crew_id" = @p0""", result.Sql);
        Assert.Equal(["W1"], result.Bindings);
    }

    [Fact]
    public void Write_to_all_rows_is_refused_however_it_is_spelled() =>
        Assert.All(
            (Query[])
            [
                Query.From(Crew), Query.From(Crew).Limit(0), Query.From(Crew).Limit(1), One.Limit(1), Query.From(Crew).OrderBy(CrewId).After("a"), One.GroupBy(CrewId), One.Distinct(), One.Having(Aggregate.Rows, Op.Gt, 0),
                One.Join(Centers, CenterId, CrewCenter), One.LeftJoin(Centers, CenterId, CrewCenter), One.Select(CrewId).Union(Query.From(Centers).Select(CenterId)), Query.From(One.AsTable()),
                One.With(Query.From(Centers).AsCommonTable()), One.Tag(SqlTag.Register("write.test")), One.ForShare(), Query.From(Crew.Alias()).Where(Crew.Alias().Column(CrewId), Op.Eq, "W1"), One.Bind(), One.Select(Name),
            ],
            rows =>
            {
                Assert.Throws<ArgumentException>(() => Write.Update(rows));
                Assert.Throws<ArgumentException>(() => Write.Delete(rows));
                if (rows.Table == Crew && !ReferenceEquals(rows, Query.From(Crew)))
                    Assert.Throws<ArgumentException>(() => Write.Insert(Crew).Set(CrewId, "a").OrUpdate(rows, CrewId));
            });

    [Fact]
    public void Group_that_cannot_be_false_is_still_a_condition_and_one_that_cannot_be_true_is_not_sent()
    {
        Assert.False(Write.Delete(Query.From(Crew).Where(or => or.WhereNull(Name).OrWhereNotNull(Name))).IsFalse);
        Assert.True(Write.Delete(One.WhereFalse()).IsFalse);
        Assert.True(Write.Update(Query.From(Crew).WhereIn(CrewId, [])).Set(Name, "a").IsFalse);
        Assert.False(Write.Insert(Crew).Set(CrewId, "a").IsFalse);
    }

    [Fact]
    public void Upsert_needs_a_key_that_is_set_and_something_beside_it()
    {
        var insert = Write.Insert(Centers).Set(CenterId, "C1").Set(Customer, "c");

        Assert.Throws<ArgumentException>(() => insert.OrUpdate());
        Assert.Throws<ArgumentException>(() => insert.OrUpdate(CrewId));
        Assert.Throws<ArgumentException>(() => insert.OrUpdate(CenterId, Centers.Alias().Column(CenterId)));
        Assert.Throws<ArgumentNullException>(() => insert.OrUpdate((Column)null!));
        Assert.Throws<ArgumentNullException>(() => insert.OrUpdate((Query)null!, CenterId));
        Assert.Throws<ArgumentException>(() => insert.OrUpdate(One, CenterId));
        Assert.Throws<InvalidOperationException>(() => SqliteCompiler.Default.Compile(insert.OrUpdate(CenterId, Size)));
        Assert.Throws<InvalidOperationException>(() => SqliteCompiler.Default.Compile(insert.OrUpdate(CenterId, Customer)));
        Assert.Throws<InvalidOperationException>(() => SqliteCompiler.Default.Compile(Write.Insert(Centers).OrUpdate(CenterId)));
        Assert.Throws<InvalidOperationException>(() => Change.OrUpdate(CrewId));
        Assert.Throws<InvalidOperationException>(() => Write.Delete(One).OrUpdate(CrewId));
        Assert.Throws<InvalidOperationException>(() => insert.OrUpdate(CenterId).Add(Points, 1));
        // The order of the calls says nothing, and the last word counts.
        Assert.Equal(PostgresCompiler.Default.Compile(insert.OrUpdate(CenterId)).Sql, PostgresCompiler.Default.Compile(Write.Insert(Centers).OrSkip().OrUpdate(CenterId).Set(CenterId, "C1").Set(Customer, "c")).Sql);
        Assert.EndsWith("DO NOTHING", PostgresCompiler.Default.Compile(insert.OrUpdate(Query.From(Centers).WhereNull(Size), CenterId).OrSkip()).Sql, StringComparison.Ordinal);
    }

    [Fact]
    public void Columns_that_are_returned_are_those_of_the_table_and_last_of_all()
    {
        var insert = Write.Insert(Centers).Set(CenterId, "C1");

        Assert.Empty(insert.Returned);
        Assert.Equal([Size, CenterId], insert.Returning(CenterId).Returning(Size, CenterId).Set(Customer, "c").OrSkip().Returned);
        Assert.EndsWith(" RETURNING \"centers\".\"size\"", PostgresCompiler.Default.Compile(insert.Returning(Size).OrSkip()).Sql, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => insert.Returning());
        Assert.Throws<ArgumentException>(() => insert.Returning(CenterId, CrewId));
        Assert.Throws<ArgumentException>(() => insert.Returning(Aggregate.Max(Size)));
        Assert.Throws<ArgumentNullException>(() => insert.Returning(CenterId, null!));
    }

    [Fact]
    public void Null_is_no_table_no_column_and_no_rows() =>
        Assert.All(
            (Action[])
            [
                () => Write.Insert(null!), () => Write.Update(null!), () => Write.Delete(null!), () => Change.Set((Column<string>)null!, "a"), () => Change.SetNull(null!), () => Change.Add(null!, 1), () => Change.When(true, null!),
                () => PostgresCompiler.Default.Compile((Write)null!), () => PostgresCompiler.Default.Compile((Query)null!),
            ],
            act => Assert.Throws<ArgumentNullException>(act));

    [Fact]
    public void When_writes_only_if_the_condition_holds()
    {
        Assert.Same(Change, Change.When(false, w => w.Set(Name, "a")));
        Assert.Equal(["a", "W1"], PostgresCompiler.Default.Compile(Change.When(true, w => w.Set(Name, "a"))).Bindings);
    }
}
