using System.Runtime.CompilerServices;
using System.Text.Json;
using static Cks.QueryBuilder.Tests.Office;

namespace Cks.QueryBuilder.Tests;

/// <summary>A statement whose text is approved, and the public methods that it stands for.</summary>
internal sealed record Approved(string Methods, string Call, Func<SqlCompiler, SqlResult> Compile)
{
    private static readonly Query All = Query.From(Staff);
    private static readonly Query Ids = All.Select(Id);
    private static readonly Query One = All.Where(Id, Op.Eq, "W1");
    private static readonly Query Keys = Query.From(Sites).Select(SiteId);
    private static readonly Query Large = Keys.Where(Size, Op.Gt, 9);
    private static readonly Query PerSite = All.GroupBy(Site).Select(Site, Aggregate.Rows);
    private static readonly Parameter<string> Wanted = new("wanted");
    private static readonly Parameter<string> Opaque = new("opaque") { IsOpaque = true };
    private static readonly DateTimeOffset At = new(2026, 3, 1, 12, 30, 0, TimeSpan.FromHours(2));
    private static readonly JsonElement Json = JsonDocument.Parse("""{ "a": 1 }""").RootElement;

    /// <summary>Every construct; a case stands for the methods that are named with it, overloads apart.</summary>
    public static readonly Approved[] Cases =
    [
        Of("Query.From(Table)", () => Query.From(Sites)),
        Of("Query.Select(ReadOnlySpan<Column>)", () => All.Select(Name, Id)),
        Of("Query.Distinct()", () => All.Select(Name, Age).Distinct().OrderByDesc(Name)),
        Of("Query.GroupBy(ReadOnlySpan<Column>)", () => All.GroupBy(Site, Age).Select(Site, Age, Aggregate.Rows).OrderBy(Site).OrderByDesc(Aggregate.Rows)),
        Of("Query.Having(Column<T>, Op, T)", () => PerSite.Where(IsTest, Op.Eq, false).Having(Aggregate.Rows, Op.Gt, 3).Having(Site, Op.Lt, "x")),
        Of("Query.Having(Func<ConditionGroup, ConditionGroup>)", () => PerSite.Having(or => or.Where(Aggregate.Sum(Points), Op.Ge, 5).OrWhereNull(Aggregate.Max(ArchivedAt)))),
        Of("", () => PerSite.Having(g => g.WhereNotIn(Aggregate.Max(Site), Keys)).Having(g => g.WhereIn(Aggregate.Rows, [1, 2]))),
        Of("", () => PerSite.Having(g => g.WhereNotExists(Aggregate.Rows, All.Select(Points)))),
        Of("Query.OrderBy(Column, Nulls)", () => Ids.OrderBy(CreatedAt).OrderBy(Name).OrderBy(Age, Nulls.First).OrderBy(Rate, Nulls.Last)),
        Of("Query.OrderByDesc(Column, Nulls)", () => Ids.OrderByDesc(CreatedAt).OrderByDesc(Name).OrderByDesc(Age, Nulls.First).OrderByDesc(Rate, Nulls.Last)),
        Of("", () => Ids.WhereIn(Site, Keys.Where(Customer, Op.Eq, "c")).OrderBy(Id).OrderByDesc(Age)),
        Of("Query.After(ReadOnlySpan<Object>)", () => Ids.Where(IsTest, Op.Eq, false).OrderBy(Id).After("W1").Limit(5)),
        Of("", () => Ids.OrderByDesc(CreatedAt).OrderByDesc(Id).After(At, "W1")),
        Of("", () => Ids.OrderByDesc(CreatedAt).OrderBy(Name).OrderByDesc(Points).After(At, "a", 7L)),
        Of("Query.Limit(Int32)", () => Ids.OrderBy(Id).Limit(5)),
        Of("Query.Count()", () => Ids.Where(Name, Op.Eq, "a").OrderBy(Name).Count()),
        Of("", () => Ids.Where(Name, Op.Eq, "a").Limit(1001).Count()),
        Of("", () => Ids.OrderBy(Points).After(7L).Limit(9).Count()),
        Of("", () => All.Select(Name).Distinct().Count()),
        Of("", () => PerSite.Having(Aggregate.Rows, Op.Gt, 3).Count()),
        Of("", () => All.GroupBy(Site).Select(Site, Aggregate.Max(Age)).OrderBy(Site).Limit(3).Count()),
        Of("", () => All.Select(Aggregate.Max(Age)).Count()),
        Of("Query.ForUpdate()", () => One.ForUpdate()),
        Of("", () => Ids.LeftJoin(Sites, SiteId, Site).Limit(1).ForUpdate()),
        Of("Query.ForShare()", () => One.Select(Points).ForUpdate().ForShare()),
        Of("Query.Tag(SqlTag)", () => Ids.Tag(SqlTag.Register("staff.list"))),
        Of("Query.When(Boolean, Func<Query, Query>)", () => Ids.When(true, q => q.Where(Level, Op.Gt, 1)).When(false, q => q.WhereFalse())),
        Of("Query.Bind(ReadOnlySpan<ParameterValue>)", () => Ids.Where(Name, Op.Eq, Wanted).Where(Level, Op.Lt, 3).Where(Boss, Op.Ne, Wanted).Bind(Wanted.Is("b"))),
        Of("Query.Where(Column<T>, Op, T)", () => Ids.Where(Name, Op.Eq, "a").Where(Points, Op.Ne, 1).Where(Age, Op.Ge, 3).Where(Name, Op.Lt, "b").Where(Id, Op.Le, "c").Where(Id, Op.Gt, "d")),
        Of("", () => Ids.Where(IsTest, Op.Eq, true).Where(Weight, Op.Lt, 0.5).Where(Tag, Op.Eq, Guid.Empty).Where(Born, Op.Lt, new DateOnly(2000, 2, 29)).Where(CreatedAt, Op.Ge, At).Where(Photo, Op.Eq, new byte[] { 1, 255 })),
        Of("Query.Where(Column<T>, Op, Parameter<T>)", () => Ids.Where(Name, Op.Gt, Wanted).Bind(Wanted.Is("b"))),
        Of("", () => Ids.Where(Name, Op.Gt, Opaque).WhereIn(Site, Keys.Where(Customer, Op.Eq, Opaque)).WhereNotExists(Boss, Keys.Where(Customer, Op.Ne, Opaque)).Bind(Opaque.Is("b"))),
        Of("Query.Where(Column, Op, Column)", () => Ids.Where(Name, Op.Eq, Boss).Where(Name, Op.Lt, Id)),
        Of("Query.Where(Func<ConditionGroup, ConditionGroup>)", () => Ids.WhereNull(ArchivedAt).Where(or => or.Where(Name, Op.Eq, "a").Where(Age, Op.Eq, 1).OrWhere(Name, Op.Eq, "b")).Where(IsTest, Op.Eq, true)),
        Of("", () => Ids.Where(one => one.Where(Name, Op.Eq, "a").WhereNull(Age))),
        Of("Query.WhereNot(Func<ConditionGroup, ConditionGroup>)", () => Ids.WhereNot(or => or.Where(Name, Op.Eq, "a").OrWhereNull(Age)).WhereNot(one => one.WhereContains(Name, "x"))),
        Of("Query.WhereNull(Column), Query.WhereNotNull(Column)", () => Ids.WhereNull(ArchivedAt).WhereNotNull(Doc)),
        Of("Query.WhereBetween(Column<T>, T, T)", () => Ids.WhereBetween(Name, "a", "b").WhereBetween(Born, new DateOnly(2000, 1, 1), new DateOnly(2000, 12, 31))),
        Of("Query.WhereIn(Column<T>, IReadOnlyCollection<T>)", () => Ids.WhereIn(Name, ["a", "b"]).WhereIn(Level, [1, 2]).WhereIn(IsTest, [true]).WhereIn(Weight, [0.1]).WhereIn(Born, [new DateOnly(2000, 2, 29)]).WhereIn(CreatedAt, [At])),
        Of("", () => Ids.WhereIn(Name, [])),
        Of("Query.WhereIn(Column, Query)", () => Ids.WhereIn(Site, Keys.Where(Customer, Op.Eq, "c")).Where(IsTest, Op.Eq, false)),
        Of("Query.WhereIn(Column, ReadOnlySpan<Query>)", () => Ids.WhereIn(Site, Keys.Where(Customer, Op.Eq, "c"), Keys.WhereFalse(), Keys.WhereNull(Size), Keys.OrderByDesc(Size).Limit(2))),
        Of("", () => Ids.WhereIn(Site, Keys.WhereFalse(), Keys)),
        Of("Query.WhereNotIn(Column, Query)", () => Ids.WhereNotIn(Site, Keys.Where(Customer, Op.Eq, "c"))),
        Of("", () => Ids.WhereNotIn(Site, Keys.WhereFalse())),
        Of("Query.WhereExists(Column, Query)", () => Ids.WhereExists(Site, Keys.Where(Customer, Op.Eq, "c"))),
        Of("Query.WhereNotExists(Column, Query)", () => Ids.WhereNotExists(Site, Keys.OrderBy(Size).Limit(3))),
        Of("Query.WhereExists(Query), Query.WhereNotExists(Query)", () => Ids.WhereExists(Keys.Where(Size, Op.Gt, 3)).WhereNotExists(Query.From(Sites))),
        Of("Query.WhereContains(Column<String>, String)", () => Ids.WhereContains(Name, "1%_!")),
        Of("Query.WhereStarts(Column<String>, String)", () => Ids.WhereStarts(Name, "1%")),
        Of("Query.WhereEnds(Column<String>, String)", () => Ids.WhereEnds(Name, "1%")),
        Of("Query.WhereSame(Column<String>, String)", () => Ids.WhereSame(Name, "1%")),
        Of("Query.WhereFalse()", () => Ids.WhereFalse()),
        Of("Query.Join(Table, Column, Column)", () => Ids.Join(Sites, SiteId, Site).Where(Customer, Op.Eq, "c").OrderBy(Customer)),
        Of("Query.Join(Table, Func<ConditionGroup, ConditionGroup>)", () => Ids.Join(Sites, on => on.Where(SiteId, Op.Eq, Site).Where(Size, Op.Gt, 3).OrWhere(Customer, Op.Eq, Name)).Where(Level, Op.Eq, 1)),
        Of("Query.LeftJoin(Table, Column, Column)", () => All.LeftJoin(Sites, SiteId, Site).Select(Id, Customer).OrderBy(CreatedAt).OrderBy(SiteId)),
        Of("Query.LeftJoin(Table, Func<ConditionGroup, ConditionGroup>)", () => Ids.LeftJoin(Sites, on => on.Where(SiteId, Op.Eq, Site).Where(Size, Op.Gt, 3)).WhereNull(SiteId)),
        Of("Query.RightJoin(Table, Column, Column)", () => Ids.RightJoin(Sites, SiteId, Site)),
        Of("Query.RightJoin(Table, Func<ConditionGroup, ConditionGroup>)", () => Ids.RightJoin(Sites, on => on.Where(SiteId, Op.Eq, Site).WhereNot(x => x.WhereNull(Size)))),
        Of("Query.FullJoin(Table, Column, Column)", () => Ids.FullJoin(Sites, SiteId, Site)),
        Of("Query.CrossJoin(Table)", () => Ids.CrossJoin(Sites)),
        Of("Query.AsTable(Int32), Table.Column(Column<T>)", () => With(PerSite.AsTable(), sites => Query.From(sites).Where(sites.Column(Aggregate.Rows), Op.Gt, 2).OrderBy(sites.Column(Site)))),
        Of("", () => With(Large.AsTable(2), large => Ids.Where(Name, Op.Eq, "a").Join(large, large.Column(SiteId), Site))),
        Of("", () => With(Large.AsTable(2), large => Query.From(large).Where(or => or.Where(large.Column(SiteId), Op.Eq, "a").OrWhereNull(large.Column(SiteId))))),
        Of("Query.AsCommonTable(Int32), Query.With(Table)", () => With(Large.AsCommonTable(), large => Ids.With(large).WhereIn(Site, Query.From(large)).WhereNotIn(Boss, Query.From(large)))),
        Of("Query.AsRecursiveTable(Func<Table, Query>, Int32)", () => With(One.Select(Id).AsRecursiveTable(found => Ids.Join(found, found.Column(Id), Boss)), below => Query.From(below).With(below).OrderBy(below.Column(Id)).Limit(9))),
        Of("Query.Union(ReadOnlySpan<Query>)", () => Ids.Where(Name, Op.Eq, "a").Union(Keys, Ids.OrderBy(Id).Limit(2))),
        Of("Query.UnionAll(ReadOnlySpan<Query>)", () => Ids.UnionAll(Keys.Where(Size, Op.Eq, 1)).Limit(3)),
        Of("Query.Intersect(ReadOnlySpan<Query>)", () => Ids.Intersect(Keys)),
        Of("Query.Except(ReadOnlySpan<Query>)", () => Ids.Union(Keys).Except(Keys.Where(Size, Op.Eq, 1))),

        Of("Table.Alias(Int32)", () => With(Staff.Alias(), boss => All.Join(boss, boss.Column(Id), Boss).Select(Name, boss.Column(Name)).OrderBy(boss.Column(Age)))),

        Of("ConditionGroup.Where(Column<T>, Op, T), ConditionGroup.OrWhere(Column<T>, Op, T)", () => Ids.Where(or => or.Where(Name, Op.Eq, "a").OrWhere(Level, Op.Gt, 2))),
        Of("ConditionGroup.Where(Column<T>, Op, Parameter<T>), ConditionGroup.OrWhere(Column<T>, Op, Parameter<T>)", () => Ids.Where(or => or.Where(Name, Op.Eq, Wanted).OrWhere(Boss, Op.Gt, Wanted)).Bind(Wanted.Is("b"))),
        Of("ConditionGroup.Where(Column, Op, Column), ConditionGroup.OrWhere(Column, Op, Column)", () => Ids.Where(or => or.Where(Name, Op.Eq, Id).OrWhere(Boss, Op.Ge, Id))),
        Of("ConditionGroup.Where(Func<ConditionGroup, ConditionGroup>), ConditionGroup.OrWhere(Func<ConditionGroup, ConditionGroup>)",
            () => Ids.Where(or => or.Where(x => x.WhereNull(Age).OrWhere(Age, Op.Gt, 1)).OrWhere(x => x.Where(Name, Op.Eq, "a").OrWhere(x => x.Where(Name, Op.Eq, "b").Where(Level, Op.Eq, 1))))),
        Of("ConditionGroup.WhereNot(Func<ConditionGroup, ConditionGroup>)", () => Ids.Where(or => or.Where(Level, Op.Eq, 1).OrWhere(x => x.WhereNot(y => y.Where(Name, Op.Eq, "a").Where(Boss, Op.Eq, "b"))))),
        Of("ConditionGroup.WhereNull(Column), ConditionGroup.WhereNotNull(Column), ConditionGroup.OrWhereNull(Column), ConditionGroup.OrWhereNotNull(Column)",
            () => Ids.Where(or => or.WhereNull(Age).WhereNotNull(Boss).OrWhereNull(Doc).OrWhereNotNull(Rate))),
        Of("ConditionGroup.WhereBetween(Column<T>, T, T)", () => Ids.Where(or => or.WhereBetween(Level, 1, 2).OrWhere(x => x.WhereBetween(Name, "a", "b")))),
        Of("ConditionGroup.WhereIn(Column<T>, IReadOnlyCollection<T>), ConditionGroup.OrWhereIn(Column<T>, IReadOnlyCollection<T>)", () => Ids.Where(or => or.WhereIn(Level, [1, 2]).OrWhereIn(Name, ["a"]))),
        Of("ConditionGroup.WhereIn(Column, Query), ConditionGroup.OrWhereIn(Column, Query)", () => Ids.Where(or => or.WhereIn(Site, Keys).OrWhereIn(Boss, Keys.Where(Size, Op.Eq, 1)))),
        Of("ConditionGroup.WhereIn(Column, ReadOnlySpan<Query>), ConditionGroup.OrWhereIn(Column, ReadOnlySpan<Query>)", () => Ids.Where(or => or.WhereIn(Site, Keys, Keys.WhereNull(Size)).OrWhereIn(Boss, Keys, Keys.WhereFalse()))),
        Of("ConditionGroup.WhereNotIn(Column, Query), ConditionGroup.OrWhereNotIn(Column, Query)", () => Ids.Where(or => or.WhereNotIn(Site, Keys).OrWhereNotIn(Boss, Keys.Where(Size, Op.Eq, 1)))),
        Of("ConditionGroup.WhereExists(Column, Query), ConditionGroup.WhereNotExists(Column, Query)", () => Ids.Where(or => or.WhereExists(Site, Keys).OrWhere(x => x.WhereNotExists(Boss, Keys)))),
        Of("ConditionGroup.WhereExists(Query), ConditionGroup.WhereNotExists(Query)", () => Ids.Where(or => or.WhereExists(Keys).OrWhere(x => x.WhereNotExists(Keys.WhereNull(Size))))),
        Of("ConditionGroup.WhereContains(Column<String>, String), ConditionGroup.WhereStarts(Column<String>, String), ConditionGroup.OrWhereContains(Column<String>, String), ConditionGroup.OrWhereStarts(Column<String>, String)",
            () => Ids.Where(or => or.WhereContains(Name, "a").WhereStarts(Name, "b").OrWhereContains(Name, "c").OrWhereStarts(Name, "d"))),
        Of("ConditionGroup.WhereEnds(Column<String>, String), ConditionGroup.WhereSame(Column<String>, String)", () => Ids.Where(or => or.WhereEnds(Name, "a").OrWhere(x => x.WhereSame(Name, "b")))),
        Of("ConditionGroup.WhereFalse()", () => Ids.Where(or => or.WhereFalse().OrWhere(Level, Op.Eq, 1))),

        Of("Query.RestrictEach(Func<Table, Query>)", () => Ids.LeftJoin(Sites, SiteId, Site).Where(or => or.WhereNull(Name).OrWhereIn(Site, Keys)).RestrictEach(t => t == Sites ? Query.From(t).Where(Customer, Op.Eq, "c") : Query.From(t).Where(Level, Op.Lt, 3))),

        Of("Aggregate.Rows", () => All.Select(Aggregate.Rows)),
        Of("Aggregate.Count(Column), Aggregate.CountDistinct(Column)", () => All.Select(Aggregate.Count(Doc), Aggregate.CountDistinct(Name))),
        Of("Aggregate.Sum(Column<Int32>), Aggregate.Sum(Column<Int32?>), Aggregate.Sum(Column<Int64>), Aggregate.Sum(Column<Int64?>)", () => All.Select(Aggregate.Sum(Level), Aggregate.Sum(Age), Aggregate.Sum(Points), Aggregate.Sum(Bonus))),
        Of("Aggregate.Sum(Column<Double>), Aggregate.Sum(Column<Double?>)", () => All.Select(Aggregate.Sum(Weight), Aggregate.Sum(Rate))),
        Of("Aggregate.Average(Column)", () => All.Select(Aggregate.Average(Level), Aggregate.Average(Points), Aggregate.Average(Rate))),
        Of("Aggregate.Min(Column<T>), Aggregate.Max(Column<T>)", () => All.Select(Aggregate.Min(Name), Aggregate.Max(Points), Aggregate.Min(Born), Aggregate.Max(ArchivedAt)).OrderBy(Aggregate.Max(Name))),

        Of("JsonColumns.JsonText(Column<JsonElement>, ReadOnlySpan<JsonStep>), JsonColumns.JsonText(Column<JsonElement?>, ReadOnlySpan<JsonStep>)",
            () => All.Select(Id, Doc.JsonText("a", 0, "b.\"c")).Where(Doc.JsonText("a"), Op.Lt, "x").WhereContains(Extra.JsonText("b"), "y").OrderBy(Extra.JsonText("c")).Limit(2)),
        Of("JsonColumns.JsonNumber(Column<JsonElement>, ReadOnlySpan<JsonStep>), JsonColumns.JsonNumber(Column<JsonElement?>, ReadOnlySpan<JsonStep>)",
            () => Ids.Where(Doc.JsonNumber("a", "b"), Op.Gt, 1.5).WhereIn(Extra.JsonNumber(0), [1, 2])),
        Of("JsonColumns.JsonBoolean(Column<JsonElement>, ReadOnlySpan<JsonStep>), JsonColumns.JsonBoolean(Column<JsonElement?>, ReadOnlySpan<JsonStep>)",
            () => Ids.Where(Doc.JsonBoolean("a"), Op.Eq, true).WhereNull(Extra.JsonBoolean("b"))),

        OfWrite("Write.Insert(Table), Write.Set(Column<T>, T), Write.SetNull(Column)",
            () => Write.Insert(Staff).Set(Id, "W1").Set(Name, null).SetNull(Boss).Set(Level, 3).Set(IsTest, true).Set(Points, 1).Set(Weight, 0.5).Set(Tag, Guid.Empty).Set(Born, new DateOnly(2000, 2, 29)).Set(CreatedAt, At).Set(Photo, new byte[] { 1, 255 }).Set(Doc, Json).Set(Extra, Json)),
        OfWrite("Write.OrSkip()", () => Write.Insert(Sites).OrSkip().Set(SiteId, "C1").Set(Size, null)),
        OfWrite("Write.OrUpdate(ReadOnlySpan<Column>)", () => Write.Insert(Sites).Set(SiteId, "C1").Set(Customer, "c").SetNull(Size).OrUpdate(SiteId)),
        OfWrite("Write.OrUpdate(Query, ReadOnlySpan<Column>)", () => Write.Insert(Sites).Set(SiteId, "C1").Set(Customer, "c").OrUpdate(Query.From(Sites).Where(Customer, Op.Eq, "c").Where(or => or.WhereNull(Size).OrWhere(Size, Op.Lt, 3)), SiteId).Returning(Size)),
        OfWrite("Write.Update(Query), Write.Add(Column<Int64>, Int64)", () => Write.Update(One.Where(Points, Op.Ge, 2)).Set(Name, "n").SetNull(ArchivedAt).Add(Points, -2).Set(Doc, Json)),
        OfWrite("", () => Write.Update(All.WhereIn(Site, Keys.Where(Customer, Op.Eq, "c")).Where(or => or.WhereNull(Age).OrWhere(Age, Op.Lt, 3))).Set(Name, "n")),
        OfWrite("Write.Delete(Query)", () => Write.Delete(All.WhereNotIn(Site, Keys).WhereContains(Name, "x"))),
        OfWrite("Write.Returning(ReadOnlySpan<Column>)", () => Write.Update(One).Add(Points, 1).Returning(Id, Points)),
        OfWrite("Write.When(Boolean, Func<Write, Write>)", () => Write.Insert(Sites).Set(SiteId, "C1").When(true, w => w.OrSkip()).When(false, w => w.SetNull(Size))),
    ];

    private static Approved Of(string methods, Func<Query> query, [CallerArgumentExpression(nameof(query))] string call = "") =>
        new(methods, CallOf(call), compiler => compiler.Compile(query()));

    private static Approved OfWrite(string methods, Func<Write> write, [CallerArgumentExpression(nameof(write))] string call = "") =>
        new(methods, CallOf(call), compiler => compiler.Compile(write()));

    private static Query With(Table table, Func<Table, Query> read) => read(table);

    private static string CallOf(string lambda) => lambda[(lambda.IndexOf("=>", StringComparison.Ordinal) + 3)..];
}
