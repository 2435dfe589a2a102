using Cks.Samples.Portal.Database;
using Cks.Tests.Portal;

[assembly: AssemblyFixture(typeof(RunningPortals))]

namespace Cks.Tests.Portal;

/// <summary>One running portal on each engine, for all tests that only read.</summary>
public sealed class RunningPortals : IAsyncDisposable
{
    private readonly Lazy<Task<RunningPortal>> _sqlite = new(() => RunningPortal.StartAsync(PortalEngine.Sqlite));
    private readonly Lazy<Task<RunningPortal>> _postgres = new(() => RunningPortal.StartAsync(PortalEngine.Postgres));

    /// <summary>The portal; skips the test where its engine is not there.</summary>
    public Task<RunningPortal> GetAsync(PortalEngine engine) => (engine == PortalEngine.Sqlite ? _sqlite : _postgres).Value;

    public async ValueTask DisposeAsync()
    {
        foreach (var portal in new[] { _sqlite, _postgres }.Where(p => p.IsValueCreated && p.Value.IsCompletedSuccessfully))
            await (await portal.Value).DisposeAsync();
    }
}
