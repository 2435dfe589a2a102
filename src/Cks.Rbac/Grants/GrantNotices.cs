using Cks.Core;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Cks.Rbac;

/// <summary>Listens to what other hosts say of grants. Without a bus what is remembered ends by itself, after 60 seconds at most.</summary>
internal sealed class GrantNotices(GrantMemory memory, TimeProvider time, ILogger<GrantNotices> logger, IChangeBus? bus = null) : IHostedService, IDisposable
{
    private readonly BusListener _listener = new(bus, CksGrants.Topic, memory.HearAsync, memory.Clear, e => RbacLog.NoGrantNotices(logger, e.GetType().Name), time);

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _listener.Start();
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => _listener.StopAsync(cancellationToken);

    public void Dispose() => _listener.Dispose();
}
