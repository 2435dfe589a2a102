using System.Text.Json;
using Cks.QueryBuilder;
using Microsoft.AspNetCore.Builder;
using Microsoft.Data.Sqlite;

namespace Cks.AspNetCore.Tests;

public sealed class UnusableValueTests
{
    private static readonly Column<string> Title = SqlSchema.Create(s => s.Table("notes", t => t.Column<string>("title"))).Table("notes").Column<string>("title");

    private static readonly Column<double> Weight = SqlSchema.Create(s => s.Table("parts", t => t.Column<double>("weight"))).Table("parts").Column<double>("weight");

    [Theory]
    [InlineData("Development", "/find?title=a%00b", "malformed_text")]
    [InlineData("Production", "/find?title=a%00b", "malformed_text")]
    [InlineData("Production", "/wrapped?title=%00", "malformed_text")]
    [InlineData("Production", "/search?length=4097", "search_text_too_long")]
    [InlineData("Production", "/list?length=1001", "list_too_long")]
    [InlineData("Production", "/conditions?length=257", "too_complex")]
    [InlineData("Production", "/weight?least=NaN", "not_finite")]
    [InlineData("Production", "/rows?most=1", "too_many_rows")]
    [InlineData("Production", "/hidden", "hidden_column")]
    public async Task A_value_that_no_database_takes_is_400_with_the_reason(string environment, string path, string reason)
    {
        await using var host = await StartAsync(environment);
        using var response = await host.GetAsync(path, null);
        var body = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.Equal((400, "application/problem+json"), ((int)response.StatusCode, response.Content.Headers.ContentType?.MediaType));
        var problem = JsonDocument.Parse(body).RootElement;

        Assert.Equal(("CKS506", reason, 400), (problem.GetProperty("code").GetString(), problem.GetProperty("reason").GetString(), problem.GetProperty("status").GetInt32()));
        Assert.NotEmpty(problem.GetProperty("traceId").GetString()!);
        Assert.True(response.Headers.CacheControl?.NoStore);
        Assert.DoesNotContain("Exception", body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Values_at_the_limits_pass()
    {
        await using var host = await StartAsync("Production");

        foreach (var path in new[] { "/find?title=a", "/search?length=4096", "/list?length=1000" })
            Assert.Equal((200, "ok"), await host.TextAsync(path, null));
    }

    private static Task<AppHost> StartAsync(string environment) => AppHost.StartAsync(environment: environment, map: app =>
    {
        app.MapGet("/find", (string title) => Ok(Query.From(Title.Table).Where(Title, Op.Eq, title))).AllowAnonymous();
        app.MapGet("/wrapped", (string title) =>
        {
            try
            {
                return Ok(Query.From(Title.Table).Where(Title, Op.Eq, title));
            }
            catch (QueryRefusedException e)
            {
                throw new InvalidOperationException("hunter2", e);
            }
        }).AllowAnonymous();
        app.MapGet("/hidden", string () => throw new QueryRefusedException(QueryRefusal.HiddenColumn)).AllowAnonymous();
        app.MapGet("/search", (int length) => Ok(Query.From(Title.Table).WhereContains(Title, new('x', length)))).AllowAnonymous();
        app.MapGet("/list", (int length) => Ok(Query.From(Title.Table).WhereIn(Title, [.. Enumerable.Range(0, length).Select(i => $"{i}")]))).AllowAnonymous();
        app.MapGet("/weight", (double least) => Ok(Query.From(Weight.Table).Where(Weight, Op.Ge, least))).AllowAnonymous();
        app.MapGet("/rows", async (int most) =>
        {
            await using var source = SqliteFactory.Instance.CreateDataSource("Data Source=rows;Mode=Memory;Cache=Shared");
            await using var held = await source.OpenConnectionAsync();
            await using var command = held.CreateCommand();
            command.CommandText = "CREATE TABLE IF NOT EXISTS notes (title TEXT); INSERT INTO notes VALUES ('a'), ('b')";
            await command.ExecuteNonQueryAsync();
            return (await new QueryReader(source, SqliteCompiler.Default, new QueryBudget { MaxRows = most }).ReadListAsync(Query.From(Title.Table), row => row.GetString(0))).Count;
        }).AllowAnonymous();
        app.MapGet("/conditions", (int length) =>
        {
            var query = Query.From(Title.Table);
            for (var i = 0; i < length; i++)
                query = query.Where(Title, Op.Ne, "x");
            return Ok(query);
        }).AllowAnonymous();
    });

    private static string Ok(Query query)
    {
        SqliteCompiler.Default.Compile(query);
        return "ok";
    }
}
