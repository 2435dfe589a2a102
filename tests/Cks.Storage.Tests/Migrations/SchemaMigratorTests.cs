using System.Data.Common;
using Cks.Auth;
using Cks.Core;
using Cks.Rbac;
using Cks.Storage.Migrations;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace Cks.Storage.Tests;

public abstract class SchemaMigratorTests
{
    private static readonly DateTimeOffset Noon = new(2026, 12, 1, 12, 0, 0, TimeSpan.Zero);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private protected abstract StorageDialect Dialect { get; }

    /// <summary>Connection string of a database without a table.</summary>
    protected abstract Task<string> ConnectionAsync();

    [Fact]
    public void Each_step_of_the_schema_has_its_migration() => Assert.Equal(StorageSchema.Steps, StorageStep.All.Select(s => s.Version));

    [Fact]
    public async Task Up_down_to_zero_and_up_again_with_data()
    {
        var connection = await ConnectionAsync();
        var migrator = SchemaMigrator.Of(connection, Dialect);
        await using var source = SourceOf(connection);
        var database = StorageDatabase.Of(source);
        var before = await ObjectsAsync(source);
        Assert.Equal(StorageSchema.Steps, (await StorageSchema.CheckAsync(database, Token)).Missing);

        for (var round = 0; round < 2; round++)
        {
            await migrator.MigrateAsync(Token);
            Assert.True((await StorageSchema.CheckAsync(database, Token)).IsCurrent);
            // Once more does nothing, and takes nothing away.
            await FillAsync(database);
            await migrator.MigrateAsync(Token);
            Assert.Single((await new StoredRevocations(database, TimeProvider.System).ReadAsync(0, Token)).Entries);

            await migrator.RollbackAsync(StorageSchema.Revocations, Token);
            var report = await StorageSchema.CheckAsync(database, Token);
            Assert.Equal([StorageSchema.Revocations], report.Installed);
            Assert.Single((await new StoredRevocations(database, TimeProvider.System).ReadAsync(0, Token)).Entries);
            await migrator.MigrateAsync(Token);
            Assert.Single((await new StoredRevocations(database, TimeProvider.System).ReadAsync(0, Token)).Entries);

            await migrator.RollbackAsync(0, Token);
            Assert.Equal(before, await ObjectsAsync(source));
            await migrator.RollbackAsync(0, Token);
        }
    }

    [Fact]
    public async Task A_script_makes_what_the_migration_makes()
    {
        var (byScript, byMigration) = (await ConnectionAsync(), await ConnectionAsync());
        await using var one = SourceOf(byScript);
        await using var other = SourceOf(byMigration);
        await ExecuteAsync(one, SchemaMigrator.Script(Dialect, 0, StorageSchema.Latest));
        await SchemaMigrator.Of(byMigration, Dialect).MigrateAsync(Token);

        Assert.True((await StorageSchema.CheckAsync(StorageDatabase.Of(one), Token)).IsCurrent);
        Assert.Equal(await ObjectsAsync(other), await ObjectsAsync(one));
        // The one goes on where the other ended.
        await SchemaMigrator.Of(byScript, Dialect).RollbackAsync(StorageSchema.Revocations, Token);
        await ExecuteAsync(one, SchemaMigrator.Script(Dialect, StorageSchema.Revocations, StorageSchema.SecurityEvents));
        await SchemaMigrator.Of(byScript, Dialect).MigrateAsync(Token);
        Assert.True((await StorageSchema.CheckAsync(StorageDatabase.Of(one), Token)).IsCurrent);
        await ExecuteAsync(one, SchemaMigrator.Script(Dialect, StorageSchema.Latest, 0));
        Assert.Equal(StorageSchema.Steps, (await StorageSchema.CheckAsync(StorageDatabase.Of(one), Token)).Missing);
    }

    [Fact]
    public async Task A_later_schema_is_left_alone()
    {
        var connection = await ConnectionAsync();
        var migrator = SchemaMigrator.Of(connection, Dialect);
        await migrator.MigrateAsync(Token);
        await using var source = SourceOf(connection);
        await ExecuteAsync(source, $"INSERT INTO {new StorageNames(Dialect).Sql("schema_migrations")} (version) VALUES (209912310001)");
        var objects = await ObjectsAsync(source);

        foreach (var change in (Func<Task>[])[() => migrator.MigrateAsync(Token).AsTask(), () => migrator.RollbackAsync(0, Token).AsTask()])
        {
            var refused = Assert.Single((await Assert.ThrowsAsync<CksConfigurationException>(change)).Diagnostics);
            Assert.Equal(CksCodes.StorageSchema, refused.Code);
            Assert.Contains("209912310001", refused.Message, StringComparison.Ordinal);
            Assert.Contains($"cks db rollback --to {StorageSchema.Latest}", refused.Fix, StringComparison.Ordinal);
        }

        Assert.Equal(objects, await ObjectsAsync(source));
    }

