using Npgsql;

namespace Cks.Tests;

/// <summary>A database of its own on the <see cref="PostgresServer"/>, made at first use and dropped at the end. A class fixture, or made by hand.</summary>
public sealed class PostgresDatabase : IAsyncDisposable
{
    private readonly Lazy<Task<(string Server, string Name, NpgsqlDataSource Source)>> _database;

    /// <summary>An empty one.</summary>
    public PostgresDatabase()
        : this("template1")
    {
    }

    /// <summary>A copy of one that nobody is connected to.</summary>
    internal PostgresDatabase(string template) => _database = new(() => CreateAsync(template));

    /// <summary>The data source; call it inside a test, because it skips the test when there is no server.</summary>
    public async Task<NpgsqlDataSource> SourceAsync() => (await _database.Value).Source;

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (!_database.IsValueCreated || !_database.Value.IsCompletedSuccessfully)
            return;
        var (server, name, source) = await _database.Value;
        await source.DisposeAsync();
        await ExecuteAsync(server, $"DROP DATABASE IF EXISTS {name} WITH (FORCE)");
    }

    /// <summary>Connection string of the server's maintenance database; skips the running test, with the reason, when there is no server.</summary>
    public static async Task<string> ServerAsync()
    {
        var (server, reason) = await PostgresServer.FindAsync();
        if (server is null)
            Assert.Skip(reason);
        return server;
    }

    private static async Task<(string Server, string Name, NpgsqlDataSource Source)> CreateAsync(string template)
    {
        var server = await ServerAsync();
        var name = $"cks_test_{Guid.NewGuid():n}";
        await ExecuteAsync(server, $"CREATE DATABASE {name} TEMPLATE {template}");
        // Compiling the plan of a query over many small tables takes longer than the query.
        var connection = new NpgsqlConnectionStringBuilder(server) { Database = name, IncludeErrorDetail = true, Options = "-c jit=off" };
        return (server, name, NpgsqlDataSource.Create(connection));
    }

    private static async Task ExecuteAsync(string server, string sql)
    {
        await using var source = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(server) { Pooling = false });
        await using var command = source.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }
}
