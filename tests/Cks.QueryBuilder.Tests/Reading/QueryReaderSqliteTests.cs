using Microsoft.Data.Sqlite;

namespace Cks.QueryBuilder.Tests.Reading;

public sealed class QueryReaderSqliteTests
{
    [Fact]
    public async Task Several_queries_are_read_in_one_call()
    {
        await using var source = SqliteFactory.Instance.CreateDataSource("Data Source=smoke;Mode=Memory;Cache=Shared");
        await using var keeper = await source.OpenConnectionAsync();
        await using var create = keeper.CreateCommand();
        create.CommandText = "CREATE TABLE centers (center_id TEXT NOT NULL, customer_id TEXT, size INTEGER); INSERT INTO centers VALUES ('a', 'x', 1), ('b', 'x', NULL), ('c', 'y', 3)";
        await create.ExecuteNonQueryAsync();
        var ids = Query.From(Portal.Centers).Select(Portal.CenterId).OrderBy(Portal.CenterId);
        var rows = new List<(int, object)>();

        await new QueryReader(source, SqliteCompiler.Default).ReadAsync(
            [ids.Where(Portal.Customer, Op.Eq, "x"), ids.WhereFalse(), ids.Where(Portal.Customer, Op.Eq, "y"), ids.Count()],
            (index, reader) => rows.Add((index, reader.GetValue(0))));

        Assert.Equal([(0, "a"), (0, "b"), (2, "c"), (3, 3L)], rows);
    }
}
