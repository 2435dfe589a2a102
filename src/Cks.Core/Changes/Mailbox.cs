namespace Cks.Core;

/// <summary>
/// Delivers to one receiver, one item at a time and in order, on the thread pool. Of waiting items with one key only the last is kept (or the two are merged), so that a slow receiver
/// costs bounded memory and never holds up whoever posts. What the receiver throws goes to <paramref name="failed"/>.
/// </summary>
internal sealed class Mailbox<TKey, TItem>(Func<TItem, CancellationToken, ValueTask> receive, Action<Exception> failed, Func<TItem, TItem, TItem> merge)
    where TKey : notnull
{
    private readonly CancellationTokenSource _closed = new();
    private readonly Lock _gate = new();
    private Dictionary<TKey, (long Order, TItem Item)> _waiting = [];
    private long _posted;
    private bool _running;

    /// <summary>Puts an item behind those that wait.</summary>
    /// <param name="key">What it is about.</param>
    /// <param name="item">The item.</param>
    /// <param name="capacity">Most keys that may wait.</param>
    /// <returns>False when another key would be too many; then nothing is changed.</returns>
    public bool TryPost(TKey key, TItem item, int capacity)
    {
        lock (_gate)
        {
            if (_closed.IsCancellationRequested)
                return true;
            var waits = _waiting.TryGetValue(key, out var before);
            if (!waits && _waiting.Count >= capacity)
                return false;
            // Behind the others again: what is delivered is always in the order in which it was posted.
            _waiting[key] = (_posted++, waits ? merge(before.Item, item) : item);
            Start();
            return true;
        }
    }

    /// <summary>Puts an item in place of everything that waits.</summary>
    public void PostAlone(TKey key, TItem item)
    {
        lock (_gate)
        {
            if (_closed.IsCancellationRequested)
                return;
            _waiting.Clear();
            _waiting[key] = (_posted++, item);
            Start();
        }
    }

    /// <summary>Ends delivery. Waits for nothing: an item that is being received is told by its token.</summary>
    public void Close()
    {
        lock (_gate)
            _waiting.Clear();
        // Whoever listens to the token runs elsewhere: nobody's code runs in the caller of Close.
        _ = _closed.CancelAsync();
    }

    private void Start()
    {
        if (_running)
            return;
        _running = true;
        // Unsafe: without the ambient context of whoever posts. Their identity and their trace have no place in a receiver.
        ThreadPool.UnsafeQueueUserWorkItem(static mailbox => _ = mailbox.RunAsync(), this, preferLocal: false);
    }

    private async Task RunAsync()
    {
        // A batch at a time, so that a key that is posted again and again is delivered all the same.
        while (TakeAll() is { } batch)
        {
            foreach (var item in batch)
            {
                if (_closed.IsCancellationRequested)
                    break;
                try
                {
                    await receive(item, _closed.Token).ConfigureAwait(false);
                }
                catch (OperationCanceledException) when (_closed.IsCancellationRequested)
                {
                    break;
                }
                catch (Exception e)
                {
                    Tell(e);
                }
            }
        }
    }

    private void Tell(Exception e)
    {
        try
        {
            failed(e);
        }
        catch (Exception)
        {
            // Whoever should be told is broken as well. Delivery goes on, or the receiver would never hear of anything again.
        }
    }

    private IReadOnlyList<TItem>? TakeAll()
    {
        lock (_gate)
        {
            if (_waiting.Count == 0)
            {
                _running = false;
                return null;
            }

            var taken = _waiting;
            _waiting = [];
            return [.. taken.Values.OrderBy(w => w.Order).Select(w => w.Item)];
        }
    }
}
