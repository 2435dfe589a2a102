using Cks.Samples.Portal.Database;
using Cks.Tests.Portal;

namespace Cks.Tests.Moves;

/// <summary>A portal with the small seeds on each engine for the tests of one class, which write to it: each leaves alone what the others move.</summary>
public sealed class MovesPortals : IAsyncDisposable
{
    private readonly Lazy<Task<RunningPortal>> _sqlite = new(() => StartAsync(PortalEngine.Sqlite));
    private readonly Lazy<Task<RunningPortal>> _postgres = new(() => StartAsync(PortalEngine.Postgres));

    public Task<RunningPortal> GetAsync(PortalEngine engine) => (engine == PortalEngine.Sqlite ? _sqlite : _postgres).Value;

    public static Task<RunningPortal> StartAsync(PortalEngine engine) => RunningPortal.StartAsync(engine, seeds: SeedPlan.Test);

    public async ValueTask DisposeAsync()
    {
        foreach (var portal in new[] { _sqlite, _postgres }.Where(p => p.IsValueCreated && p.Value.IsCompletedSuccessfully))
            await (await portal.Value).DisposeAsync();
    }
}
