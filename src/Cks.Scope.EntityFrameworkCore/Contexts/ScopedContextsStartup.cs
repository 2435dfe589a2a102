using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Hosting;

namespace Cks.Scope.EntityFrameworkCore;

/// <summary>Holds the context against the scope model before the host takes work.</summary>
internal sealed class ScopedContextsStartup<TContext>(ScopedContexts<TContext> contexts) : IHostedService
    where TContext : DbContext
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        using var context = contexts.CreateClosed();
        _ = context.Model;
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
