using System.Diagnostics.CodeAnalysis;

namespace Cks.QueryBuilder;

/// <summary>
/// Texts by shape, bounded. The hash of a shape chooses a few places beside each other, of which it takes one; where all are taken, the one goes that has not been
/// asked for lately. A hit takes no lock. It is always a comparison of the whole shape, never of the hash alone: a collision must not serve the text of another query.
/// </summary>
internal sealed class ShapeCache
{
    private const int MostWays = 8;

    private readonly QueryMetrics _metrics;
    private readonly int _ways;
    private readonly int _mask;
    private readonly Entry?[] _entries;
    private readonly Lock _gate = new();
    private int _hand;

    public ShapeCache(int capacity, QueryMetrics metrics)
    {
        _metrics = metrics;
        ArgumentOutOfRangeException.ThrowIfLessThan(capacity, 2);
        _ways = Math.Min(capacity, MostWays);
        var sets = 1;
        while (sets * 2 * _ways <= capacity)
            sets *= 2;
        (_mask, _entries) = (sets - 1, new Entry?[sets * _ways]);
    }

    /// <summary>How many texts are kept.</summary>
    public int Count { get; private set; }

    public bool TryGet(Query query, [NotNullWhen(true)] out CompiledShape? text)
    {
        foreach (ref var place in PlacesOf(query))
        {
            // Filled from the first on, and never emptied.
            if (Volatile.Read(ref place) is not { } entry)
                break;
            if (entry.Hash != query.Hash || !Query.SameShape(entry.Key, query))
                continue;
            if (!entry.IsUsed)
                entry.IsUsed = true;
            text = entry.Text;
            return true;
        }

        text = null;
        return false;
    }

    public CompiledShape Add(Query query, CompiledShape text)
    {
        lock (_gate)
        {
            if (TryGet(query, out var known))
                return known;
            // The key outlives the request, so it must not hold the request's values.
            Volatile.Write(ref FreePlace(PlacesOf(query)), new(query.WithoutValues(), text));
            return text;
        }
    }

    private Span<Entry?> PlacesOf(Query query) => _entries.AsSpan(((int)(query.Hash >> 32) & _mask) * _ways, _ways);

    private ref Entry? FreePlace(Span<Entry?> places)
    {
        foreach (ref var place in places)
        {
            if (place is null)
            {
                Count++;
                return ref place;
            }
        }

        while (true)
        {
            ref var place = ref places[(_hand++ & int.MaxValue) % places.Length];
            if (!place!.IsUsed)
            {
                _metrics.Evicted(1);
                return ref place;
            }

            place.IsUsed = false;
        }
    }

    private sealed class Entry(Query key, CompiledShape text)
    {
        public Query Key { get; } = key;

        public ulong Hash { get; } = key.Hash;

        public CompiledShape Text { get; } = text;

        public bool IsUsed { get; set; }
    }
}
