using System.Text.Json;
using Microsoft.Data.Sqlite;

namespace Cks.QueryBuilder.Tests;

/// <summary>The code of docs/query.md stands here, compiles and runs; the page is held to it line by line.</summary>
public sealed class DocsTests
{
    [Fact]
    public async Task Code_of_the_page_is_accepted_by_the_database()
    {
        SqlSchema schema = SqlSchema.Create(s => s
            .Table("crew", t => t.Column<string>("crew_id").Column<string>("name").Column<string>("center_id").Column<string>("lead_id").Column<int?>("age").Column<JsonElement?>("settings"))
            .Table("centers", t => t.Column<string>("center_id").Column<string>("name").Column<string>("customer_id")));
        Table crew = schema.Table("crew"), centers = schema.Table("centers");
        Column<string> id = crew.Column<string>("crew_id"), name = crew.Column<string>("name"), at = crew.Column<string>("center_id"), lead = crew.Column<string>("lead_id");
        Column<int?> age = crew.Column<int?>("age");
        Column<string> centerId = centers.Column<string>("center_id"), centerName = centers.Column<string>("name"), customer = centers.Column<string>("customer_id");

        Query perCenter = Query.From(crew)
            .LeftJoin(centers, centerId, at)                            // the new table's column first
            .Where(or => or.Where(age, Op.Ge, 18).OrWhereNull(age))     // OR exists only inside a group
            .Select(centerName, Aggregate.Rows, Aggregate.Average(age)) // columns of a table need its join before
            .GroupBy(centerName)
            .Having(Aggregate.Rows, Op.Gt, 5L)
            .OrderByDesc(Aggregate.Rows).OrderBy(centerName, Nulls.First);

        Table latest = Query.From(crew).Select(at, Aggregate.Max(id)).GroupBy(at).AsTable();
        Query newest = Query.From(crew).Join(latest, latest.Column(Aggregate.Max(id)), id).Select(id, name);

        Table chain = Query.From(crew).Where(id, Op.Eq, "CRW-001").Select(id, lead)
            .AsRecursiveTable(above =>
            {
                Table next = crew.Alias(1);
                return Query.From(next).Join(above, above.Column(lead), next.Column(id)).Select(next.Column(id), next.Column(lead));
            });
        Query everyLead = Query.From(chain).With(chain).Select(chain.Column(id));   // a circle in the data ends the walk

        Query both = Query.From(crew).Select(at).Union(Query.From(centers).Select(centerId));
        both = both.OrderBy(both.Table.Column(at));

        Column<JsonElement?> settings = crew.Column<JsonElement?>("settings");
        Query dark = Query.From(crew).Where(settings.JsonText("ui", "theme"), Op.Eq, "dark").Where(settings.JsonNumber("shifts", 0), Op.Gt, 2).Select(id);

        Parameter<string> center = new("center");
        Query members = Query.From(crew).Where(at, Op.Eq, center).OrderBy(id).Limit(50);   // once, in a static field
        SqlResult sql = PostgresCompiler.Default.Compile(members.Bind(center.Is("CEN-001")));

        Query mine = perCenter.RestrictEach(table => table == crew ? Query.From(crew).Where(at, Op.Eq, "CEN-001") : null);
        IReadOnlyDictionary<Column, ColumnUses> used = mine.UsedColumns();   // chosen, compared (or joined, grouped, counted), ordered by

        await using var source = SqliteFactory.Instance.CreateDataSource("Data Source=docs;Mode=Memory;Cache=Shared");
        await using var held = await source.OpenConnectionAsync();
        await PortalDatabase.ExecuteAsync(source, """
            CREATE TABLE crew (crew_id TEXT, name TEXT, center_id TEXT, lead_id TEXT, age INTEGER, settings TEXT);
            CREATE TABLE centers (center_id TEXT, name TEXT, customer_id TEXT);
            INSERT INTO crew VALUES ('CRW-001', 'Ada', 'CEN-001', 'CRW-002', 40, '{"ui":{"theme":"dark"},"shifts":[3]}'), ('CRW-002', 'Bo', 'CEN-001', 'CRW-001', NULL, NULL);
            INSERT INTO centers VALUES ('CEN-001', 'North', NULL);
            """);
        Assert.Empty(await PortalDatabase.ReadAsync<string>(source, SqliteCompiler.Default, perCenter));
        Assert.Equal(["CRW-002"], await PortalDatabase.ReadAsync<string>(source, SqliteCompiler.Default, newest));
        Assert.Equal(["CRW-001", "CRW-002"], await PortalDatabase.ReadAsync<string>(source, SqliteCompiler.Default, everyLead.OrderBy(chain.Column(id))));
        Assert.Equal(["CEN-001"], await PortalDatabase.ReadAsync<string>(source, SqliteCompiler.Default, both));
        Assert.Equal(["CRW-001"], await PortalDatabase.ReadAsync<string>(source, SqliteCompiler.Default, dark));
        Assert.Empty(await PortalDatabase.ReadAsync<string>(source, SqliteCompiler.Default, mine));
        Assert.Equal([age, at, centerId, centerName], used.Keys.OrderBy(c => c.ToString(), StringComparer.Ordinal).OrderByDescending(c => c.Table == crew));
        Assert.Equal("CEN-001", sql.Bindings[0]);
        Assert.Equal("customer_id", customer.Name);
    }

    [Fact]
    public void Page_says_what_stands_here()
    {
        var here = File.ReadLines(Path.Combine(Root(), "tests/Cks.QueryBuilder.Tests/DocsTests.cs")).Select(l => l.Trim()).ToHashSet();
        var page = File.ReadAllText(Path.Combine(Root(), "docs/query.md"));
        var code = page.Split("```").Where(b => b.StartsWith("csharp", StringComparison.Ordinal)).SelectMany(b => b.Split('\n').Skip(1)).Select(l => l.Trim()).Where(l => l.Length > 0).ToArray();

        Assert.True(code.Length > 20);
        Assert.All(code, line => Assert.Contains(line, here));
    }

    private static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "CksCore.sln")))
            folder = folder.Parent!;
        return folder.FullName;
    }
}
