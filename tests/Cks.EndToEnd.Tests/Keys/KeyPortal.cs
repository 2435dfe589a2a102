using Cks.Samples.Portal.Database;
using Cks.Tests.Portal;

namespace Cks.Tests.Keys;

/// <summary>One portal for the tests of keys, which make keys of their own.</summary>
public sealed class KeyPortal : IAsyncLifetime
{
    public RunningPortal Portal { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Portal = await SmallPortal.StartAsync(PortalEngine.Sqlite);

    public ValueTask DisposeAsync() => Portal.DisposeAsync();
}
