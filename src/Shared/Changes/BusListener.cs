namespace Cks.Core;

/// <summary>Listens to a topic for as long as a host runs, and asks a bus that is away again. Without a bus it does nothing.</summary>
/// <param name="bus">The bus.</param>
/// <param name="topic">The topic.</param>
/// <param name="heard">Receives the notices.</param>
/// <param name="began">Is called once notices are heard: what was said until then was not.</param>
/// <param name="failed">Is told why the bus cannot be listened to.</param>
/// <param name="time">The clock of the waits.</param>
internal sealed class BusListener(
    IChangeBus? bus, string topic, Func<ChangeNotice, CancellationToken, ValueTask> heard, Action began, Action<Exception> failed, TimeProvider time) : IDisposable
{
    private readonly CancellationTokenSource _stopping = new();
    private Task _running = Task.CompletedTask;
    private IAsyncDisposable? _subscription;

    /// <summary>Begins. Not awaited: a bus that does not answer keeps no host from starting.</summary>
    public void Start() => _running = bus is null ? Task.CompletedTask : ListenAsync(bus);

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await _stopping.CancelAsync().ConfigureAwait(false);
        await _running.WaitAsync(cancellationToken).ConfigureAwait(false);
        if (_subscription is not null)
            await _subscription.DisposeAsync().ConfigureAwait(false);
    }

    public void Dispose() => _stopping.Cancel();

    private async Task ListenAsync(IChangeBus to)
    {
        try
        {
            while (!_stopping.IsCancellationRequested)
            {
                _subscription = await to.TrySubscribeAsync(topic, heard, failed, time, _stopping.Token).ConfigureAwait(false);
                if (_subscription is not null)
                {
                    began();
                    return;
                }

                await Task.Delay(BusSubscribing.Patience, time, _stopping.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
        catch (Exception) when (_stopping.IsCancellationRequested)
        {
            // The host stops.
        }
    }
}
