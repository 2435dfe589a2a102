using System.Text.RegularExpressions;
using static Cks.QueryBuilder.Tests.Office;

namespace Cks.QueryBuilder.Tests;

public sealed class ParameterTests
{
    private static readonly Parameter<string> Wanted = new("wanted");
    private static readonly Parameter<int?> Most = new("most");
    private static readonly Query Named = Query.From(Staff).Select(Id).Where(Name, Op.Eq, Wanted);
    private static readonly Query Both = Named.Where(or => or.WhereNull(Age).OrWhere(Age, Op.Le, Most)).Where(Office.Boss, Op.Ne, Wanted).Where(Level, Op.Eq, 7);

    [Fact]
    public void Bound_query_has_the_text_of_the_query_and_the_values_in_their_places()
    {
        var once = Named.Where(or => or.WhereNull(Age).OrWhere(Age, Op.Le, Most)).Where(Level, Op.Eq, 7);
        var result = PostgresCompiler.Default.Compile(once.Bind(Most.Is(3), Wanted.Is("a")));

        Assert.Equal(["a", 3, 7], result.Bindings);
        Assert.Same(result.Sql, PostgresCompiler.Default.Compile(once.Bind(Wanted.Is("b"), Most.Is(4))).Sql);
        Assert.Equal(["a", 3, 7], result.Bindings);
        Assert.Same(result.Sql, PostgresCompiler.Default.Compile(Query.From(Staff).Select(Id).Where(Name, Op.Eq, "x").Where(or => or.WhereNull(Age).OrWhere(Age, Op.Le, 1)).Where(Level, Op.Eq, 1)).Sql);
    }

    [Fact]
    public void A_parameter_that_stands_in_several_places_is_sent_once()
    {
        foreach (var compiler in (SqlCompiler[])[PostgresCompiler.Default, SqliteCompiler.Default])
        {
            var result = compiler.Compile(Both.Bind(Most.Is(3), Wanted.Is("a")));

            Assert.Equal(["a", 3, 7], result.Bindings);
            Assert.Equal(
                """SELECT "staff"."staff_id" FROM "staff" WHERE "staff"."name" = @p0 AND ("staff"."age" IS NULL OR "staff"."age" <= @p1) AND "staff"."boss_id" <> @p0 AND "staff"."level" = @p2""",
                Regex.Replace(result.Sql, @"\[(\w+)\]", "\"staff\".\"$1\""));
            Assert.Same(result.Sql, compiler.Compile(Both.Bind(Wanted.Is("b"), Most.Is(4))).Sql);
            // Without parameters the shape has as many values as places.
            Assert.Equal(4, compiler.Compile(Query.From(Staff).Select(Id).Where(Name, Op.Eq, "x").Where(or => or.WhereNull(Age).OrWhere(Age, Op.Le, 1)).Where(Office.Boss, Op.Ne, "y").Where(Level, Op.Eq, 1)).Bindings.Count);
        }
    }

    [Fact]
    public void An_opaque_parameter_is_of_the_text_where_the_database_plans_by_values()
    {
        var opaque = new Parameter<string>("wanted") { IsOpaque = true };
        var (plain, hidden) = (Query.From(Sites).Select(SiteId).Where(Customer, Op.Eq, Wanted), Query.From(Sites).Select(SiteId).Where(Customer, Op.Eq, opaque));

        Assert.Equal("""SELECT "sites"."site_id" FROM "sites" WHERE "sites"."customer_id" = @p0""", PostgresCompiler.Default.Compile(plain.Bind(Wanted.Is("a"))).Sql);
        Assert.Equal("""SELECT "sites"."site_id" FROM "sites" WHERE "sites"."customer_id" = (SELECT @p0)""", PostgresCompiler.Default.Compile(hidden.Bind(opaque.Is("a"))).Sql);
        Assert.EndsWith("""= "staff"."staff_id" OFFSET 0)""", PostgresCompiler.Default.Compile(Query.From(Staff).WhereNotExists(Id, hidden).Bind(opaque.Is("a"))).Sql, StringComparison.Ordinal);
        Assert.Equal(SqliteCompiler.Default.Compile(plain.Bind(Wanted.Is("a"))).Sql, SqliteCompiler.Default.Compile(hidden.Bind(opaque.Is("a"))).Sql);
    }

    [Fact]
    public void A_limit_is_of_the_text()
    {
        var (few, more) = (PostgresCompiler.Default.Compile(Named.Limit(2).Bind(Wanted.Is("a"))), PostgresCompiler.Default.Compile(Named.Limit(3).Bind(Wanted.Is("a"))));

        Assert.EndsWith(" LIMIT 2", few.Sql, StringComparison.Ordinal);
        Assert.EndsWith(" LIMIT 3", more.Sql, StringComparison.Ordinal);
        Assert.Equal(["a"], more.Bindings);
    }

    [Fact]
    public void Every_parameter_has_one_value_and_every_value_a_parameter()
    {
        Assert.All(
            (Action[])
            [
                () => Both.Bind(), () => Both.Bind(Wanted.Is("a")), () => Both.Bind(Most.Is(1)), () => Named.Bind(Wanted.Is("a"), Most.Is(1)), () => Named.Bind(Wanted.Is("a"), Wanted.Is("a")),
                () => Named.Bind(Wanted.Is("a"), Wanted.Is("b")), () => Named.Bind(default(ParameterValue)), () => Named.Bind(Wanted.Is("a"), default), () => Query.From(Staff).Bind(Wanted.Is("a")),
                () => Named.Bind(new Parameter<string>("wanted").Is("a")), () => Named.Bind([Wanted.Is("a"), .. Enumerable.Repeat(Most.Is(1), 64)]),
            ],
            act => Assert.Throws<ArgumentException>(act));
        Assert.Empty(PostgresCompiler.Default.Compile(Query.From(Staff).Bind()).Bindings);
    }

