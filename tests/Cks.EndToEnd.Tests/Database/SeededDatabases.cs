using Cks.Samples.Portal.Database;

namespace Cks.Tests.Database;

/// <summary>One seeded database of each engine for the tests that only read. A class fixture.</summary>
public sealed class SeededDatabases : IAsyncDisposable
{
    public const string Issuer = "https://issuer.example.com";

    private readonly Lazy<Task<TestDatabase>> _sqlite = new(() => CreateAsync(PortalEngine.Sqlite));
    private readonly Lazy<Task<TestDatabase>> _postgres = new(() => CreateAsync(PortalEngine.Postgres));

    public Task<TestDatabase> GetAsync(PortalEngine engine) => (engine == PortalEngine.Sqlite ? _sqlite : _postgres).Value;

    public async ValueTask DisposeAsync()
    {
        foreach (var database in new[] { _sqlite, _postgres })
        {
            if (database.IsValueCreated && database.Value.IsCompletedSuccessfully)
                await (await database.Value).DisposeAsync();
        }
    }

    private static async Task<TestDatabase> CreateAsync(PortalEngine engine)
    {
        var database = await TestDatabase.CreateMigratedAsync(engine);
        await PortalSeeds.SeedAsync(database.Source, engine, Issuer);
        return database;
    }
}
