using System.Data.Common;
using System.Globalization;
using System.Runtime.ExceptionServices;
using System.Text;
using Cks.Core;
using FluentMigrator.Runner;
using FluentMigrator.Runner.Initialization;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Cks.Storage.Migrations;

/// <summary>
/// Makes the tables of Cks.Storage, and takes them back, in steps; each call takes all of its steps or none, and one process at a time. The account needs the right to make tables, which an account that serves requests should
/// not have.
/// </summary>
public sealed class SchemaMigrator : ISchemaMigrator
{
    private readonly string _connectionString;
    private readonly StorageDialect _dialect;

    private SchemaMigrator(string connectionString, StorageDialect dialect)
    {
        ArgumentException.ThrowIfNullOrEmpty(connectionString);
        (_connectionString, _dialect) = (connectionString, dialect);
    }

    /// <summary>Of a PostgreSQL database: tables in the schema <c>cks</c>, which is made where it is not there.</summary>
    /// <param name="connectionString">A connection that a pooler does not share between transactions.</param>
    public static SchemaMigrator Postgres(string connectionString) => new(connectionString, StorageDialect.Postgres);

    /// <summary>Of an SQLite database: tables whose names begin with <c>cks_</c>. The file and its folder are made where they are not there; a file <c>.migrating</c> beside it is the lock.</summary>
    /// <param name="connectionString">Names the file.</param>
    public static SchemaMigrator Sqlite(string connectionString) => new(connectionString, StorageDialect.Sqlite);

    internal static SchemaMigrator Of(string connectionString, StorageDialect dialect) => new(connectionString, dialect);

    /// <summary>Takes the steps that are missing, all of them or none. Waits for another process that is at it.</summary>
    /// <exception cref="CksConfigurationException">The database has steps of a later version (CKS120); nothing is changed.</exception>
    /// <exception cref="DbException">The database refused or could not be reached; nothing is changed.</exception>
    public ValueTask MigrateAsync(CancellationToken cancellationToken = default) => RunAsync(runner => runner.MigrateUp(), cancellationToken);

    /// <summary>Takes back every step after one, with all that its tables hold.</summary>
    /// <param name="version">The step that stays the last one; 0 for none, which leaves nothing of Cks.Storage behind.</param>
    /// <param name="cancellationToken">Gives up waiting for another process; not once it has begun.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such step.</exception>
    /// <inheritdoc cref="MigrateAsync" path="/exception"/>
    public ValueTask RollbackAsync(long version, CancellationToken cancellationToken = default) =>
        IsStep(version) ? RunAsync(runner => runner.RollbackToVersion(version), cancellationToken) : throw new ArgumentOutOfRangeException(nameof(version));

    internal static bool IsStep(long version) => version == 0 || StorageSchema.Steps.Contains(version);

    /// <summary>The SQL that leads from one step to another, for somebody who reads it before it runs.</summary>
    internal static string Script(StorageDialect dialect, long from, long to)
    {
        var (ddl, names) = (StorageDdl.Of(dialect), new StorageNames(dialect));
        var (table, index) = (names.Sql(StorageNames.Migrations), $"ux_{names.Of(StorageNames.Migrations)}_version");
        var sql = new StringBuilder("BEGIN;\n");
        if (from == 0 && to > 0)
        {
            sql.Append(dialect == StorageDialect.Postgres ? $"CREATE SCHEMA IF NOT EXISTS {StorageNames.Schema};\n" : "");
            sql.Append(CultureInfo.InvariantCulture, $"CREATE TABLE {table} (version {ddl.Int64} NOT NULL, applied_on {(dialect == StorageDialect.Postgres ? "timestamp" : "TEXT")}, description {(dialect == StorageDialect.Postgres ? "varchar(1024)" : "TEXT")}){ddl.TableEnd};\n");
            sql.Append(CultureInfo.InvariantCulture, $"CREATE UNIQUE INDEX {index} ON {table} (version);\n");
        }

        foreach (var step in StorageStep.All.Where(s => s.Version > from && s.Version <= to))
            sql.Append(CultureInfo.InvariantCulture, $"\n-- {step.Version} {step.Name}\n{step.Up(ddl)}\nINSERT INTO {table} (version, applied_on, description) VALUES ({step.Version}, CURRENT_TIMESTAMP, '{step.Name}');\n");
        foreach (var step in StorageStep.All.Where(s => s.Version > to && s.Version <= from).Reverse())
            sql.Append(CultureInfo.InvariantCulture, $"\n-- back: {step.Version} {step.Name}\n{step.Down(ddl)}\nDELETE FROM {table} WHERE version = {step.Version};\n");
        if (to == 0 && from > 0)
            sql.Append(CultureInfo.InvariantCulture, $"\nDROP TABLE {table};\n{(dialect == StorageDialect.Postgres ? $"DROP SCHEMA {StorageNames.Schema};\n" : "")}");
        return sql.Append("\nCOMMIT;\n").ToString();
    }

    private DbDataSource Source() => _dialect == StorageDialect.Postgres ? NpgsqlDataSource.Create(_connectionString) : SqliteFactory.Instance.CreateDataSource(_connectionString);

    private async ValueTask RunAsync(Action<IMigrationRunner> run, CancellationToken cancellationToken)
    {
        var held = await MigrationLock.TakeAsync(_dialect, _connectionString, cancellationToken).ConfigureAwait(false);
        await using (held.ConfigureAwait(false))
        {
            await RefuseLaterAsync(cancellationToken).ConfigureAwait(false);
            // FluentMigrator waits in its thread. What it knows of the database it reads when it is made, so it is made under the lock.
            try
            {
                await Task.Run(() => Run(run), CancellationToken.None).ConfigureAwait(false);
            }
            catch (Exception e) when (e is not DbException && Refusal(e) is { } refusal)
            {
                // FluentMigrator puts it into an exception that says of itself only that it is one.
                ExceptionDispatchInfo.Throw(refusal);
            }
        }
    }

    private async Task RefuseLaterAsync(CancellationToken cancellationToken)
    {
        var source = Source();
        await using (source.ConfigureAwait(false))
        {
            var report = await StorageSchema.CheckAsync(StorageDatabase.Of(source), cancellationToken).ConfigureAwait(false);
            if (report.Unknown.Count > 0)
                throw new CksConfigurationException(report.Findings(_dialect));
        }
    }

    private static DbException? Refusal(Exception? e) => e is null ? null : e as DbException ?? Refusal(e.InnerException);

    private void Run(Action<IMigrationRunner> run)
    {
        using var services = new ServiceCollection()
            .AddFluentMigratorCore()
            .Configure<RunnerOptions>(o => o.TransactionPerSession = true)
            .ConfigureRunner(b => (_dialect == StorageDialect.Sqlite ? b.AddSQLite(useStrictTables: true) : b.AddPostgres())
                .WithGlobalConnectionString(_connectionString)
                .WithVersionTable(new StepTable(_dialect)))
            .AddScoped<IMigrationInformationLoader>(_ => new StepLoader(StorageDdl.Of(_dialect)))
            .BuildServiceProvider(validateScopes: true);
        using var scope = services.CreateScope();
        run(scope.ServiceProvider.GetRequiredService<IMigrationRunner>());
    }
}
