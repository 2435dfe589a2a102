using System.Data.Common;
using System.Globalization;
using System.Runtime.CompilerServices;

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
/// <param name="budget">What each query may cost; without one the provider's own command timeout is the only limit.</param>
public sealed class QueryReader(DbDataSource source, SqlCompiler compiler, QueryBudget? budget = null)
{
    private readonly QueryBudget? _budget = budget is { MaxRows: < 0 } || budget?.StatementTimeout <= TimeSpan.Zero
        ? throw new ArgumentOutOfRangeException(nameof(budget), "A statement needs time, and a number of rows is not negative.")
        : budget;

    private SessionSettings? _settings;

    /// <summary>The same reader, which tells the session something in the transaction of each read. A single query takes one as well then, in the same round trip.</summary>
    /// <param name="settings">What it tells; <see langword="null"/> for this reader as it is.</param>
    /// <exception cref="InvalidOperationException">The database knows no such settings.</exception>
    public QueryReader With(SessionSettings? settings)
    {
        if (settings is null)
            return this;
        compiler.RefuseSettings();
        return new(source, compiler, _budget) { _settings = settings };
    }

    /// <summary>Reads one query.</summary>
    /// <param name="query">The query.</param>
    /// <param name="row">Called for each row, in order; columns stand in the order of <see cref="Query.Columns"/>, a count is one row with one 64-bit integer.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    /// <exception cref="ArgumentException">The query locks its rows.</exception>
    /// <exception cref="DbException">The database refused or could not be reached.</exception>
    /// <exception cref="QueryRefusedException">There are more rows than the budget allows.</exception>
    public async Task ReadAsync(Query query, Action<DbDataReader> row, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(row);
        if (!IsSent(query))
            return;
        var running = await RunAsync(query, cancellationToken).ConfigureAwait(false);
        await using (running.ConfigureAwait(false))
        {
            while (await running.NextAsync(cancellationToken).ConfigureAwait(false))
                row(running.Row);
        }
    }

    /// <summary>Reads the rows of one query into a list.</summary>
    /// <typeparam name="T">What a row becomes.</typeparam>
    /// <param name="query">The query; give it a limit, or the reader a budget.</param>
    /// <param name="row">Makes an item of a row: <c>r => new Crew(r.Value(id, 0), r.Value(name, 1))</c>.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    /// <inheritdoc cref="ReadAsync(Query, Action{DbDataReader}, CancellationToken)" path="/exception"/>
    public async Task<List<T>> ReadListAsync<T>(Query query, Func<DbDataReader, T> row, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(row);
        var rows = new List<T>();
        if (!IsSent(query))
            return rows;
        var running = await RunAsync(query, cancellationToken).ConfigureAwait(false);
        await using (running.ConfigureAwait(false))
        {
            while (await running.NextAsync(cancellationToken).ConfigureAwait(false))
                rows.Add(row(running.Row));
        }

        return rows;
    }

    /// <summary>Reads the first row of a query; where there are others, the statement is stopped.</summary>
    /// <typeparam name="T">What a row becomes.</typeparam>
    /// <param name="query">The query; give it a limit of 1 unless its conditions find one row at most.</param>
    /// <param name="row">Makes an item of a row.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    /// <returns>The item; the default of its type when there is no row.</returns>
    /// <inheritdoc cref="ReadAsync(Query, Action{DbDataReader}, CancellationToken)" path="/exception"/>
    public async Task<T?> ReadFirstAsync<T>(Query query, Func<DbDataReader, T> row, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(row);
        if (!IsSent(query))
            return default;
        var running = await RunAsync(query, cancellationToken).ConfigureAwait(false);
        await using (running.ConfigureAwait(false))
        {
            if (!await running.NextAsync(cancellationToken).ConfigureAwait(false))
                return default;
            var first = row(running.Row);
            await running.EndAsync(cancellationToken).ConfigureAwait(false);
            return first;
        }
    }

