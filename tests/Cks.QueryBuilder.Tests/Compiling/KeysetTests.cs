using CsCheck;
using static Cks.QueryBuilder.Tests.Portal;

namespace Cks.QueryBuilder.Tests;

public sealed class KeysetTests(PortalDatabase database) : IClassFixture<PortalDatabase>
{
    [Theory]
    [InlineData(Dialect.Sqlite)]
    [InlineData(Dialect.Postgres)]
    public async Task Pages_one_after_the_other_are_the_whole(Dialect dialect)
    {
        var (source, compiler) = await database.OpenAsync(dialect);
        await PortalDatabase.ExecuteAsync(source, "DELETE FROM crew; DELETE FROM centers");
        await PortalDatabase.InsertAsync(source, dialect, [.. Pools.Texts.Select((t, i) => new CrewRow($"W{i:00}", t, null, i % 2 == 0, null, i % 3, Guid.Empty, DateTimeOffset.UnixEpoch, null))], []);
        var all = Query.From(Crew).Select(CrewId, Points, Name);

        foreach (var order in (Query[])[
            all.OrderBy(Points).OrderBy(Name).OrderBy(CrewId), all.OrderByDesc(Points).OrderByDesc(Name).OrderByDesc(CrewId),
            all.OrderBy(Points).OrderByDesc(Name).OrderBy(CrewId), all.OrderByDesc(Points).OrderBy(Name).OrderBy(CrewId)])
        {
            var whole = await ReadAsync(order);
            var pages = new List<(string Id, long Points, string Name)>();
            for (var page = await ReadAsync(order.Limit(4)); page.Count > 0; page = await ReadAsync(order.Limit(4).After(pages[^1].Points, pages[^1].Name, pages[^1].Id)))
                pages.AddRange(page);
            Assert.Equal(whole, pages);
            Assert.Equal(Pools.Texts.Length, pages.Count);
        }

        async Task<List<(string Id, long Points, string Name)>> ReadAsync(Query query)
        {
            var rows = new List<(string, long, string)>();
            await new QueryReader(source, compiler).ReadAsync(query, row => rows.Add((row.GetString(0), row.GetInt64(1), row.GetString(2))));
            return rows;
        }
    }

    [Theory]
    [InlineData(Dialect.Sqlite, "(tenant=? AND (at,id)<(?,?))")]
    [InlineData(Dialect.Postgres, "ROW(at, id) < ROW(")]
    public async Task Page_is_sought_in_an_index_and_not_counted_up_to(Dialect dialect, string sought)
    {
        var (source, compiler) = await database.OpenAsync(dialect);
        var collation = dialect == Dialect.Postgres ? "COLLATE \"C\"" : "";
        await PortalDatabase.ExecuteAsync(source, $"DROP TABLE IF EXISTS paged; CREATE TABLE paged (tenant text, at text {collation} NOT NULL, id text {collation} NOT NULL, PRIMARY KEY (tenant, at, id))");
        var paged = SqlSchema.Create(s => s.Table("paged", t => t.Column<string>("tenant").Column<string>("at").Column<string>("id"))).Table("paged");
        var page = compiler.Compile(Query.From(paged).Where(paged.Column<string>("tenant"), Op.Eq, "t")
            .OrderByDesc(paged.Column<string>("at")).OrderByDesc(paged.Column<string>("id")).After("2026", "a").Limit(5));

        await using var connection = await source.OpenConnectionAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = dialect == Dialect.Postgres ? $"SET enable_seqscan = off; SET enable_bitmapscan = off; EXPLAIN {page.Sql}" : $"EXPLAIN QUERY PLAN {page.Sql}";
        foreach (var (name, value) in page.NamedBindings)
        {
            var parameter = command.CreateParameter();
            (parameter.ParameterName, parameter.Value) = (name, value);
            command.Parameters.Add(parameter);
        }

        var plan = new List<string>();
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync())
            plan.Add(reader.GetString(reader.FieldCount - 1));
        Assert.Contains(plan, line => line.Contains(sought, StringComparison.Ordinal) && (dialect == Dialect.Sqlite || line.Contains("Index Cond", StringComparison.Ordinal)));
    }
}
