using Microsoft.Data.Sqlite;
using Npgsql;

namespace Cks.Storage.Migrations;

/// <summary>Keeps a second process from migrating the same database until the first is done: an advisory lock on PostgreSQL, a locked file beside the database on SQLite.</summary>
internal static class MigrationLock
{
    // "cks" and a version of the meaning.
    private const long Key = 0x63_6b_73_01;
    // ERROR_SHARING_VIOLATION as an HRESULT, and EAGAIN.
    private const int WindowsSharing = unchecked((int)0x8007_0020);
    private const int LinuxAgain = 11;
    private const int BsdAgain = 35;
    private static readonly TimeSpan Wait = TimeSpan.FromMilliseconds(50);
    private static readonly SemaphoreSlim InMemory = new(1);

    public static Task<IAsyncDisposable> TakeAsync(StorageDialect dialect, string connectionString, CancellationToken cancellationToken) =>
        dialect == StorageDialect.Postgres ? PostgresAsync(connectionString, cancellationToken) : SqliteAsync(new SqliteConnectionStringBuilder(connectionString), cancellationToken);

    private static async Task<IAsyncDisposable> PostgresAsync(string connectionString, CancellationToken cancellationToken)
    {
        // Of its own, so that the lock is gone with it whatever happens.
        var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false }.ToString());
        try
        {
            await connection.OpenAsync(cancellationToken).ConfigureAwait(false);
            var command = new NpgsqlCommand($"SELECT pg_catalog.pg_advisory_lock({Key})", connection) { CommandTimeout = 0 };
            await using (command.ConfigureAwait(false))
                await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
            return connection;
        }
        catch
        {
            await connection.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    private static async Task<IAsyncDisposable> SqliteAsync(SqliteConnectionStringBuilder database, CancellationToken cancellationToken)
    {
        // A database in memory has one process.
        if (database.Mode == SqliteOpenMode.Memory || database.DataSource is "" or ":memory:")
        {
            await InMemory.WaitAsync(cancellationToken).ConfigureAwait(false);
            return new Released(() => InMemory.Release());
        }

        // The file stays: whoever deleted it would let in somebody beside those who hold or wait for the deleted one.
        var path = Path.GetFullPath(database.DataSource) + ".migrating";
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        while (true)
        {
            try
            {
                return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException e) when (IsHeld(e))
            {
                await Task.Delay(Wait, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    // A file that somebody has open has no exception of its own, but it has a number; a disk that is full or may not be written would be waited for for ever.
    private static bool IsHeld(IOException e) => e.HResult == (OperatingSystem.IsWindows() ? WindowsSharing : OperatingSystem.IsLinux() ? LinuxAgain : BsdAgain);

    private sealed class Released(Action release) : IAsyncDisposable
    {
        public ValueTask DisposeAsync()
        {
            release();
            return ValueTask.CompletedTask;
        }
    }
}
