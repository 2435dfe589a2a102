using Cks.Storage.Migrations;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace Cks.Storage.Tests;

/// <summary>Databases with the tables of the stores and nothing in them.</summary>
public abstract class StorageFixture : IAsyncDisposable
{
    /// <summary>An empty one; on PostgreSQL it is the same one each time.</summary>
    internal abstract Task<StorageDatabase> EmptyAsync();

    public abstract ValueTask DisposeAsync();
}

public sealed class SqliteStorage : StorageFixture
{
    private readonly TemporaryFolder _folder = new();
    private readonly Lazy<Task<string>> _template;

    public SqliteStorage() => _template = new(async () =>
    {
        var path = Path.Combine(_folder.Root, "template.db");
        await SchemaMigrator.Sqlite(Connection(path)).MigrateAsync();
        SqliteConnection.ClearAllPools();
        return path;
    });

    internal static string Connection(string path) => new SqliteConnectionStringBuilder { DataSource = path }.ToString();

    internal override async Task<StorageDatabase> EmptyAsync()
    {
        var path = Path.Combine(_folder.Root, $"{Guid.NewGuid():n}.db");
        File.Copy(await _template.Value, path);
        return StorageDatabase.Of(SqliteFactory.Instance.CreateDataSource(Connection(path)));
    }

    public override ValueTask DisposeAsync()
    {
        SqliteConnection.ClearAllPools();
        _folder.Dispose();
        return ValueTask.CompletedTask;
    }
}

public sealed class PostgresStorage : StorageFixture
{
    private readonly PostgresDatabase _postgres = new();
    private bool _isMigrated;

    /// <summary>Connection string of its database.</summary>
    public async Task<string> ConnectionAsync() =>
        new NpgsqlConnectionStringBuilder(await PostgresDatabase.ServerAsync()) { Database = new NpgsqlConnectionStringBuilder((await _postgres.SourceAsync()).ConnectionString).Database }.ToString();

    internal override async Task<StorageDatabase> EmptyAsync()
    {
        var source = await _postgres.SourceAsync();
        if (!_isMigrated)
            await SchemaMigrator.Postgres(await ConnectionAsync()).MigrateAsync();
        _isMigrated = true;
        await using var command = source.CreateCommand(
            "TRUNCATE cks.revocations, cks.webhook_deliveries, cks.webhook_objects, cks.grants, cks.grant_people, cks.grant_history, cks.grant_history_grants, cks.api_keys, cks.api_key_owners, cks.api_key_history, cks.security_events, cks.sessions, cks.impersonations, cks.revision_documents, cks.revisions, cks.revision_approvals; UPDATE cks.revocation_head SET last_sequence = 0");
        await command.ExecuteNonQueryAsync();
        return StorageDatabase.Of(source);
    }

    public override ValueTask DisposeAsync() => _postgres.DisposeAsync();
}
