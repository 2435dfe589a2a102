using Cks.Samples.Portal.Database;
using Cks.Tests;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace Cks.Benchmarks;

/// <summary>
/// Where the large portals are kept from one run to the next: the folder that <c>CKS_BENCHMARK_DATA</c> names, or one beside the temporary files. It holds a
/// cluster of PostgreSQL, unless <c>CKS_TEST_POSTGRES</c> names a server, and the files of SQLite.
/// </summary>
internal sealed class LargeStore : IAsyncDisposable
{
    // One process reads and measures: plans that are the same each time, and no work beside them.
    private const string Session = "-c jit=off -c max_parallel_workers_per_gather=0";
    private const string Settings =
        "-c shared_buffers=2GB -c work_mem=64MB -c wal_level=minimal -c max_wal_senders=0 -c max_wal_size=8GB -c autovacuum=off -c synchronous_commit=off";

    private static readonly string Folder = Environment.GetEnvironmentVariable("CKS_BENCHMARK_DATA") is { Length: > 0 } named ? named : Path.Combine(Path.GetTempPath(), "cks-benchmarks");

    private readonly PostgresCluster? _cluster;

    private LargeStore(PostgresCluster? cluster, string? server) => (_cluster, Server) = (cluster, server);

    /// <summary>Connection string of the server's maintenance database; <see langword="null"/> when there is none.</summary>
    public string? Server { get; }

    /// <summary>Opens the store; its cluster is started if PostgreSQL is installed.</summary>
    /// <param name="create">Whether a cluster is made where there is none.</param>
    public static async Task<LargeStore> OpenAsync(bool create)
    {
        var server = Environment.GetEnvironmentVariable("CKS_TEST_POSTGRES");
        if (!string.IsNullOrWhiteSpace(server))
            return new(null, server == "none" ? null : server);
        var folder = Path.Combine(Folder, "postgres");
        if (!PostgresCluster.IsInstalled || (!create && !Directory.Exists(folder)))
            return new(null, null);
        var cluster = new PostgresCluster(folder, Settings);
        await cluster.StartAsync();
        return new(cluster, cluster.ConnectionString);
    }

    /// <summary>The sizes that are there on PostgreSQL, the smallest first.</summary>
    public async Task<IReadOnlyList<int>> PostgresSizesAsync()
    {
        var sizes = new List<int>();
        if (Server is null)
            return sizes;
        await using var source = NpgsqlDataSource.Create(Server);
        await using var command = source.CreateCommand("SELECT substr(datname, 11)::integer FROM pg_database WHERE datname ~ '^cks_large_[0-9]+$' AND shobj_description(oid, 'pg_database') IS NOT NULL ORDER BY 1");
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync())
            sizes.Add(reader.GetInt32(0));
        return sizes;
    }

    /// <summary>The sizes that are there on SQLite, the smallest first.</summary>
    public static IReadOnlyList<int> SqliteSizes() => !Directory.Exists(Folder) ? [] :
        [.. Directory.EnumerateFiles(Folder, "large-*.db").Select(f => int.Parse(Path.GetFileNameWithoutExtension(f)[6..])).Order()];

    /// <summary>Connection string of the large portal of this size on PostgreSQL.</summary>
    public string Postgres(int crew) => new NpgsqlConnectionStringBuilder(Server) { Database = $"cks_large_{crew}", MaxAutoPrepare = 64, Options = Session }.ToString();

    /// <summary>Connection string of the large portal of this size on SQLite.</summary>
    public static string Sqlite(int crew) => $"Data Source={Path.Combine(Folder, $"large-{crew}.db")}";

    /// <summary>Makes the large portal anew on PostgreSQL.</summary>
    /// <returns>The hash of its rows.</returns>
    public async Task<string> SeedPostgresAsync(LargeShape shape, Action<string> progress)
    {
        var database = $"cks_large_{shape.Crew}";
        await using var server = NpgsqlDataSource.Create(Server!);
        await ExecuteAsync(server, $"DROP DATABASE IF EXISTS {database} WITH (FORCE)");
        await ExecuteAsync(server, $"CREATE DATABASE {database}");
        var own = new NpgsqlConnectionStringBuilder(Server) { Database = database, Pooling = false, CommandTimeout = 0 }.ToString();
        PortalMigrations.MigrateUp(own, PortalEngine.Postgres);
        await using var source = NpgsqlDataSource.Create(own);
        await using var connection = await source.OpenConnectionAsync();
        var hash = await LargeWriter.WriteAsync(connection, new(shape), progress);
        // What has a comment is complete.
        await ExecuteAsync(server, $"COMMENT ON DATABASE {database} IS '{hash}'");
        return hash;
    }

    /// <summary>Makes the large portal anew on SQLite.</summary>
    /// <returns>The hash of its rows.</returns>
    public static string SeedSqlite(LargeShape shape, Action<string> progress)
    {
        Directory.CreateDirectory(Folder);
        var file = Path.Combine(Folder, $"large-{shape.Crew}.db");
        var partial = $"{file}.partial";
        foreach (var old in new[] { file, $"{file}-wal", $"{file}-shm", partial })
            File.Delete(old);
        var own = $"Data Source={partial};Pooling=False";
        PortalMigrations.MigrateUp(own, PortalEngine.Sqlite);
        string hash;
        using (var connection = new SqliteConnection(own))
        {
            connection.Open();
            hash = LargeWriter.Write(connection, new(shape), progress);
        }

        File.Move(partial, file);
        return hash;
    }

    public async ValueTask DisposeAsync()
    {
        if (_cluster is null)
            return;
        NpgsqlConnection.ClearAllPools();
        await _cluster.DisposeAsync();
    }

    private static async Task ExecuteAsync(NpgsqlDataSource server, string sql)
    {
        await using var command = server.CreateCommand(sql);
        command.CommandTimeout = 0;
        await command.ExecuteNonQueryAsync();
    }
}
