using System.Collections.Concurrent;

namespace Cks.Auth;

/// <summary>
/// What was read lately, for a lifetime at most and until somebody says that it changed. A read that was under way then is kept by nobody and joined by nobody. Bounded; reading takes no lock.
/// </summary>
internal sealed class Remembered<TKey, TValue>(int capacity, TimeSpan lifetime, TimeProvider time, Func<TValue, bool> keeps)
    where TKey : notnull
    where TValue : class
{
    private const int Shrink = 8;
    private static readonly TimeSpan ReadTimeout = TimeSpan.FromSeconds(10);

    private readonly ConcurrentDictionary<TKey, Entry> _entries = new();
    private readonly ConcurrentDictionary<TKey, Lazy<Task<TValue>>> _flights = new();
    private int _invalidations;

    /// <summary>How much is kept.</summary>
    public int Count => _entries.Count;

    /// <summary>What is kept and counts; <see langword="null"/> for nothing.</summary>
    public TValue? Find(TKey key) => _entries.TryGetValue(key, out var entry) && entry.IsKept && Counts(entry, time.GetUtcNow()) ? entry.Value : null;

    /// <summary>Whether there was something, also where it does not count any more.</summary>
    public bool Had(TKey key) => _entries.ContainsKey(key);

    /// <summary>Reads once for all who ask at that time.</summary>
    public Task<TValue> LoadAsync(TKey key, Func<TKey, Task<TValue>> read, CancellationToken cancellationToken) =>
        // Whoever waits may give up; the read itself belongs to all who wait.
        _flights.GetOrAdd(key, k => FlightOf(k, read)).Value.WaitAsync(cancellationToken);

    public void Forget(TKey key)
    {
        // First the number: a read that began before it will not be kept.
        Interlocked.Increment(ref _invalidations);
        _flights.TryRemove(key, out _);
        Remove(key);
    }

    public void Forget(Func<TKey, bool> which)
    {
        Interlocked.Increment(ref _invalidations);
        _flights.Clear();
        foreach (var (key, _) in _entries)
            if (which(key))
                Remove(key);
    }

    private Lazy<Task<TValue>> FlightOf(TKey key, Func<TKey, Task<TValue>> read)
    {
        Lazy<Task<TValue>>? flight = null;
        flight = new(FlyAsync);
        return flight;

        async Task<TValue> FlyAsync()
        {
            try
            {
                // The version and the time before the data: what took long to come is old already.
                var (begun, until) = (Volatile.Read(ref _invalidations), time.GetUtcNow() + lifetime);
                var value = await read(key).WaitAsync(ReadTimeout, time).ConfigureAwait(false);
                Keep(key, new(value, until), begun);
                return value;
            }
            finally
            {
                _flights.TryRemove(KeyValuePair.Create(key, flight!));
            }
        }
    }

    private void Keep(TKey key, Entry entry, int begun)
    {
        if (!keeps(entry.Value))
            return;
        if (Count >= capacity)
            MakeRoom();
        _entries[key] = entry;
        // It counts from here on, unless something changed while it was read; whoever says so later finds it in the dictionary.
        if (Volatile.Read(ref _invalidations) == begun)
            entry.Keep();
        else
            Remove(key);
    }

    private void Remove(TKey key)
    {
        if (_entries.TryRemove(key, out var entry))
            entry.Drop();
    }

    // A clock that was set back lends nothing a longer life.
    private bool Counts(Entry entry, DateTimeOffset now) => now < entry.Until && entry.Until - now <= lifetime;

    // What is over, and where that is too little an eighth of the rest, as the dictionary has them.
    private void MakeRoom()
    {
        var (now, left) = (time.GetUtcNow(), capacity / Shrink);
        foreach (var (key, entry) in _entries)
        {
            if (Counts(entry, now) && left-- <= 0)
                continue;
            Remove(key);
        }
    }

    private sealed class Entry(TValue value, DateTimeOffset until)
    {
        private const int Kept = 1;
        private const int Dropped = 2;
        private int _state;

        public TValue Value => value;

        public DateTimeOffset Until => until;

        public bool IsKept => Volatile.Read(ref _state) == Kept;

        public void Keep() => Interlocked.CompareExchange(ref _state, Kept, 0);

        public void Drop() => Interlocked.Exchange(ref _state, Dropped);
    }
}
