using Microsoft.Data.Sqlite;
using Npgsql;

namespace Cks.Benchmarks;

/// <summary>Reads a <see cref="HandWrittenScope"/> as each provider does it best: one read transaction, and on PostgreSQL one round trip.</summary>
internal static class HandWrittenReaders
{
    // The plus keeps SQLite from walking the index of the order, past every row of the tenant.
    private static readonly string Text = string.Join(";\n", HandWrittenScope.Statements).Replace("ORDER BY ", "ORDER BY +", StringComparison.Ordinal);

    public static async ValueTask<HandWrittenScope?> ReadSqliteAsync(string connectionString, ScopeViewer viewer)
    {
        await using var connection = new SqliteConnection(connectionString);
        await connection.OpenAsync();
        await using var transaction = connection.BeginTransaction(deferred: true);
        await using var command = connection.CreateCommand();
        command.Transaction = transaction;
        command.CommandText = Text;
        command.Parameters.Add("$1", SqliteType.Text).Value = viewer.Tenant;
        command.Parameters.Add("$2", SqliteType.Integer).Value = viewer.IsTest ? 1L : 0L;
        command.Parameters.Add("$3", SqliteType.Text).Value = viewer.Code;
        await using var reader = await command.ExecuteReaderAsync();
        return await HandWrittenScope.ReadAsync(reader);
    }

    public static async ValueTask<HandWrittenScope?> ReadPostgresAsync(NpgsqlDataSource source, ScopeViewer viewer, IReadOnlyList<string> statements)
    {
        await using var connection = await source.OpenConnectionAsync();
        await using var batch = connection.CreateBatch();
        batch.BatchCommands.Add(new("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"));
        foreach (var statement in statements)
        {
            batch.BatchCommands.Add(new(statement)
            {
                Parameters =
                {
                    new NpgsqlParameter<string> { TypedValue = viewer.Tenant },
                    new NpgsqlParameter<bool> { TypedValue = viewer.IsTest },
                    new NpgsqlParameter<string> { TypedValue = viewer.Code },
                },
            });
        }

        batch.BatchCommands.Add(new("COMMIT"));
        await using var reader = await batch.ExecuteReaderAsync();
        return await HandWrittenScope.ReadAsync(reader);
    }
}