    [Fact]
    public void A_query_tells_its_parameters_each_once_until_it_has_their_values()
    {
        Assert.Equal([Wanted, Most], Both.Parameters);
        Assert.Empty(Both.Bind(Most.Is(3), Wanted.Is("a")).Parameters);
        Assert.Empty(Query.From(Staff).Parameters);
    }

    [Fact]
    public void Most_parameters_are_thirty()
    {
        Parameter<string>[] parameters = [.. Enumerable.Range(0, Parameter.Most + 1).Select(i => new Parameter<string>($"p{i}"))];
        var query = parameters.Aggregate(Query.From(Staff), (q, p) => q.Where(Name, Op.Ne, p));

        Assert.Throws<ArgumentException>(() => query.Bind([.. parameters.Select(p => p.Is("a"))]));
        var most = parameters.Take(Parameter.Most).Aggregate(Query.From(Staff), (q, p) => q.Where(Name, Op.Ne, p)).Bind([.. parameters.Take(Parameter.Most).Select((p, i) => p.Is($"{i}"))]);
        Assert.Equal(Enumerable.Range(0, Parameter.Most).Select(i => $"{i}"), PostgresCompiler.Default.Compile(most).Bindings);
    }

    [Fact]
    public void Query_with_an_open_parameter_is_not_compiled() =>
        Assert.All((SqlCompiler[])[PostgresCompiler.Default, SqliteCompiler.Default], compiler =>
        {
            Assert.Contains("wanted", Assert.Throws<InvalidOperationException>(() => compiler.Compile(Named)).Message, StringComparison.Ordinal);
            Assert.Throws<InvalidOperationException>(() => compiler.Compile(Query.From(Sites).WhereIn(SiteId, Named)));
            Assert.Throws<InvalidOperationException>(() => compiler.Compile(Write.Delete(Query.From(Staff).Where(Name, Op.Eq, Wanted))));
        });

    [Fact]
    public void Nothing_is_added_to_a_bound_query()
    {
        var bound = Query.From(Staff).Select(Id, Doc.JsonText("x")).Where(Name, Op.Eq, Wanted).OrderBy(Id).Bind(Wanted.Is("a"));

        Assert.All(
            (Action[])
            [
                () => bound.Where(Level, Op.Eq, 1), () => bound.WhereFalse(), () => bound.Limit(1), () => bound.Select(Id), () => bound.Select([.. Staff.Columns]), () => bound.OrderBy(Name),
                () => bound.Count(), () => bound.Distinct(), () => bound.GroupBy(Id), () => bound.ForUpdate(), () => bound.Join(Sites, SiteId, Site), () => bound.After("a"),
                () => bound.Bind(Wanted.Is("b")), () => bound.Tag(SqlTag.Register("parameter.test")), () => bound.Having(Aggregate.Rows, Op.Gt, 1), () => bound.WhereIn(Name, ["a"]),
            ],
            act => Assert.Throws<InvalidOperationException>(act));
        Assert.Throws<ArgumentException>(() => Write.Delete(Query.From(Staff).Where(Name, Op.Eq, Wanted).Bind(Wanted.Is("a"))));
    }

    [Fact]
    public void Value_is_checked_like_any_other()
    {
        Assert.Throws<ArgumentNullException>(() => Wanted.Is(null!));
        Assert.Throws<ArgumentNullException>(() => Most.Is(null));
        Assert.Throws<ArgumentNullException>(() => Query.From(Staff).Where(Name, Op.Eq, (Parameter<string>)null!));
        Assert.Equal(QueryRefusal.MalformedText, Assert.Throws<QueryRefusedException>(() => Wanted.Is("a\0")).Reason);
        Assert.Equal(QueryRefusal.NotFinite, Assert.Throws<QueryRefusedException>(() => new Parameter<double>("rate").Is(double.NaN)).Reason);
        Assert.Throws<ArgumentOutOfRangeException>(() => Query.From(Staff).Where(Name, (Op)250, Wanted));
        Assert.Throws<ArgumentException>(() => Query.From(Staff).Where(SiteId, Op.Eq, Wanted));
        Assert.Throws<ArgumentException>(() => new Parameter<int>(" "));
        Assert.Equal("wanted", Wanted.ToString());
    }

    [Fact]
    public void Parameters_inside_of_a_query_are_bound_with_it()
    {
        var sites = Query.From(Sites).Select(SiteId).Where(Customer, Op.Eq, Wanted);
        var (made, common) = (sites.AsTable(), sites.AsCommonTable(2));

        Assert.All(
            (Query[])
            [
                Query.From(made), Query.From(common).With(common), Query.From(Staff).WhereIn(Site, sites), Query.From(Staff).WhereIn(Site, sites.WhereNull(Size), sites), sites.Union(Query.From(Sites).Select(Customer)),
                Query.From(Staff).WhereExists(sites), Query.From(Staff).WhereNotIn(Site, sites), Query.From(Staff).Join(Sites, on => on.Where(Customer, Op.Eq, Wanted)),
                Query.From(Staff).GroupBy(Site).Select(Site).Having(g => g.Where(Site, Op.Gt, Wanted)), Query.From(Staff).WhereNot(x => x.Where(Name, Op.Eq, Wanted)),
            ],
            query => Assert.All(SqliteCompiler.Default.Compile(query.Bind(Wanted.Is("a"))).Bindings, value => Assert.Equal("a", value)));
    }
}
