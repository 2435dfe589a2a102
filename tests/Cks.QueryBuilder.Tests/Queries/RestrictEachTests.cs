using System.Text.RegularExpressions;
using static Cks.QueryBuilder.Tests.Office;

namespace Cks.QueryBuilder.Tests;

public sealed class RestrictEachTests
{
    private const string Mark = "@mine";
    private static readonly Query All = Query.From(Staff);
    private static readonly Query Keys = Query.From(Sites).Select(SiteId);
    private static readonly Table Boss = Staff.Alias();
    private static readonly Table Common = Keys.AsCommonTable(3);
    private static readonly Table Made = Keys.AsTable(4);
    private static readonly Table Below = All.Select(Id).WhereNull(Office.Boss).AsRecursiveTable(found => All.Select(Id).Join(found, found.Column(Id), Office.Boss).WhereIn(Site, Keys));

    private static readonly Query[] Queries =
    [
        All, All.Join(Sites, SiteId, Site), All.Join(Sites, on => on.Where(SiteId, Op.Eq, Site).OrWhereNull(Size)), All.CrossJoin(Sites), All.LeftJoin(Sites, SiteId, Site),
        All.LeftJoin(Sites, on => on.Where(SiteId, Op.Eq, Site).OrWhereNull(Size)), All.WhereIn(Site, Keys), All.WhereIn(Site, Keys, Keys.Where(Size, Op.Gt, 1)), All.WhereNotIn(Site, Keys),
        All.WhereNotExists(Site, Keys), All.WhereExists(Keys), All.WhereNotExists(Keys), All.Where(or => or.WhereNull(Name).OrWhere(x => x.WhereExists(Keys).WhereNull(Age))),
        All.WhereNot(not => not.WhereIn(Site, Keys)), All.GroupBy(Site).Select(Site).Having(having => having.WhereExists(Keys)), All.Select(Site).Union(Keys), All.Select(Site).Except(Keys),
        All.WhereIn(Site, Query.From(Common)).With(Common), Query.From(Below).With(Below), All.Join(Boss, Boss.Column(Id), Office.Boss), All.LeftJoin(Boss, Boss.Column(Id), Office.Boss),
        All.Join(Made, Made.Column(SiteId), Site).LeftJoin(Sites, SiteId, Made.Column(SiteId)), All.ForUpdate(), All.OrderBy(Id).After("a").Limit(3), All.Limit(1).Count(), All.Select(Site).Distinct(),
    ];

    [Fact]
    public void Each_table_is_restricted_wherever_it_is_read()
    {
        Assert.All(Queries, query =>
        {
            var restricted = query.RestrictEach(Mine);
            foreach (var compiler in new SqlCompiler[] { PostgresCompiler.Default, SqliteCompiler.Default })
            {
                var (sql, before) = (compiler.Compile(restricted).Sql, compiler.Compile(query).Sql);
                Assert.Equal(Regex.Count(before, "(FROM|JOIN) \"(staff|sites)\""), Regex.Count(sql, "(FROM|JOIN) \"(staff|sites)\""));
                Assert.Equal(Regex.Count(before, "(FROM|JOIN) \"(staff|sites)\""), restricted.Values.Count(v => v is Mark));
            }
        });
    }

    [Fact]
    public void Alias_has_the_rows_of_its_table_and_a_left_join_has_them_in_its_condition() => Assert.Equal(
        """
        SELECT "staff"."staff_id" FROM "staff" LEFT JOIN "staff" AS "#1:staff" ON ("#1:staff"."staff_id" = "staff"."boss_id" AND "#1:staff"."name" = @p0)
         LEFT JOIN "sites" ON (("sites"."site_id" = "staff"."site_id" OR "sites"."size" IS NULL) AND "sites"."customer_id" = @p1) WHERE "staff"."name" = @p2
        """.ReplaceLineEndings(""),
        SqliteCompiler.Default.Compile(
            All.Select(Id).LeftJoin(Boss, Boss.Column(Id), Office.Boss).LeftJoin(Sites, on => on.Where(SiteId, Op.Eq, Site).OrWhereNull(Size)).RestrictEach(Mine)).Sql);

