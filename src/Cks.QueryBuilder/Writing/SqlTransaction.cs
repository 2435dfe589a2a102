using System.Data.Common;

namespace Cks.QueryBuilder;

/// <summary>
/// Reads and writes that hold together: all of them once <see cref="CommitAsync"/> returns, none of them otherwise. One statement at a time.
/// It ends by commit, by disposal, and by any failure in it; after its end it refuses use, so that nothing is committed of which a part failed.
/// </summary>
public sealed class SqlTransaction : IAsyncDisposable
{
    private readonly DbTransaction _transaction;
    private readonly DbConnection _connection;
    private readonly SqlCompiler _compiler;
    private readonly SemaphoreSlim? _gate;
    private int _ended;

    internal SqlTransaction(DbTransaction transaction, DbConnection connection, SqlCompiler compiler, SemaphoreSlim? gate) =>
        (_transaction, _connection, _compiler, _gate) = (transaction, connection, compiler, gate);

    /// <summary>Reads a query. It sees what this transaction wrote; one that is known to match nothing (<see cref="Query.IsFalse"/>) is not sent.</summary>
    /// <param name="query">The query; <see cref="Query.ForUpdate"/> holds its rows until the end.</param>
    /// <param name="row">Called for each row, in order; columns stand in the order of <see cref="Query.Columns"/>, a count is one row with one 64-bit integer.</param>
    /// <param name="cancellationToken">Stops reading, and ends the transaction.</param>
    /// <exception cref="DbException">The database refused or could not be reached.</exception>
    /// <exception cref="InvalidOperationException">The transaction has ended.</exception>
    public async Task ReadAsync(Query query, Action<DbDataReader> row, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(query);
        ArgumentNullException.ThrowIfNull(row);
        RefuseEnded();
        if (!query.IsFalse)
            await ReadAsync(() => _compiler.Compile(query), row, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Writes, and reads what the write returns (<see cref="Write.Returning"/>). An update or delete that is known to match nothing is not sent.</summary>
    /// <param name="write">The write.</param>
    /// <param name="row">Called for each row that was written; columns stand in the order of <see cref="Write.Returned"/>.</param>
    /// <param name="cancellationToken">Stops the statement, and ends the transaction.</param>
    /// <exception cref="DbException">The database refused (a constraint for example) or could not be reached.</exception>
    /// <exception cref="ArgumentException">The write returns nothing.</exception>
    /// <exception cref="InvalidOperationException">The transaction has ended, or the write sets no column.</exception>
    public async Task ReadAsync(Write write, Action<DbDataReader> row, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(write);
        ArgumentNullException.ThrowIfNull(row);
        if (write.Returned.Count == 0)
            throw new ArgumentException("The write returns nothing; call Returning.", nameof(write));
        RefuseEnded();
        if (!write.IsFalse)
            await ReadAsync(() => _compiler.Compile(write), row, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Writes. An update or delete that is known to match nothing (<see cref="Query.IsFalse"/>) is not sent.</summary>
    /// <returns>The number of rows that were added, changed or removed.</returns>
    /// <param name="write">The write.</param>
    /// <param name="cancellationToken">Stops the statement, and ends the transaction.</param>
    /// <exception cref="DbException">The database refused (a constraint for example) or could not be reached.</exception>
    /// <exception cref="InvalidOperationException">The transaction has ended, or the write sets no column.</exception>
    public async Task<int> ExecuteAsync(Write write, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(write);
        RefuseEnded();
        if (write.IsFalse)
            return 0;
        try
        {
            var command = Command(_compiler.Compile(write));
            await using (command.ConfigureAwait(false))
                return await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
        }
        catch
        {
            await EndAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Writes several, in order and in one round trip where the database has any. What is known to match nothing is not sent.</summary>
    /// <returns>The number of rows that were added, changed or removed by all of them.</returns>
    /// <param name="writes">The writes; none is fine.</param>
    /// <param name="cancellationToken">Stops them, and ends the transaction.</param>
    /// <exception cref="DbException">The database refused one (a constraint for example) or could not be reached.</exception>
    /// <exception cref="InvalidOperationException">The transaction has ended, or a write sets no column.</exception>
    public async Task<int> ExecuteAsync(IReadOnlyList<Write> writes, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(writes);
        RefuseEnded();
        var sent = writes.Where(w => !w.IsFalse).ToArray();
        if (!_connection.CanCreateBatch || sent.Length < 2)
        {
            var changed = 0;
            foreach (var write in sent)
                changed += await ExecuteAsync(write, cancellationToken).ConfigureAwait(false);
            return changed;
        }

        try
        {
            var batch = _connection.CreateBatch();
            await using (batch.ConfigureAwait(false))
            {
                batch.Transaction = _transaction;
                foreach (var write in sent)
                    batch.Add(_compiler.Compile(write));
                return await batch.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
            }
        }
        catch
        {
            await EndAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Makes durable and visible what was written, and ends the transaction.</summary>
    /// <param name="cancellationToken">Looked at before, not during: a commit that has begun is waited for, because stopping it would leave open whether it happened.</param>
    /// <exception cref="DbException">The database refused or could not be reached.</exception>
    /// <exception cref="InvalidOperationException">The transaction has ended.</exception>
    public async Task CommitAsync(CancellationToken cancellationToken = default)
    {
        RefuseEnded();
        try
        {
            cancellationToken.ThrowIfCancellationRequested();
            await _transaction.CommitAsync(CancellationToken.None).ConfigureAwait(false);
        }
        finally
        {
            await EndAsync().ConfigureAwait(false);
        }
    }

    /// <summary>Ends the transaction; without a commit before, nothing of it was written.</summary>
    public async ValueTask DisposeAsync() => await EndAsync().ConfigureAwait(false);

    private async Task ReadAsync(Func<SqlResult> statement, Action<DbDataReader> row, CancellationToken cancellationToken)
    {
        try
        {
            var command = Command(statement());
            await using (command.ConfigureAwait(false))
                await command.ReadAsync(row, cancellationToken).ConfigureAwait(false);
        }
        catch
        {
            await EndAsync().ConfigureAwait(false);
            throw;
        }
    }

    private void RefuseEnded()
    {
        if (Volatile.Read(ref _ended) != 0)
            throw new InvalidOperationException("The transaction has ended: it was committed, disposed, or something in it failed.");
    }

    private DbCommand Command(SqlResult statement)
    {
        var command = _connection.Command(statement, _compiler);
        command.Transaction = _transaction;
        return command;
    }

    // Disposing what was not committed rolls it back.
    private async Task EndAsync()
    {
        if (Interlocked.Exchange(ref _ended, 1) != 0)
            return;
        try
        {
            await _transaction.DisposeAsync().ConfigureAwait(false);
        }
        catch (DbException)
        {
            // A grave error has already ended the transaction; that error is the one to be seen.
        }
        finally
        {
            try
            {
                await _connection.DisposeAsync().ConfigureAwait(false);
            }
            finally
            {
                _gate?.Release();
            }
        }
    }
}