    [Fact]
    public async Task What_was_changed_by_hand_is_found()
    {
        var connection = await ConnectionAsync();
        await SchemaMigrator.Of(connection, Dialect).MigrateAsync(Token);
        await using var source = SourceOf(connection);
        await ExecuteAsync(source, $"ALTER TABLE {new StorageNames(Dialect).Sql("grants")} DROP COLUMN reason");

        var report = await StorageSchema.CheckAsync(StorageDatabase.Of(source), Token);
        Assert.False(report.IsCurrent);
        Assert.Contains("grants.reason", Assert.Single(report.Findings(Dialect)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_step_that_does_not_exist_is_none() =>
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(async () => await SchemaMigrator.Of(await ConnectionAsync(), Dialect).RollbackAsync(1, Token));

    [Fact]
    public async Task Of_several_that_migrate_at_once_each_waits_and_all_are_done()
    {
        var connection = await ConnectionAsync();
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => SchemaMigrator.Of(connection, Dialect).MigrateAsync(Token).AsTask())));

        await using var source = SourceOf(connection);
        Assert.True((await StorageSchema.CheckAsync(StorageDatabase.Of(source), Token)).IsCurrent);
    }

    [Fact]
    public async Task Whoever_comes_second_waits_until_the_first_is_done()
    {
        var connection = await ConnectionAsync();
        var held = await MigrationLock.TakeAsync(Dialect, connection, Token);
        var second = SchemaMigrator.Of(connection, Dialect).MigrateAsync(Token).AsTask();
        using var giveUp = new CancellationTokenSource(TimeSpan.FromMilliseconds(200));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await SchemaMigrator.Of(connection, Dialect).MigrateAsync(giveUp.Token));
        Assert.False(second.IsCompleted);

        await held.DisposeAsync();
        await second.WaitAsync(TimeSpan.FromMinutes(1), Token);
    }

    private protected DbDataSource SourceOf(string connection) =>
        Dialect == StorageDialect.Postgres ? NpgsqlDataSource.Create(connection) : SqliteFactory.Instance.CreateDataSource(connection);

    private static async Task FillAsync(StorageDatabase database)
    {
        var (person, tenant) = (new PersonId("https://login.example", "bob"), TenantId.Parse("main"));
        await new StoredRevocations(database, TimeProvider.System).AppendAsync(
            [new(RevocationKind.SubjectBarred, person.Issuer, person.Id, Noon, null)], new(person.Issuer, "m1", Noon) { ObjectId = "user_1", ObjectAt = Noon }, Token);
        await new StoredSessions(database, TimeProvider.System).ChangeAsync(new(person.Issuer, "s1"), _ => new()
        {
            Key = new(person.Issuer, "s1"),
            Subject = person.Id,
            StartedAt = Noon,
            SeenAt = Noon,
            Idle = TimeSpan.FromHours(1),
            EndsAt = Noon.AddHours(2),
            ExpiresAt = Noon.AddDays(7),
        }, Token);
        var grant = new Grant("g1", GrantKind.Role, person.Issuer, person.Id, tenant, "crew") { Reason = "r" };
        await new StoredGrantLedger(database, TimeProvider.System).ChangeAsync(tenant, person, person, _ => new([grant], [], new(Noon, GrantAction.Granted, person, person, tenant, [grant], "r", "")), Token);
    }

    /// <summary>Everything that was made, by name.</summary>
    private async Task<string> ObjectsAsync(DbDataSource source)
    {
        await using var command = source.CreateCommand(Dialect == StorageDialect.Postgres
            ? """
              SELECT 'schema ' || nspname FROM pg_namespace WHERE nspname = 'cks'
              UNION ALL SELECT c.relkind::text || ' ' || c.relname || ' ' || COALESCE((SELECT string_agg(a.attname || ' ' || format_type(a.atttypid, NULL) || ' ' || a.attnotnull::text || ' ' || COALESCE((SELECT collname FROM pg_collation WHERE oid = a.attcollation), ''), ', ' ORDER BY a.attnum) FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attnum > 0 AND c.relname <> 'schema_migrations'), '')
              FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname IN ('cks', 'public')
              ORDER BY 1
              """
            : "SELECT type || ' ' || name || CASE WHEN name LIKE '%schema_migrations%' THEN '' ELSE COALESCE(sql, '') END FROM sqlite_schema WHERE name <> 'sqlite_sequence' ORDER BY 1");
        await using var reader = await command.ExecuteReaderAsync(Token);
        var objects = new List<string>();
        while (await reader.ReadAsync(Token))
            objects.Add(reader.GetString(0));
        return string.Join('\n', objects);
    }

    private protected static async Task ExecuteAsync(DbDataSource source, string sql)
    {
        await using var command = source.CreateCommand(sql);
        await command.ExecuteNonQueryAsync(Token);
    }
}

