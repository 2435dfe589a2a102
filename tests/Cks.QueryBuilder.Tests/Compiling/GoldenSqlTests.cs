using static Cks.QueryBuilder.Tests.Portal;

namespace Cks.QueryBuilder.Tests;

public sealed class GoldenSqlTests
{
    private static readonly Query Ids = Query.From(Crew).Select(CrewId);

    private static readonly Query Keys = Query.From(Centers).Select(CenterId);
    private static readonly DateTimeOffset At = new(2026, 3, 1, 0, 0, 0, TimeSpan.Zero);

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
        ("column with column", Ids.Where(Name, Op.Eq, CrewCenter).Where(Name, Op.Lt, CrewId),
            """SELECT "crew"."crew_id" FROM "crew" WHERE "crew"."name" = "crew"."center_id" AND "crew"."name" COLLATE "C" < "crew"."crew_id" """,
            """SELECT "crew"."crew_id" FROM "crew" WHERE "crew"."name" = "crew"."center_id" AND "crew"."name" COLLATE BINARY < "crew"."crew_id" """),
        ("several sub-selects", Ids.WhereIn(CrewCenter, Keys.Where(Customer, Op.Eq, "c"), Keys.WhereFalse(), Keys.WhereNull(Size), Keys.OrderByDesc(Size).Limit(2)).Where(IsTest, Op.Eq, false),
            """SELECT "crew"."crew_id" FROM "crew" WHERE "crew"."center_id" IN (SELECT "centers"."center_id" FROM "centers" WHERE "centers"."customer_id" = @p0 UNION SELECT "centers"."center_id" FROM "centers" WHERE "centers"."size" IS NULL UNION SELECT * FROM (SELECT "centers"."center_id" FROM "centers" ORDER BY "centers"."size" DESC LIMIT @p1) AS "arm") AND "crew"."is_test" = @p2""",
            """SELECT "crew"."crew_id" FROM "crew" WHERE "crew"."center_id" IN (SELECT "centers"."center_id" FROM "centers" WHERE "centers"."customer_id" = @p0 UNION SELECT "centers"."center_id" FROM "centers" WHERE "centers"."size" IS NULL UNION SELECT * FROM (SELECT "centers"."center_id" FROM "centers" ORDER BY "centers"."size" DESC NULLS FIRST LIMIT @p1) AS "arm") AND "crew"."is_test" = @p2"""),
        ("several sub-selects of which one is left", Ids.WhereIn(CrewCenter, Keys.WhereFalse(), Keys),
            """SELECT "crew"."crew_id" FROM "crew" WHERE "crew"."center_id" IN (SELECT "centers"."center_id" FROM "centers")""", null),
        ("not in a sub-select", Ids.WhereNotIn(CrewCenter, Keys.Where(Customer, Op.Eq, "c")),
            """SELECT "crew"."crew_id" FROM "crew" WHERE "crew"."center_id" IS NOT NULL AND "crew"."center_id" NOT IN (SELECT "centers"."center_id" FROM "centers" WHERE "centers"."customer_id" = @p0 AND "centers"."center_id" IS NOT NULL)""", null),
        ("not in the first of a sub-select", Ids.WhereNotIn(CrewCenter, Keys.Limit(3)),
            """SELECT "crew"."crew_id" FROM "crew" WHERE "crew"."center_id" IS NOT NULL AND "crew"."center_id" NOT IN (SELECT "picked"."center_id" FROM (SELECT "centers"."center_id" FROM "centers" LIMIT @p0) AS "picked" WHERE "picked"."center_id" IS NOT NULL)""", null),
        ("not in nothing", Ids.WhereNotIn(CrewCenter, Keys.WhereFalse()), """SELECT "crew"."crew_id" FROM "crew" WHERE "crew"."center_id" IS NOT NULL""", null),
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
        ("page behind a key of one column", Ids.Where(IsTest, Op.Eq, false).OrderBy(CrewId).After("W1").Limit(5),
            """SELECT "crew"."crew_id" FROM "crew" WHERE "crew"."is_test" = @p0 AND ("crew"."crew_id") > (@p1 COLLATE "C") ORDER BY "crew"."crew_id" COLLATE "C" LIMIT @p2""",
            """SELECT "crew"."crew_id" FROM "crew" WHERE "crew"."is_test" = @p0 AND ("crew"."crew_id") > (@p1 COLLATE BINARY) ORDER BY "crew"."crew_id" COLLATE BINARY NULLS LAST LIMIT @p2"""),
        ("page behind a key in one direction", Ids.OrderByDesc(CreatedAt).OrderByDesc(CrewId).After(At, "W1"),
            """SELECT "crew"."crew_id" FROM "crew" WHERE ("crew"."created_at", "crew"."crew_id") < (@p0, @p1 COLLATE "C") ORDER BY "crew"."created_at" DESC, "crew"."crew_id" COLLATE "C" DESC""",
            """SELECT "crew"."crew_id" FROM "crew" WHERE ("crew"."created_at", "crew"."crew_id") < (@p0, @p1 COLLATE BINARY) ORDER BY "crew"."created_at" DESC, "crew"."crew_id" COLLATE BINARY DESC NULLS FIRST"""),
        ("page behind a key in both directions", Ids.OrderByDesc(CreatedAt).OrderBy(Name).OrderByDesc(Points).After(At, "a", 7L),
            """SELECT "crew"."crew_id" FROM "crew" WHERE ("crew"."created_at" <= @p0 AND ("crew"."created_at" < @p0 OR ("crew"."name" COLLATE "C" >= @p1 AND ("crew"."name" COLLATE "C" > @p1 OR "crew"."points" < @p2)))) ORDER BY "crew"."created_at" DESC, "crew"."name" COLLATE "C", "crew"."points" DESC""",
            """SELECT "crew"."crew_id" FROM "crew" WHERE ("crew"."created_at" <= @p0 AND ("crew"."created_at" < @p0 OR ("crew"."name" COLLATE BINARY >= @p1 AND ("crew"."name" COLLATE BINARY > @p1 OR "crew"."points" < @p2)))) ORDER BY "crew"."created_at" DESC, "crew"."name" COLLATE BINARY NULLS LAST, "crew"."points" DESC"""),
        ("count behind a key", Ids.OrderBy(Points).After(7L).Limit(9).Count(),
            """SELECT count(*) FROM (SELECT 1 FROM "crew" WHERE ("crew"."points") > (@p0) LIMIT @p1) AS "counted" """, null),
        ("lock", Ids.Where(Points, Op.Gt, 0).ForUpdate().Limit(1),
            """SELECT "crew"."crew_id" FROM "crew" WHERE "crew"."points" > @p0 LIMIT @p1 FOR UPDATE""",
            """SELECT "crew"."crew_id" FROM "crew" WHERE "crew"."points" > @p0 LIMIT @p1"""),
        ("shared lock replaces a lock", Ids.ForUpdate().ForShare(),
            """SELECT "crew"."crew_id" FROM "crew" FOR SHARE""",
            """SELECT "crew"."crew_id" FROM "crew" """),
    ];

    private static readonly (string Title, Write Write, string Sql, object[] Values)[] Writes =
    [
        ("insert", Write.Insert(Centers).Set(CenterId, "C1").SetNull(Customer).Set(Size, 3),
            """INSERT INTO "centers" ("center_id", "customer_id", "size") VALUES (@p0, NULL, @p1)""", ["C1", 3]),
        ("insert or skip", Write.Insert(Centers).OrSkip().Set(CenterId, "C1").Set(Size, null).OrSkip(),
            """INSERT INTO "centers" ("center_id", "size") VALUES (@p0, NULL) ON CONFLICT DO NOTHING""", ["C1"]),
        ("update", Write.Update(Query.From(Crew).Where(CrewId, Op.Eq, "W1").Where(Points, Op.Ge, 2)).Set(Name, "n").SetNull(ArchivedAt).Add(Points, -2),
            """UPDATE "crew" SET "name" = @p0, "archived_at" = NULL, "points" = "crew"."points" + @p1 WHERE "crew"."crew_id" = @p2 AND "crew"."points" >= @p3""", ["n", -2L, "W1", 2L]),
        ("update of what a sub-query picks", Write.Update(Query.From(Crew).WhereIn(CrewCenter, Keys.Where(Customer, Op.Eq, "c")).Where(or => or.WhereNull(Age).OrWhere(Age, Op.Lt, 3))).Set(Name, "n"),
            """UPDATE "crew" SET "name" = @p0 WHERE "crew"."center_id" IN (SELECT "centers"."center_id" FROM "centers" WHERE "centers"."customer_id" = @p1) AND ("crew"."age" IS NULL OR "crew"."age" < @p2)""", ["n", "c", 3]),
        ("delete", Write.Delete(Query.From(Centers).Where(CenterId, Op.Eq, "C1")), """DELETE FROM "centers" WHERE "centers"."center_id" = @p0""", ["C1"]),
        ("delete of nothing", Write.Delete(Query.From(Centers).WhereFalse()), """DELETE FROM "centers" WHERE FALSE""", []),
    ];

    [Fact]
    public void Every_write_has_the_approved_text_and_values_on_both_dialects() =>
        Assert.All((SqlCompiler[])[PostgresCompiler.Default, SqliteCompiler.Default], compiler => Assert.All(Writes, c =>
        {
            var result = compiler.Compile(c.Write);
            Assert.Equal(c.Sql, result.Sql);
            Assert.Equal(c.Values, result.Bindings);
        }));

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
