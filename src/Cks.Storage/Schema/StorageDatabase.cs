using System.Data.Common;
using Cks.Core;
using Cks.QueryBuilder;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace Cks.Storage;

/// <summary>The database of the stores: connections, dialect and tables.</summary>
internal sealed class StorageDatabase
{
    // A host that is gone without a word (power, network, SIGSTOP) would keep what it holds until TCP notices: with the usual keepalive after two hours, and nobody could revoke meanwhile.
    private static readonly SessionSettings Limits = SessionSettings.Limits(idle: TimeSpan.FromSeconds(10), lockWait: TimeSpan.FromSeconds(5), statement: TimeSpan.FromSeconds(15));

    private StorageDatabase(DbDataSource source, StorageDialect dialect)
    {
        (Source, Dialect) = (source, dialect);
        (Compiler, Tables) = dialect == StorageDialect.Postgres ? ((SqlCompiler)PostgresCompiler.Default, StorageTables.Postgres) : (SqliteCompiler.Default, StorageTables.Sqlite);
        (Reads, Writes) = (new(source, Compiler), new SqlDatabase(source, Compiler).With(dialect == StorageDialect.Postgres ? Limits : null));
    }

    public DbDataSource Source { get; }

    public StorageDialect Dialect { get; }

    public SqlCompiler Compiler { get; }

    public StorageTables Tables { get; }

    public QueryReader Reads { get; }

    /// <summary>Begins every transaction of the stores. On PostgreSQL it lives for a limited time, whatever becomes of this process.</summary>
    public SqlDatabase Writes { get; }

    /// <summary>Writes in a transaction of its own.</summary>
    /// <returns>The rows that were written.</returns>
    public async Task<int> WriteAsync(IReadOnlyList<Write> writes, CancellationToken cancellationToken)
    {
        var transaction = await Writes.BeginAsync(cancellationToken).ConfigureAwait(false);
        await using (transaction.ConfigureAwait(false))
        {
            var written = await transaction.ExecuteAsync(writes, cancellationToken).ConfigureAwait(false);
            await transaction.CommitAsync(cancellationToken).ConfigureAwait(false);
            return written;
        }
    }

    /// <summary>Looks at what the source connects to; opens nothing.</summary>
    /// <exception cref="CksConfigurationException">It is neither PostgreSQL nor SQLite (CKS109).</exception>
    public static StorageDatabase Of(DbDataSource source)
    {
        ArgumentNullException.ThrowIfNull(source);
        using var connection = source.CreateConnection();
        return connection switch
        {
            NpgsqlConnection => new(source, StorageDialect.Postgres),
            SqliteConnection => new(source, StorageDialect.Sqlite),
            _ => throw new CksConfigurationException(
                CksCodes.InvalidSetting, "AddCksStorage", $"A {connection.GetType().Name} is not of a database that the stores are written for.",
                "Use NpgsqlDataSource.Create(connectionString), or SqliteFactory.Instance.CreateDataSource(connectionString)."),
        };
    }
}
