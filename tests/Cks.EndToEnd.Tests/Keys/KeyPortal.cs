using Cks.Core;
using Cks.Samples.Portal.Database;
using Cks.Tests.Portal;
using Microsoft.Extensions.DependencyInjection;

namespace Cks.Tests.Keys;

/// <summary>One portal for the tests of keys, which make keys of their own.</summary>
public sealed class KeyPortal : IAsyncLifetime
{
    public RunningPortal Portal { get; private set; } = null!;

    public HangingUpBus Bus { get; } = new();

    public async ValueTask InitializeAsync() => Portal = await RunningPortal.StartAsync(PortalEngine.Sqlite, builder => builder.Services.AddSingleton<IChangeBus>(Bus), SeedPlan.Test);

    public ValueTask DisposeAsync() => Portal.DisposeAsync();
}
