using CsCheck;

namespace Cks.QueryBuilder.Tests;

public sealed class WriteMeaningTests(PortalDatabase database) : IClassFixture<PortalDatabase>
{
    [Theory]
    [InlineData(Dialect.Sqlite)]
    [InlineData(Dialect.Postgres)]
    public async Task Random_writes_do_what_a_naive_evaluation_does_and_leave_nothing_without_commit(Dialect dialect)
    {
        var (source, compiler) = await database.OpenAsync(dialect);
        var target = new SqlDatabase(source, compiler);
        var (met, missed) = (new HashSet<string>(), new HashSet<string>());
        Gen.Select(World.Gen, RandomWrite.Gen.Array[50]).Sample(
            (world, random) =>
            {
                CheckAsync(world, random).GetAwaiter().GetResult();
                return true;
            },
            iter: 40, threads: 1, print: t => $"{t.Item2.Length} writes");
        string[] all = ["insert", "skip", "upsert", "upsert where", "update", "add", "delete"];
        Assert.Empty(all.SelectMany(a => (string[])[a, $"{a} returning"]).Except(met));
        Assert.Empty(((string[])["skip", "upsert where", "update", "delete"]).Except(missed));

        async Task CheckAsync(World world, RandomWrite[] random)
        {
            await using (var connection = await source.OpenConnectionAsync())
                await world.WriteAsync(connection, dialect);
            foreach (var each in random)
            {
                var (rows, written) = each.Evaluate(world);
                await using var transaction = await target.BeginAsync();
                if (each.Returned.Length == 0)
                {
                    Assert.Equal(written.Count, await transaction.ExecuteAsync(each.Write));
                }
                else
                {
                    var found = new List<string>();
                    await transaction.ReadAsync(each.Write, row => found.Add(Naive.KeyOf(each.Returned.Select((at, i) => row.IsDBNull(i) ? null : World.Tables[each.Table].Columns[at].Kind.Read(row, i)))));
                    Assert.Equal(written.Select(r => Naive.KeyOf(each.Returned.Select(i => r[i]))).Order(StringComparer.Ordinal), found.Order(StringComparer.Ordinal));
                }

                await AssertRowsAsync(transaction, each.Table, rows);
                (written.Count > 0 ? met : missed).Add(each.Returned.Length == 0 ? each.Name : $"{each.Name} returning");
            }

            await using var after = await target.BeginAsync();
            for (var table = 0; table < World.Tables.Length; table++)
                await AssertRowsAsync(after, table, world.Rows[table]);
        }
    }

    private static async Task AssertRowsAsync(SqlTransaction transaction, int table, object?[][] expected)
    {
        var rows = new List<string>();
        var columns = World.Tables[table].Columns;
        await transaction.ReadAsync(
            Query.From(World.Schema.Table(World.Tables[table].Name)), row => rows.Add(Naive.KeyOf(columns.Select((c, i) => row.IsDBNull(i) ? null : c.Kind.Read(row, i)))));
        Assert.Equal(expected.Select(Naive.KeyOf).Order(StringComparer.Ordinal), rows.Order(StringComparer.Ordinal));
    }
}
