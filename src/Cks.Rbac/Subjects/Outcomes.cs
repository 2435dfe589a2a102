using System.Numerics;
using System.Runtime.InteropServices;

namespace Cks.Rbac;

/// <summary>
/// A number for each capability: the most frequent one once, the others beside each other behind a bit for each. Of somebody who may do a little of much that is some hundred bytes, so that the permissions of
/// thousands of roles stay in the processor's caches.
/// </summary>
internal readonly struct Outcomes
{
    private readonly Block[] _blocks;
    private readonly int[] _others;
    private readonly int _usual;

    /// <param name="all">The number of each capability by its value.</param>
    public Outcomes(int[] all)
    {
        Length = all.Length;
        _usual = all.CountBy(o => o).MaxBy(o => o.Value).Key;
        _blocks = new Block[(all.Length + 63) / 64];
        var others = new List<int>();
        for (var i = 0; i < all.Length; i++)
        {
            if (i % 64 == 0)
                _blocks[i / 64].First = others.Count;
            if (all[i] == _usual)
                continue;
            _blocks[i / 64].Others |= 1UL << i;
            others.Add(all[i]);
        }

        _others = [.. others];
    }

    public int Length { get; }

    /// <summary>The number of a capability; 0 beyond the last.</summary>
    public int this[int capability]
    {
        get
        {
            if ((uint)capability >= (uint)Length)
                return 0;
            ref readonly var block = ref _blocks[capability / 64];
            var bit = 1UL << capability;
            return (block.Others & bit) == 0 ? _usual : _others[block.First + BitOperations.PopCount(block.Others & (bit - 1))];
        }
    }

    [StructLayout(LayoutKind.Auto)]
    private struct Block
    {
        public ulong Others;
        public int First;
    }
}
