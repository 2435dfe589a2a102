using System.Collections.Concurrent;

namespace Cks.HubConfig;

/// <summary>Which exposures were told, of the newest ones. Two tables: when the newer one is full, the older one is forgotten. Thread-safe.</summary>
internal sealed class ExposureMemory(int half)
{
    private readonly Lock _turning = new();
    private ConcurrentDictionary<ExposureKey, byte> _newer = new(), _older = new();
    private int _count;

    /// <summary>Whether it is remembered from now on and was not before. Takes nothing from the heap for what is known.</summary>
    public bool Add(in ExposureKey key)
    {
        var newer = Volatile.Read(ref _newer);
        if (newer.ContainsKey(key) || Volatile.Read(ref _older).ContainsKey(key) || !newer.TryAdd(key, 0))
            return false;
        if (Interlocked.Increment(ref _count) >= half)
            Turn();
        return true;
    }

    /// <summary>Forgets one that could not be told after all.</summary>
    public void Remove(in ExposureKey key)
    {
        Volatile.Read(ref _newer).TryRemove(key, out _);
        Volatile.Read(ref _older).TryRemove(key, out _);
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
