using System.Data.Common;
using Cks.Samples.Portal.Database;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace Cks.Benchmarks;

/// <summary>The portal's seeded database: on SQLite a file in a folder of its own, on PostgreSQL a database of its own. Both are gone afterwards.</summary>
internal sealed class PortalData : IAsyncDisposable
{
    private readonly Func<Task> _remove;

    private PortalData(PortalEngine engine, DbDataSource source, Func<Task> remove) => (Engine, Source, _remove) = (engine, source, remove);

    public PortalEngine Engine { get; }

    public DbDataSource Source { get; }

    public static Task<PortalData> CreateSqliteAsync()
    {
        var folder = Directory.CreateTempSubdirectory("cks-benchmarks-");
        return SeedAsync(PortalEngine.Sqlite, $"Data Source={Path.Combine(folder.FullName, "portal.db")}", () =>
        {
            SqliteConnection.ClearAllPools();
            folder.Delete(recursive: true);
            return Task.CompletedTask;
        });
    }

    /// <param name="server">Connection string of a server on which databases may be created and dropped.</param>
    public static async Task<PortalData> CreatePostgresAsync(string server)
    {
        var name = $"cks_benchmarks_{Guid.NewGuid():n}";
        await ExecuteAsync(server, $"CREATE DATABASE {name}");
        // Whoever counts microseconds lets the provider prepare what it sees often; both sides share these connections.
        var connection = new NpgsqlConnectionStringBuilder(server) { Database = name, MaxAutoPrepare = 64 };
        return await SeedAsync(PortalEngine.Postgres, connection.ToString(), () => ExecuteAsync(server, $"DROP DATABASE {name} WITH (FORCE)"));
    }

    /// <summary>Every contractor, the archived and the test ones too, as often as it takes to have enough inputs.</summary>
    public async Task<IReadOnlyList<ScopeViewer>> ContractorsAsync(CancellationToken cancellationToken)
    {
        var contractors = new List<ScopeViewer>();
        await using var command = Source.CreateCommand("SELECT tenant_id, contractor_id, is_test FROM contractors");
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
            contractors.Add(new(reader.GetString(0), reader.GetString(1), reader.GetBoolean(2)));
        return [.. Enumerable.Repeat(contractors, RatioCase.FewestInputs / contractors.Count + 1).SelectMany(c => c)];
    }

    public async ValueTask DisposeAsync()
    {
        await Source.DisposeAsync();
        await _remove();
    }

    private static async Task<PortalData> SeedAsync(PortalEngine engine, string connectionString, Func<Task> remove)
    {
        var data = new PortalData(engine, engine.CreateDataSource(connectionString), remove);
        try
        {
            PortalMigrations.MigrateUp(connectionString, engine);
            await PortalSeeds.SeedAsync(data.Source, engine, "https://login.example");
            return data;
        }
        catch
        {
            await data.DisposeAsync();
            throw;
        }
    }

    private static async Task ExecuteAsync(string server, string sql)
    {
        await using var source = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(server) { Pooling = false });
        await using var command = source.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }
}

/// <summary>A contractor who looks.</summary>
internal sealed record ScopeViewer(string Tenant, string Code, bool IsTest);
