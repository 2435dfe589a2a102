using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.Hosting;

namespace Cks.Testing.AspNetCore;

/// <summary>Keeps keys of a test out of every host that somebody else could reach (S19).</summary>
internal sealed class TestIssuerGuard(IServer server, IHostEnvironment environment) : IHostedLifecycleService
{
    /// <summary>Whether a server takes requests from this process alone.</summary>
    public static bool IsInMemory(IServer server) => server.GetType().FullName == "Microsoft.AspNetCore.TestHost.TestServer";

    /// <summary>Refuses every server that others can reach, and every environment but the one named exactly Development.</summary>
    public static void Check(IServer server, IHostEnvironment environment)
    {
        if (IsInMemory(server))
            return;
        LoopbackRule.Check(environment);
        LoopbackRule.Check(server.Features.Get<IServerAddressesFeature>()?.Addresses ?? []);
    }

    public Task StartingAsync(CancellationToken cancellationToken)
    {
        Check(server, environment);
        return Task.CompletedTask;
    }

    public async Task StartedAsync(CancellationToken cancellationToken)
    {
        try
        {
            Check(server, environment);
        }
        catch
        {
            await server.StopAsync(cancellationToken).ConfigureAwait(false);
            throw;
        }
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
