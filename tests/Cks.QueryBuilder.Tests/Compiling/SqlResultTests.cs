using static Cks.QueryBuilder.Tests.Portal;

namespace Cks.QueryBuilder.Tests;

public sealed class SqlResultTests
{
    [Fact]
    public void Parameters_have_the_names_of_their_numbers()
    {
        var result = SqliteCompiler.Default.Compile(Query.From(Crew).Select(CrewId).Where(Name, Op.Eq, "a").Where(Age, Op.Gt, 3));

        Assert.Equal("""SELECT "crew"."crew_id" FROM "crew" WHERE "crew"."name" = @p0 AND "crew"."age" > @p1""", result.Sql);
        Assert.Equal(result.Sql, result.ToString());
        Assert.Equal(["a", 3], result.Bindings);
        Assert.Equal("a", result.NamedBindings["@p0"]);
        Assert.Equal(3, result.NamedBindings["@p1"]);
    }

    [Fact]
    public void Calls_in_any_order_give_one_text()
    {
        var usual = Query.From(Crew).Join(Centers, CenterId, CrewCenter).Select(Name).Where(Age, Op.Gt, 1).WhereNull(ArchivedAt).OrderBy(Name).Limit(2);
        var odd = Query.From(Crew).Limit(9).OrderBy(Name).Where(Age, Op.Gt, 1).Select(CrewId).Limit(2).WhereNull(ArchivedAt).Join(Centers, CenterId, CrewCenter).Select(Name);

        var (a, b) = (PostgresCompiler.Default.Compile(usual), PostgresCompiler.Default.Compile(odd));

        Assert.Equal(a.Sql, b.Sql);
        Assert.Equal(a.ShapeId, b.ShapeId);
        Assert.Equal(a.Bindings, b.Bindings);
    }

    [Fact]
    public void Shape_id_tells_texts_apart_and_no_values()
    {
        var named = Query.From(Crew).Where(Name, Op.Eq, "a");

        Assert.Matches("^[0-9a-f]{16}$", PostgresCompiler.Default.Compile(named).ShapeId);
        Assert.Equal(PostgresCompiler.Default.Compile(named).ShapeId, PostgresCompiler.Default.Compile(Query.From(Crew).Where(Name, Op.Eq, "b")).ShapeId);
        Assert.NotEqual(PostgresCompiler.Default.Compile(named).ShapeId, PostgresCompiler.Default.Compile(named.Limit(1)).ShapeId);
    }
}
