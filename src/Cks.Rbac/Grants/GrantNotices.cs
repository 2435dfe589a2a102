using Cks.Core;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Cks.Rbac;

/// <summary>Listens to what other hosts say of grants. Without a bus what is remembered ends by itself, after 60 seconds at most.</summary>
internal sealed class GrantNotices(GrantMemory memory, TimeProvider time, ILogger<GrantNotices> logger, IChangeBus? bus = null) : IHostedService, IDisposable
{
    private static readonly TimeSpan Retry = TimeSpan.FromSeconds(5);

    private readonly CancellationTokenSource _stopping = new();
    private Task _running = Task.CompletedTask;
    private IAsyncDisposable? _subscription;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        // Not awaited: a bus that does not answer keeps no host from starting.
        _running = bus is null ? Task.CompletedTask : SubscribeAsync(bus);
        return Task.CompletedTask;
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await _stopping.CancelAsync().ConfigureAwait(false);
        await _running.WaitAsync(cancellationToken).ConfigureAwait(false);
        if (_subscription is not null)
            await _subscription.DisposeAsync().ConfigureAwait(false);
    }

    public void Dispose() => _stopping.Cancel();

    private async Task SubscribeAsync(IChangeBus to)
    {
        while (!_stopping.IsCancellationRequested)
        {
            try
            {
                using var timeout = new CancellationTokenSource(Retry, time);
                using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, _stopping.Token);
                _subscription = await to.SubscribeAsync(CksGrants.Topic, memory.HearAsync, either.Token).AsTask().WaitAsync(either.Token).ConfigureAwait(false);
                // What was said until now was not heard.
                memory.Clear();
                return;
            }
            catch (Exception e) when (!_stopping.IsCancellationRequested)
            {
                RbacLog.NoGrantNotices(logger, e.GetType().Name);
                await Task.Delay(Retry, time, _stopping.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
            catch (Exception)
            {
                // The host stops.
                return;
            }
        }
    }
}