    [Fact]
    public void No_alternative_of_a_query_escapes() => Assert.Equal(
        """SELECT "staff"."staff_id" FROM "staff" WHERE ("staff"."name" IS NULL OR "staff"."age" IS NULL) AND "staff"."name" = @p0""",
        PostgresCompiler.Default.Compile(All.Select(Id).Where(or => or.WhereNull(Name).OrWhereNull(Age)).RestrictEach(Mine)).Sql);

    [Fact]
    public void Rows_of_another_table_stand_for_those_of_one_with_the_same_columns()
    {
        var other = SqlSchema.Create(s => s.Table("staff", t => t.Column<string>("name").Column<int?>("level"))).Table("staff");
        var rows = Query.From(other).Where(or => or.Where(other.Column<string>("name"), Op.Eq, "a").OrWhereNull(other.Column<int?>("level"))).WhereIn(other.Column<string>("name"), Query.From(other).Select(other.Column<string>("name")));

        Assert.Equal(
            """SELECT "sites"."site_id" FROM "sites" JOIN "staff" AS "#1:staff" ON "#1:staff"."site_id" = "sites"."site_id" WHERE ("#1:staff"."name" = @p0 OR "#1:staff"."level" IS NULL) AND "#1:staff"."name" IN (SELECT "staff"."name" FROM "staff")""",
            PostgresCompiler.Default.Compile(Keys.Join(Boss, Boss.Column(Site), SiteId).RestrictEach(t => t == Staff ? rows : null)).Sql);
        Assert.Throws<ArgumentException>(() => Keys.RestrictEach(_ => rows));
        var mistyped = SqlSchema.Create(s => s.Table("staff", t => t.Column<long>("level"))).Table("staff");
        Assert.Throws<ArgumentException>(() => All.RestrictEach(_ => Query.From(mistyped).Where(mistyped.Column<long>("level"), Op.Eq, 1)));
    }

    [Fact]
    public void Only_conditions_are_rows_and_they_are_asked_for_once()
    {
        Assert.All(
            (Query[])[All.Limit(1), All.Select(Id), All.Join(Sites, SiteId, Site), All.GroupBy(Site), Query.From(Boss).WhereNull(Boss.Column(Name)), Query.From(Made), All.OrderBy(Id)],
            rows => Assert.Throws<ArgumentException>(() => All.RestrictEach(_ => rows)));
        Assert.Equal(PostgresCompiler.Default.Compile(All).Sql, PostgresCompiler.Default.Compile(All.RestrictEach(t => Query.From(t))).Sql);
        Assert.True(All.RestrictEach(t => Query.From(t).WhereFalse()).IsFalse);
        var asked = new List<Table>();
        All.Join(Boss, Boss.Column(Id), Office.Boss).WhereIn(Site, Keys).WhereExists(Keys).RestrictEach(t =>
        {
            asked.Add(t);
            return null;
        });
        Assert.Equal([Staff, Sites], asked.OrderByDescending(t => t.Name, StringComparer.Ordinal));
    }

    [Fact]
    public void Right_and_full_joins_are_refused_wherever_they_stand()
    {
        Query[] bad = [All.RightJoin(Sites, SiteId, Site), All.FullJoin(Sites, SiteId, Site), Keys.RightJoin(Staff, on => on.Where(Site, Op.Eq, SiteId))];
        Assert.All(bad.Concat([All.WhereIn(Id, bad[0].Select(Id)), Query.From(bad[1].Select(Id).AsTable()), All.Select(Id).Union(bad[0].Select(Id)), All.WhereExists(bad[1])]), query => Assert.Throws<ArgumentException>(() => query.RestrictEach(Mine)));
    }

    [Fact]
    public void Values_of_parameters_stay_with_their_parameters()
    {
        var (name, level) = (new Parameter<string>("name"), new Parameter<int>("level"));
        var bound = All.Where(Name, Op.Eq, name).Where(Level, Op.Gt, level).WhereNotExists(Id, All.Select(Id).Where(Name, Op.Ne, name)).Bind(level.Is(3), name.Is("a"));

        Assert.Equal(["a", 3, Mark, Mark], bound.RestrictEach(Mine).Values);
        Assert.Equal(4, All.WhereNull(Name).Bind().RestrictEach(t => Query.From(t).Where(Staff.Column<int>("level"), Op.Eq, 4)).Values.Single());
    }

