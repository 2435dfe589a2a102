using System.Data.Common;
using System.Globalization;
using Cks.Samples.Portal.Database;

namespace Cks.Tests.Oracle;

/// <summary>Fills a migrated database with random graphs, each a pair of tenants of its own: <c>g17a</c> and <c>g17b</c>.</summary>
public sealed class RandomPortal(DbDataSource source, PortalEngine engine, string issuer, DateTime now)
{
    private const int RowsPerStatement = 250;

    /// <summary>Writes the graph of the seed in one transaction and tells what is in it. A size of 0 lets the seed choose it.</summary>
    public async Task<RandomMix> FillAsync(int seed, int size = 0)
    {
        var graph = RandomGraph.Create(seed, size, now);
        graph.Link(issuer, PortalSeeds.SubjectOf);
        await using var connection = await source.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await using var command = connection.CreateCommand();
        command.Transaction = transaction;
        foreach (var (table, columns, all) in graph.Filled())
        {
            foreach (var rows in all.Chunk(RowsPerStatement))
            {
                command.CommandText = $"INSERT INTO {table} ({columns}) VALUES {string.Join(", ", rows.Select(row => $"({string.Join(", ", row.Select(Literal))})"))}";
                await command.ExecuteNonQueryAsync();
            }
        }

        await transaction.CommitAsync();
        return graph.Mix();
    }

    // Literals, because statements of many parameters take most of their time for these.
    private string Literal(object? value) => value switch
    {
        null => "NULL",
        bool flag when engine == PortalEngine.Sqlite => flag ? "1" : "0",
        bool flag => flag ? "TRUE" : "FALSE",
        int number => number.ToString(CultureInfo.InvariantCulture),
        DateTime time => $"'{OracleSql.Text(time)}'",
        string text => $"'{text.Replace("'", "''")}'",
        _ => throw new ArgumentException($"No literal for {value.GetType()}."),
    };
}
