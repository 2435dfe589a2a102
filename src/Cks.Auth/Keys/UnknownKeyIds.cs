namespace Cks.Auth;

/// <summary>
/// Key ids that a fetch did not bring. The first time one costs no other fetch until the cool-down is over, then twice as long each time, so that one client with an old token does not keep the provider busy.
/// Bounded; ids for which there is no room cost one fetch a cool-down, all together. Not thread-safe.
/// </summary>
internal sealed class UnknownKeyIds(TimeSpan cooldown)
{
    private const int Most = 256;
    private const int MostDoublings = 4;

    private readonly Dictionary<string, (int Misses, long Until)> _missed = new(StringComparer.Ordinal);

    /// <summary>Whether an id need not be looked for again yet.</summary>
    public bool Contains(string keyId, long now) => _missed.TryGetValue(keyId, out var missed) && now < missed.Until;

    /// <summary>Notes an id that is not in the keys which were just fetched.</summary>
    public void Add(string keyId, long now)
    {
        // Many wait for one fetch; for the id it is one miss.
        if (Contains(keyId, now) || (!_missed.ContainsKey(keyId) && !HasRoom(now)))
            return;
        var misses = _missed.GetValueOrDefault(keyId).Misses;
        _missed[keyId] = (misses + 1, now + (cooldown.Ticks << Math.Min(misses, MostDoublings)));
    }

    public void Clear() => _missed.Clear();

    private bool HasRoom(long now)
    {
        if (_missed.Count < Most)
            return true;
        foreach (var (keyId, missed) in _missed)
        {
            if (now >= missed.Until)
                _missed.Remove(keyId);
        }

        return _missed.Count < Most;
    }
}
