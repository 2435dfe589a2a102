using Cks.Core;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Cks.Auth;

/// <summary>Listens to what other hosts say of keys, and writes what waits to be written. Without a bus what is remembered ends by itself, after 60 seconds at most.</summary>
internal sealed class ApiKeySync(ApiKeyMemory memory, ApiKeyUpkeep upkeep, TimeProvider time, ILogger<ApiKeySync>? logger = null, IChangeBus? bus = null) : IHostedService, IDisposable
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(5);

    private readonly CancellationTokenSource _stopping = new();
    private Task _running = Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        // Not awaited: a bus that does not answer keeps no host from starting.
        _running = Task.Run(RunAsync, CancellationToken.None);
        return Task.CompletedTask;
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await _stopping.CancelAsync().ConfigureAwait(false);
        await _running.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            await upkeep.WriteAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // Of no consequence.
        }
    }

    // Not disposed of itself: the loop may still ask for its token, and it holds nothing that needs it.
    public void Dispose() => _stopping.Cancel();

    private async Task RunAsync()
    {
        IAsyncDisposable? subscription = null;
        using var timer = new PeriodicTimer(Every, time);
        try
        {
            do
            {
                subscription ??= await SubscribeAsync().ConfigureAwait(false);
                await upkeep.WriteAsync(_stopping.Token).ConfigureAwait(false);
            }
            while (await timer.WaitForNextTickAsync(_stopping.Token).ConfigureAwait(false));
        }
        catch (Exception) when (_stopping.IsCancellationRequested)
        {
            // The host stops, and whatever was under way with it.
        }

        if (subscription is not null)
            await subscription.DisposeAsync().ConfigureAwait(false);
    }

    private async Task<IAsyncDisposable?> SubscribeAsync()
    {
        if (bus is null)
            return null;
        var subscription = await bus.TrySubscribeAsync(
            CksApiKeys.Topic, memory.HearAsync, e => AuthLog.NoApiKeyNotices(logger ?? NullLogger<ApiKeySync>.Instance, e.GetType().Name), time, _stopping.Token).ConfigureAwait(false);
        // What was said until now was not heard.
        if (subscription is not null)
            memory.Clear();
        return subscription;
    }
}