public sealed class SqliteSchemaMigratorTests : SchemaMigratorTests, IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private protected override StorageDialect Dialect => StorageDialect.Sqlite;

    public void Dispose()
    {
        SqliteConnection.ClearAllPools();
        _folder.Dispose();
    }

    protected override Task<string> ConnectionAsync() => Task.FromResult(SqliteStorage.Connection(Path.Combine(_folder.Root, $"{Guid.NewGuid():n}.db")));

    [Fact]
    public async Task A_folder_that_is_not_there_is_made()
    {
        var path = Path.Combine(_folder.Root, "new", "deep", "app.db");
        await SchemaMigrator.Sqlite(SqliteStorage.Connection(path)).MigrateAsync(TestContext.Current.CancellationToken);
        Assert.True(File.Exists(path));
    }

    [Fact]
    public async Task A_lock_that_cannot_be_made_is_not_waited_for()
    {
        var path = Path.Combine(_folder.Root, "app.db");
        // It leads to itself: nobody can open it, and nobody holds it.
        File.CreateSymbolicLink(path + ".migrating", path + ".migrating");
        using var giveUp = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        await Assert.ThrowsAnyAsync<IOException>(async () => await SchemaMigrator.Sqlite(SqliteStorage.Connection(path)).MigrateAsync(giveUp.Token));
    }

    [Fact]
    public async Task A_database_in_memory_is_migrated_as_well()
    {
        const string InMemory = "Data Source=cks-migrated;Mode=Memory;Cache=Shared";
        await using var source = SourceOf(InMemory);
        await using var open = await source.OpenConnectionAsync(TestContext.Current.CancellationToken);
        await SchemaMigrator.Sqlite(InMemory).MigrateAsync(TestContext.Current.CancellationToken);
        Assert.True((await StorageSchema.CheckAsync(StorageDatabase.Of(source), TestContext.Current.CancellationToken)).IsCurrent);
    }
}

public sealed class PostgresSchemaMigratorTests : SchemaMigratorTests, IAsyncDisposable
{
    private readonly List<PostgresStorage> _databases = [];

    private protected override StorageDialect Dialect => StorageDialect.Postgres;

    public async ValueTask DisposeAsync()
    {
        foreach (var database in _databases)
            await database.DisposeAsync();
    }

    protected override Task<string> ConnectionAsync()
    {
        var database = new PostgresStorage();
        _databases.Add(database);
        return database.ConnectionAsync();
    }

    [Fact]
    public async Task An_account_that_may_only_read_is_refused_by_an_exception_of_the_database()
    {
        var connection = await ConnectionAsync();
        var role = $"cks_reader_{Guid.NewGuid():n}";
        await using var source = SourceOf(connection);
        await ExecuteAsync(source, $"CREATE ROLE {role}");
        try
        {
            var reader = SchemaMigrator.Postgres(new NpgsqlConnectionStringBuilder(connection) { Options = $"-c role={role}" }.ToString());
            var refused = await Assert.ThrowsAsync<PostgresException>(async () => await reader.MigrateAsync(TestContext.Current.CancellationToken));

            Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, refused.SqlState);
            Assert.Equal(StorageSchema.Steps, (await StorageSchema.CheckAsync(StorageDatabase.Of(source), TestContext.Current.CancellationToken)).Missing);
        }
        finally
        {
            await ExecuteAsync(source, $"DROP ROLE {role}");
        }
    }

    [Fact]
    public async Task A_migration_that_fails_leaves_nothing()
    {
        var connection = await ConnectionAsync();
        await using var source = SourceOf(connection);
        // A table in the way of the second step.
        await ExecuteAsync(source, "CREATE SCHEMA cks; CREATE TABLE cks.grants (id integer)");
        await Assert.ThrowsAsync<PostgresException>(async () => await SchemaMigrator.Postgres(connection).MigrateAsync(TestContext.Current.CancellationToken));

        Assert.Equal(StorageSchema.Steps, (await StorageSchema.CheckAsync(StorageDatabase.Of(source), TestContext.Current.CancellationToken)).Missing);
        await ExecuteAsync(source, "DROP TABLE cks.grants");
        await SchemaMigrator.Postgres(connection).MigrateAsync(TestContext.Current.CancellationToken);
    }
}
