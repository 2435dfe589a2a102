using System.Collections.Concurrent;

namespace Cks.HubConfig;

/// <summary>Which exposures were told, of the newest ones. Two tables: when the newer one is full, the older one is forgotten. Thread-safe.</summary>
internal sealed class ExposureMemory(int half)
{
    private readonly Lock _turning = new();
    private ConcurrentDictionary<ExposureKey, byte> _newer = new(), _older = new();
    private int _count;

    /// <summary>Whether it is remembered. Takes nothing from the heap.</summary>
    public bool Knows(in ExposureKey key) => Volatile.Read(ref _newer).ContainsKey(key) || Volatile.Read(ref _older).ContainsKey(key);

    /// <summary>Whether it is remembered from now on and was not before.</summary>
    public bool Add(in ExposureKey key)
    {
        if (Knows(key) || !Volatile.Read(ref _newer).TryAdd(key, 0))
            return false;
        if (Interlocked.Increment(ref _count) >= half)
            Turn();
        return true;
    }

    /// <summary>Forgets one that could not be told after all. It leaves the room that it took.</summary>
    public void Remove(in ExposureKey key)
    {
        lock (_turning)
            if (_newer.TryRemove(key, out _))
                Interlocked.Decrement(ref _count);
            else
                _older.TryRemove(key, out _);
    }

    private void Turn()
    {
        lock (_turning)
        {
            if (Volatile.Read(ref _count) < half)
                return;
            Volatile.Write(ref _older, _newer);
            Volatile.Write(ref _newer, new());
            Volatile.Write(ref _count, 0);
        }
    }
}
