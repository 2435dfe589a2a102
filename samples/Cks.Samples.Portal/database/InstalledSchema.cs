using Cks.Samples.Portal.Database.Migrations;
using Microsoft.Data.Sqlite;

namespace Cks.Samples.Portal.Database;

/// <summary>What a database holds: the recorded migrations, and its columns as <c>table.column</c>.</summary>
internal sealed record InstalledSchema(IReadOnlySet<long> Versions, IReadOnlySet<string> Columns)
{
    private const string SqliteColumns = "SELECT t.name, c.name FROM sqlite_schema t, pragma_table_info(t.name) c WHERE t.type IN ('table', 'view')";

    private const string PostgresColumns = "SELECT table_name, column_name FROM information_schema.columns WHERE table_schema = current_schema()";

    public static async Task<InstalledSchema> ReadAsync(string connectionString, PortalEngine engine, CancellationToken cancellationToken)
    {
        HashSet<long> versions = [];
        HashSet<string> columns = new(StringComparer.Ordinal);
        if (engine == PortalEngine.Sqlite)
        {
            var file = new SqliteConnectionStringBuilder(connectionString);
            if (!File.Exists(file.DataSource))
                return new(versions, columns);
            file.Mode = SqliteOpenMode.ReadOnly;
            connectionString = file.ToString();
        }

        await using var source = engine.CreateDataSource(connectionString);
        await using (var command = source.CreateCommand(engine == PortalEngine.Sqlite ? SqliteColumns : PostgresColumns))
        await using (var reader = await command.ExecuteReaderAsync(cancellationToken))
        {
            while (await reader.ReadAsync(cancellationToken))
                columns.Add($"{reader.GetString(0)}.{reader.GetString(1)}");
        }

        if (columns.Contains($"{VersionTable.Name}.{VersionTable.Version}"))
        {
            await using var command = source.CreateCommand($"SELECT {VersionTable.Version} FROM {VersionTable.Name}");
            await using var reader = await command.ExecuteReaderAsync(cancellationToken);
            while (await reader.ReadAsync(cancellationToken))
                versions.Add(reader.GetInt64(0));
        }

        return new(versions, columns);
    }
}