    /// <summary>
    /// Reads the rows of a query one by one, as they are asked for; nothing is kept of a row that was passed. The connection is held from the first row
    /// that is asked for until the enumeration ends or is left; leaving early stops the statement at a PostgreSQL server.
    /// </summary>
    /// <typeparam name="T">What a row becomes.</typeparam>
    /// <param name="query">The query.</param>
    /// <param name="row">Makes an item of a row.</param>
    /// <param name="cancellationToken">Stops reading; that of <c>WithCancellation</c> does so as well.</param>
    /// <inheritdoc cref="ReadAsync(Query, Action{DbDataReader}, CancellationToken)" path="/exception"/>
    public IAsyncEnumerable<T> StreamAsync<T>(Query query, Func<DbDataReader, T> row, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(row);
        return IsSent(query) ? RowsAsync(query, row, cancellationToken) : AsyncEnumerable.Empty<T>();
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
    /// <exception cref="QueryRefusedException">A query has more rows than the budget allows.</exception>
    public async Task ReadAsync(IReadOnlyList<Query> queries, Action<int, DbDataReader> row, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(queries);
        ArgumentNullException.ThrowIfNull(row);
        var sent = Sent(queries);
        if (sent is [])
            return;
        if (sent is [var only])
        {
            await ReadAsync(queries[only], reader => row(only, reader), cancellationToken).ConfigureAwait(false);
            return;
        }

        var connection = await source.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
        await using (connection.ConfigureAwait(false))
        {
            if (connection.CanCreateBatch)
                await ReadBatchAsync(connection, queries, sent, row, cancellationToken).ConfigureAwait(false);
            else
                await ReadCommandsAsync(connection, queries, sent, row, cancellationToken).ConfigureAwait(false);
        }
    }

    private static bool IsSent(Query query)
    {
        ArgumentNullException.ThrowIfNull(query);
        if (query.IsLocking)
            throw new ArgumentException($"A query locks its rows, which ends with a transaction: read it in a {nameof(SqlTransaction)}.", nameof(query));
        return !query.IsFalse;
    }

    private static List<int> Sent(IReadOnlyList<Query> queries)
    {
        var sent = new List<int>(queries.Count);
        for (var i = 0; i < queries.Count; i++)
        {
            if (IsSent(queries[i]))
                sent.Add(i);
        }

        return sent;
    }

    private async IAsyncEnumerable<T> RowsAsync<T>(Query query, Func<DbDataReader, T> row, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var running = await RunAsync(query, cancellationToken).ConfigureAwait(false);
        await using (running.ConfigureAwait(false))
        {
            while (await running.NextAsync(cancellationToken).ConfigureAwait(false))
                yield return row(running.Row);
        }
    }

    // Awaited once, by the reads above.
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<RunningQuery> RunAsync(Query query, CancellationToken cancellationToken)
    {
        var statement = compiler.Compile(query);
        var connection = await source.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
        if (_settings is not null)
            return await RunBatchAsync(connection, statement, cancellationToken).ConfigureAwait(false);
        DbCommand? command = null;
        try
        {
            command = connection.Command(statement, compiler);
            if (_budget is not null)
                command.CommandTimeout = _budget.Seconds;
            return new(connection, command, command.Cancel, await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false), _budget?.MaxRows);
        }
        catch
        {
            if (command is not null)
                await command.DisposeAsync().ConfigureAwait(false);
            await connection.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    // What the session is told ends with a transaction, which travels with the statement.
    private async ValueTask<RunningQuery> RunBatchAsync(DbConnection connection, SqlResult statement, CancellationToken cancellationToken)
    {
        var batch = connection.CreateBatch();
        try
        {
            Begin(batch);
            batch.Add(statement);
            batch.Add("COMMIT");
            var reader = await batch.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
            var running = new RunningQuery(connection, batch, batch.Cancel, reader, _budget?.MaxRows);
            await running.BeginAsync(cancellationToken).ConfigureAwait(false);
            return running;
        }
        catch
        {
            await batch.DisposeAsync().ConfigureAwait(false);
            await connection.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    private void Begin(DbBatch batch)
    {
        batch.Add(compiler.BeginRead);
        if (_settings is not null)
            batch.Add(_settings);
        if (_budget is null)
            return;
        batch.Timeout = _budget.Seconds;
        batch.Add(string.Create(CultureInfo.InvariantCulture, $"SET LOCAL statement_timeout = {_budget.Milliseconds}"));
    }

    // The transaction travels with the statements. After an error the server is left in a failed transaction,
    // which the provider rolls back when the connection returns to its pool.
    private async Task ReadBatchAsync(
        DbConnection connection, IReadOnlyList<Query> queries, List<int> sent, Action<int, DbDataReader> row, CancellationToken cancellationToken)
    {
        var batch = connection.CreateBatch();
        await using (batch.ConfigureAwait(false))
        {
            Begin(batch);
            foreach (var index in sent)
                batch.Add(compiler.Compile(queries[index]));
            batch.Add("COMMIT");
            var reader = await batch.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
            await using (reader.ConfigureAwait(false))
            {
                try
                {
                    await HandOverAsync(reader, sent, row, cancellationToken).ConfigureAwait(false);
                }
                catch (Exception e) when (e is not (DbException or OperationCanceledException)) // those have ended the statement already
                {
                    batch.Cancel(); // or closing the reader would fetch all that is left
                    throw;
                }
            }
        }
    }

    // A database without batches runs in this process, where a statement costs no round trip. They do not share a command,
    // because the provider would look for each parameter in each statement.
    private async Task ReadCommandsAsync(
        DbConnection connection, IReadOnlyList<Query> queries, List<int> sent, Action<int, DbDataReader> row, CancellationToken cancellationToken)
    {
        await ExecuteAsync(connection, compiler.BeginRead, cancellationToken).ConfigureAwait(false);
        try
        {
            foreach (var index in sent)
            {
                var command = connection.Command(compiler.Compile(queries[index]), compiler);
                await using (command.ConfigureAwait(false))
                {
                    if (_budget is not null)
                        command.CommandTimeout = _budget.Seconds;
                    var rows = 0;
                    await command.ReadAsync(
                        reader =>
                        {
                            RefuseMore(++rows);
                            row(index, reader);
                        },
                        cancellationToken).ConfigureAwait(false);
                }
            }
        }
        finally
        {
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

    private async Task HandOverAsync(DbDataReader reader, List<int> sent, Action<int, DbDataReader> row, CancellationToken cancellationToken)
    {
        var results = 0;
        do
        {
            if (reader.FieldCount == 0) // BEGIN, SET and COMMIT, where the provider shows them
                continue;
            var rows = 0;
            while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
            {
                RefuseMore(++rows);
                row(sent[results], reader);
            }

            results++;
        }
        while (await reader.NextResultAsync(cancellationToken).ConfigureAwait(false));
        if (results != sent.Count)
            throw new InvalidOperationException($"The database answered {results} of {sent.Count} queries.");
    }

    private void RefuseMore(int rows)
    {
        if (rows > _budget?.MaxRows)
            throw new QueryRefusedException(QueryRefusal.TooManyRows);
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
