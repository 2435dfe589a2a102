using CsCheck;
using static Cks.QueryBuilder.Tests.Portal;

namespace Cks.QueryBuilder.Tests;

public sealed class WriteMeaningTests(PortalDatabase database) : IClassFixture<PortalDatabase>
{
    [Theory]
    [InlineData(Dialect.Sqlite, 8, 150)]
    [InlineData(Dialect.Postgres, 4, 60)]
    public async Task Random_writes_do_what_a_naive_evaluation_does_and_leave_nothing_without_commit(Dialect dialect, int states, int writes)
    {
        var (source, compiler) = await database.OpenAsync(dialect);
        var target = new SqlDatabase(source, compiler);
        Gen.Select(Pools.Crew, Pools.Centers, RandomWrite.Gen.Array[writes]).Sample(
            (crew, centers, random) =>
            {
                CheckAsync(crew, centers, random).GetAwaiter().GetResult();
                return true;
            },
            iter: states, threads: 1);

        async Task CheckAsync(CrewRow[] crew, CenterRow[] centers, RandomWrite[] random)
        {
            await PortalDatabase.ExecuteAsync(source, "DELETE FROM crew; DELETE FROM centers");
            await PortalDatabase.InsertAsync(source, dialect, crew, centers);
            foreach (var each in random)
            {
                var (expected, affected) = each.Evaluate(crew, centers);
                await using var transaction = await target.BeginAsync();
                Assert.Equal(affected, await transaction.ExecuteAsync(each.ToWrite()));
                Assert.Equal(expected.OrderBy(r => r.CrewId, StringComparer.Ordinal), await ReadAsync(transaction));
            }

            await using var after = await target.BeginAsync();
            Assert.Equal(crew, await ReadAsync(after));
        }
    }

    private static async Task<List<CrewRow>> ReadAsync(SqlTransaction transaction)
    {
        var rows = new List<CrewRow>();
        await transaction.ReadAsync(Query.From(Crew).OrderBy(CrewId), row => rows.Add(new(
            row.GetString(0), Text(row, 1), Text(row, 2), row.GetBoolean(3), row.IsDBNull(4) ? null : row.GetInt32(4), row.GetInt64(5), row.GetGuid(6),
            row.GetFieldValue<DateTimeOffset>(7), row.IsDBNull(8) ? null : row.GetFieldValue<DateTimeOffset>(8))));
        return rows;
    }

    private static string? Text(System.Data.Common.DbDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);
}
