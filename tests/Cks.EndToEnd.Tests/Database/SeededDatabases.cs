using Cks.Samples.Portal.Database;
using Cks.Tests.Database;

[assembly: AssemblyFixture(typeof(SeededDatabases))]

namespace Cks.Tests.Database;

/// <summary>One seeded database of each engine for all tests that only read. An assembly fixture.</summary>
public sealed class SeededDatabases : IAsyncDisposable
{
    /// <summary>The day on which the tests began, so that a run over midnight seeds alike.</summary>
    public static readonly TimeProvider Time = new StoppedTime(TimeProvider.System.GetUtcNow());

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
        await PortalSeeds.SeedAsync(database.Source, engine, Issuer, time: Time);
        return database;
    }

    private sealed class StoppedTime(DateTimeOffset now) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => now;
    }
}
