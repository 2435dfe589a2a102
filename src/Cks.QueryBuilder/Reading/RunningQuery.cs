using System.Data.Common;

namespace Cks.QueryBuilder;

/// <summary>One query that was sent: its connection, command and rows, given back together.</summary>
internal sealed class RunningQuery(DbConnection connection, IAsyncDisposable command, Action cancel, DbDataReader reader, int? maxRows) : IAsyncDisposable
{
    private int _rows;
    private bool _isDone;

    public DbDataReader Row => reader;

    /// <summary>Goes to the rows of the query, behind what comes before it in a batch.</summary>
    public async ValueTask BeginAsync(CancellationToken cancellationToken)
    {
        while (reader.FieldCount == 0)
            if (!await reader.NextResultAsync(cancellationToken).ConfigureAwait(false))
                throw new InvalidOperationException("The database did not answer the query.");
    }

    /// <summary>Goes to the next row; refuses the first one beyond the budget.</summary>
    public ValueTask<bool> NextAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested(); // a provider that has the row already does not look
        var read = reader.ReadAsync(cancellationToken);
        return read.IsCompletedSuccessfully ? new(Took(read.Result)) : TookAsync(read);
    }

    /// <summary>Looks whether the row was the last one, so that nothing needs to be stopped; others are not counted.</summary>
    public async ValueTask EndAsync(CancellationToken cancellationToken) => _isDone = !await reader.ReadAsync(cancellationToken).ConfigureAwait(false);

    // Most rows are there already, with the one before.
    private async ValueTask<bool> TookAsync(Task<bool> read) => Took(await read.ConfigureAwait(false));

    private bool Took(bool hasRow)
    {
        _isDone = !hasRow;
        return !hasRow || maxRows is null || ++_rows <= maxRows ? hasRow : throw new QueryRefusedException(QueryRefusal.TooManyRows);
    }

    /// <summary>
    /// Ends the statement. When there may be more rows it is stopped at the server first, because closing the reader would fetch all of them;
    /// on SQLite that does nothing, and nothing is fetched.
    /// </summary>
    public async ValueTask DisposeAsync()
    {
        try
        {
            if (!_isDone)
                cancel();
            await reader.DisposeAsync().ConfigureAwait(false);
        }
        catch (DbException) when (!_isDone)
        {
            // What is left of a stopped statement is its error, which nobody waits for.
        }
        finally
        {
            await command.DisposeAsync().ConfigureAwait(false);
            await connection.DisposeAsync().ConfigureAwait(false);
        }
    }
}
