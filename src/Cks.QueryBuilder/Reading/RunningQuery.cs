using System.Data.Common;

namespace Cks.QueryBuilder;

/// <summary>One query that was sent: its connection, command and rows, given back together.</summary>
internal sealed class RunningQuery(DbConnection connection, DbCommand command, DbDataReader reader, int? maxRows) : IAsyncDisposable
{
    private int _rows;
    private bool _isStopped;

    public DbDataReader Row => reader;

    /// <summary>Goes to the next row; refuses the first one beyond the budget.</summary>
    public async ValueTask<bool> NextAsync(CancellationToken cancellationToken)
    {
        if (!await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
            return false;
        if (maxRows is null || ++_rows <= maxRows)
            return true;
        Stop();
        throw new QueryRefusedException(QueryRefusal.TooManyRows);
    }

    /// <summary>Stops the statement at a server; closing the reader would fetch all that is left. Nothing on SQLite, whose statement waits for its reader.</summary>
    public void Stop()
    {
        _isStopped = true;
        command.Cancel();
    }

    public async ValueTask DisposeAsync()
    {
        try
        {
            await reader.DisposeAsync().ConfigureAwait(false);
        }
        catch (DbException) when (_isStopped)
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
