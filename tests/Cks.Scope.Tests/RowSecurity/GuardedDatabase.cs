using Cks.Tests;
using Npgsql;

namespace Cks.Scope.Tests.RowSecurity;

/// <summary>A database whose tables the script guards, and the role that is held by it.</summary>
internal sealed class GuardedDatabase : IAsyncDisposable
{
    public static readonly RowSecurityOptions Options = new() { Role = "cks_test_app", Definer = "cks_test_definer" };

    private readonly PostgresDatabase _database = new();
    private TransactionPooler? _pooler;

    /// <summary>The owner of the tables, a superuser.</summary>
    public NpgsqlDataSource Owner { get; private set; } = null!;

    /// <summary>The application.</summary>
    public NpgsqlDataSource App { get; private set; } = null!;

    /// <summary>An empty one.</summary>
    /// <param name="connections">Most connections of the application.</param>
    /// <param name="pooler">Whether a pooler stands between, which shares connections between transactions.</param>
    public static async Task<GuardedDatabase> CreateAsync(int connections = 4, bool pooler = false)
    {
        var database = new GuardedDatabase();
        database.Owner = await database._database.SourceAsync();
        // Roles are of the whole server, and other tests make them at the same time.
        await database.RunAsync("DO $$ BEGIN CREATE ROLE cks_test_app LOGIN PASSWORD 'of-a-test'; EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL; END $$");
        var app = new NpgsqlConnectionStringBuilder(database.Owner.ConnectionString) { Username = Options.Role, Password = "of-a-test", MaxPoolSize = connections, MaxAutoPrepare = 20, AutoPrepareMinUsages = 2 };
        if (pooler)
            (database._pooler, app) = await TransactionPooler.StartAsync(app);
        database.App = NpgsqlDataSource.Create(app);
        return database;
    }

    public async Task RunAsync(string sql)
    {
        await using var command = Owner.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>Guards the tables by a model, and lets the application write them.</summary>
    public Task GuardAsync(ScopeModel model) => RunAsync($"{Scope.RowSecurity.Script(model, Options)}GRANT SELECT, INSERT, UPDATE, DELETE ON {string.Join(", ", model.Entities.Select(e => e.Table.Name).Distinct())} TO {Options.Role};");

    public async ValueTask DisposeAsync()
    {
        if (App is not null)
            await App.DisposeAsync();
        if (_pooler is not null)
            await _pooler.DisposeAsync();
        await _database.DisposeAsync();
    }
}
