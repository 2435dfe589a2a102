using Cks.Core;

namespace Cks.Storage;

/// <summary>What the buses do alike: they hand notices to the subscribers of this process, and listen from the first of them on until they are disposed of.</summary>
internal abstract class StoredChangeBus(SecurityEvents? events, TimeProvider time) : IChangeBus, IAsyncDisposable, IDisposable
{
    private readonly CancellationTokenSource _stopping = new();
    private readonly Lock _starting = new();
    private Task? _running;

    protected LocalSubscribers Subscribers { get; } = new(events, time);

    protected TimeProvider Time { get; } = time;

    protected CancellationToken Stopping => _stopping.Token;

    /// <summary>Done as soon as everything is heard that is published from then on; ends in an <see cref="ObjectDisposedException"/> when nothing will be.</summary>
    protected abstract Task Listening { get; }

    public abstract ValueTask PublishAsync(ChangeNotice notice, CancellationToken cancellationToken = default);

    public async ValueTask<IAsyncDisposable> SubscribeAsync(string topic, Func<ChangeNotice, CancellationToken, ValueTask> handler, CancellationToken cancellationToken = default)
    {
        var subscription = await Subscribers.AddAsync(topic, handler, cancellationToken).ConfigureAwait(false);
        try
        {
            Start();
            await Listening.WaitAsync(cancellationToken).ConfigureAwait(false);
            return subscription;
        }
        catch
        {
            await subscription.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Tells the listening to end, and waits for it.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync().ConfigureAwait(false);
        Subscribers.Dispose();
        Task? running;
        lock (_starting)
            running = _running;
        if (running is not null)
            await running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    /// <summary>Tells the listening to end, and waits for nothing.</summary>
    public void Dispose()
    {
        _ = _stopping.CancelAsync();
        Subscribers.Dispose();
    }

    /// <summary>Hears until <see cref="Stopping"/> says that it is enough; throws nothing.</summary>
    protected abstract Task RunAsync();

    /// <summary>Nothing will be heard any more; nobody may be left to look at it.</summary>
    protected void End(TaskCompletionSource listening)
    {
        listening.TrySetException(new ObjectDisposedException(GetType().Name));
        _ = listening.Task.Exception;
    }

    private void Start()
    {
        lock (_starting)
        {
            ObjectDisposedException.ThrowIf(_stopping.IsCancellationRequested, this);
            // Whoever happens to subscribe first has no part in what is heard: neither their identity nor their trace.
            using (ExecutionContext.SuppressFlow())
                _running ??= Task.Run(RunAsync);
        }
    }
}
