using static Cks.QueryBuilder.Tests.Portal;

namespace Cks.QueryBuilder.Tests;

public sealed class WriteTests
{
    private static readonly Query One = Query.From(Crew).Where(CrewId, Op.Eq, "W1");
    private static readonly Write Change = Write.Update(One);

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
}
