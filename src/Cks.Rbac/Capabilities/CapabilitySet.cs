namespace Cks.Rbac;

/// <summary>A set of capability ids as bits. Built while a policy is compiled, read-only afterwards.</summary>
internal sealed class CapabilitySet
{
    private readonly ulong[] _words;

    public CapabilitySet(int highestId) => _words = new ulong[(highestId >> 6) + 1];

    private CapabilitySet(ulong[] words) => _words = words;

    public bool Contains(CapabilityId id)
    {
        var word = id.Value >> 6;
        return (uint)word < (uint)_words.Length && (_words[word] >> id.Value & 1) != 0;
    }

    public void Add(CapabilityId id) => _words[id.Value >> 6] |= 1UL << id.Value;

    public void UnionWith(CapabilitySet other)
    {
        for (var i = 0; i < other._words.Length; i++)
            _words[i] |= other._words[i];
    }

    public CapabilitySet Except(CapabilitySet other)
    {
        var words = new ulong[_words.Length];
        for (var i = 0; i < words.Length; i++)
            words[i] = _words[i] & ~other._words[i];
        return new(words);
    }
}
