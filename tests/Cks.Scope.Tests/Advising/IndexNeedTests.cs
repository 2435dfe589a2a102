using Cks.QueryBuilder;
using Cks.Tests;

namespace Cks.Scope.Tests.Advising;

/// <summary>Whether an index serves, by the rule and by what the planners do with every index of up to five columns in any order.</summary>
public sealed class IndexNeedTests
{
    private static readonly Table Crew = SqlSchema.Create(s => s
        .Table("crew", t => t.Column<string>("tenant").Column<bool>("test").Column<string>("center").Column<string>("id").Column<DateTimeOffset>("created").Column<DateTimeOffset?>("archived"))).Table("crew");

    private static readonly Column<string> Tenant = Crew.Column<string>("tenant");
    private static readonly Column<bool> Test = Crew.Column<bool>("test");
    private static readonly Column<string> Center = Crew.Column<string>("center");
    private static readonly Column<string> Id = Crew.Column<string>("id");
    private static readonly Column<DateTimeOffset> Created = Crew.Column<DateTimeOffset>("created");

    private static readonly IndexNeed ByCenter = new(Crew, [Tenant, Test, Center], Center, [], ["x: y"]);
    private static readonly IndexNeed Page = new(Crew, [Tenant, Test, Center], Center, [Id], ["x: y"]);
    private static readonly IndexNeed Newest = new(Crew, [Tenant, Test], Tenant, [Created, Id], ["x: y"]);

    private static DatabaseIndex Index(string columns, bool isOfLive = false) => new(
        "crew", "ix", [.. columns.Split(' ').Select(c => new IndexColumn(c.Split('-')[0], HasOwnCollation: true, IsByCodePoint: !c.EndsWith("-locale", StringComparison.Ordinal), IsDescending: c.EndsWith("-desc", StringComparison.Ordinal)))], isOfLive);

    [Theory]
    [InlineData("tenant test center id", true)]
    [InlineData("center", true)]
    [InlineData("tenant center", true)]
    [InlineData("center tenant test", true)]
    [InlineData("tenant test", false)]
    [InlineData("tenant test id center", false)]
    [InlineData("id center", false)]
    public void Rows_are_found_by_an_index_that_begins_with_what_is_compared(string columns, bool serves) => Assert.Equal(serves, ByCenter.IsServedBy(Index(columns)));

    [Theory]
    [InlineData("tenant test center id", true)]
    [InlineData("tenant center test id", true)]
    [InlineData("tenant center id", true)]
    [InlineData("tenant center id test", true)]
    [InlineData("tenant test center", false)]
    [InlineData("tenant test center id-locale", false)]
    [InlineData("tenant test center created id", false)]
    public void A_page_is_found_in_order_by_an_index_that_has_the_order_next(string columns, bool serves) => Assert.Equal(serves, Page.IsServedBy(Index(columns)));

    [Theory]
    [InlineData("tenant test created id", true)]
    [InlineData("tenant test created-desc id-desc", true)]
    [InlineData("tenant test created-desc id", false)]
    [InlineData("tenant test id", false)]
    [InlineData("test created id", false)]
    public void An_order_of_two_columns_is_one_direction(string columns, bool serves) => Assert.Equal(serves, Newest.IsServedBy(Index(columns)));

    [Fact]
    public void An_index_of_live_rows_serves_who_asks_for_no_others()
    {
        Assert.False(ByCenter.IsServedBy(Index("tenant test center", isOfLive: true)));
        Assert.True((ByCenter with { IsLive = true }).IsServedBy(Index("tenant test center", isOfLive: true)));
    }

    [Fact]
    public void A_text_of_another_collation_is_found_by_no_index_that_is_not_of_it()
    {
        var index = new DatabaseIndex("crew", "ix", [new("center", HasOwnCollation: false, IsByCodePoint: true, IsDescending: false)]);

        Assert.False(ByCenter.IsServedBy(index));
    }

    // The planner may choose nothing but an index that has the columns, so that it says whether it can use it.
    [Fact]
    public async Task The_rule_is_what_PostgreSQL_does_with_any_index()
    {
        await using var database = new PostgresDatabase();
        await using var connection = await (await database.SourceAsync()).OpenConnectionAsync(TestContext.Current.CancellationToken);
        await ExecuteAsync("CREATE TABLE crew (tenant text NOT NULL, test boolean NOT NULL, center text COLLATE \"C\", id text NOT NULL, created timestamptz NOT NULL, archived timestamptz)");
        await ExecuteAsync("INSERT INTO crew SELECT 't' || i % 3, i % 2 = 0, 'c' || i % 50, 'i' || i, '2026-01-01'::timestamptz + i * interval '1 second', NULL FROM generate_series(1, 3000) AS s(i)");
        await ExecuteAsync("ANALYZE crew; SET enable_seqscan = off; SET enable_sort = off; SET enable_incremental_sort = off; SET enable_bitmapscan = off");
        var served = 0;
        foreach (var columns in Orders(["tenant", "test", "center", "id", "id COLLATE \"C\"", "created", "created DESC"], 4))
        {
            await ExecuteAsync($"CREATE INDEX ix ON crew ({string.Join(", ", columns)})");
            var catalog = await IndexCatalog.ReadAsync(connection, PostgresCompiler.Default, (_, c) => c == "archived", TestContext.Current.CancellationToken);
            foreach (var (need, sql) in new[]
            {
                (Page, "SELECT id FROM crew WHERE tenant = 't1' AND test = TRUE AND center = 'c1' ORDER BY id COLLATE \"C\" LIMIT 5"),
                (Newest, "SELECT id FROM crew WHERE tenant = 't1' AND test = TRUE ORDER BY created DESC, id COLLATE \"C\" DESC LIMIT 5"),
            })
            {
                var plan = "";
                await connection.ReadAsync($"EXPLAIN {sql}", [], row => plan += row.GetString(0) + "\n", TestContext.Current.CancellationToken);
                // A condition on a column behind another that is not compared is one of a walk through the whole index.
                var begins = columns.Select(c => c.Split(' ')[0]).TakeWhile(c => need.Equal.Any(e => e.Name == c)).Contains(need.Essential.Name);
                var uses = begins && !plan.Contains("Sort", StringComparison.Ordinal) && plan.Contains("Index Cond", StringComparison.Ordinal);
                Assert.True(uses == need.IsServedBy(Assert.Single(catalog.Indexes)), $"{string.Join(", ", columns)}: {plan}");
                served += uses ? 1 : 0;
            }

            await ExecuteAsync("DROP INDEX ix");
        }

        Assert.InRange(served, 20, 200);

        async Task ExecuteAsync(string sql) => await connection.ReadAsync(sql, [], _ => { }, TestContext.Current.CancellationToken);
    }

    private static IEnumerable<string[]> Orders(string[] columns, int most)
    {
        var all = new List<string[]> { Array.Empty<string>() };
        for (var length = 0; length < most; length++)
        {
            all = [.. from order in all from column in columns where !order.Any(o => o.Split(' ')[0] == column.Split(' ')[0]) select (string[])[.. order, column]];
            foreach (var order in all)
                yield return order;
        }
    }
}
