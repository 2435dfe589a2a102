using System.Runtime.CompilerServices;
using System.Text.Json;
using static Cks.QueryBuilder.Tests.Office;

namespace Cks.QueryBuilder.Tests;

/// <summary>A place of a statement where a value stands that comes from outside.</summary>
internal sealed record Position(string Call, Func<string, SqlCompiler, SqlResult> Compile)
{
    private static readonly Query Staff = Query.From(Office.Staff);
    private static readonly Query Ids = Staff.Select(Id);
    private static readonly Query Keys = Query.From(Sites).Select(SiteId);
    private static readonly Query PerSite = Staff.GroupBy(Site).Select(Site, Aggregate.Rows);
    private static readonly Parameter<string> Wanted = new("wanted");

    public static readonly Position[] All =
    [
        Of(v => Ids.Where(Name, Op.Eq, v)), Of(v => Ids.Where(Name, Op.Ne, v)), Of(v => Ids.Where(Name, Op.Lt, v)), Of(v => Ids.Where(Name, Op.Le, v)), Of(v => Ids.Where(Name, Op.Gt, v)),
        Of(v => Ids.Where(Name, Op.Ge, v)), Of(v => Ids.Where(Level, Op.Eq, 1).Where(Name, Op.Eq, v).Where(Id, Op.Ne, v).Limit(1)), Of(v => Ids.Where(Name, Op.Eq, v).Count()),
        Of(v => Ids.WhereBetween(Name, v, "z")), Of(v => Ids.WhereBetween(Name, "a", v)), Of(v => Ids.WhereIn(Name, [v])), Of(v => Ids.WhereIn(Name, ["a", v, "b"])),
        Of(v => Ids.WhereContains(Name, v)), Of(v => Ids.WhereStarts(Name, v)), Of(v => Ids.WhereEnds(Name, v)), Of(v => Ids.WhereSame(Name, v)),
        Of(v => Ids.Where(Name, Op.Gt, Wanted).Bind(Wanted.Is(v))), Of(v => Keys.WhereIn(SiteId, Staff.Select(Site).Where(or => or.Where(Name, Op.Eq, Wanted).OrWhere(Id, Op.Lt, Wanted))).Bind(Wanted.Is(v))),
        Of(v => Ids.Where(or => or.Where(Name, Op.Eq, v).OrWhere(Id, Op.Eq, v))), Of(v => Ids.WhereNot(or => or.Where(Name, Op.Eq, v).OrWhere(x => x.Where(Id, Op.Eq, v).WhereNull(Age)))),
        Of(v => Ids.Where(or => or.WhereBetween(Name, v, v).OrWhereIn(Name, [v]))), Of(v => Ids.Where(or => or.WhereIn(Id, [v]).OrWhereContains(Name, v))),
        Of(v => Ids.Where(or => or.WhereStarts(Name, v).OrWhereStarts(Id, v))), Of(v => Ids.Where(or => or.WhereContains(Name, v).OrWhere(or => or.WhereEnds(Name, v)).OrWhere(or => or.WhereSame(Id, v)))),
        Of(v => Ids.Where(or => or.Where(Name, Op.Lt, Wanted).OrWhere(Name, Op.Eq, Wanted)).Bind(Wanted.Is(v))),
        Of(v => Ids.WhereIn(Site, Keys.Where(Customer, Op.Eq, v))), Of(v => Ids.WhereIn(Site, Keys.Where(Customer, Op.Eq, v), Keys.WhereContains(Customer, v))), Of(v => Ids.WhereNotIn(Site, Keys.Where(Customer, Op.Eq, v))),
        Of(v => Ids.WhereExists(Site, Keys.Where(Customer, Op.Lt, v))), Of(v => Ids.WhereNotExists(Site, Keys.WhereStarts(Customer, v))), Of(v => Ids.WhereExists(Keys.Where(Customer, Op.Eq, v))),
        Of(v => Ids.WhereNotExists(Keys.WhereIn(Customer, [v]))), Of(v => Ids.Where(or => or.WhereNull(Age).OrWhereIn(Site, Keys.Where(Customer, Op.Eq, v)).OrWhereNotIn(Boss, Keys.Where(Customer, Op.Gt, v)))),
        Of(v => PerSite.Having(Site, Op.Gt, v)), Of(v => PerSite.Having(Aggregate.Max(Name), Op.Eq, v)), Of(v => PerSite.Having(or => or.Where(Aggregate.Rows, Op.Gt, 1).OrWhereContains(Aggregate.Min(Name), v))),
        Of(v => Ids.OrderBy(Id).After(v)), Of(v => Ids.OrderByDesc(Name).OrderByDesc(Id).After(v, v)), Of(v => Ids.OrderBy(Name).OrderByDesc(Points).OrderBy(Id).After(v, 1L, v)), Of(v => Ids.OrderBy(Id).After(v).Count()),
        Of(v => Ids.Join(Sites, on => on.Where(SiteId, Op.Eq, Site).Where(Customer, Op.Ne, v))), Of(v => Ids.LeftJoin(Sites, on => on.WhereContains(Customer, v))), Of(v => Ids.RightJoin(Sites, on => on.WhereIn(Customer, [v]))),
        Of(v => Ids.Join(Keys.Where(Customer, Op.Eq, v).AsTable(), on => on.WhereExists(Keys.Where(Customer, Op.Eq, v)))), Of(v => Query.From(Ids.Where(Name, Op.Eq, v).AsTable())),
        Of(v => With(Keys.Where(Customer, Op.Eq, v).AsCommonTable(), common => Ids.With(common).WhereIn(Site, Query.From(common)).Where(Name, Op.Eq, v))),
        Of(v => With(Ids.Where(Name, Op.Eq, v).AsRecursiveTable(found => Ids.Join(found, found.Column(Id), Boss).Where(Name, Op.Ne, v)), below => Query.From(below).With(below))),
        Of(v => Ids.Where(Name, Op.Eq, v).Union(Keys.Where(Customer, Op.Eq, v), Ids.WhereContains(Name, v).OrderBy(Id).Limit(1))), Of(v => Ids.UnionAll(Keys.Where(Customer, Op.Eq, v)).Limit(2)),
        Of(v => Ids.Intersect(Ids.Where(Name, Op.Eq, v)).Except(Ids.Where(Name, Op.Lt, v))),
        Of(v => Ids.Where(Doc.JsonText("a"), Op.Eq, v)), Of(v => Ids.WhereIn(Doc.JsonText("a"), [v])), Of(v => Ids.WhereContains(Extra.JsonText("a", 0), v)),
        Of(v => Staff.Select(Id, Doc.JsonText(v))), Of(v => Staff.Select(Id, Doc.JsonText("a", v, 1, v))), Of(v => Ids.Where(Doc.JsonText(v), Op.Gt, v)), Of(v => Ids.Where(Extra.JsonNumber(v), Op.Gt, 1.5).WhereIn(Doc.JsonNumber(0, v), [1])),
        Of(v => Ids.Where(Doc.JsonBoolean(v), Op.Eq, true).WhereNull(Extra.JsonBoolean("a", v))), Of(v => Ids.OrderBy(Doc.JsonText(v)).OrderByDesc(Extra.JsonText(v))),
        Of(v => With(Staff.Select(Doc.JsonText(v)).AsTable(), made => Query.From(made).OrderBy(made.Column(Doc.JsonText(v))))), Of(v => Ids.Where(Doc.JsonText(v), Op.Eq, Extra.JsonText(v))),

        OfWrite(v => Write.Insert(Office.Staff).Set(Id, v)), OfWrite(v => Write.Insert(Office.Staff).Set(Id, "a").Set(Name, v).OrSkip()), OfWrite(v => Write.Insert(Sites).Set(SiteId, v).Set(Customer, v).OrUpdate(SiteId)),
        OfWrite(v => Write.Insert(Sites).Set(SiteId, v).Set(Customer, "a").OrUpdate(Query.From(Sites).Where(Customer, Op.Eq, v), SiteId).Returning(Size)), OfWrite(v => Write.Update(Staff.Where(Id, Op.Eq, "a")).Set(Name, v)),
        OfWrite(v => Write.Update(Staff.Where(Id, Op.Eq, v)).Add(Points, 1)), OfWrite(v => Write.Update(Staff.WhereIn(Site, Keys.Where(Customer, Op.Eq, v)).WhereContains(Name, v)).SetNull(Boss).Set(Doc, JsonOf(v))),
        OfWrite(v => Write.Delete(Staff.Where(or => or.Where(Id, Op.Eq, v).OrWhere(Doc.JsonText(v), Op.Eq, v)))), OfWrite(v => Write.Insert(Office.Staff).Set(Id, "a").Set(Extra, JsonOf(v))),
    ];

    /// <summary>A document with a text as name and as value.</summary>
    public static JsonElement JsonOf(string text) => JsonSerializer.SerializeToElement(new Dictionary<string, string> { [text] = text });

    private static Position Of(Func<string, Query> query, [CallerArgumentExpression(nameof(query))] string call = "") => new(call, (value, compiler) => compiler.Compile(query(value)));

    private static Position OfWrite(Func<string, Write> write, [CallerArgumentExpression(nameof(write))] string call = "") => new(call, (value, compiler) => compiler.Compile(write(value)));

    private static Query With(Table table, Func<Table, Query> read) => read(table);
}
