using System.Data.Common;

namespace Cks.QueryBuilder;

/// <summary>
/// Begins transactions that write. One per database and process: on SQLite, where there is one writer at a time, those of one instance queue
/// without blocking threads; writers beside it (another process, another instance) are waited for as long as the provider's command timeout says.
/// </summary>
/// <param name="source">Where connections come from; Npgsql's data source, or <c>SqliteFactory.Instance.CreateDataSource</c>.</param>
/// <param name="compiler">The dialect of that database.</param>
public sealed class SqlDatabase(DbDataSource source, SqlCompiler compiler)
{
    private readonly SemaphoreSlim? _gate = compiler.HasOneWriter ? new(1, 1) : null;

    private SessionSettings? _settings;

    /// <summary>The same database, whose sessions are told something at the beginning of each transaction; it ends with the transaction.</summary>
    /// <param name="settings">What they are told; <see langword="null"/> for this database as it is.</param>
    /// <exception cref="InvalidOperationException">The database knows no such settings.</exception>
    public SqlDatabase With(SessionSettings? settings)
    {
        if (settings is null)
            return this;
        compiler.RefuseSettings();
        return new(source, compiler) { _settings = settings };
    }

    /// <summary>
    /// Begins a transaction: read committed on PostgreSQL, and on SQLite one that holds the write lock from the start, so that what it reads stays as it is.
    /// Dispose it in any case.
    /// </summary>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <exception cref="DbException">The database could not be reached, or another writer holds it for too long.</exception>
    public async ValueTask<SqlTransaction> BeginAsync(CancellationToken cancellationToken = default)
    {
        if (_gate is not null)
            await _gate.WaitAsync(cancellationToken).ConfigureAwait(false);
        DbConnection? connection = null;
        try
        {
            connection = await source.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
            // Microsoft.Data.Sqlite makes BEGIN IMMEDIATE of it.
            var transaction = await connection.BeginTransactionAsync(compiler.WriteIsolation, cancellationToken).ConfigureAwait(false);
            if (_settings is not null)
                await TellAsync(connection, transaction, cancellationToken).ConfigureAwait(false);
            return new(transaction, connection, compiler, _gate);
        }
        catch
        {
            try
            {
                if (connection is not null)
                    await connection.DisposeAsync().ConfigureAwait(false);
            }
            finally
            {
                _gate?.Release();
            }

            throw;
        }
    }

    // BEGIN waits for the first statement, so that both are one round trip.
    private async Task TellAsync(DbConnection connection, DbTransaction transaction, CancellationToken cancellationToken)
    {
        var batch = connection.CreateBatch();
        await using (batch.ConfigureAwait(false))
        {
            batch.Transaction = transaction;
            batch.Add(_settings!);
            await batch.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
        }
    }
}
