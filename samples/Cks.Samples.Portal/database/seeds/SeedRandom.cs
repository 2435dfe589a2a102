namespace Cks.Samples.Portal.Database;

/// <summary>SplitMix64: the same numbers on every runtime, which <see cref="Random"/> does not promise. Not for secrets.</summary>
internal sealed class SeedRandom(ulong seed)
{
    private ulong _state = seed;

    /// <summary>The next 64 bits.</summary>
    public ulong Next()
    {
        var z = _state += 0x9E3779B97F4A7C15;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }

    /// <summary>A number from 0 to below <paramref name="end"/>; the bias of the remainder does not matter here.</summary>
    public int Next(int end) => (int)(Next() % (ulong)end);

    /// <summary>One of the items.</summary>
    public T Pick<T>(IReadOnlyList<T> items) => items[Next(items.Count)];
}
