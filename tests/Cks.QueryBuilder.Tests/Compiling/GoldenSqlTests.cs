using static Cks.QueryBuilder.Tests.Portal;

namespace Cks.QueryBuilder.Tests;

public sealed class GoldenSqlTests
{
    private static readonly Query Ids = Query.From(Crew).Select(CrewId);

    private static readonly (string Title, Query Query, string Postgres, string? Sqlite)[] Cases =
    [
        ("all columns are written out", Query.From(Centers),
            """SELECT "centers"."center_id", "centers"."customer_id", "centers"."size" FROM "centers" """, null),
        ("comparisons", Ids.Where(Name, Op.Eq, "a").Where(Points, Op.Ne, 1).Where(Age, Op.Ge, 3).Where(Name, Op.Lt, "b"),
            """SELECT "crew"."crew_id" FROM "crew" WHERE "crew"."name" = @p0 AND "crew"."points" <> @p1 AND "crew"."age" >= @p2 AND "crew"."name" COLLATE "C" < @p3""",
            """SELECT "crew"."crew_id" FROM "crew" WHERE "crew"."name" = @p0 AND "crew"."points" <> @p1 AND "crew"."age" >= @p2 AND "crew"."name" COLLATE BINARY < @p3"""),
        ("null", Ids.WhereNull(ArchivedAt).WhereNotNull(Name),
            """SELECT "crew"."crew_id" FROM "crew" WHERE "crew"."archived_at" IS NULL AND "crew"."name" IS NOT NULL""", null),
        ("list", Ids.WhereIn(Name, ["a", "b"]),
            """SELECT "crew"."crew_id" FROM "crew" WHERE "crew"."name" = ANY(@p0)""",
            """SELECT "crew"."crew_id" FROM "crew" WHERE "crew"."name" IN (SELECT "value" FROM json_each(@p0))"""),
        ("empty list", Ids.WhereIn(Name, []), """SELECT "crew"."crew_id" FROM "crew" WHERE FALSE""", null),
        ("sub-select", Ids.WhereIn(CrewCenter, Query.From(Centers).Select(CenterId).Where(Customer, Op.Eq, "c")).Where(IsTest, Op.Eq, false),
            """SELECT "crew"."crew_id" FROM "crew" WHERE "crew"."center_id" IN (SELECT "centers"."center_id" FROM "centers" WHERE "centers"."customer_id" = @p0) AND "crew"."is_test" = @p1""",
            null),
        ("search", Ids.WhereContains(Name, "x").WhereStarts(CrewId, "y"),
            """SELECT "crew"."crew_id" FROM "crew" WHERE "crew"."name" COLLATE "C" ILIKE @p0 ESCAPE '!' AND "crew"."crew_id" COLLATE "C" ILIKE @p1 ESCAPE '!'""",
            """SELECT "crew"."crew_id" FROM "crew" WHERE "crew"."name" LIKE @p0 ESCAPE '!' AND "crew"."crew_id" LIKE @p1 ESCAPE '!'"""),
        ("group", Ids.WhereNull(ArchivedAt).Where(or => or.Where(Name, Op.Eq, "a").Where(Age, Op.Eq, 1).OrWhere(Name, Op.Eq, "b")).Where(IsTest, Op.Eq, true),
            """SELECT "crew"."crew_id" FROM "crew" WHERE "crew"."archived_at" IS NULL AND (("crew"."name" = @p0 AND "crew"."age" = @p1) OR "crew"."name" = @p2) AND "crew"."is_test" = @p3""",
            null),
        ("group of one alternative", Ids.Where(or => or.Where(Name, Op.Eq, "a").WhereNull(Age)),
            """SELECT "crew"."crew_id" FROM "crew" WHERE "crew"."name" = @p0 AND "crew"."age" IS NULL""", null),
        ("order and limit", Ids.OrderBy(Name).OrderByDesc(CreatedAt).OrderByDesc(ArchivedAt).Limit(5),
            """SELECT "crew"."crew_id" FROM "crew" ORDER BY "crew"."name" COLLATE "C", "crew"."created_at" DESC, "crew"."archived_at" DESC LIMIT @p0""",
            """SELECT "crew"."crew_id" FROM "crew" ORDER BY "crew"."name" COLLATE BINARY NULLS LAST, "crew"."created_at" DESC, "crew"."archived_at" DESC NULLS FIRST LIMIT @p0"""),
        ("order of what a sub-query picks", Ids.WhereIn(CrewId, Ids.Where(Name, Op.Eq, "a")).OrderBy(CrewId).OrderByDesc(Age),
            """SELECT "crew"."crew_id" FROM "crew" WHERE "crew"."crew_id" IN (SELECT "crew"."crew_id" FROM "crew" WHERE "crew"."name" = @p0) ORDER BY "crew"."crew_id" COLLATE "C", "crew"."age" DESC""",
            """SELECT "crew"."crew_id" FROM "crew" WHERE "crew"."crew_id" IN (SELECT "crew"."crew_id" FROM "crew" WHERE "crew"."name" = @p0) ORDER BY +"crew"."crew_id" COLLATE BINARY NULLS LAST, +"crew"."age" DESC NULLS FIRST"""),
        ("count", Ids.Where(Name, Op.Eq, "a").OrderBy(Name).Count(), """SELECT count(*) FROM "crew" WHERE "crew"."name" = @p0""", null),
        ("capped count", Ids.Where(Name, Op.Eq, "a").Limit(1001).Count(),
            """SELECT count(*) FROM (SELECT 1 FROM "crew" WHERE "crew"."name" = @p0 LIMIT @p1) AS "counted" """, null),
    ];

    [Fact]
    public void Every_construct_has_the_approved_text_on_both_dialects() =>
        Assert.All(Cases, c =>
        {
            Assert.Equal(c.Postgres.TrimEnd(), PostgresCompiler.Default.Compile(c.Query).Sql);
            Assert.Equal((c.Sqlite ?? c.Postgres).TrimEnd(), SqliteCompiler.Default.Compile(c.Query).Sql);
        });

    [Fact]
    public void Parameters_have_the_names_of_their_numbers()
    {
        var result = SqliteCompiler.Default.Compile(Ids.Where(Name, Op.Eq, "a").Limit(3));

        Assert.Equal("""SELECT "crew"."crew_id" FROM "crew" WHERE "crew"."name" = @p0 LIMIT @p1""", result.Sql);
        Assert.Equal(["a", 3L], result.Bindings);
        Assert.Equal("a", result.NamedBindings["@p0"]);
        Assert.Equal(3L, result.NamedBindings["@p1"]);
    }

    [Fact]
    public void Calls_in_any_order_give_one_text()
    {
        var usual = Query.From(Crew).Select(Name).Where(Age, Op.Gt, 1).WhereNull(ArchivedAt).OrderBy(Name).Limit(2);
        var odd = Query.From(Crew).Limit(9).OrderBy(Name).Where(Age, Op.Gt, 1).Select(CrewId).Limit(2).WhereNull(ArchivedAt).Select(Name);

        var (a, b) = (PostgresCompiler.Default.Compile(usual), PostgresCompiler.Default.Compile(odd));

        Assert.Equal(a.Sql, b.Sql);
        Assert.Equal(a.ShapeId, b.ShapeId);
        Assert.Equal(a.Bindings, b.Bindings);
    }
}
