using System.Reflection;
using Cks.Samples.Portal.Database.Migrations;
using FluentMigrator;
using FluentMigrator.Runner;
using FluentMigrator.Runner.Initialization;
using Microsoft.Data.Sqlite;

namespace Cks.Samples.Portal.Database;

/// <summary>Brings the portal's schema up and down, and checks it. FluentMigrator's own log stays off: it prints every statement.</summary>
public static class PortalMigrations
{
    /// <summary>The command that brings the schema up to date.</summary>
    public const string Command = "dotnet run --project samples/Cks.Samples.Portal -- migrate";

    private static readonly SortedDictionary<long, string> Steps = new(typeof(PortalMigrations).Assembly.GetTypes()
        .Where(type => type.IsDefined(typeof(MigrationAttribute), inherit: false))
        .ToDictionary(type => type.GetCustomAttribute<MigrationAttribute>()!.Version, type => type.Name));

    /// <summary>The version of the last step that this build has.</summary>
    public static long Latest => Steps.Keys.Last();

    /// <summary>
    /// Applies what is missing, all of it or nothing; the folder of an SQLite file is made. A database that does not answer, or a statement that fails,
    /// is an exception.
    /// </summary>
    public static void MigrateUp(string connectionString, PortalEngine engine) => Run(connectionString, engine, runner => runner.MigrateUp());

    /// <summary>Takes back every step above <paramref name="version"/> with its data; 0, the default, leaves nothing of the portal behind.</summary>
    public static void MigrateDown(string connectionString, PortalEngine engine, long version = 0) =>
        Run(connectionString, engine, runner => runner.RollbackToVersion(version));

    /// <summary>Whether <paramref name="version"/> is a step of this build, or 0, which is before all of them.</summary>
    public static bool IsVersion(long version) => version == 0 || Steps.ContainsKey(version);

    /// <summary>Brings the schema up or down to <paramref name="version"/>. The schema must not hold steps that this build does not know.</summary>
    public static void MigrateTo(string connectionString, PortalEngine engine, long version)
    {
        MigrateDown(connectionString, engine, version);
        if (version != 0)
            Run(connectionString, engine, runner => runner.MigrateUp(version));
    }

    /// <summary>
    /// Compares the schema with what this build needs and changes nothing, not even by creating an absent SQLite file. A schema with a step that this
    /// build does not know is not current, even if every column is there: its rules may be others. A database that does not answer is an exception.
    /// </summary>
    public static async Task<SchemaReport> ValidateAsync(string connectionString, PortalEngine engine, CancellationToken cancellationToken = default)
    {
        var installed = await InstalledSchema.ReadAsync(connectionString, engine, cancellationToken);
        return SchemaReport.Create(
            installed.Versions.Where(v => !Steps.ContainsKey(v)).Order(),
            from step in Steps
            where !installed.Versions.Contains(step.Key)
            select $"{step.Key}_{step.Value}",
            from table in PortalSchema.Tables
            from column in table.Value
            let name = $"{table.Key}.{column}"
            where !installed.Columns.Contains(name)
            orderby name
            select name);
    }

    private static void Run(string connectionString, PortalEngine engine, Action<IMigrationRunner> action)
    {
        if (engine == PortalEngine.Sqlite && Path.GetDirectoryName(new SqliteConnectionStringBuilder(connectionString).DataSource) is { Length: > 0 } folder)
            Directory.CreateDirectory(folder);
        using var services = new ServiceCollection()
            .AddFluentMigratorCore()
            .AddSingleton(engine == PortalEngine.Sqlite ? PortalDdl.Sqlite : PortalDdl.Postgres)
            .Configure<RunnerOptions>(o => o.TransactionPerSession = true)
            .ConfigureRunner(b => (engine == PortalEngine.Sqlite ? b.AddSQLite(useStrictTables: true) : b.AddPostgres())
                .WithGlobalConnectionString(connectionString)
                .WithVersionTable(new VersionTable())
                .ScanIn(typeof(PortalMigrations).Assembly).For.Migrations())
            .BuildServiceProvider(validateScopes: true);
        using var scope = services.CreateScope();
        action(scope.ServiceProvider.GetRequiredService<IMigrationRunner>());
    }
}
