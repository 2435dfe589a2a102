using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;

namespace Cks.QueryBuilder;

/// <summary>
/// Texts by shape, bounded. Two generations: a find in the older one moves to the younger, and when the younger one is full it becomes the older,
/// so what is used stays and what is not goes, without a lock on a hit.
/// </summary>
internal sealed class ShapeCache
{
    private readonly int _half;
    private readonly Lock _gate = new();
    private volatile Generations _generations = new(new(), new());

    public ShapeCache(int capacity)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(capacity, 2);
        _half = capacity / 2;
    }

    /// <summary>How many texts are kept.</summary>
    public int Count
    {
        get
        {
            var (young, old) = _generations;
            return young.Count + old.Count;
        }
    }

    public bool TryGet(Query query, [NotNullWhen(true)] out CompiledShape? shape)
    {
        var key = new Key(query);
        var (young, old) = _generations;
        if (young.TryGetValue(key, out shape))
            return true;
        if (!old.TryGetValue(key, out shape))
            return false;
        Add(query, shape);
        return true;
    }

    public CompiledShape Add(Query query, CompiledShape shape)
    {
        lock (_gate)
        {
            var (young, old) = _generations;
            if (young.Count >= _half)
            {
                (young, old) = (new(), young);
                _generations = new(young, old);
            }

            // The key outlives the request, so it must not hold the request's values.
            return young.GetOrAdd(new Key(query.WithoutValues()), shape);
        }
    }

    private sealed record Generations(ConcurrentDictionary<Key, CompiledShape> Young, ConcurrentDictionary<Key, CompiledShape> Old);

    private readonly struct Key(Query query) : IEquatable<Key>
    {
        private readonly Query _query = query;

        // Always the whole shape, never the hash alone: a collision must not serve the text of another query.
        public bool Equals(Key other) => Query.SameShape(_query, other._query);

        public override bool Equals(object? obj) => obj is Key other && Equals(other);

        public override int GetHashCode() => (int)(_query.Hash ^ (_query.Hash >> 32));
    }
}
