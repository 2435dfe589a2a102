namespace Cks.HubConfig;

/// <summary>What all calls of one plugin's data loaders pass: each has a time, and a few that do not end make the rest wait for none.</summary>
internal sealed class PluginGate(HubPluginOptions options, TimeProvider clock)
{
    private const int Running = 0;
    private const int Late = 1;
    private const int Ended = 2;

    // Never disposed: calls end when they like.
    private readonly SemaphoreSlim _room = new(options.MostCalls);
    private int _late;

    /// <summary>Whether it is not asked, because too many calls that were given up still run.</summary>
    public bool IsBroken => Volatile.Read(ref _late) >= Math.Min(options.MostLate, options.MostCalls);

    /// <summary>Makes a call; what it gave, or why it gave nothing. Never waits longer than the time of a call, whatever the call does.</summary>
    /// <param name="call">Gets a token that is cancelled when it is given up.</param>
    /// <param name="cancellationToken">Gives up at once.</param>
    public async Task<(T? Value, WidgetFault? Fault, Exception? Error)> RunAsync<T>(Func<CancellationToken, Task<T>> call, CancellationToken cancellationToken)
        where T : class
    {
        if (IsBroken)
            return (null, WidgetFault.PluginSlow, null);
        var began = clock.GetTimestamp();
        if (!_room.Wait(0, CancellationToken.None) && !await HasRoomAsync(cancellationToken).ConfigureAwait(false))
            return (null, WidgetFault.PluginSlow, null);
        // No call is begun that nobody would wait for. One has its own time, so that who waited for room makes none late.
        if (IsBroken || Left(began) == TimeSpan.Zero)
        {
            _room.Release();
            return (null, WidgetFault.PluginSlow, null);
        }

        var started = clock.GetTimestamp();
        var (over, state) = (new CancellationTokenSource(), new CallState());
        Task<T> work;
        // A thread of its own, because the call may never give it back; and nothing of whoever asks but what it is given.
        using (ExecutionContext.SuppressFlow())
            work = Task.Factory.StartNew(() => call(over.Token), CancellationToken.None, TaskCreationOptions.LongRunning | TaskCreationOptions.DenyChildAttach, TaskScheduler.Default).Unwrap();
        _ = work.ContinueWith(_ => End(state), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        await ((Task)work).WaitAsync(Left(began), clock, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (work.IsCompletedSuccessfully)
            return (work.Result, null, null);
        if (work.IsCompleted)
            return (null, WidgetFault.PluginFailed, work.Exception?.InnerException);
        // What is registered with the token is the plugin's code, too: nobody waits for it.
        _ = over.CancelAsync();
        // That somebody went away, or came late, is no fault of the plugin; that the call goes on when its time is over is one.
        if (Left(started) is var rest && rest > TimeSpan.Zero)
            _ = Task.Delay(rest, clock, CancellationToken.None).ContinueWith(_ => CountLate(state), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        else
            CountLate(state);
        cancellationToken.ThrowIfCancellationRequested();
        return (null, WidgetFault.PluginSlow, null);
    }

    private TimeSpan Left(long began) => options.LoadWithin - clock.GetElapsedTime(began) is var left && left > TimeSpan.Zero ? left : TimeSpan.Zero;

    private async Task<bool> HasRoomAsync(CancellationToken cancellationToken)
    {
        using var late = new CancellationTokenSource(options.LoadWithin, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(late.Token, cancellationToken);
        try
        {
            await _room.WaitAsync(either.Token).ConfigureAwait(false);
            return true;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return false;
        }
    }

    private void CountLate(CallState state)
    {
        if (Interlocked.CompareExchange(ref state.Value, Late, Running) == Running)
            Interlocked.Increment(ref _late);
    }

    private void End(CallState state)
    {
        if (Interlocked.Exchange(ref state.Value, Ended) == Late)
            Interlocked.Decrement(ref _late);
        _room.Release();
    }

    private sealed class CallState
    {
        public int Value;
    }
}
