using static Cks.QueryBuilder.Tests.Portal;

namespace Cks.QueryBuilder.Tests;

/// <summary>What an <see cref="IQuerySource"/> promises, told with a small foreign builder. An adapter of a real one is held to the same lines.</summary>
public sealed class QuerySourceTests
{
    private static readonly IQuerySource Source = new ForeignQuerySource();

    /// <summary>Call chains of the other builder and what they mean here.</summary>
    public static TheoryData<string> Chains => [.. Translations.Keys];

    private static readonly Dictionary<string, (ForeignQuery Foreign, Query Ours)> Translations = new()
    {
        ["all"] = (new("crew"), Query.From(Crew)),
        ["select"] = (new ForeignQuery("crew").Add(new ForeignSelect(["name", "crew_id"])), Query.From(Crew).Select(Name, CrewId)),
        ["where"] = (new ForeignQuery("crew").Add(new ForeignWhere("name", "=", "a")).Add(new ForeignWhere("age", ">=", 3)), Query.From(Crew).Where(Name, Op.Eq, "a").Where(Age, Op.Ge, 3)),
        ["null"] = (new ForeignQuery("crew").Add(new ForeignWhere("name", "<>", null)), Query.From(Crew).WhereNotNull(Name)),
        ["page"] = (
            new ForeignQuery("crew").Add(new ForeignOrder("created_at", true)).Add(new ForeignOrder("crew_id", false)).Add(new ForeignLimit(5)),
            Query.From(Crew).OrderByDesc(CreatedAt).OrderBy(CrewId).Limit(5)),
        ["no rows"] = (new ForeignQuery("crew").Add(new ForeignLimit(0)), Query.From(Crew).Limit(0)),
    };

    [Theory]
    [MemberData(nameof(Chains))]
    public void Chain_of_another_builder_becomes_the_query_that_it_means(string chain)
    {
        var (foreign, ours) = Translations[chain];

        Assert.True(Source.TryTranslate(foreign, Schema, out var query, out var error), error);
        foreach (var compiler in (SqlCompiler[])[PostgresCompiler.Default, SqliteCompiler.Default])
        {
            Assert.Equal(compiler.Compile(ours).Sql, compiler.Compile(query).Sql);
            Assert.Equal(compiler.Compile(ours).Bindings, compiler.Compile(query).Bindings);
        }
    }

    public static TheoryData<string> Refusals => [.. Refused.Keys];

    private static readonly Dictionary<string, object> Refused = new()
    {
        ["no query"] = "SELECT 1",
        ["raw part"] = new ForeignQuery("crew").Add(new ForeignRaw("1 = 1")),
        ["raw part after a good one"] = new ForeignQuery("crew").Add(new ForeignWhere("name", "=", "a")).Add(new ForeignRaw("OR 1 = 1")),
        ["unknown table"] = new ForeignQuery("secrets"),
        ["unknown column"] = new ForeignQuery("crew").Add(new ForeignWhere("password", "=", "a")),
        ["unknown column among others"] = new ForeignQuery("crew").Add(new ForeignSelect(["name", "password"])),
        ["unknown order"] = new ForeignQuery("crew").Add(new ForeignOrder("name; DROP TABLE crew", false)),
        ["no columns"] = new ForeignQuery("crew").Add(new ForeignSelect([])),
        ["unknown operator"] = new ForeignQuery("crew").Add(new ForeignWhere("name", "= '' OR 1 =", "a")),
        ["value of another type"] = new ForeignQuery("crew").Add(new ForeignWhere("age", "=", "3")),
        ["malformed text"] = new ForeignQuery("crew").Add(new ForeignWhere("name", "=", "\0")),
        ["negative limit"] = new ForeignQuery("crew").Add(new ForeignLimit(-5)),
        ["table with an alias"] = new ForeignQuery("crew as c"),
        ["column of a table"] = new ForeignQuery("crew").Add(new ForeignWhere("crew.name", "=", "a")),
    };

    [Theory]
    [MemberData(nameof(Refusals))]
    public void What_has_no_counterpart_is_refused_with_a_reason(string refusal)
    {
        Assert.False(Source.TryTranslate(Refused[refusal], Schema, out var query, out var error));
        Assert.Null(query);
        Assert.NotEmpty(error);
    }

    [Fact]
    public void Hostile_text_in_any_place_of_a_name_is_refused_and_in_a_value_only_a_value()
    {
        var sql = SqliteCompiler.Default.Compile(Query.From(Crew).Where(Name, Op.Eq, "a")).Sql;
        Assert.All(Corpus.Strings().Where(Corpus.IsWellFormed), hostile =>
        {
            Assert.True(!Source.TryTranslate(new ForeignQuery(hostile), Schema, out _, out _) || Schema.TryTable(hostile, out _));
            foreach (var clause in (object[])[new ForeignWhere(hostile, "=", "a"), new ForeignOrder(hostile, true), new ForeignSelect([hostile])])
                Assert.True(!Source.TryTranslate(new ForeignQuery("crew").Add(clause), Schema, out _, out _) || Crew.TryColumn(hostile, out _));
            Assert.True(Source.TryTranslate(new ForeignQuery("crew").Add(new ForeignWhere("name", "=", hostile)), Schema, out var query, out _));
            Assert.Equal(sql, SqliteCompiler.Default.Compile(query).Sql);
        });
    }
}
