using System.Text.Json;
using static Cks.QueryBuilder.Tests.Office;

namespace Cks.QueryBuilder.Tests;

public sealed class JsonColumnsTests
{
    private static readonly Query All = Query.From(Staff);

    [Fact]
    public void Path_has_one_step_to_eight()
    {
        JsonStep[] longest = [.. Enumerable.Repeat<JsonStep>("a", JsonColumns.LongestPath)];

        Assert.Throws<ArgumentException>(() => Doc.JsonText());
        Assert.Throws<ArgumentException>(() => Extra.JsonNumber());
        Assert.Throws<ArgumentException>(() => Doc.JsonBoolean([.. longest, "a"]));
        Assert.Throws<ArgumentException>(() => Doc.JsonText(default(JsonStep)));
        Assert.Throws<ArgumentNullException>(() => ((Column<JsonElement>)null!).JsonText("a"));
        Assert.Throws<ArgumentNullException>(() => Doc.JsonText((string)null!));
        Assert.Throws<ArgumentOutOfRangeException>(() => Doc.JsonText(int.MinValue));
        Assert.Equal(JsonColumns.LongestPath, PostgresCompiler.Default.Compile(All.Select(Doc.JsonText(longest))).Bindings.Count);
    }

    [Fact]
    public void Name_is_a_well_formed_text() => Assert.All(
        (string[])["a\0", "\0", "\ud800", "\udc00a"], name => Assert.Equal(QueryRefusal.MalformedText, Assert.Throws<QueryRefusedException>(() => Doc.JsonText("a", name)).Reason));

    [Fact]
    public void Document_itself_is_neither_compared_nor_ordered_nor_grouped_by()
    {
        var json = JsonDocument.Parse("1").RootElement;

        Assert.All(
            (Action[])
            [
                () => All.Where(Doc, Op.Eq, json), () => All.Where(Doc, Op.Eq, Doc), () => All.WhereIn(Doc, [json]), () => All.WhereBetween(Doc, json, json), () => All.OrderBy(Doc), () => All.OrderByDesc(Extra), () => All.GroupBy(Doc),
                () => All.WhereIn(Doc, All.Select(Doc)), () => All.WhereNotIn(Doc, All.Select(Doc)), () => All.WhereExists(Doc, All.Select(Doc)), () => All.Where(Doc, Op.Eq, new Parameter<JsonElement>("doc")),
                () => All.Where(or => or.WhereNull(Doc).OrWhere(Doc, Op.Eq, json)), () => All.Having(Doc, Op.Eq, json),
            ],
            act => Assert.Throws<ArgumentException>(act));
    }

    [Fact]
    public void Path_of_a_table_that_is_not_read_is_refused() =>
        Assert.All(
            (Action[])
            [
                () => Query.From(Sites).Select(Doc.JsonText("a")), () => Query.From(Sites).Where(Doc.JsonText("a"), Op.Eq, "b"), () => Query.From(Sites).OrderBy(Doc.JsonText("a")), () => Query.From(Staff.Alias()).WhereNull(Doc.JsonText("a")),
                () => All.Where(Name, Op.Eq, Staff.Alias().Column(Doc).JsonText("a")),
            ],
            act => Assert.Throws<ArgumentException>(act));

    [Fact]
    public void Path_is_read_and_not_written() =>
        Assert.All(
            (Action[])
            [
                () => Write.Insert(Staff).Set(Doc.JsonText("a"), "b"), () => Write.Insert(Staff).SetNull(Doc.JsonText("a")), () => Write.Insert(Staff).Set(Id, "a").Returning(Doc.JsonText("a")),
                () => Write.Insert(Staff).Set(Id, "a").Set(Name, "b").OrUpdate(Doc.JsonText("a")), () => All.GroupBy(Doc.JsonText("a")), () => Aggregate.Max(Doc.JsonText("a")),
            ],
            act => Assert.Throws<ArgumentException>(act));

    [Fact]
    public void Page_is_found_by_columns_and_not_by_a_path() => Assert.Throws<InvalidOperationException>(() => All.OrderBy(Doc.JsonText("a")).After("b"));

    [Fact]
    public void Paths_of_other_names_have_one_text_and_of_an_index_another()
    {
        string Sql(params ReadOnlySpan<JsonStep> path) => PostgresCompiler.Default.Compile(All.Select(Doc.JsonText(path))).Sql;

        Assert.Same(Sql("a", "b"), Sql("c", "d\"e"));
        Assert.Same(Sql("a", 0), Sql("b", 7));
        Assert.NotEqual(Sql("a", 0), Sql(0, "a"));
        Assert.NotEqual(Sql("a", "0"), Sql("a", 0));
        Assert.NotEqual(Sql("a"), Sql("a", "b"));
    }

    [Fact]
    public void Document_that_is_written_is_well_formed_and_its_own()
    {
        Assert.Throws<ArgumentException>(() => Write.Insert(Staff).Set(Doc, default(JsonElement)));
        foreach (var bad in (string[])["\"a\\u0000b\"", "{\"\\u0000\":1}", "[\"\\\\\\u0000\"]", "\"\\ud800\"", "{\"\\udc00\":1}"])
            Assert.Equal(QueryRefusal.MalformedText, Assert.Throws<QueryRefusedException>(() => Write.Insert(Staff).Set(Doc, JsonDocument.Parse(bad).RootElement)).Reason);

        Write write;
        using (var document = JsonDocument.Parse("""{ "a" : "\u00e9\\u0000" }"""))
            write = Write.Insert(Staff).Set(Doc, document.RootElement);
        Assert.Equal(["""{"a":"é\\u0000"}"""], PostgresCompiler.Default.Compile(write).Bindings);
    }

    [Fact]
    public void Bytes_are_copied_and_not_listed()
    {
        byte[] bytes = [1, 2];
        var query = All.Where(Photo, Op.Eq, bytes);
        bytes[0] = 9;

        Assert.Equal(new byte[] { 1, 2 }, Assert.Single(PostgresCompiler.Default.Compile(query).Bindings));
        Assert.Throws<ArgumentException>(() => All.WhereIn(Photo, [bytes]));
    }
}
