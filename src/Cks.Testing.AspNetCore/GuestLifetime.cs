using Microsoft.Extensions.Hosting;

namespace Cks.Testing.AspNetCore;

/// <summary>A server in somebody else's program ends when it is disposed, and leaves signals alone.</summary>
internal sealed class GuestLifetime : IHostLifetime
{
    public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
