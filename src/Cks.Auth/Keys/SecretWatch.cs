using Cks.Core;
using Microsoft.Extensions.Hosting;

namespace Cks.Auth;

/// <summary>Watches secrets for as long as the host runs.</summary>
internal sealed class SecretWatch(SecretSource source, SecurityEvents events) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        source.Watch(events);
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken)
    {
        source.Dispose();
        return Task.CompletedTask;
    }
}
