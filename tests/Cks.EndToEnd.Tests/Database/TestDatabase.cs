using System.Data.Common;
using Cks.Samples.Portal.Database;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace Cks.Tests.Database;

/// <summary>An empty database of its own on either engine; a test that asks for PostgreSQL skips where there is none.</summary>
public sealed class TestDatabase : IAsyncDisposable
{
    private readonly IAsyncDisposable? _server;
    private readonly string? _folder;

    private TestDatabase(PortalEngine engine, string connectionString, IAsyncDisposable? server, string? folder)
    {
        Engine = engine;
        ConnectionString = connectionString;
        Source = engine.CreateDataSource(connectionString);
        _server = server;
        _folder = folder;
    }

    public PortalEngine Engine { get; }

    public string ConnectionString { get; }

    public DbDataSource Source { get; }

    public static Task<TestDatabase> CreateAsync(PortalEngine engine) => CreateAsync(engine, template: null);

    public static Task<TestDatabase> CreateMigratedAsync(PortalEngine engine) => CopyAsync(engine, "migrated");

    /// <summary>As a deployment leaves it: with all that a host in Production needs.</summary>
    public static Task<TestDatabase> CreateDeployedAsync(PortalEngine engine) => CopyAsync(engine, "deployed");

    /// <summary>As a start in Development leaves it, but that the seeded people are of an issuer that nobody has: the next start gives them its own.</summary>
    public static Task<TestDatabase> CreateSeededAsync(PortalEngine engine, SeedPlan plan) => CopyAsync(engine, plan.Name);

    private static async Task<TestDatabase> CopyAsync(PortalEngine engine, string state) => await CreateAsync(engine, await DatabaseTemplates.GetAsync(engine, state));

    private static async Task<TestDatabase> CreateAsync(PortalEngine engine, string? template)
    {
        if (engine == PortalEngine.Sqlite)
        {
            var folder = Directory.CreateTempSubdirectory("cks-portal-");
            var file = Path.Combine(folder.FullName, "portal.db");
            if (template is not null)
                File.Copy(template, file);
            return new(engine, $"Data Source={file}", null, folder.FullName);
        }

        var database = template is null ? new PostgresDatabase() : new PostgresDatabase(template);
        var source = await database.SourceAsync();
        var name = new NpgsqlConnectionStringBuilder(source.ConnectionString).Database; // its password is gone, so it is only good for the name
        // The account of the tests has the name of a schema, which PostgreSQL would look into first.
        var connectionString = new NpgsqlConnectionStringBuilder(await PostgresDatabase.ServerAsync()) { Database = name, Timeout = 120, MaxPoolSize = 30, SearchPath = "public" }.ToString();
        return new(engine, connectionString, database, null);
    }

    public async Task<List<string>> LinesAsync(string sql)
    {
        List<string> lines = [];
        await using var command = Source.CreateCommand(sql);
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync())
            lines.Add(string.Join(" | ", Enumerable.Range(0, reader.FieldCount).Select(i => reader.IsDBNull(i) ? "NULL" : reader.GetValue(i).ToString())));
        return lines;
    }

    public async Task<long> CountAsync(string sql) => long.Parse(Assert.Single(await LinesAsync(sql)));

    public async Task<int> ExecuteAsync(string sql)
    {
        await using var command = Source.CreateCommand(sql);
        return await command.ExecuteNonQueryAsync();
    }

    /// <summary>Everything that makes up the schema, as text.</summary>
    public async Task<string> SchemaAsync() =>
        string.Join('\n', await LinesAsync(Engine == PortalEngine.Sqlite
            ? "SELECT type, name, sql FROM sqlite_schema WHERE tbl_name <> 'schema_migrations' ORDER BY type, name"
            : """
              SELECT 'column', table_name, column_name, data_type, collation_name, is_nullable
                FROM information_schema.columns WHERE table_schema = 'public' AND table_name <> 'schema_migrations'
              UNION ALL
              SELECT 'constraint', conrelid::regclass::text, pg_get_constraintdef(oid), '', '', ''
                FROM pg_constraint WHERE connamespace = 'public'::regnamespace
              UNION ALL
              SELECT 'index', indexname, indexdef, '', '', '' FROM pg_indexes WHERE schemaname = 'public' AND tablename <> 'schema_migrations'
              UNION ALL
              SELECT 'view', viewname, definition, '', '', '' FROM pg_views WHERE schemaname = 'public'
              ORDER BY 1, 2, 3
              """));

    public async ValueTask DisposeAsync()
    {
        await Source.DisposeAsync();
        if (_server is not null)
            await _server.DisposeAsync();
        if (_folder is null)
            return;
        Disconnect();
        Directory.Delete(_folder, recursive: true);
    }

    /// <summary>Ends what the pools hold: neither a file nor a database is copied while somebody is connected.</summary>
    internal void Disconnect()
    {
        if (Engine == PortalEngine.Sqlite)
        {
            using var connection = new SqliteConnection(ConnectionString);
            SqliteConnection.ClearPool(connection);
        }
        else
        {
            using var connection = new NpgsqlConnection(ConnectionString);
            NpgsqlConnection.ClearPool(connection);
            ((NpgsqlDataSource)Source).Clear();
        }
    }
}
