using System.Collections.Concurrent;
using Cks.Samples.Portal.Database;
using Cks.Tests.Database;
using Microsoft.Data.Sqlite;
using Npgsql;

[assembly: AssemblyFixture(typeof(DatabaseTemplates))]

namespace Cks.Tests.Database;

/// <summary>Databases that are made and filled once and copied for each test, because making the tables and rows takes longer than most tests. An assembly fixture.</summary>
public sealed class DatabaseTemplates : IAsyncDisposable
{
    private static readonly ConcurrentDictionary<(PortalEngine, string), Lazy<Task<TestDatabase>>> Templates = new();

    public async ValueTask DisposeAsync()
    {
        foreach (var template in Templates.Values.Where(t => t.IsValueCreated && t.Value.IsCompletedSuccessfully))
            await (await template.Value).DisposeAsync();
    }

    /// <summary>The name of a database on PostgreSQL, or the path of a file.</summary>
    /// <param name="engine">Skips the test where it is not there.</param>
    /// <param name="state">"migrated", "deployed", or the name of a plan of seeds.</param>
    internal static async Task<string> GetAsync(PortalEngine engine, string state)
    {
        var template = await Templates.GetOrAdd((engine, state), key => new(() => CreateAsync(key.Item1, key.Item2))).Value;
        return engine == PortalEngine.Sqlite ? new SqliteConnectionStringBuilder(template.ConnectionString).DataSource : new NpgsqlConnectionStringBuilder(template.ConnectionString).Database!;
    }

    private static async Task<TestDatabase> CreateAsync(PortalEngine engine, string state)
    {
        var database = await TestDatabase.CreateAsync(engine);
        PortalMigrations.MigrateUp(database.ConnectionString, engine);
        if (state != "migrated")
            await engine.StorageOf(database.ConnectionString).MigrateAsync();
        if (SeedPlan.All.TryGetValue(state, out var plan))
            await PortalSeeds.SeedAsync(database.Source, engine, "https://nobody.example", plan);
        database.Disconnect();
        return database;
    }
}