    [Fact]
    public void A_query_that_becomes_too_large_is_refused() => Assert.Equal(
        QueryRefusal.TooComplex,
        Assert.Throws<QueryRefusedException>(() => All.RestrictEach(t => Enumerable.Range(0, Query.MostParts).Aggregate(Query.From(t), (q, i) => q.Where(Level, Op.Ne, i)).Where(Level, Op.Eq, 1))).Reason);

    [Fact]
    public void Columns_are_those_on_which_a_query_depends()
    {
        var made = All.Select(Site, Aggregate.Max(Age), Name).GroupBy(Site, Name).AsTable();
        var (oldest, site, name) = (made.Columns[1], made.Columns[0], made.Columns[2]);

        Assert.Equal(Staff.Columns.Count, All.UsedColumns().Count);
        Assert.Equal("", Of(All.Count()));
        Assert.Equal("sites.site_id chosen", Of(Keys.WhereExists(All)));
        Assert.Equal("sites.site_id chosen, staff.name compared", Of(Keys.WhereExists(All.WhereNull(Name))));
        Assert.Equal("sites.site_id chosen, staff.age compared, staff.level compared", Of(Keys.WhereExists(All.Select(Level).Where(Level, Op.Eq, Age))));
        Assert.Equal("sites.customer_id chosen compared, sites.site_id chosen compared, sites.size chosen compared", Of(Query.From(Sites).Distinct().Count()));
        Assert.Equal("staff.age chosen compared ordered, staff.name chosen compared, staff.site_id chosen compared", Of(Query.From(made).Select(site).OrderBy(oldest)));
        Assert.Equal("sites.site_id compared, sites.size compared, staff.age chosen compared, staff.name chosen compared ordered, staff.site_id chosen compared", Of(Query.From(made).Select(oldest).WhereIn(site, Keys.WhereNull(Size)).OrderByDesc(name)));
        Assert.Equal("sites.site_id compared, staff#1.name compared, staff.doc chosen, staff.site_id compared", Of(All.Select(Doc.JsonText("a")).Join(Sites, SiteId, Site).Join(Boss, on => on.WhereNull(Boss.Column(Name)))));
        Assert.Equal(
            "staff.age compared ordered, staff.boss_id chosen compared, staff.level compared, staff.name compared, staff.points compared",
            Of(All.Select(Office.Boss, Aggregate.Rows).GroupBy(Office.Boss).Having(Aggregate.Sum(Points), Op.Gt, 1).OrderBy(Aggregate.Max(Age)).Where(or => or.WhereNull(Name).OrWhere(Level, Op.Eq, 1))));
        Assert.Equal("staff.age ordered, staff.staff_id chosen ordered", Of(All.Select(Id).OrderBy(Age).OrderBy(Id).After(1, "a")));
        Assert.Equal("sites.site_id compared, staff.boss_id compared, staff.site_id compared, staff.staff_id chosen compared", Of(Query.From(Below).With(Below)));
        Assert.Equal("sites.site_id chosen compared, staff.site_id chosen compared", Of(All.Select(Site).WhereNotIn(Site, Query.From(Common)).With(Common)));
        Assert.Equal("sites.site_id chosen, staff.site_id chosen", Of(All.Select(Site).UnionAll(Keys)));
        Assert.Equal("sites.site_id chosen compared, staff.site_id chosen compared", Of(All.Select(Site).Intersect(Keys)));
        Assert.Equal("sites.site_id compared, staff.staff_id chosen compared", Of(All.Select(Id).Where(or => or.WhereExists(Keys.Where(SiteId, Op.Eq, "a")).OrWhereIn(Id, Keys, Keys))));

        static string Of(Query query) => string.Join(", ", query.UsedColumns().OrderBy(u => u.Key.ToString(), StringComparer.Ordinal).Select(u => $"{u.Key} {u.Value.ToString().Replace(",", "", StringComparison.Ordinal).ToLowerInvariant()}"));
    }

    private static Query? Mine(Table table) => table == Staff ? Query.From(table).Where(Name, Op.Eq, Mark) : Query.From(table).Where(Customer, Op.Eq, Mark);
}
