using Npgsql;

namespace Cks.Tests;

/// <summary>A cluster of its own that ends as if it crashed and can be started again, with a folder that is gone at the end.</summary>
public sealed class PostgresToCrash : IAsyncDisposable
{
    private readonly string _folder = Path.Combine(Path.GetTempPath(), $"cks-crashing-{Guid.NewGuid():n}");
    private readonly PostgresCluster _cluster;

    private PostgresToCrash() => _cluster = new(_folder, stop: "immediate");

    /// <summary>Starts it; skips the running test when there is no PostgreSQL to start.</summary>
    public static async Task<PostgresToCrash> StartAsync()
    {
        Assert.SkipUnless(PostgresCluster.IsInstalled && Environment.GetEnvironmentVariable("CKS_TEST_POSTGRES") != "none", "PostgreSQL is not installed in /usr/lib/postgresql, or is not wanted.");
        var postgres = new PostgresToCrash();
        await postgres._cluster.StartAsync();
        return postgres;
    }

    /// <summary>Connection string of its database, with so many connections at most.</summary>
    public string ConnectionString(int connections) => new NpgsqlConnectionStringBuilder(_cluster.ConnectionString) { MaxPoolSize = connections, Timeout = 10, Options = "-c jit=off" }.ToString();

    /// <summary>Ends it at once.</summary>
    public Task CrashAsync() => _cluster.StopAsync();

    /// <summary>Starts it again after <see cref="CrashAsync"/>.</summary>
    public Task RestartAsync() => _cluster.StartAsync();

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _cluster.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }
}
