using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.Hosting;

namespace Cks.Testing.AspNetCore;

/// <summary>
/// Checks the host's addresses again when they are final, because code may add some after the configuration was read, and stops the issuer with the host.
/// </summary>
internal sealed class TokenIssuerGuard(TokenIssuer issuer, IServer server, IHostEnvironment environment) : IHostedLifecycleService
{
    public Task StartingAsync(CancellationToken cancellationToken) => CheckAsync();

    public async Task StartedAsync(CancellationToken cancellationToken)
    {
        try
        {
            await CheckAsync().ConfigureAwait(false);
        }
        catch
        {
            await server.StopAsync(cancellationToken).ConfigureAwait(false);
            throw;
        }
    }

    public async Task StoppedAsync(CancellationToken cancellationToken) => await issuer.DisposeAsync().ConfigureAwait(false);

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private async Task CheckAsync()
    {
        try
        {
            LoopbackRule.Check(environment);
            LoopbackRule.Check(server.Features.Get<IServerAddressesFeature>()?.Addresses ?? []);
        }
        catch
        {
            await issuer.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }
}
