using System.Data.Common;

namespace Cks.QueryBuilder;

/// <summary>
/// Sends queries and hands their rows over. Several queries in one call see one instant of the data, at the cost of one round trip.
/// A query that is known to match nothing (<see cref="Query.IsFalse"/>) is not sent, and when all are, no connection is opened.
/// </summary>
/// <remarks>
/// Cancelling stops the statement at a PostgreSQL server. Microsoft.Data.Sqlite runs in the calling thread and cannot be interrupted within a row;
/// there the token is looked at between rows.
/// </remarks>
/// <param name="source">Where connections come from; Npgsql's data source, or <c>SqliteFactory.Instance.CreateDataSource</c>.</param>
/// <param name="compiler">The dialect of that database.</param>
public sealed class QueryReader(DbDataSource source, SqlCompiler compiler)
{
    /// <summary>Reads one query.</summary>
    /// <param name="query">The query.</param>
    /// <param name="row">Called for each row, in order; columns stand in the order of <see cref="Query.Columns"/>, a count is one row with one 64-bit integer.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    /// <exception cref="ArgumentException">The query locks its rows.</exception>
    /// <exception cref="DbException">The database refused or could not be reached.</exception>
    public Task ReadAsync(Query query, Action<DbDataReader> row, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(row);
        return ReadAsync([query], (_, reader) => row(reader), cancellationToken);
    }

    /// <summary>Reads several queries as of one instant, in one round trip.</summary>
    /// <param name="queries">The queries.</param>
    /// <param name="row">
    /// Called for each row with the index of its query; queries in order, rows in order. Never called for a query that is known to match nothing, counts included:
    /// start from zero.
    /// </param>
    /// <param name="cancellationToken">Stops reading.</param>
    /// <exception cref="ArgumentException">A query locks its rows.</exception>
    /// <exception cref="DbException">The database refused or could not be reached; rows of earlier queries may have been handed over by then.</exception>
    public async Task ReadAsync(IReadOnlyList<Query> queries, Action<int, DbDataReader> row, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(queries);
        ArgumentNullException.ThrowIfNull(row);
        if (queries.Any(q => q.IsLocking))
            throw new ArgumentException($"A query locks its rows, which ends with a transaction: read it in a {nameof(SqlTransaction)}.", nameof(queries));
        var sent = Enumerable.Range(0, queries.Count).Where(i => !queries[i].IsFalse).ToArray();
        if (sent.Length == 0)
            return;
        var connection = await source.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
        await using (connection.ConfigureAwait(false))
        {
            if (connection.CanCreateBatch)
                await ReadBatchAsync(connection, queries, sent, row, cancellationToken).ConfigureAwait(false);
            else
                await ReadCommandsAsync(connection, queries, sent, row, cancellationToken).ConfigureAwait(false);
        }
    }

    // The transaction travels with the statements. After an error the server is left in a failed transaction,
    // which the provider rolls back when the connection returns to its pool.
    private async Task ReadBatchAsync(
        DbConnection connection, IReadOnlyList<Query> queries, int[] sent, Action<int, DbDataReader> row, CancellationToken cancellationToken)
    {
        var batch = connection.CreateBatch();
        await using (batch.ConfigureAwait(false))
        {
            var many = sent.Length > 1;
            if (many)
                batch.Add(compiler.BeginRead);
            foreach (var index in sent)
                batch.Add(compiler.Compile(queries[index]));
            if (many)
                batch.Add("COMMIT");
            var reader = await batch.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
            await using (reader.ConfigureAwait(false))
                await HandOverAsync(reader, sent, row, cancellationToken).ConfigureAwait(false);
        }
    }

    // A database without batches runs in this process, where a statement costs no round trip. They do not share a command,
    // because the provider would look for each parameter in each statement.
    private async Task ReadCommandsAsync(
        DbConnection connection, IReadOnlyList<Query> queries, int[] sent, Action<int, DbDataReader> row, CancellationToken cancellationToken)
    {
        if (sent.Length > 1)
            await ExecuteAsync(connection, compiler.BeginRead, cancellationToken).ConfigureAwait(false);
        try
        {
            foreach (var index in sent)
            {
                var command = connection.Command(compiler.Compile(queries[index]), compiler);
                await using (command.ConfigureAwait(false))
                    await command.ReadAsync(reader => row(index, reader), cancellationToken).ConfigureAwait(false);
            }
        }
        finally
        {
            if (sent.Length > 1)
                await EndAsync(connection).ConfigureAwait(false);
        }
    }

    // Nothing was written, so rolling back is how a read ends, well or not; the connection goes back to its pool without a transaction.
    private static async Task EndAsync(DbConnection connection)
    {
        try
        {
            await ExecuteAsync(connection, "ROLLBACK", CancellationToken.None).ConfigureAwait(false);
        }
        catch (DbException)
        {
            // A grave error has already ended the transaction; that error is the one to be seen.
        }
    }

    private static async Task HandOverAsync(DbDataReader reader, int[] sent, Action<int, DbDataReader> row, CancellationToken cancellationToken)
    {
        var results = 0;
        do
        {
            if (reader.FieldCount == 0) // BEGIN and COMMIT, where the provider shows them
                continue;
            while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
                row(sent[results], reader);
            results++;
        }
        while (await reader.NextResultAsync(cancellationToken).ConfigureAwait(false));
        if (results != sent.Length)
            throw new InvalidOperationException($"The database answered {results} of {sent.Length} queries.");
    }

    private static async Task ExecuteAsync(DbConnection connection, string sql, CancellationToken cancellationToken)
    {
        var command = connection.CreateCommand();
        await using (command.ConfigureAwait(false))
        {
            command.CommandText = sql;
            await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
        }
    }
}
